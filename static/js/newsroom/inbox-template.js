// Puts a template into the answer without loading the page again:
// select[data-inbox-template="<id of the textarea>"] whose options hold data-text.
document.addEventListener("submit", (event) => {
  const select = event.target.querySelector?.("select[data-inbox-template]");
  const field = select && document.getElementById(select.dataset.inboxTemplate);
  if (!field) return;
  event.preventDefault();
  const text = select.selectedOptions[0]?.dataset.text ?? "";
  const before = field.value.trimEnd();
  field.value = before ? `${before}\n\n${text}` : text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}, true);
