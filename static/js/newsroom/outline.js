// Lists the subheads of the text named in [data-outline-of]; each is a button that goes there.
// The text itself is asked by an event: `rich-text-jump`, with the number of the subhead.

function subheads(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("h2, h3")].map((head) => ({
    level: Number(head.tagName[1]),
    words: head.textContent.trim() || "(empty)",
  }));
}

function draw(outline, area) {
  const list = outline.querySelector("ol");
  const found = subheads(area.value);
  const shown = JSON.stringify(found);
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  const here = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  list.replaceChildren(...found.map(({ level, words }, number) => {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () =>
      area.dispatchEvent(new CustomEvent("rich-text-jump", { bubbles: true, detail: { number } })));
    item.className = `level-${level}`;
    item.append(button);
    return item;
  }));
  list.hidden = found.length === 0;
  if (here >= 0) list.querySelectorAll("button")[here]?.focus();
}

for (const outline of document.querySelectorAll("[data-outline-of]")) {
  const area = document.getElementById(outline.dataset.outlineOf);
  if (!area) continue;
  outline.hidden = false;
  draw(outline, area);
  area.addEventListener("input", () => draw(outline, area));
}
