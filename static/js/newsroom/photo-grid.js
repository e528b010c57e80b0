// The photo library without an end: before [data-photo-more] comes into sight, its link is asked
// for the next page, and the photos of that page follow in [data-photo-grid]. Who comes back from a
// photo finds as many as before, at the same height. The link and the rest work without this.
const grid = document.querySelector("[data-photo-grid]");
const more = document.querySelector("[data-photo-more]");
const link = more?.querySelector("a");
const status = document.querySelector("[data-photo-status]");
const MOST_PAGES = 40; // that are asked for again when somebody comes back
let pages = 0;
let asking = false;

async function follow() {
  if (asking || more.hidden) return [];
  asking = true;
  status.textContent = "Loading…";
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const photos = [...page.querySelectorAll("[data-photo-grid] > li")];
    const next = page.querySelector("[data-photo-more]");
    if (!next) throw new Error("another page"); // signed out
    grid.append(...photos);
    link.setAttribute("href", next.querySelector("a").getAttribute("href"));
    more.hidden = next.hidden;
    pages += 1;
    status.textContent = more.hidden ? "These are all." : "";
    return photos;
  } catch {
    status.textContent = "The library did not answer. “Show more” asks again.";
    seen.unobserve(more);
    return [];
  } finally {
    asking = false;
  }
}

// A page may be too short to push the link out of sight: then there is no new crossing.
const seen = new IntersectionObserver(async ([entry]) => {
  if (!entry.isIntersecting || !(await follow()).length) return;
  seen.unobserve(more);
  seen.observe(more);
}, { rootMargin: "600px" });

function count() {
  const ticked = document.querySelectorAll(".photo-tick :checked").length;
  document.querySelector("[data-photo-count]").textContent = ticked ? `(${ticked})` : "";
}

// On a narrow screen the filters come before the photos, folded; beside them they are always open.
const filters = document.querySelector("[data-photo-filters]");
const narrow = window.matchMedia("(max-width: 767px)");
const fold = () => { if (filters) filters.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

async function goBack({ pages: wanted, scroll, photo }) {
  while (pages < Math.min(wanted, MOST_PAGES) && (await follow()).length);
  grid.querySelector(`a[data-photo="${photo}"]`)?.focus({ preventScroll: true });
  window.scrollTo({ top: scroll, behavior: "instant" });
}

if (grid) {
  // The entry of the history keeps it: another window, or the list asked anew, begins at the top.
  grid.addEventListener("click", (event) => {
    const opened = event.target.closest("a[data-photo]");
    if (opened) history.replaceState({ pages, scroll: window.scrollY, photo: opened.dataset.photo }, "");
  });
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const photos = await follow();
    photos[0]?.querySelector("a").focus();
    seen.observe(more);
  });
  grid.addEventListener("change", count);
  if (history.state?.pages >= 0) {
    history.scrollRestoration = "manual";
    await goBack(history.state);
  }
  if (!more.hidden) seen.observe(more);
  if (document.querySelector("[data-photo-count]")) count();
}
