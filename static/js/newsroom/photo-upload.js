// Sends a form[data-photo-upload-form="<url>"] without leaving the page. The url answers 201 with
// {photo: {...}}, told on as a `photo-uploaded` event, or 400 with {error: "sentence"}.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const address = form.dataset.photoUploadForm;
  if (!address) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const error = form.querySelector("[role=alert]");
  error.textContent = "";
  button.disabled = true;
  try {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(address, {
      method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const { photo, error: sentence } = await answer.json();
    if (answer.ok && photo) {
      form.reset();
      form.dispatchEvent(new CustomEvent("photo-uploaded", { bubbles: true, detail: photo }));
    } else {
      error.textContent = sentence ?? "The photo was not taken. Try another file.";
    }
  } catch {
    error.textContent = "The upload did not get through. Your file is still chosen: try again.";
  } finally {
    button.disabled = false;
  }
});
