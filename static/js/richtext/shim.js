// Lets CKEditor 4 run under `script-src 'self'`. Its templates hold on...= attributes, and it
// writes its frames with an inline script: the browser refuses both. Here the attributes are
// renamed to data-cke-on..., and listeners make the one call that they may name, a function that
// CKEditor has registered under a number. Load after ckeditor.js and before any editor is made.
const CKEDITOR = window.CKEDITOR;
const CALL = /CKEDITOR\.tools\.callFunction\((\d+)((?:,\s*(?:event|this|null|\d+|'[^'()]*'))*)\s*\)/;
const BUBBLING = ["click", "dragstart", "keydown", "keypress", "mousedown", "mouseout", "mouseover"];

// Its handles show an empty picture, which stands inline as data.
CKEDITOR.tools.transparentImageData = new URL("blank.gif", import.meta.url).href;

const output = CKEDITOR.template.prototype.output;
CKEDITOR.template.prototype.output = function (values, buffer) {
  const html = output.call(this, values).replace(/(\s)on([a-z]+)(=")/g, "$1data-cke-on$2$3");
  return buffer ? buffer.push(html) : html;
};

// The corner that resizes a dialog is made without a template.
const createFromHtml = CKEDITOR.dom.element.createFromHtml;
CKEDITOR.dom.element.createFromHtml = function (html, page) {
  return createFromHtml.call(this, html.replace(/(\s)on([a-z]+)(="CKEDITOR\.tools\.callFunction)/g, "$1data-cke-on$2$3"), page);
};

const write = CKEDITOR.dom.document.prototype.write;
CKEDITOR.dom.document.prototype.write = function (html) {
  // The frame of the text: its script does no more than tell that the frame is there.
  const script = /<script id="cke_actscrpt"[^]*?<\/script>/.exec(html)?.[0];
  write.call(this, script ? html.replace(script, () => "") : html);
  const frame = this.$.defaultView;
  if (script) {
    const number = Number(/callFunction\((\d+)/.exec(script)[1]);
    whenRead(this.$, () => CKEDITOR.tools.callFunction(number, frame));
  } else {
    // The frame of a drop-down list.
    listen(this.$);
    whenRead(this.$, () => run(this.$.body, "load"));
  }
};

function whenRead(page, callback) {
  if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", callback, { once: true });
  else callback();
}

function run(element, type, event) {
  const code = element.getAttribute(`data-cke-on${type}`);
  if (!code) return;
  const [, number, list] = CALL.exec(code) ?? [];
  let result;
  if (number) {
    const values = (list.match(/event|this|null|\d+|'[^']*'/g) ?? []).map((word) =>
      word === "event" ? event : word === "this" ? element : word === "null" ? null
        : word.startsWith("'") ? word.slice(1, -1) : Number(word));
    result = CKEDITOR.tools.callFunction(Number(number), ...values);
  }
  const refused = /return false;?\s*$/.test(code) || (/^\s*return CKEDITOR/.test(code) && result === false);
  if (refused) event?.preventDefault();
}

function listen(page) {
  for (const type of BUBBLING) {
    page.addEventListener(type, (event) => {
      for (let element = event.target; element?.getAttribute; element = element.parentNode) {
        run(element, type, event);
      }
    });
  }
  // Buttons are links to javascript:void(...), which the policy refuses loudly.
  page.addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="javascript:void("]')) event.preventDefault();
  }, true);
  // A focus event does not bubble.
  page.addEventListener("focus", (event) => event.target.getAttribute && run(event.target, "focus", event), true);
}

listen(document);
