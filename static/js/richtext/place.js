// Where one is in the text, for scripts that know nothing of the editor. Events on the text area:
// `rich-text-place` asks for the caret (detail.place), `rich-text-return` goes to a caret that was
// kept, `rich-text-focus` to where one was, `rich-text-jump` to the subhead detail.number.
const CKEDITOR = window.CKEDITOR;
const listen = (kind, then) => document.addEventListener(kind, (event) => {
  const editor = CKEDITOR.instances[event.target.id];
  if (editor?.editable()) then(editor, event.detail);
});

listen("rich-text-focus", (editor) => editor.focus());
listen("rich-text-place", (editor, detail) => {
  detail.place = editor.getSelection()?.createBookmarks2(true) ?? null;
});
listen("rich-text-return", (editor, { place }) => {
  editor.focus();
  try {
    if (place) editor.getSelection().selectBookmarks(place);
  } catch {
    // The text was another one when the place was kept; its beginning will do.
  }
});
listen("rich-text-jump", (editor, { number }) => {
  const subhead = editor.editable().find("h2, h3").getItem(number);
  if (!subhead) return;
  editor.focus();
  const range = editor.createRange();
  range.moveToElementEditStart(subhead);
  range.select();
  subhead.$.scrollIntoView({ block: "center" });
});
