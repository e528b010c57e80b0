// Leads from a finding to its place in the form: the field, and the passage selected in it.

const body = () => document.querySelector("#id_body");

// The fields that hold the words of one photo, its row in the form first.
function fieldsOf(name) {
  if (!name.startsWith("photo:")) return [document.getElementById(`id_${name}`)].filter(Boolean);
  const number = document.querySelectorAll("input[name^=photo_uses-][name$=-photo]");
  const row = [...number].find((input) => input.value === name.slice(6) && !input.name.includes("__prefix__"))?.closest("tr, .inline-related");
  return row ? [...row.querySelectorAll("textarea")] : [];
}

function inEditor(detail) {
  body()?.dispatchEvent(new CustomEvent("passage-show", { bubbles: true, detail }));
  return detail.count > 0;
}

function show(field, passage) {
  field.scrollIntoView({ block: "center" });
  field.focus();
  const place = passage ? (field.value ?? "").replaceAll("\u00a0", " ").indexOf(passage.replaceAll("\u00a0", " ")) : -1;
  if (place >= 0) field.setSelectionRange?.(place, place + passage.length);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".findings a[data-passage]");
  if (!link) return;
  const { field: name, kind } = link.closest("[data-field]").dataset;
  const passage = link.dataset.passage;
  const fields = fieldsOf(name);
  const photo = name.startsWith("photo:") ? name.slice(6) : undefined;
  if (name === "body" || (photo && !fields.length)) {
    if (!inEditor({ text: photo ? "" : passage, photo }) && !photo) inEditor({ text: passage.split(/\s/)[0] });
    document.querySelector(".field-body")?.scrollIntoView({ block: "nearest" });
    window.CKEDITOR?.instances.id_body?.focus();
  } else {
    const field = fields.find((one) => one.name.endsWith(`-${kind}`)) ?? fields.find((one) => passage && one.value.includes(passage)) ?? fields[0];
    if (!field) return;
    show(field, passage);
  }
  event.preventDefault();
});
