// The preview beside the text: the form as it stands, sent to the preview a moment after one has
// stopped typing. Each answer gets a new frame, shown when it is there: the page does not flicker,
// keeps its place, and the way back through the history stays short.
const pane = document.querySelector("[data-preview-beside]");
const button = document.querySelector('[data-sheet="preview-beside"]');
const form = pane && document.getElementById(pane.dataset.previewBeside);
const stage = pane?.querySelector(".preview-stage");
const PAUSE = 700;
let width = 360;
let timer = null;
let number = 0;

function fit() {
  const scale = Math.min(1, stage.clientWidth / width);
  for (const frame of stage.children) {
    frame.style.inlineSize = `${width}px`;
    frame.style.blockSize = `${stage.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
    frame.style.marginInlineStart = `${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
  }
}

function refresh() {
  form.dispatchEvent(new CustomEvent("rich-text-sync", { bubbles: true }));
  const frame = Object.assign(document.createElement("iframe"), { name: `preview-${++number}`, title: "Preview" });
  const before = stage.lastElementChild;
  frame.addEventListener("load", () => {
    if (frame.contentWindow.location.href === "about:blank") return;
    for (const old of [...stage.children]) if (old !== frame && Number(old.name.slice(8)) < Number(frame.name.slice(8))) {
      frame.contentWindow.scrollTo(0, old.contentWindow?.scrollY ?? 0);
      old.remove();
    }
  });
  if (before) frame.className = "coming";
  frame.addEventListener("load", () => { frame.className = ""; });
  stage.append(frame);
  fit();
  const copy = document.createElement("form");
  Object.assign(copy, { method: "post", action: location.pathname, target: frame.name, hidden: true });
  for (const [name, value] of [...new FormData(form), ["_step", "preview"], ["_beside", "1"]]) {
    if (typeof value === "string") copy.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(copy);
  copy.submit();
  copy.remove();
}

function toggle() {
  if (pane.open) { pane.close(); return; }
  // Beside the text where there is room, over it where there is none.
  if (matchMedia("(min-width: 70rem)").matches) pane.show();
  else pane.showModal();
  document.documentElement.classList.add("has-preview-beside");
  button.setAttribute("aria-expanded", "true");
  refresh();
}

if (pane && form) {
  button.addEventListener("click", toggle);
  pane.addEventListener("close", () => {
    document.documentElement.classList.remove("has-preview-beside");
    button.setAttribute("aria-expanded", "false");
    stage.replaceChildren();
  });
  pane.addEventListener("keydown", (event) => { if (event.key === "Escape") pane.close(); });
  pane.querySelector("[data-close]").addEventListener("click", () => pane.close());
  for (const choice of pane.querySelectorAll("[data-width]")) choice.addEventListener("click", () => {
    width = Number(choice.dataset.width);
    for (const other of pane.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", String(other === choice));
    fit();
  });
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => {
    if (!pane.open) return;
    clearTimeout(timer);
    timer = setTimeout(() => pane.open && refresh(), PAUSE);
  });
  new ResizeObserver(fit).observe(stage);
}
