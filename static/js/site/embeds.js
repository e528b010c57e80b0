// Loads what other sites offer in an article (figure[data-embed="embeds.<provider>"]): after a click,
// or as soon as the page opens where the reader has allowed it. Nothing is asked of them before.
//
// What is allowed stands in documentElement.dataset.granted, and `consent` on the document says that
// it was read or has changed (consent.js). What can be allowed for good stands in data-asked of the
// notice; without one, as in a preview, a click loads one.
const offers = [...document.querySelectorAll("figure[data-embed]")];
const asked = (document.querySelector("[data-asked]")?.dataset.asked ?? "").split(" ").map((pair) => pair.split(":")[0]);
let answer = null;

function granted() {
  return (document.documentElement.dataset.granted ?? "").split(" ").filter((name) => name.split(".")[0] === "embeds");
}

function load(figure) {
  if (figure.querySelector("iframe")) return;
  const { frame: src, title } = figure.dataset;
  const frame = Object.assign(document.createElement("iframe"), {
    className: "embed-frame",
    title,
    // The provider learns which site it is on, and not which page. Some show nothing without it.
    referrerPolicy: "strict-origin",
    loading: "lazy",
    allow: "fullscreen",
  });
  frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox");
  frame.src = src;
  figure.dataset.loaded = "";
  figure.prepend(frame);
}

function unload(figure) {
  const frame = figure.querySelector("iframe");
  if (!frame) return;
  const hadFocus = document.activeElement === frame;
  frame.remove();
  delete figure.dataset.loaded;
  if (hadFocus) figure.querySelector("[data-embed-load]").focus();
}

function look() {
  const names = granted();
  const given = document.cookie.split("; ").find((cookie) => cookie.startsWith("consent=")) ?? "";
  const isNewAnswer = answer !== null && given !== answer;
  answer = given;
  for (const figure of offers) {
    const isAllowed = names.includes(figure.dataset.embed);
    const frame = figure.querySelector("iframe");
    if (isAllowed) {
      load(figure);
      figure.dataset.by = "choice";
    } else if (frame && (figure.dataset.by === "choice" || (isNewAnswer && !names.length))) {
      // Whoever allows no embeds at all has also had enough of one that was loaded by a click.
      unload(figure);
    }
  }
}

for (const figure of offers) {
  figure.querySelector(".embed-actions").hidden = false;
  figure.querySelector("form").hidden = !asked.includes(figure.dataset.embed);
  figure.querySelector("[data-embed-load]").addEventListener("click", () => {
    figure.dataset.by = "click";
    load(figure);
    figure.querySelector("iframe").focus();
  });
}
document.addEventListener("consent", look);
look();
