// An address that is there to be copied is selected as a whole as soon as it has the focus.

for (const field of document.querySelectorAll("[data-select-on-focus]")) {
  field.addEventListener("focus", () => field.select());
}
