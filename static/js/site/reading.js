// The reader's settings for reading: the size of the text, and light or dark. It stands in the head
// and is no module, so that the page is drawn as it was set, without a flash of anything else.
// They are kept in localStorage where that was accepted ("preferences"), else for the page alone.

(() => {
  const KEY = "reading";
  const DEFAULTS = { text: "normal", scheme: "device" };
  const ALLOWED = { text: ["normal", "large", "largest"], scheme: ["device", "light", "dark"] };
  const root = document.documentElement;
  // The number that a choice must have to cover preferences; 0: the site has no such purpose.
  const since = Number(document.currentScript.dataset.since);

  function isAccepted() {
    const cookie = document.cookie.split("; ").find((each) => each.startsWith("consent=v"));
    const [version, names] = (cookie ?? "").slice("consent=v".length).split(":");
    return since > 0 && Number(version) >= since && names.split("+").includes("preferences");
  }

  // Browsers that let nothing be stored throw at the mere name of localStorage.
  function onShelf(work) {
    try {
      return work(localStorage);
    } catch {
      return null;
    }
  }

  function kept() {
    const found = onShelf((shelf) => JSON.parse(shelf.getItem(KEY))) ?? {};
    return Object.fromEntries(
      Object.keys(DEFAULTS).map((name) => [name, ALLOWED[name].includes(found[name]) ? found[name] : DEFAULTS[name]]),
    );
  }

  let settings = { ...DEFAULTS };
  if (isAccepted()) settings = kept();
  else onShelf((shelf) => shelf.removeItem(KEY));

  function apply() {
    for (const [name, value] of Object.entries(settings)) {
      if (value === DEFAULTS[name]) delete root.dataset[name];
      else root.dataset[name] = value;
    }
  }

  function keep() {
    if (isAccepted()) onShelf((shelf) => shelf.setItem(KEY, JSON.stringify(settings)));
  }

  function wire() {
    const control = document.querySelector("[data-reading]");
    if (!control) return;
    const form = control.querySelector("[data-reading-settings]");
    function show() {
      for (const [name, value] of Object.entries(settings)) form.elements[name].value = value;
      for (const part of control.querySelectorAll("[data-reading-when]")) {
        part.hidden = (part.dataset.readingWhen === "kept") !== isAccepted();
      }
    }
    form.addEventListener("change", (event) => {
      settings = { ...settings, [event.target.name]: event.target.value };
      apply();
      keep();
    });
    document.addEventListener("consent", () => {
      keep();
      show();
    });
    show();
  }

  apply();
  document.addEventListener("DOMContentLoaded", wire);
})();
