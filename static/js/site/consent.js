// Shows the cookie notice where no choice is stored, and sends choices without a reload.
// Without this script the notice stays hidden and nothing optional runs.
//
// For other scripts: `document.documentElement.dataset.granted` holds what the reader has accepted
// ("preferences embeds.youtube"), and the event `consent` on the document says that it was read or
// has changed. A form with data-consent-form, wherever it stands, sends a choice in the same way.
// What can be accepted at all stands in data-asked of the notice ("embeds.youtube:2").

const notice = document.querySelector("[data-consent]");
const settings = new URL(notice.querySelector("a").href).pathname;
const pairs = (text) => text.split(" ").filter(Boolean).map((pair) => pair.split(":"));
let opener = null;

function choice() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("consent=v"));
  const [version, names] = (cookie ?? "").slice("consent=v".length).split(":");
  return names === undefined ? null : { version: Number(version), names: names.split("+") };
}

// What was accepted, as far as it is still what was asked then.
function granted() {
  const { version, names } = choice() ?? { version: 0, names: [] };
  return pairs(notice.dataset.asked)
    .filter(([name, since]) => since <= version && (names.includes(name) || names.includes(name.split(".")[0])))
    .map(([name]) => name);
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that lets nothing be stored has nothing to forget.
  }
}

function tell() {
  const names = granted();
  for (const [category, key] of pairs(notice.dataset.keys)) {
    if (!names.includes(category)) forget(key);
  }
  document.documentElement.dataset.granted = names.join(" ");
  document.dispatchEvent(new CustomEvent("consent"));
}

function show() {
  const made = choice();
  const answered = made ? made.version >= notice.dataset.consent : false;
  // The settings page holds the whole question; asking twice there would be once too often.
  notice.hidden = location.pathname === settings || navigator.globalPrivacyControl === true || answered;
  notice.querySelector("[data-consent-close]").hidden = true;
  notice.querySelector("[data-consent-now]").hidden = true;
  tell();
}

// Asked for by the reader, from the foot of a page: what is allowed now, and the same answers.
function reopen(event) {
  const link = event.target.closest("a[data-consent-settings]");
  if (!link || location.pathname === settings || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const now = notice.querySelector("[data-consent-now]");
  const names = granted().map((name) => name.split(".")[0]);
  for (const word of now.querySelectorAll("[data-of]")) {
    word.hidden = word.dataset.of ? !names.includes(word.dataset.of) : names.length > 0;
  }
  now.hidden = notice.querySelector("[data-consent-close]").hidden = false;
  notice.hidden = false;
  opener = link;
  notice.focus();
}

function close() {
  const hadFocus = notice.contains(document.activeElement);
  show();
  if (hadFocus && notice.hidden) (opener ?? document.querySelector("main"))?.focus({ preventScroll: true });
  opener = null;
}

// Room for the notice at the end of the page, and above it for whatever has the focus.
function makeRoom() {
  document.documentElement.style.setProperty("--consent-height", `${notice.offsetHeight}px`);
}

// Where a browser finds half of a field enough to show, its other half would lie under the notice.
function uncover({ target }) {
  if (!notice.hidden && !notice.contains(target) && target.matches(":focus-visible")) {
    target.scrollIntoView({ block: "nearest" });
  }
}

// The plain way: the page is loaded again with the answer stored.
function sendPlainly(action, body) {
  body.set("next", location.pathname + location.search);
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  for (const [name, value] of body) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

async function send(event) {
  const form = event.target;
  if (!form.matches("[data-consent-form]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  body.set("version", notice.dataset.consent);
  try {
    const answer = await fetch(form.action, { method: "POST", body, mode: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
  } catch {
    sendPlainly(form.action, body);
    return;
  }
  close();
  document.querySelector("[data-consent-status]").textContent = notice.dataset.saved;
}

new ResizeObserver(makeRoom).observe(notice);
document.addEventListener("submit", send);
document.addEventListener("click", reopen);
document.addEventListener("focusin", uncover);
notice.querySelector("[data-consent-close]").addEventListener("click", close);
notice.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !notice.querySelector("[data-consent-close]").hidden) close();
});
// Also when the Back button brings a page from memory, as it was before the answer.
addEventListener("pageshow", show);
show();
