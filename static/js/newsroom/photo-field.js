// Shows the photo that was picked for a row of the article form, and adds a row for each of
// several that are picked at once. Django's own script makes the rows (formset:added).
const group = document.getElementById("photo_uses-group");
let row = null; // the one that has just been added

function show(field, { id, caption, file_name: file, credit, thumbnail }) {
  const image = field.querySelector("img");
  image.src = thumbnail;
  image.hidden = false;
  field.querySelector("input").value = id;
  field.querySelector(".photo-field-name").textContent = caption || file || `#${id}`;
  field.querySelector(".photo-field-credit").textContent = credit ? `(${credit})` : "";
}

function add(photo) {
  const taken = [...group.querySelectorAll("tr:not(.empty-form) [data-photo-field] input")].map((input) => input.value);
  if (taken.includes(String(photo.id))) return;
  group.querySelector(".add-row a").click();
  if (row) show(row.querySelector("[data-photo-field]"), photo);
}

document.addEventListener("photo-picked", (event) => {
  const field = event.target.closest("[data-photo-field]");
  if (field) show(field, event.detail);
  else if (event.target.matches("[data-photo-many]")) add(event.detail);
});

function equip() {
  const one = group?.querySelector("[data-photo-field] button");
  if (!one || !group.querySelector(".add-row")) return;
  group.addEventListener("formset:added", (event) => (row = event.target));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button photo-add", textContent: "Add photos" });
  Object.assign(button.dataset, { ...one.dataset, photoMany: "" });
  group.querySelector("fieldset, table").after(button);
  group.classList.add("has-photo-add");
}

// Django's script makes its link for a further row when jQuery is ready, which may be after the
// page has loaded; whoever asks jQuery later than it comes after it.
window.django.jQuery(equip);
