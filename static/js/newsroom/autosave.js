// Keeps the form around [data-autosave="<url>"] on the server while it is written: after a pause,
// and now and then during long typing. Where the server does not take it, it is kept in this
// browser, under the person's number, until the server does (unsaved.js brings it there later).
const PAUSE = 800, LONGEST = 5000, RETRY = 5000;
const line = document.querySelector("[data-autosave]");
const form = line.form ?? line.closest("form");
const key = `unsaved ${line.dataset.writer} ${line.dataset.place}`;
let opened = "differs" in line.dataset ? null : state();
let kept = opened, since = 0, timer = 0, busy = false, isLeaving = false, isLost = false;

function fields() {
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
    if (editor.status === "ready") editor.updateElement();
  }
  return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && !name.startsWith("_"));
}

function state() {
  return JSON.stringify(fields());
}

function say(words) {
  if (line.textContent !== words) line.textContent = words;
}

function keepHere(words, why) {
  try {
    localStorage.setItem(key, JSON.stringify({ url: line.dataset.autosave, place: line.dataset.place, fields: JSON.parse(words) }));
    isLost = false;
    say(`${why}: kept in this browser`);
  } catch {
    isLost = true;
    say(`${why}, and this browser keeps nothing. Do not close the page before it is saved.`);
  }
}

async function keep() {
  clearTimeout(timer);
  timer = since = 0;
  const now = state();
  if (busy || isLeaving || now === kept) return;
  busy = true;
  const body = new FormData();
  for (const [name, value] of JSON.parse(now)) body.append(name, value);
  body.append("_place", line.dataset.place);
  if (now === opened) body.append("discard", "1");
  try {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(line.dataset.autosave, {
      method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      kept = now;
      isLost = false;
      localStorage.removeItem(key);
      say(said.kept ?? "");
    } else {
      const isOut = answer.status === 401 || said.stale_token;
      keepHere(now, isOut ? "Signed out" : said.error?.replace(/\.$/, "") ?? "The server did not take it");
      if (isOut) document.dispatchEvent(new Event("signed-out"));
    }
  } catch {
    if (!isLeaving) keepHere(now, "Offline");
  }
  busy = false;
  if (state() !== kept) timer ||= setTimeout(keep, now === state() ? RETRY : PAUSE);
}

function soon() {
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

// Clicks move rows and choose photos, often outside the form and without an event of their own.
for (const type of ["input", "change", "keyup", "click", "photo-picked", "formset:added"]) document.addEventListener(type, soon, true);
window.CKEDITOR?.on("instanceReady", ({ editor }) => {
  if (kept !== null && kept === opened && !since) kept = opened = state();
  editor.on("change", soon);
});
document.addEventListener("signed-in", keep);
addEventListener("online", keep);
form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return;
  isLeaving = true; // what is sent now is forgotten here once the server has it
  if (state() !== kept) keepHere(state(), "Saving");
});
addEventListener("pageshow", (event) => { if (event.persisted) isLeaving = false; });
addEventListener("pagehide", () => { if (!isLeaving && state() !== kept) keepHere(state(), "Left"); });
addEventListener("beforeunload", (event) => { if (isLost && !isLeaving) event.preventDefault(); });
if (kept === null) keep();
