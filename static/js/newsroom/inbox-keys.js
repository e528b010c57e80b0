// Keys of the inbox, one without Ctrl each: they are off while somebody types, and can be switched
// off for good in the sheet of keys ([data-single-keys], see shortcuts.js).
const links = () => [...document.querySelectorAll("a[data-message]")];
const isShown = (element) => element && element.getClientRects().length > 0;

function move(step) {
  const all = links().filter(isShown);
  const here = all.indexOf(document.activeElement.closest?.("a[data-message]"));
  const from = here >= 0 ? here : all.findIndex((link) => link.hasAttribute("aria-current"));
  const next = all[from < 0 ? 0 : Math.min(Math.max(from + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const focus = (selector) => {
  const field = document.querySelector(selector);
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
};
const press = (value) => document.querySelector(`[data-pane] button[name="verb"][value="${value}"]`)?.click();
const tick = () => document.activeElement.closest?.(".inbox-row")?.querySelector("[type=checkbox]")?.click();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  r: () => focus("[data-inbox-reply]"),
  a: () => focus("#assignee"),
  c: () => press("close"),
  "!": () => press("spam"),
  "/": () => focus("[data-inbox-search]"),
};

document.addEventListener("keydown", (event) => {
  const isOff = document.querySelector("[data-single-keys]")?.checked === false;
  if (isOff || event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  const act = KEYS[event.key];
  if (!act || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  if (!event.repeat || event.key === "j" || event.key === "k") act();
});
