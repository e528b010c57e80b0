// The CKEditor plugin for embeds, and the dialog that takes an address. The text holds
// <figure data-embed="https://..."><figcaption>...</figcaption></figure>; in the editor its address
// is shown as words, and nothing is asked of the other site. Whose an address is, our server says.
const CKEDITOR = window.CKEDITOR;
const encode = CKEDITOR.tools.htmlEncode;
const ALLOWED = "figure[!data-embed]; figcaption";
const dialog = document.createElement("dialog");
dialog.className = "photo-picker photo-words";
dialog.setAttribute("aria-labelledby", "embed-title");
dialog.innerHTML = `
  <header class="photo-picker-head"><h2 id="embed-title"></h2><button type="button" data-close></button></header>
  <form novalidate>
    <label><span></span> <input name="address" type="url" maxlength="2000" autocomplete="off" aria-describedby="embed-help embed-error"></label>
    <p id="embed-help" class="meta"></p>
    <p id="embed-error" class="photo-picker-error" role="alert"></p>
    <button></button></form>`;
const form = dialog.querySelector("form");
const { address } = form.elements;
const error = dialog.querySelector("#embed-error");
const keep = form.querySelector("button");
let open = null; // the editor that asks, and what becomes of the answer

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => open.editor.focus());
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { editor, then } = open;
  const { match, words } = editor.config.newsembed;
  error.textContent = "";
  keep.disabled = true;
  try {
    const answer = await fetch(`${match}?${new URLSearchParams({ address: address.value })}`);
    const told = await answer.json();
    if (told.error) throw new Error(told.error);
    dialog.close();
    editor.fire("saveSnapshot");
    then(told.address);
    editor.fire("saveSnapshot");
    editor.fire("change");
  } catch (refusal) {
    // What is no sentence of the server's is a connection that failed, or a session that ended.
    error.textContent = refusal.constructor === Error ? refusal.message : words.failed;
    address.focus();
  }
  keep.disabled = false;
});

function ask(editor, then, known = "") {
  const { words } = editor.config.newsembed;
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.querySelector("h2").textContent = words.title;
  dialog.querySelector("[data-close]").textContent = words.close;
  dialog.querySelector("label span").textContent = words.address;
  dialog.querySelector("#embed-help").textContent = words.help;
  keep.textContent = words.keep;
  error.textContent = "";
  address.value = known;
  open = { editor, then };
  dialog.showModal();
  address.select();
}

CKEDITOR.plugins.add("newsembed", {
  requires: "widget",
  init(editor) {
    const { icon, words } = editor.config.newsembed;

    editor.widgets.add("newsembed", {
      allowedContent: ALLOWED,
      requiredContent: "figure[data-embed]",
      pathName: "embed",
      editables: { caption: { selector: "figcaption", allowedContent: { $1: { elements: {} } } } },
      upcast(figure) {
        const stored = figure.attributes["data-embed"];
        if (figure.name !== "figure" || !stored?.startsWith("https://")) return false;
        const caption = figure.getFirst("figcaption") ?? new CKEDITOR.htmlParser.element("figcaption");
        caption.attributes["data-empty"] = words.caption;
        const label = new CKEDITOR.htmlParser.element("div", { class: "embed-address" });
        label.add(new CKEDITOR.htmlParser.text(encode(`${words.button}: ${stored}`)));
        figure.children = [];
        figure.add(label);
        figure.add(caption);
        return true;
      },
      downcast(figure) {
        figure.getFirst("div")?.remove();
        delete figure.getFirst("figcaption")?.attributes["data-empty"];
        return figure;
      },
      edit(event) {
        event.cancel();
        const change = (found) => {
          this.element.setAttribute("data-embed", found);
          this.element.findOne(".embed-address").setText(`${words.button}: ${found}`);
        };
        ask(editor, change, this.element.getAttribute("data-embed"));
      },
    });

    editor.addCommand("newsembed", {
      canUndo: false,
      allowedContent: ALLOWED,
      requiredContent: "figure[data-embed]",
      exec() {
        ask(editor, (found) => {
          editor.insertHtml(`<figure data-embed="${encode(found).replaceAll('"', "&quot;")}"><figcaption></figcaption></figure>`);
          // Whoever has put something at the end wants to write on below it.
          if (!editor.editable().getLast().is("p")) editor.editable().append(CKEDITOR.dom.element.createFromHtml("<p><br></p>"));
        });
      },
    });
    editor.ui.addButton("Newsembed", { label: words.button, command: "newsembed", icon, toolbar: "insert" });
  },
});
