// Small services to those who write to the newsroom; every page works without them.
//
// On an article, the link with data-report-error takes the marked sentence along: behind the # of the
// address, which no browser sends to a server. On the form it is put into the field with
// data-quote-from-address. On the receipt, buttons copy the code and print the page.

const LONGEST = 1000;

for (const link of document.querySelectorAll("[data-report-error]")) {
  // When the link is pressed the mark is still there; afterwards some browsers have dropped it.
  const take = () => {
    const marked = getSelection()?.toString().replace(/\s+/g, " ").trim().slice(0, LONGEST);
    link.hash = marked ? `quote=${encodeURIComponent(marked)}` : "";
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, take);
}

const field = document.querySelector("[data-quote-from-address]");
const quote = new URLSearchParams(location.hash.slice(1)).get("quote");
if (field && quote) {
  field.value ||= quote.slice(0, LONGEST);
  history.replaceState(history.state, "", location.pathname + location.search);
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    document.querySelector("[data-copy-status]").textContent = copy.dataset.said;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
