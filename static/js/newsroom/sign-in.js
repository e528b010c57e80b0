// Asks for the password again where a `signed-out` event says that the session has ended, without
// leaving the page: [data-sign-in="<url>"] holds data-writer and data-name of whom it belongs to.
// Then every form of the page gets the token of today, and `signed-in` tells that it goes on.
const place = document.querySelector("[data-sign-in]");
const { signIn: address, writer, name } = place.dataset;
const dialog = document.createElement("dialog");
dialog.className = "sheet sign-in";
dialog.setAttribute("aria-labelledby", "sign-in-title");
dialog.innerHTML = `<form><h2 id="sign-in-title">Sign in again</h2>
  <p>Your session has ended. What you typed is kept in this browser; go on with it after signing in.</p>
  <label>Username <input name="username" autocomplete="username" readonly></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <p role="alert"></p>
  <p class="sign-in-answers"><button class="button default">Sign in</button> <button type="button" class="button" data-later>Later</button></p></form>`;
const form = dialog.querySelector("form");
const error = dialog.querySelector("[role=alert]");
let token = "";
let quietUntil = 0;

const ask = async (options) => (await fetch(address, { ...options, headers: { Accept: "application/json", "X-CSRFToken": token } })).json();

function goOn(said) {
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = said.token;
  document.dispatchEvent(new Event("signed-in"));
}

document.addEventListener("signed-out", async () => {
  if (dialog.open || Date.now() < quietUntil) return;
  quietUntil = Date.now() + 3000;
  try {
    const said = await ask();
    token = said.token;
    // Signed in again in another tab: only the token was old.
    if (String(said.user) === writer) return goOn(said);
  } catch {
    return;
  }
  if (!dialog.isConnected) document.body.append(dialog);
  form.elements.username.value = name;
  error.textContent = "";
  dialog.showModal();
  form.elements.password.focus();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const said = await ask({ method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (String(said.user) !== writer) {
      error.textContent = said.error ?? "That did not work. Try again.";
      return;
    }
    dialog.close();
    goOn(said);
  } catch {
    error.textContent = "The server did not answer. Try again in a moment.";
  } finally {
    form.elements.password.value = "";
  }
});
dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => { quietUntil = Date.now() + 120_000; });
