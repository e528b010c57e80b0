// Makes an editor of every text area that holds a configuration in data-rich-text.
const CKEDITOR = window.CKEDITOR;
// Pixels: the writing area fills the window, what stands above and below it left aside.
const [LOWEST, AROUND] = [320, 400];
const PAUSE = 300;

function start(root) {
  for (const area of root.querySelectorAll("textarea[data-rich-text]")) {
    // The empty form of an inline set is a pattern, not a form.
    if (area.dataset.ready || area.id.includes("__prefix__")) continue;
    area.dataset.ready = "1";
    const height = Math.max(LOWEST, window.innerHeight - AROUND);
    const editor = CKEDITOR.replace(area, { ...JSON.parse(area.dataset.richText), height, autoGrow_minHeight: height });
    editor.on("langLoaded", () => Object.assign(editor.lang.format, editor.config.formatWords));
    editor.on("contentDom", () => { paint(editor); tellKeys(editor, area); fit(editor); });
    editor.on("instanceReady", () => area.dispatchEvent(new Event("rich-text-ready", { bubbles: true })));
    editor.on("focus", () => area.dispatchEvent(new Event("rich-text-focused", { bubbles: true })));
    let timer = null;
    editor.on("change", () => { clearTimeout(timer); timer = setTimeout(() => tell(editor, area), PAUSE); });
    area.closest("form")?.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", () => editor.focus());
  }
}

// The frame is as high as its text, also once the text's own style sheet has arrived: the editor by
// itself measures before that, and again only when something is typed.
function fit(editor) {
  new ResizeObserver(() => editor.execCommand("autogrow")).observe(editor.editable().$);
}

// The text area always holds what the editor does, and says so as any field would.
function tell(editor, area) {
  const before = area.value;
  editor.updateElement();
  if (area.value !== before) area.dispatchEvent(new Event("input", { bubbles: true }));
}

// Keys pressed in the text are heard by the page around it too.
function tellKeys(editor, area) {
  editor.document.$.addEventListener("keydown", (event) => {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing } = event;
    if (!ctrlKey && !metaKey && !altKey) return;
    if (event.getModifierState("AltGraph")) return;
    const told = new KeyboardEvent("keydown", {
      key, code, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing, bubbles: true, cancelable: true,
    });
    if (!area.dispatchEvent(told)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
}

document.addEventListener("rich-text-sync", () => Object.values(CKEDITOR.instances).forEach((editor) => editor.updateElement()));

// The text has a page of its own, which does not know what the person chose for the newsroom.
function paint(editor) {
  const page = editor.document?.$.documentElement;
  if (page) page.dataset.theme = document.documentElement.dataset.theme ?? "light";
}

new MutationObserver(() => Object.values(CKEDITOR.instances).forEach(paint)).observe(
  document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

start(document);
document.addEventListener("formset:added", (event) => start(event.target));
