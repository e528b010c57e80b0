// Sends a note, or a step of one, without leaving the page: the article beside it may hold words
// that are not saved. What the server answers takes the place of the notes.

const words = (text) => text.replace(/\s+/g, " ").trim();

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-notes]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  if (button) button.disabled = true;
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const notes = page.getElementById("notes");
    if (!notes) throw new Error("no notes in the answer");
    keepWhatIsTyped(form, notes, address === form.action);
    document.getElementById("notes").replaceWith(notes);
    (notes.querySelector(".errorlist")?.closest("div")?.querySelector("textarea") ?? notes.querySelector("h2")).focus();
  } catch {
    // Signed out, or offline: what was typed stays, and the page says so.
    if (button) button.disabled = false;
    let line = form.querySelector("[role=alert]");
    if (!line) form.append((line = Object.assign(document.createElement("p"), { className: "errornote" })));
    line.setAttribute("role", "alert");
    line.textContent = "The note could not be kept. Sign in again in another window, or wait for the network, then try again.";
  }
});

// Resolving one note must not lose another that is half written.
function keepWhatIsTyped(form, notes, wasSent) {
  if (wasSent) return;
  for (const field of form.querySelectorAll("textarea")) {
    const same = notes.querySelector(`#${CSS.escape(field.id)}`);
    if (same) same.value = field.value;
  }
}

// A click on the words of a paragraph shows it in the editor.
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-note-place]");
  const editor = place && Object.values(window.CKEDITOR?.instances ?? {})[0];
  if (!editor?.document) return;
  const blocks = editor.document.$.body.querySelectorAll("p, h2, h3, li, td, th, figcaption, blockquote");
  const found = [...blocks].find((block) => words(block.textContent) === place.dataset.notePlace);
  if (!found) return;
  const range = editor.createRange();
  range.selectNodeContents(new window.CKEDITOR.dom.element(found));
  editor.focus();
  editor.getSelection().selectRanges([range]);
  found.scrollIntoView({ block: "center" });
});
