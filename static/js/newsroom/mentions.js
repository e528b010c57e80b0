// Names of colleagues while one types "@": a list under textarea[data-mentions], chosen by arrows
// and Enter or by a click. Whom it offers is read from the checkboxes of the same form.

const people = (field) => [...field.form.querySelectorAll(".note-tell label")].map((label) => label.textContent.trim());
const account = (words) => words.match(/@([^)]+)\)$/)?.[1] ?? "";
const begun = (field) => field.value.slice(0, field.selectionStart).match(/(?:^|[^\w.@])@([\w.+-]*)$/)?.[1];
let list = null;

function close(field) {
  list?.remove();
  list = null;
  field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-expanded", "false");
}

function mark(field, chosen) {
  for (const item of list.children) item.setAttribute("aria-selected", String(item === chosen));
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function choose(field, item) {
  const typed = begun(field) ?? "";
  field.setRangeText(`${item.dataset.account} `, field.selectionStart - typed.length, field.selectionStart, "end");
  close(field);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(field) {
  close(field);
  const typed = begun(field)?.toLowerCase();
  if (typed === undefined) return;
  const found = people(field).filter((words) => words.toLowerCase().split(/[\s(@)]+/).some((part) => part.startsWith(typed)));
  if (!found.length) return;
  list = Object.assign(document.createElement("ul"), { id: `${field.id}_people`, className: "mentions" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Colleagues");
  list.append(...found.slice(0, 8).map((words, number) => {
    const item = Object.assign(document.createElement("li"), { id: `${list.id}_${number}`, textContent: words });
    item.setAttribute("role", "option");
    item.dataset.account = account(words);
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(field, item); });
    return item;
  }));
  field.after(list);
  field.setAttribute("aria-expanded", "true");
  mark(field, list.firstElementChild);
}

const isField = (element) => element.matches?.("textarea[data-mentions]");
document.addEventListener("focusin", ({ target }) => {
  if (!isField(target)) return;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", `${target.id}_people`], ["aria-expanded", "false"]]) target.setAttribute(name, value);
});
document.addEventListener("input", (event) => { if (isField(event.target)) offer(event.target); });
document.addEventListener("focusout", (event) => { if (isField(event.target)) close(event.target); });
document.addEventListener("keydown", (event) => {
  if (!list || !isField(event.target) || event.isComposing) return;
  const here = list.querySelector("[aria-selected=true]");
  const next = { ArrowDown: here.nextElementSibling ?? list.firstElementChild, ArrowUp: here.previousElementSibling ?? list.lastElementChild }[event.key];
  if (next) mark(event.target, next);
  else if (event.key === "Enter" || event.key === "Tab") choose(event.target, here);
  else if (event.key === "Escape") close(event.target);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
