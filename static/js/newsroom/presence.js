// Tells the server now and then that this article is open, and shows who else has it open and
// whether it has been saved since: [data-presence="<url>"], every data-every milliseconds.
const box = document.querySelector("[data-presence]");
const form = box.closest("form");
const [others, saved] = ["others", "saved"].map((part) => box.querySelector(`[data-presence-${part}]`));
let isOut = false;

function body(more = {}) {
  const data = new FormData();
  // Where nothing can be written, no field says which revision is shown.
  const basedOn = form.querySelector("[name=based_on]")?.value ?? box.dataset.basedOn;
  if (basedOn) data.append("based_on", basedOn);
  for (const [name, value] of Object.entries(more)) data.append(name, value);
  return data;
}

const token = () => form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function show(element, place, words) {
  if (place.textContent !== words) place.textContent = words;
  element.hidden = !words;
}

async function ask() {
  if (document.hidden || isOut) return;
  try {
    const answer = await fetch(box.dataset.presence, {
      method: "POST", body: body(), headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
    const said = await answer.json();
    if (answer.ok) {
      show(others, others, said.others);
      show(saved, saved.firstElementChild, said.saved);
    } else if (answer.status === 401 || said.stale_token) {
      isOut = true;
      document.dispatchEvent(new Event("signed-out"));
    }
  } catch {
    // Nobody knows who is there: say nothing rather than what was true a while ago.
    show(others, others, "");
  }
}

setInterval(ask, Number(box.dataset.every));
ask();
document.addEventListener("visibilitychange", ask);
document.addEventListener("signed-in", () => { isOut = false; ask(); });
addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
// A beacon has no headers of its own, so the token goes with the fields.
addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.presence, body({ leave: "1", csrfmiddlewaretoken: token() })));
