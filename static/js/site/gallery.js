// Shows the photos of a gallery (figure[data-gallery]) one at a time in a dialog. Each has an
// address of its own, #photo-12: it opens the photo here, and without scripts it leads to it.
const figures = [...document.querySelectorAll("figure[data-gallery]")];
const dialog = document.createElement("dialog");
dialog.className = "lightbox";
dialog.setAttribute("aria-label", "Photos");
dialog.innerHTML = `
  <div data-photo></div>
  <div class="lightbox-foot">
    <div class="lightbox-words" data-words></div>
    <p role="status" data-count></p>
    <div class="lightbox-buttons">
      <button type="button" data-step="-1">Previous</button>
      <button type="button" data-step="1">Next</button>
      <a data-link>Link<span class="visually-hidden"> to this photo</span></a>
      <button type="button" data-close>Close</button>
    </div>
  </div>`;
const [place, words, count, link] = ["photo", "words", "count", "link"].map((part) => dialog.querySelector(`[data-${part}]`));
const steps = [...dialog.querySelectorAll("[data-step]")];
let shown = 0;

function show(number) {
  shown = number;
  const figure = figures[number];
  const picture = figure.querySelector("picture").cloneNode(true);
  for (const part of picture.querySelectorAll("[sizes]")) part.sizes = "100vw";
  picture.querySelector("img").loading = "eager";
  place.replaceChildren(picture);
  words.replaceChildren(...(figure.querySelector("figcaption")?.cloneNode(true).childNodes ?? []));
  count.textContent = `Photo ${number + 1} of ${figures.length}`;
  link.href = `#${figure.id}`;
  steps[0].disabled = number === 0;
  steps[1].disabled = number === figures.length - 1;
  // A button that has just been switched off would take the keys with it.
  if (!dialog.contains(document.activeElement) || document.activeElement.disabled) steps.find((step) => !step.disabled)?.focus();
  history.replaceState(history.state, "", link.href);
}

function open(number) {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  show(number);
}

function step(by) {
  const number = Math.min(Math.max(shown + by, 0), figures.length - 1);
  if (number !== shown) show(number);
}

function follow() {
  const number = figures.findIndex((figure) => `#${figure.id}` === location.hash);
  if (number >= 0) open(number);
}

document.addEventListener("click", (event) => {
  const figure = event.target.closest?.("a.enlarge")?.closest("figure[data-gallery]");
  if (!figure || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(figures.indexOf(figure));
});
dialog.addEventListener("click", (event) => {
  const { target } = event;
  if (target.dataset.step) step(Number(target.dataset.step));
  else if ("close" in target.dataset) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -figures.length, End: figures.length }[event.key];
  if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  step(by);
});
// A finger that goes sideways; one that goes up or down scrolls, and two of them enlarge.
let touched = null;
dialog.addEventListener("pointerdown", (event) => {
  touched = event.pointerType !== "mouse" && event.isPrimary ? event : null;
});
dialog.addEventListener("pointerup", (event) => {
  if (!touched || event.pointerId !== touched.pointerId) return;
  const [across, down] = [event.clientX - touched.clientX, event.clientY - touched.clientY];
  if (Math.abs(across) > 48 && Math.abs(across) > 2 * Math.abs(down)) step(across < 0 ? 1 : -1);
});
dialog.addEventListener("close", () => {
  place.replaceChildren();
  history.replaceState(history.state, "", location.pathname + location.search);
  figures[shown].querySelector("a.enlarge").focus();
});
window.addEventListener("hashchange", follow);
follow();
