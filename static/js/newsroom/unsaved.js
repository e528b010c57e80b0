// Brings what this browser has kept for the person who is signed in to the server, and shows what
// the server then offers. Buttons with data-discard throw an offer away without leaving the page.
const line = document.querySelector("[data-autosave]");
const token = () => document.querySelector("form [name=csrfmiddlewaretoken]").value;

const send = (url, body) =>
  fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } });

async function bring() {
  const prefix = `unsaved ${line.dataset.writer} `;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key !== prefix + line.dataset.place);
  for (const key of keys) {
    const { url, place, fields } = JSON.parse(localStorage.getItem(key));
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.append("_place", place);
    if ((await send(url, body)).ok) localStorage.removeItem(key);
  }
  if (keys.length) await offer();
}

async function offer() {
  const page = await (await fetch(location.pathname)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const offered of fresh.querySelectorAll("[data-unsaved-offer]")) {
    if (!document.getElementById(offered.id)) document.querySelector(".keeping").append(offered);
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-discard]");
  if (!button) return;
  event.preventDefault();
  if (!(await send(button.formAction, new FormData())).ok) return;
  button.closest("[data-unsaved-offer]").remove();
  line.textContent = "Discarded";
  document.querySelector("#article_form textarea, #article_form input:not([type=hidden])")?.focus();
});

// Without a network, or with a storage that is switched off, there is nothing to bring.
if (line) bring().catch(() => {});
