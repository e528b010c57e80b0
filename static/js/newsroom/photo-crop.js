// Shows what each cut of a photo will show, and sets its focus and frames by pointer and keys.
// The numbers of the form are what is kept: this reads them, writes them, and draws.
// articles/photos/encoding.py (cut_for) has the same rule for a frame that follows the focus.
const form = document.querySelector("form[data-crop]");
const [work, previews, stage, frame, status, follow] = ["crop-work", "previews", "stage", "frame", "status", "follow"].map((name) => form.querySelector(`[data-${name}]`));
const focus = stage?.querySelector('[data-handle="focus"]');
const picture = { width: Number(form.dataset.width), height: Number(form.dataset.height) };
const LEAST = 5; // percent of the width, as in the form

const input = (name) => form.elements[name];
const number = (name) => (input(name).value === "" ? null : Number(input(name).value));
const within = (value, most, least = 0) => Math.min(Math.max(value, least), most);
const round = (value) => Math.round(value * 100) / 100;
const tool = () => form.elements.tool.value;

// How many percent of the height one percent of the width is, for a frame of a ratio.
function tall(ratio) {
  const { across, down } = form.querySelector(`[data-preview="${ratio}"]`).dataset;
  return (picture.width * down) / (picture.height * across);
}

function byHand(ratio) {
  const [left, top, width] = ["left", "top", "width"].map((part) => number(`${ratio}-${part}`));
  return left === null || top === null || !width ? null : { left, top, width, height: width * tall(ratio) };
}

function cut(ratio) {
  const set = byHand(ratio);
  if (set) return set;
  const width = Math.min(100, 100 / tall(ratio));
  const height = width * tall(ratio);
  const [x, y] = [number("focus_x") ?? 50, number("focus_y") ?? 50];
  return { left: within(x - width / 2, 100 - width), top: within(y - height / 2, 100 - height), width, height };
}

function draw() {
  const ratio = tool();
  focus.hidden = ratio !== "focus";
  frame.hidden = ratio === "focus";
  follow.hidden = ratio === "focus" || !byHand(ratio);
  focus.style.left = `${number("focus_x") ?? 50}%`;
  focus.style.top = `${number("focus_y") ?? 50}%`;
  if (ratio !== "focus") {
    const { left, top, width, height } = cut(ratio);
    Object.assign(frame.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  }
  for (const preview of previews.querySelectorAll("[data-preview]")) {
    const { left, top, width, height } = cut(preview.dataset.preview);
    const { style } = preview.querySelector("img");
    Object.assign(style, { width: `${10000 / width}%`, height: `${10000 / height}%`, left: `${(-100 * left) / width}%`, top: `${(-100 * top) / height}%` });
    preview.querySelector("[data-by]").textContent = byHand(preview.dataset.preview) ? "by hand" : "";
  }
}

function say() {
  const ratio = tool();
  if (ratio === "focus") {
    status.textContent = `Focus ${number("focus_x")} % from the left, ${number("focus_y")} % from the top`;
  } else {
    const { left, top, width } = cut(ratio);
    status.textContent = `Frame ${Math.round(left)} % from the left, ${Math.round(top)} % from the top, ${Math.round(width)} % wide`;
  }
}

function setFocus(x, y) {
  input("focus_x").value = Math.round(within(x, 100));
  input("focus_y").value = Math.round(within(y, 100));
}

function setFrame(ratio, left, top, width) {
  const slope = tall(ratio);
  width = within(width, Math.min(100, 100 / slope), LEAST);
  const parts = { left: within(left, 100 - width), top: within(top, 100 - width * slope), width };
  for (const [part, value] of Object.entries(parts)) input(`${ratio}-${part}`).value = round(value);
}

function move(handle, start, across, down) {
  const ratio = tool();
  if (handle === "focus") setFocus(start.x + across, start.y + down);
  else if (handle === "move") setFrame(ratio, start.left + across, start.top + down, start.width);
  else {
    // The corner that is opposite stays where it is.
    const room = Math.min(100 - start.left, (100 - start.top) / tall(ratio));
    setFrame(ratio, start.left, start.top, within(start.width + across, room, LEAST));
  }
  draw();
  say();
}

const place = () => (tool() === "focus" ? { x: number("focus_x") ?? 50, y: number("focus_y") ?? 50 } : cut(tool()));

let dragged = null;
stage?.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  const box = stage.getBoundingClientRect();
  const [x, y] = [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
  const handle = event.target.dataset.handle;
  if (!handle && tool() !== "focus") return;
  if (!handle) {
    setFocus(x, y);
    draw();
    say();
  }
  dragged = { handle: handle ?? "focus", x, y, start: place(), box };
  stage.setPointerCapture(event.pointerId);
});
stage?.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const { handle, x, y, start, box } = dragged;
  const [left, top] = [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
  move(handle, start, left - x, top - y);
});
for (const end of ["pointerup", "pointercancel"]) stage?.addEventListener(end, () => (dragged = null));
stage?.addEventListener("keydown", (event) => {
  const handle = event.target.dataset.handle;
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!handle || !way || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const far = event.shiftKey ? 5 : 1;
  // A frame keeps its shape: down is wider, and up is narrower.
  move(handle, place(), far * (handle === "size" ? way[0] + way[1] : way[0]), far * way[1]);
});
follow?.addEventListener("click", () => {
  for (const part of ["left", "top", "width"]) input(`${tool()}-${part}`).value = "";
  draw();
  say();
  frame.querySelector("button").focus();
});
if (stage) {
  work.hidden = previews.hidden = false;
  form.addEventListener("input", draw);
  draw();
}
