// A dialog that closes gives the focus back to where it was, into the text of the editor too,
// which stands in a frame and which the browser does not find by itself.
let last = null;
const note = ({ target }) => { if (!target.closest?.("dialog")) last = target; };
document.addEventListener("focusin", note);
document.addEventListener("rich-text-focused", note);

document.addEventListener("close", () => setTimeout(() => {
  const now = document.activeElement;
  if (!last || document.querySelector("dialog:modal") || (now && now !== document.body && now === last)) return;
  if (last.dataset?.richText) last.dispatchEvent(new CustomEvent("rich-text-focus", { bubbles: true }));
  else if (!now || now === document.body) last.focus();
}), true);
