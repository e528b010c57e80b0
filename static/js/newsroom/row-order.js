// Rows of an inline that have a position get buttons to move them up and down.

const rowsOf = (group) =>
  [...group.querySelectorAll(".form-row, .inline-related")].filter(
    (row) => !row.classList.contains("empty-form") && row.querySelector("input[name$=-position]"),
  );

function number(group) {
  rowsOf(group).forEach((row, index) => {
    row.querySelector("input[name$=-position]").value = index;
  });
}

function button(label, sign, step) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "row-move";
  element.title = label;
  element.setAttribute("aria-label", label);
  element.textContent = sign;
  element.addEventListener("click", () => {
    const group = element.closest(".inline-group");
    const row = element.closest(".form-row, .inline-related");
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    number(group);
    element.focus();
  });
  return element;
}

function equip(row) {
  const position = row.querySelector("input[name$=-position]");
  if (!position || row.querySelector(".row-move")) return;
  position.classList.add("visually-hidden");
  position.tabIndex = -1;
  position.after(button("Move up", "↑", -1), button("Move down", "↓", 1));
}

for (const group of document.querySelectorAll(".inline-group")) {
  rowsOf(group).forEach(equip);
  group.addEventListener("formset:added", (event) => {
    equip(event.target);
    number(group);
  });
}
