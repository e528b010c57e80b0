// Keeps the list of findings true to what stands in the form: a pause in writing asks the server.

const panel = document.querySelector("[data-findings]");
const form = panel?.closest("form");
const PAUSE = 700; // milliseconds
let timer = 0;
let asked = 0;

function typed() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  // The text is the editor's; the text area learns of it when the form is sent.
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
    if (editor.status === "ready") data.set(editor.element.$.name, editor.getData());
  }
  return new URLSearchParams(data);
}

function show(html) {
  const list = panel.querySelector("[data-findings-list]");
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  equip(fresh);
  // What stands there already stays, and with it the focus.
  if (even(list.innerHTML) === even(fresh.innerHTML)) return;
  const focused = list.contains(document.activeElement);
  list.replaceChildren(...fresh.childNodes);
  sum();
  // Whoever mended the last one stays in the panel.
  if (focused) (list.querySelector("button:not([hidden]), a") ?? panel.querySelector("h2")).focus();
  const count = list.querySelectorAll(".finding").length;
  const blocking = list.querySelectorAll(".blocking + .finding-list > .finding").length;
  panel.querySelector("[data-findings-status]").textContent =
    count === 0 ? "Checks: nothing found." : `Checks: ${count} found, ${blocking} of them block publication.`;
}

// What is found, in the row of actions: the panel itself is often out of sight.
function sum() {
  const place = document.querySelector("[data-findings-sum]");
  if (!place) return;
  const all = panel.querySelectorAll(".finding").length;
  const blocking = panel.querySelectorAll(".blocking + .finding-list > .finding").length;
  place.hidden = all === 0;
  place.classList.toggle("blocking", blocking > 0);
  place.textContent = blocking ? `Checks: ${blocking} of ${all} block` : `Checks: ${all}`;
}

const even = (markup) => markup.replace(/\s+/g, " ").trim();

function equip(part) {
  for (const fix of part.querySelectorAll("button[data-old]")) fix.hidden = false;
}

async function ask() {
  const number = ++asked;
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(panel.dataset.findings, { method: "POST", body: typed(), redirect: "error" });
    if (number === asked && answer.ok) show(await answer.text());
  } catch {
    // Out of reach: what stands in the list is from before, and the next pause asks again.
  } finally {
    if (number === asked) panel.removeAttribute("aria-busy");
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (form?.querySelector("[name=csrfmiddlewaretoken]")) {
  panel.querySelector("h2").tabIndex = -1;
  equip(panel);
  sum();
  for (const type of ["input", "change", "photo-picked", "formset:added", "formset:removed"]) document.addEventListener(type, soon);
  // Choices found by typing tell jQuery alone of their change.
  window.django?.jQuery?.(form).on("change", "select", soon);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.on("change", soon));
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.on("change", soon);
}
