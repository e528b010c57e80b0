// Shows the cookie notice where no choice is stored, and sends the choice without a reload.
// Without this script the notice stays hidden and nothing optional runs.

const notice = document.querySelector("[data-consent]");

function answered() {
  const current = `consent=v${notice.dataset.consent}:`;
  return (
    navigator.globalPrivacyControl === true ||
    document.cookie.split("; ").some((cookie) => cookie.startsWith(current))
  );
}

function show() {
  // The settings page holds the whole question; asking twice there would be once too often.
  const here = location.pathname === new URL(notice.querySelector("a").href).pathname;
  notice.hidden = here || answered();
}

// Room for the notice at the end of the page, and above it for whatever has the focus.
function makeRoom() {
  document.documentElement.style.setProperty("--consent-height", `${notice.offsetHeight}px`);
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const choice = event.submitter?.value ?? "reject";
  form.elements.next.value = location.pathname + location.search;
  const body = new URLSearchParams({ choice });
  try {
    const answer = await fetch(form.action, { method: "POST", body, mode: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
  } catch {
    // The plain way: the page is loaded again with the answer stored.
    const field = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "choice",
      value: choice,
    });
    form.append(field);
    form.submit();
    return;
  }
  const hadFocus = notice.contains(document.activeElement);
  show();
  if (hadFocus) document.querySelector("main")?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("consent", { detail: choice }));
}

if (notice) {
  new ResizeObserver(makeRoom).observe(notice);
  notice.querySelector("form").addEventListener("submit", send);
  // Also when the Back button brings a page from memory, as it was before the answer.
  addEventListener("pageshow", show);
  show();
}
