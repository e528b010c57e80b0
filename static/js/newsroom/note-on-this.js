// "Note on this": the passage that is selected in the text goes into the form of a new note.

const passage = document.querySelector("[data-note-passage]");
const editors = window.CKEDITOR;

function start(editor) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "note-on-this", textContent: "Note on this", title: "Ctrl-Alt-M",
  });
  button.dataset.shortcut = "mod+alt+m";
  button.setAttribute("aria-keyshortcuts", "Control+Alt+M Meta+Alt+M");
  editor.container.$.before(button);
  button.addEventListener("click", () => noteOn(editor));
}

// The words that are selected; where none are, those of the paragraph that the cursor is in.
function wordsAt(editor) {
  const selection = editor.getSelection();
  const selected = selection?.getSelectedText().replace(/\s+/g, " ").trim();
  if (selected) return selected;
  const block = editor.elementPath()?.block ?? selection?.getStartElement();
  return block && block.getName() !== "body" ? block.getText().replace(/\s+/g, " ").trim() : "";
}

function noteOn(editor) {
  const field = document.querySelector("[data-note-passage]");
  const text = document.querySelector("[name=note-text]");
  if (!field || !text) return;
  field.value = wordsAt(editor).slice(0, field.maxLength > 0 ? field.maxLength : 1000);
  text.focus();
  text.scrollIntoView({ block: "center" });
}

if (passage && editors) {
  Object.values(editors.instances).forEach((editor) => (editor.status === "ready" ? start(editor) : editor.once("instanceReady", () => start(editor))));
  editors.on("instanceReady", ({ editor }) => { if (!editor.container.$.previousElementSibling?.matches(".note-on-this")) start(editor); });
}
