// Sends the files of form[data-photo-batch="<url>"] one by one, two at a time, with a bar for each.
// Before a file goes, data-known is asked by its SHA-256 whether the library has it. The url answers
// {photo, was_there, alike}, or {error: "sentence"}. Without this the form sends them all at once.
const form = document.querySelector("[data-photo-batch]");
const [list, total, after, drop] = ["rows", "total", "after", "drop"].map((part) => form.querySelector(`[data-${part}]`));
const input = form.elements.files;
const rows = []; // {file, state, photo, parts}
const DONE = { added: "in the library", there: "there already", refused: "refused" };
let sending = 0;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

function add(files) {
  for (const file of files) {
    const words = make("span", { className: "batch-words", textContent: "Waiting" });
    const bar = make("progress", { max: 1, value: 0, hidden: true });
    bar.setAttribute("aria-label", `Upload of ${file.name}`);
    const row = { file, state: "waiting", words, bar, element: make("li") };
    row.again = button("Try again", row, () => { turn(row, "waiting", "Waiting"); run(); });
    row.remove = button("Remove", row, () => { rows.splice(rows.indexOf(row), 1); row.element.remove(); tell(); input.focus(); });
    row.again.hidden = true;
    row.element.append(make("strong", { textContent: file.name }), bar, words, row.again, row.remove);
    rows.push(row);
    list.append(row.element);
  }
  tell();
}

function button(text, row, act) {
  const one = make("button", { type: "button", className: "button quiet" }, text, make("span", { className: "visually-hidden", textContent: ` ${row.file.name}` }));
  one.addEventListener("click", act);
  return one;
}

function turn(row, state, words, ...links) {
  row.state = state;
  row.element.dataset.state = state;
  row.words.replaceChildren(words, ...links);
  row.bar.hidden = state !== "sending";
  const hadFocus = row.again === document.activeElement;
  row.again.hidden = state !== "refused";
  row.remove.hidden = !["waiting", "refused"].includes(state);
  if (hadFocus && row.again.hidden) (row.remove.hidden ? input : row.remove).focus();
  tell();
}

function tell() {
  const count = (state) => rows.filter((row) => row.state === state).length;
  const said = Object.entries(DONE).filter(([state]) => count(state)).map(([state, words]) => `${count(state)} ${words}`);
  if (sending) said.push(`${count("waiting") + sending} to go`);
  else if (said.length && count("waiting")) said.push(`${count("waiting")} chosen`);
  const files = `${rows.length} file${rows.length === 1 ? "" : "s"}`;
  total.textContent = said.length ? `${files}: ${said.join(", ")}.` : rows.length ? `${files} chosen.` : "";
  const added = rows.filter((row) => row.state === "added" && row.photo.words).map((row) => row.photo.id);
  const link = after.querySelector("a");
  after.hidden = sending > 0 || !added.length;
  link.href = `${form.dataset.captions}?photos=${added.slice(-200).join(",")}`;
  link.textContent = added.length === 1 ? "Write the caption" : `Write captions for ${added.length} photos`;
}

const to = ({ name, page }) => make("a", { href: page, textContent: name, target: "_blank" }, make("span", { className: "visually-hidden", textContent: " (new window)" }));

// A page that is not served over HTTPS has no crypto.subtle: then the server alone tells.
async function known(file) {
  if (!window.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const answer = await fetch(`${form.dataset.known}?sha256=${hex}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).photo : null;
}

function upload(row) {
  return new Promise((resolve) => {
    const body = new FormData(form);
    body.delete("files");
    body.set("file", row.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.photoBatch);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.upload.addEventListener("progress", ({ loaded, total: all }) => {
      row.bar.value = all ? loaded / all : 0;
      if (loaded === all) row.words.textContent = "Looking at it…";
    });
    request.addEventListener("loadend", () => {
      let said = {};
      try { said = JSON.parse(request.responseText); } catch { /* no answer, or a page */ }
      resolve({ status: request.status, said });
    });
    request.send(body);
  });
}

async function send(row) {
  // Larger ones are refused all the same, but only after minutes.
  if (row.file.size > form.dataset.most) {
    turn(row, "refused", `The file is larger than ${form.dataset.most >> 20} MB. Save the picture smaller and upload that.`);
    row.again.hidden = true;
    return;
  }
  turn(row, "sending", "Looking whether it is there…");
  row.bar.value = 0;
  const there = await known(row.file).catch(() => null);
  // Into a collection the server alone puts it, also one that is there.
  const { collection, new_collection: named } = form.elements;
  if (there && !collection?.value && !named?.value.trim()) { turn(row, "there", "In the library already: ", to(there)); return; }
  row.words.textContent = "Sending…";
  const { status, said } = await upload(row);
  if (said.photo && status < 300) {
    // Of the same file twice, sent at once, the server may call both new.
    const isThere = said.was_there || rows.some((one) => one.photo?.id === said.photo.id);
    row.photo = said.photo;
    const page = { name: said.photo.caption || row.file.name, page: said.page };
    const looks = said.alike.flatMap((other, at) => [at ? ", " : " It looks like ", to(other)]);
    if (isThere) turn(row, "there", "In the library already: ", to(page));
    else turn(row, "added", "In the library: ", to(page), ...(looks.length ? [".", ...looks, "."] : []));
  } else if (status === 401 || said.stale_token) {
    turn(row, "refused", "Not sent: sign in again.");
    row.isSignedOut = true;
    document.dispatchEvent(new Event("signed-out"));
  } else {
    turn(row, "refused", said.error ?? (status === 413 ? "The file is too large." : "The upload did not get through. Try again in a moment."));
  }
}

function run() {
  while (sending < 2) {
    const row = rows.find((one) => one.state === "waiting");
    if (!row) break;
    sending += 1;
    send(row).finally(() => { sending -= 1; tell(); run(); });
  }
}

// From here on the list holds the files, and the field is empty again after each choice.
input.required = false;
drop.querySelector("[data-drop-words]").hidden = false;
drop.classList.add("is-live");
input.addEventListener("change", () => { add(input.files); input.value = ""; });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (rows.some((row) => row.state === "waiting")) run();
  else { total.textContent = "Choose photos first."; input.focus(); }
});
// On the whole page: a file that falls beside the form would open in its place.
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
for (const kind of ["dragleave", "drop"]) document.addEventListener(kind, () => drop.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
document.addEventListener("signed-in", () => {
  for (const row of rows.filter((one) => one.isSignedOut && one.state === "refused")) {
    row.isSignedOut = false;
    turn(row, "waiting", "Waiting");
  }
  run();
});
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
