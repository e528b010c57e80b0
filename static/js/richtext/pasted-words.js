// Words pasted from elsewhere, before and after CKEditor's own filters for Word and Google Docs.
const CKEDITOR = window.CKEDITOR;
const BULLET = /(<span[^>]*font-family:\s*["']?(?:wingdings|symbol)[^>]*>\s*<span[^>]*mso-list:\s*ignore[^>]*>)\s*[^<&\s](?=\s*[<&])/gi;

// A bullet of a font of signs is some letter, which looks like the first item of an ordered list.
const withBullets = (html) => html.replace(BULLET, "$1·");

// A list copied from Google Docs without styles made CKEditor's filter throw, and the paste was
// lost (pastetools/filter/common.js reads the style of every item).
const createFilter = CKEDITOR.plugins.pastetools.createFilter;
CKEDITOR.plugins.pastetools.createFilter = (options) => {
  const filter = createFilter(options);
  return (raw, editor) => {
    const html = withBullets(raw);
    try {
      return filter(html, editor);
    } catch {
      const plain = html.replace(/<b\b[^>]*docs-internal-guid[^>]*>/gi, "");
      try {
        return filter(plain.replace(/<(ul|ol|li|p|span)(?![^>]*\sstyle=)/gi, '<$1 style="margin:0"'), editor);
      } catch {
        return plain;
      }
    }
  };
};

const styles = (element) => CKEDITOR.tools.parseCssText(element.attributes.style ?? "", true);
const isIn = (element, names) => Boolean(element.getAscendant((each) => names.includes(each.name)));

function wrap(element, tag) {
  if (element.children.length === 1 && element.children[0].name === tag) return;
  const inner = new CKEDITOR.htmlParser.element(tag);
  for (const child of [...element.children]) inner.add(child);
  element.children = [];
  element.add(inner);
}

// Emphasis that is written as a style, as browsers copy it from other sites.
function emphasised(element) {
  const { "font-weight": weight = "", "font-style": style, "vertical-align": align } = styles(element);
  const bold = weight.startsWith("bold") || Number(weight) >= 600;
  if (bold && !isIn(element, ["strong", "h2", "h3", "th"])) wrap(element, "strong");
  if (style === "italic" && !isIn(element, ["em"])) wrap(element, "em");
  if (["sub", "super"].includes(align) && !isIn(element, ["sub", "sup"])) wrap(element, align.slice(0, 3));
}

// What Word, Google Docs and web pages call what we call otherwise. A `b` that is not bold wraps
// all that Google Docs copies.
const rename = (tag) => (element) => { element.name = tag; };
const NAMES = new CKEDITOR.htmlParser.filter({
  elements: {
    b(element) {
      if (["normal", "400"].includes(styles(element)["font-weight"])) delete element.name;
      else element.name = "strong";
    },
    i: rename("em"), h1: rename("h2"), h4: rename("h3"), h5: rename("h3"), h6: rename("h3"),
    span: emphasised, font: emphasised,
  },
});

CKEDITOR.on("instanceCreated", ({ editor }) => editor.on("paste", ({ data }) => {
  if (data.dataTransfer?.sourceEditor || !/<[a-z]/i.test(data.dataValue)) return;
  const fragment = CKEDITOR.htmlParser.fragment.fromHtml(data.dataValue);
  NAMES.applyTo(fragment);
  const writer = new CKEDITOR.htmlParser.basicWriter();
  fragment.writeHtml(writer);
  data.dataValue = writer.getHtml();
}, null, null, 5));
