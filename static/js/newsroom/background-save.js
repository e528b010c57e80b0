// Saves without leaving the field: the keys of button[data-background-save] send the form in the
// background. The route answers JSON: {message, revision, at, url, slug, steps, reload} for what is
// saved, else {sentence, problems, page}. Tells it on as `newsroom:saved`, {revision, url}.
const button = document.querySelector("[data-background-save]");
const form = button?.form;
const [status, problems] = ["status", "problems"].map((part) => form?.querySelector(`[data-save-${part}]`));
let busy = false;
let again = false;

function complain(sentence, further = [], page = null) {
  status.textContent = "";
  const list = document.createElement("ul");
  list.append(...further.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  problems.replaceChildren(Object.assign(document.createElement("p"), { textContent: sentence }), ...(further.length ? [list] : []));
  if (page) problems.append(Object.assign(document.createElement("a"), { href: page, target: "_blank", textContent: "Look at both texts" }));
}

function take(saved) {
  problems.replaceChildren();
  const field = (name) => form.elements.namedItem(name);
  if (field("based_on")) field("based_on").value = saved.revision;
  if (field("slug")) field("slug").value = saved.slug;
  status.textContent = `${saved.message} Revision ${saved.revision}, ${saved.at}`;
  form.dispatchEvent(new CustomEvent("newsroom:saved", { bubbles: true, detail: saved }));
}

// A new article gets its address, and another state other steps: the page is asked for again.
function isAnotherPage(saved) {
  const shown = [...form.querySelectorAll("button[name=_step]")].map((step) => step.value);
  const steps = ["save", "preview", ...saved.steps];
  return saved.reload || new URL(saved.url, location.href).pathname !== location.pathname || shown.some((verb) => !steps.includes(verb)) || steps.some((verb) => !shown.includes(verb));
}

async function send() {
  if (busy) { again = true; return; }
  busy = true;
  status.textContent = "Saving…";
  form.dispatchEvent(new CustomEvent("rich-text-sync", { bubbles: true }));
  const sent = new FormData(form);
  sent.set("_step", "save");
  try {
    const answer = await fetch(location.href, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      complain(answer.status === 403
        ? "Not saved: your role does not write here, or not any more. Your text is still in this page."
        : "Not saved: the newsroom could not answer. Your text is still in this page. Try again in a moment.");
      return;
    }
    const said = await answer.json();
    if (answer.status === 401 || said.stale_token) {
      // Somebody else asks for the password, and tells when it goes on.
      complain("Not saved yet: sign in again. Your text is still in this page.");
      document.dispatchEvent(new Event("signed-out"));
      document.addEventListener("signed-in", send, { once: true });
      return;
    }
    if (!answer.ok) { complain(said.sentence ?? said.error, said.problems, said.page); return; }
    take(said);
    form.dispatchEvent(new CustomEvent("rich-text-sync", { bubbles: true }));
    if (isAnotherPage(said) && !again) {
      form.dispatchEvent(new CustomEvent("newsroom:moving", { bubbles: true, detail: { url: said.url } }));
      location.replace(said.url);
    }
  } catch {
    complain("Not saved: the newsroom was not reached. Your text is still in this page. Try again in a moment.");
  } finally {
    busy = false;
    if (again) { again = false; send(); }
  }
}

button?.addEventListener("shortcut", (event) => { event.preventDefault(); send(); });
