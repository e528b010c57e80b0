// After a save or a reload, the form comes back where one was: the same field, the same caret,
// the same height of the page. Kept for this window alone, and for one return.
const form = document.querySelector("[data-desk]")?.closest("form");
const key = (path) => `place:${path}`;
let last = null; // the field that was written in last

function keep(path) {
  const place = { scroll: window.scrollY, field: last?.id };
  if (last?.dataset.richText) {
    const asked = { place: null };
    last.dispatchEvent(new CustomEvent("rich-text-place", { bubbles: true, detail: asked }));
    place.text = asked.place;
  } else if (last && "selectionStart" in last) {
    place.caret = [last.selectionStart, last.selectionEnd];
  }
  sessionStorage.setItem(key(path), JSON.stringify(place));
}

function goBack() {
  const kept = sessionStorage.getItem(key(location.pathname));
  sessionStorage.removeItem(key(location.pathname));
  if (!kept) return;
  const { scroll, field, caret, text } = JSON.parse(kept);
  const element = field && document.getElementById(field);
  const scrolled = () => window.scrollTo({ top: scroll, behavior: "instant" });
  if (element?.dataset.richText) {
    element.addEventListener("rich-text-ready", () => {
      element.dispatchEvent(new CustomEvent("rich-text-return", { bubbles: true, detail: { place: text } }));
      // The text grows to its height a moment after it is there.
      setTimeout(scrolled, 250);
    }, { once: true });
  } else if (element) {
    element.focus({ preventScroll: true });
    try {
      if (caret?.[0] != null) element.setSelectionRange(...caret);
    } catch { /* a field without a caret, such as a date */ }
  }
  scrolled();
}

if (form) {
  const note = (event) => {
    if (event.target.matches?.("input:not([type=hidden]), textarea, select")) last = event.target;
  };
  form.addEventListener("focusin", note);
  form.addEventListener("rich-text-focused", note);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "_blank") keep(location.pathname);
  });
  form.addEventListener("newsroom:moving", (event) => keep(new URL(event.detail.url, location.href).pathname));
  goBack();
}
