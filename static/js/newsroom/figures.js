// Counts words and reading time of the text named in [data-figures-of], while one writes. Words
// are parted as the language parts them, so Chinese counts too.
const PER_MINUTE = 230;

function count(html, language) {
  const text = new DOMParser().parseFromString(html.replace(/<\/(p|h2|h3|li|td|th|figcaption)>/g, " "), "text/html").body.textContent;
  return [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].filter((part) => part.isWordLike).length;
}

function show(place) {
  const area = document.getElementById(place.dataset.figuresOf);
  if (!area) return;
  const language = document.getElementById("id_language")?.value || "en";
  const words = count(area.value, language);
  const minutes = Math.max(1, Math.round(words / PER_MINUTE));
  place.textContent = `${words.toLocaleString()} ${words === 1 ? "word" : "words"} · ${minutes} min to read`;
}

for (const place of document.querySelectorAll("[data-figures-of]")) {
  show(place);
  document.addEventListener("input", (event) => {
    if (event.target.id === place.dataset.figuresOf) show(place);
  });
}
