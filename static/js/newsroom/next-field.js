// Alt with Page Down and Page Up goes to the next field of the form and to the one before, out of
// the text too, where the tab key may belong to a table.
const desk = document.querySelector("[data-desk]");
const FIELD = "textarea[data-rich-text], .select2-selection, input:not([type=hidden]):not(.select2-search__field), select, textarea";

function fields() {
  return [...desk.querySelectorAll(".form-row")]
    .filter((row) => !row.classList.contains("empty-form"))
    .map((row) => row.querySelector("textarea[data-rich-text]") ?? [...row.querySelectorAll(FIELD)].find((field) => field.offsetParent && field.tabIndex >= 0))
    .filter(Boolean);
}

function go(step, from) {
  const all = fields();
  const here = all.findIndex((field) => field === from || field.closest(".form-row").contains(from));
  const next = all[here + step];
  if (!next) return;
  if (next.dataset.richText) next.dispatchEvent(new CustomEvent("rich-text-focus", { bubbles: true }));
  else next.focus();
  next.closest(".form-row").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!desk || !event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (event.key !== "PageDown" && event.key !== "PageUp") return;
  event.preventDefault();
  go(event.key === "PageDown" ? 1 : -1, event.target);
});
