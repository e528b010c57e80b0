// Tells the server now and then that this message is open and whether an answer is being written,
// and shows who else is at it: [data-inbox-presence="<url>"], every data-every milliseconds.
let timer = 0;
let isWriting = false;
const box = () => document.querySelector("[data-inbox-presence]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function body(more = {}) {
  const data = new FormData();
  if (isWriting) data.append("writing", "1");
  for (const [name, value] of Object.entries(more)) data.append(name, value);
  return data;
}

async function ask() {
  const here = box();
  if (!here || document.hidden) return;
  let words = "";
  try {
    const answer = await fetch(here.dataset.inboxPresence, {
      method: "POST", body: body(), headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
    if (answer.ok) words = (await answer.json()).others;
  } catch {
    // Nobody knows who is there: say nothing rather than what was true a while ago.
  }
  if (here.textContent !== words) here.textContent = words;
}

function begin() {
  clearInterval(timer);
  isWriting = false;
  if (!box()) return;
  timer = setInterval(ask, Number(box().dataset.every));
  ask();
}

function leave() {
  clearInterval(timer);
  // A beacon has no headers of its own, so the token goes with the fields.
  if (box()) navigator.sendBeacon(box().dataset.inboxPresence, body({ leave: "1", csrfmiddlewaretoken: token() }));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-inbox-reply]")) return;
  const writes = event.target.value.trim() !== "";
  if (writes === isWriting) return;
  isWriting = writes;
  ask();
});
document.addEventListener("visibilitychange", ask);
document.addEventListener("pane-left", leave);
document.addEventListener("pane-shown", begin);
addEventListener("pageshow", begin);
addEventListener("pagehide", leave);
