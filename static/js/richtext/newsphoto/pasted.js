// A picture that is pasted or dropped into the text goes to the library and comes back as a photo
// of it. No picture stays in the text by itself: neither as data nor from another site.
const CKEDITOR = window.CKEDITOR;
const encode = CKEDITOR.tools.htmlEncode;

const words = (html) => html.replace(/<!--[^]*?-->|<(style|title)\b[^]*?<\/\1>|<[^>]*>|&nbsp;/gi, "").trim();

function pictures(transfer) {
  const files = [];
  for (let at = 0; at < transfer.getFilesCount(); at += 1) files.push(transfer.getFile(at));
  return files.filter((file) => file?.type.startsWith("image/"));
}

function status(editor) {
  const area = editor.element.$;
  let place = area.parentElement.querySelector(".rich-text-status");
  if (!place) {
    place = Object.assign(document.createElement("p"), { className: "rich-text-status" });
    place.setAttribute("role", "status");
    editor.container.$.after(place);
  }
  return place;
}

async function upload(area, file) {
  const form = new FormData();
  form.set("file", file, file.name || "pasted.png");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(area.dataset.photoUpload, {
    method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  const { photo, error } = await answer.json();
  if (!photo) throw new Error(error);
  return photo;
}

async function take(editor, files) {
  const area = editor.element.$;
  const say = status(editor);
  const refusals = [];
  for (const file of files) {
    say.textContent = `Adding “${file.name || "the picture"}” to the library…`;
    try {
      const photo = await upload(area, file);
      editor.insertHtml(`<figure data-photo="${Number(photo.id)}"><figcaption>${encode(photo.caption ?? "")}</figcaption></figure>`);
      editor.fire("change");
      area.dispatchEvent(new CustomEvent("photo-added", { bubbles: true, detail: photo }));
    } catch (error) {
      const why = error instanceof SyntaxError || error instanceof TypeError ? "The library did not take it. Try again, or add it there." : error.message;
      refusals.push(`“${file.name || "The picture"}”: ${why}`);
    }
  }
  say.textContent = refusals.join(" ");
}

CKEDITOR.on("instanceCreated", ({ editor }) => editor.on("paste", (event) => {
  const area = editor.element.$;
  const { dataTransfer, dataValue } = event.data;
  const files = dataTransfer ? pictures(dataTransfer) : [];
  const html = dataValue || dataTransfer?.getData("text/html", true) || "";
  // Word and spreadsheets put a picture of the words beside the words themselves.
  if (files.length && !words(html)) {
    event.cancel();
    if (area.dataset.photoUpload) take(editor, files);
    else status(editor).textContent = "Your role does not add photos to the library. Choose one that is there.";
  } else if (/<img[\s>]/i.test(html)) {
    status(editor).textContent = "Pictures in what you pasted were left out. Copy each by itself, or drop its file here: it goes to the library.";
  }
}, null, null, 1));
