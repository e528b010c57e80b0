// The button that asks what a photo of the text shows: an alternative text for this place, or
// decoration. They stand as data-alt and data-decorative on its figure; without either, the words of
// the library are read out.
const CKEDITOR = window.CKEDITOR;
const dialog = document.createElement("dialog");
dialog.className = "photo-picker photo-words";
dialog.setAttribute("aria-labelledby", "photo-alt-title");
dialog.innerHTML = `
  <div class="photo-picker-head"><h2 id="photo-alt-title">What this photo shows</h2><button type="button" data-close>Close</button></div>
  <form>
    <label>Alternative text here <textarea name="alt" rows="3" maxlength="300" aria-describedby="photo-alt-help"></textarea></label>
    <p id="photo-alt-help" class="meta">For readers who cannot see it. Empty: the library's.</p>
    <label class="photo-words-tick"><input type="checkbox" name="decorative"> Decoration: it says nothing that the text does not say</label>
    <button>Keep</button></form>`;
const form = dialog.querySelector("form");
const { alt, decorative } = form.elements;
let editor = null;
let figure = null;

decorative.addEventListener("change", () => { alt.disabled = decorative.checked; });
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => editor.focus());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  editor.fire("saveSnapshot");
  figure.removeAttributes(["data-alt", "data-decorative"]);
  if (decorative.checked) figure.setAttribute("data-decorative", "");
  else if (alt.value.trim()) figure.setAttribute("data-alt", alt.value.trim());
  editor.fire("saveSnapshot");
  editor.fire("change");
  dialog.close();
});

// The photo that is selected, or whose caption holds the caret.
function chosen({ widgets }) {
  const widget = widgets.focused ?? widgets.selected[0] ?? widgets.widgetHoldingFocusedEditable;
  return widget?.name === "newsphoto" ? widget.element : null;
}

CKEDITOR.plugins.add("newsphotowords", {
  requires: "newsphoto",
  init(here) {
    const command = here.addCommand("newsphotowords", {
      canUndo: false,
      startDisabled: true,
      exec() {
        [editor, figure] = [here, chosen(here)];
        if (!figure) return;
        if (!dialog.isConnected) document.body.append(dialog);
        alt.value = figure.getAttribute("data-alt") ?? "";
        alt.disabled = decorative.checked = figure.hasAttribute("data-decorative");
        dialog.showModal();
        (alt.disabled ? decorative : alt).focus();
      },
    });
    const look = () => command.setState(chosen(here) ? CKEDITOR.TRISTATE_OFF : CKEDITOR.TRISTATE_DISABLED);
    // The editor tells of a new place before the photo there knows that it is chosen.
    const soon = () => setTimeout(look);
    here.on("selectionChange", soon);
    here.widgets.on("instanceCreated", ({ data }) => ["focus", "blur", "select", "deselect"].forEach((name) => data.on(name, soon)));
    const { icon, words } = here.config.newsphoto;
    here.ui.addButton("Newsphotowords", { label: words.describe, command: "newsphotowords", icon: icon.replace("icon.svg", "words.svg"), toolbar: "insert" });
  },
});
