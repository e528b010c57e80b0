// Carries out the fix of a finding: other words in the form, a value in the field it belongs to.

const even = (text) => text.replaceAll("\u00a0", " ");
const panel = document.querySelector("[data-findings]");

function inEditor(old, now, everywhere) {
  const detail = { old, now, everywhere, count: 0 };
  document.querySelector("#id_body")?.dispatchEvent(new CustomEvent("passage-write", { bubbles: true, detail }));
  return detail.count;
}

function inField(field, old, now, everywhere) {
  let count = 0;
  for (let from = 0, place; (everywhere || !count) && (place = even(field.value).indexOf(even(old), from)) >= 0; from = place + now.length) {
    field.focus();
    field.setSelectionRange(place, place + old.length);
    // As if typed: the browser's own undo takes it back.
    if (!document.execCommand(now ? "insertText" : "delete", false, now)) field.setRangeText(now, place, place + old.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    count++;
  }
  return count;
}

function fieldsOf(name) {
  if (!name.startsWith("photo:")) return [document.getElementById(`id_${name}`)].filter(Boolean);
  const chosen = document.querySelectorAll("input[name^=photo_uses-][name$=-photo]");
  const row = [...chosen].find((input) => input.value === name.slice(6))?.closest("tr, .inline-related");
  return [...(row?.querySelectorAll("textarea") ?? [])];
}

function write(name, old, now, everywhere) {
  if (!old) return 1;
  const captions = document.querySelectorAll("textarea[name^=photo_uses-][name$=-caption]");
  const fields = everywhere ? [...fieldsOf("standfirst"), ...captions] : fieldsOf(name);
  const found = fields.filter((field) => field.id !== "id_body").reduce((count, field) => count + inField(field, old, now, everywhere), 0);
  return found + (everywhere || name === "body" ? inEditor(old, now, everywhere) : 0);
}

async function giveCredit(photo, credit) {
  const body = new URLSearchParams({ photo, credit });
  body.set("csrfmiddlewaretoken", panel.closest("form").elements.csrfmiddlewaretoken.value);
  const answer = await fetch(panel.dataset.credit, { method: "POST", body, redirect: "error" });
  if (answer.status === 403) return [false, "The photo is not yours to change. Ask whoever keeps the library."];
  return [answer.ok, (await answer.json()).said];
}

async function carryOut(button) {
  const { old, new: now, into, value } = button.dataset;
  const [target, number] = into.split(":");
  let said = "";
  if (target === "credit") {
    const [done, sentence] = await giveCredit(number, value).catch(() => [false, "The server is out of reach."]);
    if (!done) return sentence;
    said = sentence;
  }
  const count = write(button.closest("[data-field]").dataset.field, old, now, "everywhere" in button.dataset);
  if (!count) return `${said} The passage is not there any more.`.trim();
  if (target === "dateline") {
    const dateline = document.querySelector("#id_dateline");
    if (dateline && !dateline.value) dateline.value = value;
  }
  return said || "Done. Undo takes it back.";
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-findings] button[data-old]");
  if (!button) return;
  button.disabled = true;
  const said = await carryOut(button);
  panel.querySelector("[data-findings-said]").textContent = said;
  button.disabled = false;
  button.focus();
  panel.dispatchEvent(new Event("change", { bubbles: true }));
});
