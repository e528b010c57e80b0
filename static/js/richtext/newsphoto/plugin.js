// The CKEditor plugin for photos of the library. The text holds a reference,
// <figure data-photo="12"><figcaption>...</figcaption></figure>; the picture itself stands in the
// editor alone: it is added on the way in and dropped on the way out.
const CKEDITOR = window.CKEDITOR;
const encode = CKEDITOR.tools.htmlEncode;

CKEDITOR.plugins.add("newsphoto", {
  requires: "widget",
  init(editor) {
    const { image, icon, words } = editor.config.newsphoto;
    const source = (photo) => image.replace("/0/", `/${photo}/`);

    editor.widgets.add("newsphoto", {
      allowedContent: "figure[!data-photo,data-alt,data-decorative]; figcaption",
      requiredContent: "figure[data-photo]",
      pathName: "photo",
      editables: { caption: { selector: "figcaption", allowedContent: { $1: { elements: {} } } } },
      upcast(figure) {
        const photo = figure.attributes["data-photo"];
        if (figure.name !== "figure" || !/^[1-9][0-9]*$/.test(photo ?? "")) return false;
        const caption = figure.getFirst("figcaption") ?? new CKEDITOR.htmlParser.element("figcaption");
        caption.attributes["data-empty"] = words.caption;
        const picture = new CKEDITOR.htmlParser.element("img", { src: source(photo), alt: "" });
        figure.children = [];
        figure.add(picture);
        figure.add(caption);
        return true;
      },
      downcast(figure) {
        figure.getFirst("img")?.remove();
        delete figure.getFirst("figcaption")?.attributes["data-empty"];
        return figure;
      },
      edit(event) {
        event.cancel();
        pick((photo) => {
          this.element.setAttribute("data-photo", photo.id);
          this.element.removeAttributes(["data-alt", "data-decorative"]);
          this.element.findOne("img").setAttribute("src", source(photo.id));
          this.editables.caption.setText(photo.caption ?? "");
        });
      },
    });

    // The editor notices a moment after a click that its caret has left the photo, and drops what is
    // typed until then. In a caption it is to notice at once.
    editor.on("contentDom", () => {
      const editable = editor.editable();
      editable.attachListener(editable, "click", ({ data }) => {
        if (data.getTarget().getAscendant("figcaption", true)) editor.selectionChange(true);
      });
    });

    const area = editor.element.$;
    // What to do with the photo that is being chosen; a dialog may also be closed without one.
    let use = null;
    function pick(then) {
      use = then;
      area.dispatchEvent(new CustomEvent("photo-picker-open", { bubbles: true }));
    }
    area.addEventListener("photo-picked", (event) => {
      editor.focus();
      editor.fire("saveSnapshot");
      use?.(event.detail);
      use = null;
      editor.fire("saveSnapshot");
    });

    editor.addCommand("newsphoto", {
      canUndo: false,
      allowedContent: "figure[!data-photo,data-alt,data-decorative]; figcaption",
      requiredContent: "figure[data-photo]",
      exec() {
        pick((photo) => {
          editor.insertHtml(
            `<figure data-photo="${Number(photo.id)}"><figcaption>${encode(photo.caption ?? "")}</figcaption></figure>`);
          // Whoever has put a photo at the end wants to write on below it.
          if (!editor.editable().getLast().is("p")) editor.editable().append(CKEDITOR.dom.element.createFromHtml("<p><br></p>"));
        });
      },
    });
    editor.ui.addButton("Newsphoto", { label: words.button, command: "newsphoto", icon, toolbar: "insert" });
  },
});
