// Finds a passage in the editor for other scripts, and writes something else in its place.
//
// On the text area of an editor: `passage-show` with {text} or {photo} selects it, `passage-write`
// with {old, now, everywhere} replaces it as one step that can be undone. Each sets
// `detail.count` to how many were found. Markup stays: only the letters that differ are touched.
const CKEDITOR = window.CKEDITOR;
const BLOCK = "p, h2, h3, li, figcaption, td, th, caption";
const even = (text) => text.replaceAll("\u00a0", " ");

function* textsOf(block) {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.parentElement.closest(BLOCK) === block) yield walker.currentNode;
}

function at(nodes, place, isEnd) {
  for (const node of nodes) {
    if (place < node.length || (isEnd && place === node.length)) return [node, place];
    place -= node.length;
  }
  return null;
}

function rangeIn(block, text, from, skip = 0, keep = text.length) {
  const nodes = [...textsOf(block)];
  const all = even(nodes.map((node) => node.data).join(""));
  const wanted = even(text);
  const isLetter = (sign) => /[\p{L}\p{N}]/u.test(sign ?? "");
  for (let place = all.indexOf(wanted, from); place >= 0; place = all.indexOf(wanted, place + 1)) {
    const end = place + wanted.length;
    // A word within a word is another word.
    if ((isLetter(all[place - 1]) && isLetter(all[place])) || (isLetter(all[end]) && isLetter(all[end - 1]))) continue;
    const [first, last] = [at(nodes, place + skip, false) ?? at(nodes, place + skip, true), at(nodes, place + keep, true)];
    if (!first || !last) return null;
    const range = block.ownerDocument.createRange();
    range.setStart(...first);
    range.setEnd(...last);
    return { range, place };
  }
  return null;
}

function show(editor, { text, photo }) {
  const root = editor.editable().$;
  if (photo && !text) {
    const figure = root.querySelector(`figure[data-photo="${Number(photo)}"]`);
    figure?.scrollIntoView({ block: "center" });
    return figure ? 1 : 0;
  }
  for (const block of root.querySelectorAll(BLOCK)) {
    const found = text && rangeIn(block, text, 0);
    if (!found) continue;
    editor.focus();
    const selection = root.ownerDocument.getSelection();
    selection.removeAllRanges();
    selection.addRange(found.range);
    block.scrollIntoView({ block: "center" });
    return 1;
  }
  return 0;
}

function write(editor, { old, now, everywhere }) {
  let skip = 0;
  while (skip < old.length && skip < now.length && even(old)[skip] === even(now)[skip]) skip++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - skip && even(old).at(-1 - tail) === even(now).at(-1 - tail)) tail++;
  let count = 0;
  editor.fire("saveSnapshot");
  for (const block of editor.editable().$.querySelectorAll(BLOCK)) {
    let from = 0;
    for (let found; (everywhere || !count) && (found = rangeIn(block, old, from, skip, old.length - tail)); count++) {
      found.range.deleteContents();
      const fresh = now.slice(skip, now.length - tail);
      if (fresh) found.range.insertNode(block.ownerDocument.createTextNode(fresh));
      block.normalize();
      from = found.place + now.length;
    }
  }
  editor.fire("saveSnapshot");
  if (count) editor.fire("change");
  return count;
}

for (const [type, act] of [["passage-show", show], ["passage-write", write]]) {
  document.addEventListener(type, (event) => {
    const editor = CKEDITOR.instances[event.target.id];
    if (editor?.status === "ready" && editor.editable()) event.detail.count = act(editor, event.detail);
  });
}
