// On a wide screen a message opens beside the list, at its own address. Anything that goes wrong,
// and a half-written answer, leads to the page itself: the browser then asks before it leaves.
const pane = document.querySelector("[data-pane]");
const wide = matchMedia("(min-width: 1100px)");
const isWritten = () => [...pane.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);

async function show(address, { push }) {
  const answer = await fetch(address, { headers: { "X-Inbox-Pane": "1" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-pane]");
  if (!answer.ok || !fresh) throw new Error("no message");
  // Old, so that no presence of the message that was left goes on.
  document.dispatchEvent(new Event("pane-left"));
  pane.replaceChildren(...document.adoptNode(fresh).childNodes);
  document.title = page.title;
  if (push) history.pushState(null, "", answer.url);
  const path = new URL(answer.url).pathname;
  for (const link of document.querySelectorAll("a[data-message]")) {
    const isHere = new URL(link.href).pathname === path;
    link.toggleAttribute("aria-current", false);
    if (!isHere) continue;
    link.setAttribute("aria-current", "true");
    link.closest(".inbox-row").classList.remove("is-unread");
    link.querySelector("[data-unread]")?.remove();
  }
  document.dispatchEvent(new Event("pane-shown"));
  pane.querySelector("h1")?.focus();
  pane.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-message]");
  if (!link || !pane || !wide.matches || isWritten()) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href, { push: true }).catch(() => location.assign(link.href));
});
addEventListener("popstate", () => location.reload());

let isSent = false;
document.addEventListener("submit", (event) => { isSent = !event.defaultPrevented; });
addEventListener("pageshow", () => { isSent = false; });
addEventListener("beforeunload", (event) => {
  if (pane && !isSent && isWritten()) event.preventDefault();
});
