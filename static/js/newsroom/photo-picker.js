// A dialog that chooses a photo of the library. It opens from button[data-photo-picker="<url>"],
// or where a `photo-picker-open` event comes from, and answers there with `photo-picked`, whose
// detail is {id, caption, file_name, credit, alt, thumbnail, width, height}. An opener with data-photo-many
// lets one choose several; each is told by an event of its own, in the order of choosing. The url answers GET ?q= with
// {photos: [...], next: url or null}. Uploading in place is left to photo-upload.js.
const dialog = document.createElement("dialog");
dialog.className = "photo-picker";
dialog.setAttribute("aria-labelledby", "photo-picker-title");
dialog.innerHTML = `
  <div class="photo-picker-head"><h2 id="photo-picker-title">Choose a photo</h2><button type="button" data-close>Close</button></div>
  <form role="search" class="photo-picker-search"><label>Search the library <input type="search" name="q"></label><button>Search</button></form>
  <p class="photo-picker-status" role="status"></p>
  <ul class="photo-picker-grid"></ul>
  <button type="button" data-more hidden>Show more</button>
  <p class="photo-picker-chosen" hidden><button type="button" data-use></button></p>
  <details class="photo-picker-upload"><summary>Upload a photo</summary>
    <form data-photo-upload-form>
      <label>File <input type="file" name="file" accept="image/jpeg,image/png,image/webp,image/avif,image/tiff" required></label>
      <label>Caption <textarea name="caption" rows="2"></textarea></label>
      <label>Credit <input name="credit"></label>
      <label>Alternative text <input name="alt"></label>
      <p class="photo-picker-error" role="alert"></p>
      <button>Upload and use</button>
    </form></details>`;
const [search, upload] = dialog.querySelectorAll("form");
const [grid, status, more] = ["ul", "[role=status]", "[data-more]"].map((part) => dialog.querySelector(part));
let opener = null;
const use = dialog.querySelector("[data-use]");
const chosen = new Map(); // id -> photo
let following = null;
let question = 0;
let typing = null; // the search that follows when one has stopped

function open(element) {
  opener = element;
  // Inside the page's form the dialog's own forms would not be allowed.
  if (!dialog.isConnected) document.body.append(dialog);
  upload.dataset.photoUploadForm = element.dataset.photoUpload ?? "";
  upload.closest("details").hidden = !element.dataset.photoUpload;
  search.reset();
  grid.replaceChildren(); // what an earlier search found would go from under the pointer
  chosen.clear();
  count();
  dialog.showModal();
  search.elements.q.focus();
  list(element.dataset.photoPicker);
}

async function list(address, added = false) {
  const asked = ++question;
  status.textContent = "Loading…";
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const { photos, next } = await answer.json();
    if (asked !== question) return; // an older search that came late
    const items = photos.map(item);
    if (added) grid.append(...items);
    else grid.replaceChildren(...items);
    if (added) items[0]?.firstChild.focus();
    following = next;
    more.hidden = !next;
    status.textContent = grid.childElementCount ? "" : "No photo found. Try another word, or upload one.";
  } catch {
    status.textContent = "The photo library did not answer. Try again in a moment.";
  }
}

function item(photo) {
  const [li, button, image, words] = ["li", "button", "img", "span"].map((tag) => document.createElement(tag));
  Object.assign(image, { src: photo.thumbnail, alt: "", loading: "lazy", width: 160, height: 107 });
  words.textContent = photo.caption || photo.alt || photo.file_name || `Photo ${photo.id}`;
  const credit = Object.assign(document.createElement("small"), { textContent: photo.credit || "No credit" });
  button.type = "button";
  button.dataset.id = photo.id;
  if ("photoMany" in opener.dataset) button.setAttribute("aria-pressed", chosen.has(photo.id));
  button.append(image, words, credit);
  button.addEventListener("click", () => choose(photo));
  li.append(button);
  return li;
}

function choose(photo) {
  if ("photoMany" in opener.dataset) {
    if (!chosen.delete(photo.id)) chosen.set(photo.id, photo);
    grid.querySelector(`[data-id="${photo.id}"]`)?.setAttribute("aria-pressed", chosen.has(photo.id));
    count();
  } else {
    dialog.close();
    tell(photo);
  }
}

function count() {
  use.parentElement.hidden = chosen.size === 0;
  use.textContent = chosen.size === 1 ? "Use 1 photo" : `Use ${chosen.size} photos`;
}

function tell(photo) {
  opener.dispatchEvent(new CustomEvent("photo-picked", { bubbles: true, detail: photo }));
}

function find() {
  clearTimeout(typing);
  list(`${opener.dataset.photoPicker}?q=${encodeURIComponent(search.elements.q.value.trim())}`);
}

search.addEventListener("submit", (event) => { event.preventDefault(); find(); });
search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(find, 250); });
// The arrows go from photo to photo, as the tab key does.
grid.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = step && (step > 0 ? "nextElementSibling" : "previousElementSibling");
  if (next) event.target.closest("li")?.[next]?.firstChild.focus();
});
// Below a full grid the form would open out of sight.
upload.closest("details").addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView());
more.addEventListener("click", () => list(following, true));
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("photo-uploaded", ({ detail }) => {
  if ("photoMany" in opener.dataset && !grid.querySelector(`[data-id="${detail.id}"]`)) grid.prepend(item(detail));
  choose(detail);
});
use.addEventListener("click", () => {
  dialog.close();
  for (const photo of chosen.values()) tell(photo);
});
document.addEventListener("photo-picker-open", (event) => open(event.target));
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-photo-picker]");
  if (button) open(button);
});
