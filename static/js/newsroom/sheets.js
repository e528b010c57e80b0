// Dialogs of the writing desk. button[data-sheet="<id>"] opens one; [data-close] closes it, and
// the focus returns. A step whose button holds data-ask asks that question when it is taken by
// its keys: a slip of the hand must not publish.
for (const button of document.querySelectorAll("[data-sheet]")) {
  const sheet = document.getElementById(button.dataset.sheet);
  if (!sheet) continue;
  button.hidden = false;
  if (!sheet.classList.contains("sheet")) continue; // opens in a manner of its own
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    if (!sheet.open) sheet.showModal();
  });
}

const ask = document.getElementById("ask-first");
let asked = null;

document.addEventListener("shortcut", (event) => {
  if (!ask || !event.target.dataset.ask) return;
  event.preventDefault();
  asked = event.target;
  ask.querySelector("h2").textContent = asked.dataset.ask;
  ask.showModal();
});
ask?.querySelector("[data-yes]").addEventListener("click", () => {
  ask.close();
  asked.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close]")) event.target.closest("dialog.sheet")?.close();
  // A menu closes when one does something else.
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.more[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
