// After a photo was dropped or pasted into the text, asks for what the library needs to know:
// caption, credit and alternative text. `photo-added` brings the photo; its `words` is the
// address that takes them, or null where they are somebody else's to change.
const dialog = document.createElement("dialog");
dialog.className = "photo-picker photo-words";
dialog.setAttribute("aria-labelledby", "photo-words-title");
dialog.innerHTML = `
  <div class="photo-picker-head"><h2 id="photo-words-title">About this photo</h2><button type="button" data-later>Later</button></div>
  <form><img alt="" width="240" height="160">
    <label>Caption <textarea name="caption" rows="2" maxlength="1000"></textarea></label>
    <label>Credit <input name="credit" maxlength="200"></label>
    <label>Alternative text <input name="alt" maxlength="300" aria-describedby="photo-words-help"></label>
    <p id="photo-words-help" class="meta">What the photo shows, for readers who cannot see it.</p>
    <p class="photo-picker-error" role="alert"></p>
    <button>Keep</button></form>`;
const form = dialog.querySelector("form");
const waiting = [];

function next() {
  const photo = waiting[0];
  if (!photo || dialog.open) return;
  if (!dialog.isConnected) document.body.append(dialog);
  form.querySelector("img").src = photo.thumbnail;
  for (const name of ["caption", "credit", "alt"]) form.elements[name].value = photo[name];
  form.querySelector("[role=alert]").textContent = "";
  dialog.showModal();
  (form.elements.credit.value ? form.elements.alt : form.elements.credit).focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const alert = form.querySelector("[role=alert]");
  try {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(waiting[0].words, {
      method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const said = await answer.json();
    if (answer.ok) dialog.close();
    else alert.textContent = said.error;
  } catch {
    alert.textContent = "The words did not get through. They are still here: try again.";
  }
});
dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  const photo = waiting.shift();
  photo.area.dispatchEvent(new CustomEvent(waiting.length ? "photo-described" : "rich-text-focus", { bubbles: true }));
  next();
});
document.addEventListener("photo-added", (event) => {
  if (!event.detail.words) return;
  waiting.push({ ...event.detail, area: event.target });
  next();
});
