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
    }, { once: true });
  } else if (element) {
    element.focus({ preventScroll: true });
    try {
      if (caret?.[0] != null) element.setSelectionRange(...caret);
    } catch { /* a field without a caret, such as a date */ }
  }
  stay(scrolled);
}

// The page grows for a while: the text to its height, the panels as they are filled; and the caret
// draws it along. Until that is over, or until somebody moves, it goes back to its height.
function stay(scrolled) {
  const over = new AbortController();
  const growing = new ResizeObserver(scrolled);
  growing.observe(form);
  addEventListener("scroll", scrolled, { signal: over.signal });
  const end = () => { growing.disconnect(); over.abort(); };
  for (const moved of ["wheel", "pointerdown", "keydown"]) addEventListener(moved, end, { signal: over.signal, capture: true });
  setTimeout(end, 3000);
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
