// Keys for what a button does: [data-shortcut="mod+shift+enter"] is pressed by those keys; `mod`
// is Ctrl, or the command key of a Mac. The button is told first by a `shortcut` event, so that a
// key can do it another way. Keys pressed in the text of the editor arrive here as well.
const words = (event) => {
  const typed = event.key.toLowerCase();
  // With Alt a Mac types another character; what is printed on the key counts there.
  const key = /^[a-z/]$/.test(typed) || typed.length > 1 ? typed : event.code.replace(/^Key/, "").toLowerCase();
  return [(event.ctrlKey || event.metaKey) && "mod", event.altKey && "alt", event.shiftKey && "shift", key].filter(Boolean).join("+");
};

function press(button) {
  if (button.disabled) return;
  const told = new CustomEvent("shortcut", { bubbles: true, cancelable: true });
  if (button.dispatchEvent(told)) button.click();
}

document.addEventListener("keydown", (event) => {
  // AltGr types characters on many keyboards, and an input method is still composing.
  if (event.defaultPrevented || event.isComposing || event.getModifierState?.("AltGraph")) return;
  if (document.querySelector("dialog:modal")) return;
  const button = document.querySelector(`[data-shortcut="${CSS.escape(words(event))}"]`);
  if (!button) return;
  event.preventDefault();
  if (!event.repeat) press(button);
});

// One key alone, outside the fields: whoever speaks to the computer can switch it off.
const single = document.querySelector("[data-single-keys]");
if (single) {
  single.checked = localStorage.getItem("single-keys") !== "off";
  single.addEventListener("change", () => localStorage.setItem("single-keys", single.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || !single.checked || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, .select2")) return;
    event.preventDefault();
    press(document.querySelector('[data-sheet="shortcuts"]'));
  });
}
