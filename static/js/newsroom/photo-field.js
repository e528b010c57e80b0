// Shows the photo that was picked for a row of the article form.

document.addEventListener("photo-picked", (event) => {
  const field = event.target.closest("[data-photo-field]");
  if (!field) return;
  const { id, caption, thumbnail } = event.detail;
  const image = field.querySelector("img");
  image.src = thumbnail;
  image.hidden = false;
  field.querySelector("input").value = id;
  field.querySelector(".photo-field-name").textContent = caption || `#${id}`;
});
