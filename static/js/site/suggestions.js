// Headlines under a search field while somebody types: a combobox with a list that filters by itself
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without this file the field is a plain one.
//
// Arrow keys go through the list, Enter opens the article that is marked or else searches, Escape
// closes the list and then empties the field, as search fields do.

const PAUSE = 150; // ms without a further letter before the server is asked
const SHORTEST = 2; // letters

for (const field of document.querySelectorAll("input[data-suggestions]")) suggest(field);

function suggest(field) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const options = () => [...list.children];
  let marked = -1, waiting = 0, asking = null;

  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Articles");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  field.after(list, status);
  const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(state)) field.setAttribute(name, value);

  const close = () => show([], [], []);
  const leave = () => { clearTimeout(waiting); asking?.abort(); close(); };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    if (field.value.trim().length < SHORTEST || field.value.length > field.maxLength) return close();
    waiting = setTimeout(ask, PAUSE);
  });
  field.addEventListener("blur", leave);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") mark(marked < last ? marked + 1 : -1);
    else if (event.key === "ArrowUp") mark(marked < 0 ? last : marked - 1);
    else if (event.key === "Escape") leave();
    else if (event.key === "Enter" && marked >= 0) location.assign(options()[marked].dataset.address);
    else return;
    event.preventDefault();
  });
  // A press must not take the focus from the field: the list would be gone before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });

  async function ask() {
    asking = new AbortController();
    const address = `${field.dataset.suggestions}?${new URLSearchParams({ q: field.value })}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      const [, headlines, sections, addresses] = answer.ok ? await answer.json() : [, [], [], []];
      show(headlines, sections, addresses);
    } catch (error) {
      if (error.name !== "AbortError") close(); // no network: the search itself will say so
    }
  }

  function show(headlines, sections, addresses) {
    list.replaceChildren(...headlines.map((headline, number) => {
      const option = document.createElement("li"), section = document.createElement("span");
      option.id = `${list.id}-${number}`;
      option.dataset.address = addresses[number];
      option.setAttribute("role", "option");
      section.textContent = sections[number];
      option.append(headline, " ", section);
      return option;
    }));
    list.hidden = !headlines.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : `${headlines.length} articles, arrow keys to choose`;
    mark(-1);
  }

  function mark(number) {
    marked = number;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    if (number < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options()[number].id);
    options()[number].scrollIntoView({ block: "nearest" });
  }
}
