// Saves each photo of form[data-captions] as one leaves its fieldset: what was changed goes to the
// address in data-words, which answers {photo: {...}}, or {fields: {name: "sentence"}, meanwhile:
// {name: what somebody else wrote}}. The hidden fields `initial-...` hold what is saved, so the
// button at the end sends the rest and no more.
const form = document.querySelector("[data-captions]");
const busy = new Map(); // fieldset -> whether it has changed again since it was sent
const fields = (set) => [...set.querySelectorAll("textarea, input:not([type=hidden])")];
const saved = (field) => form.elements.namedItem(`initial-${field.name}`);
const nameOf = (field) => field.name.slice(field.name.indexOf("-") + 1);
const plain = (text) => text.replaceAll("\r\n", "\n");
const changed = (set) => fields(set).filter((field) => plain(field.value) !== plain(saved(field).value));
const sets = () => [...form.querySelectorAll("fieldset[data-photo]")];
const hasWordsForAll = () => [...form.querySelectorAll(".for-all :is(textarea, input[type=text])")].some(({ value, defaultValue }) => value !== defaultValue);

function complain(set, wrong = {}) {
  for (const field of fields(set)) {
    const place = set.querySelector(`[data-wrong="${nameOf(field)}"]`);
    const sentence = wrong[nameOf(field)] ?? "";
    place.textContent = sentence;
    place.hidden = !sentence;
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const help = field.getAttribute("aria-describedby")?.split(" ").filter((id) => id !== place.id) ?? [];
    const described = sentence ? [place.id, ...help] : help;
    if (described.length) field.setAttribute("aria-describedby", described.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

async function save(set) {
  if (busy.has(set)) { busy.set(set, true); return; }
  const sent = changed(set).map((field) => [field, field.value]);
  if (!sent.length) { complain(set); return; }
  const status = set.querySelector("[data-saved]");
  busy.set(set, false);
  status.textContent = "Saving…";
  const body = new FormData();
  for (const [field, value] of sent) {
    body.append(nameOf(field), value);
    body.append(`initial-${nameOf(field)}`, saved(field).value);
  }
  try {
    const answer = await fetch(set.dataset.words, {
      method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (answer.ok) {
      for (const [field, value] of sent) saved(field).value = value;
      complain(set);
      status.textContent = "Saved";
    } else if (answer.status === 401 || said.stale_token) {
      status.textContent = "Not saved yet: sign in again.";
      document.dispatchEvent(new Event("signed-out"));
    } else {
      complain(set, said.fields);
      for (const [field] of sent) saved(field).value = said.meanwhile?.[nameOf(field)] ?? saved(field).value;
      status.textContent = `Not saved: ${said.error ?? "the newsroom could not answer. Your words are still here."}`;
    }
  } catch {
    status.textContent = "Not saved: the newsroom was not reached. Your words are still here.";
  } finally {
    const again = busy.get(set);
    busy.delete(set);
    if (again) save(set);
  }
}

if (form) {
  form.querySelector("[data-by-itself]").hidden = false;
  // One sees the photo that one writes about, where it fits.
  form.addEventListener("focusin", ({ target, relatedTarget }) => {
    const set = target.closest("fieldset[data-photo]");
    if (set && !set.contains(relatedTarget) && set.offsetHeight <= innerHeight) set.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const set = target.closest("fieldset[data-photo]");
    if (set && !set.contains(relatedTarget)) save(set);
  });
  document.addEventListener("signed-in", () => { for (const set of sets()) if (changed(set).length) save(set); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (busy.size || hasWordsForAll() || sets().some((set) => changed(set).length))) event.preventDefault();
  });
}
