// Shows a chosen file beside the one that it is to replace. It is drawn and not loaded as an
// image: the page's policy lets it load images of the portal alone.
const form = document.querySelector("form[data-photo-replace]");
const figure = form.querySelector("[data-new]");
const canvas = figure.querySelector("canvas");

form.elements.file.addEventListener("change", async ({ target }) => {
  figure.hidden = true;
  const [file] = target.files;
  if (!file) return;
  try {
    const picture = await createImageBitmap(file);
    canvas.width = 360;
    canvas.height = Math.round((360 * picture.height) / picture.width);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    figure.querySelector("[data-words]").textContent = `New: ${file.name}, ${picture.width} × ${picture.height} pixels`;
    figure.hidden = false;
  } catch {
    // TIFF and what is broken: the server says what it thinks of it.
  }
});
