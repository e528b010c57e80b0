// Sends a form[data-send-on] by itself: the same person goes on after signing in again.
document.querySelector("form[data-send-on]")?.requestSubmit();
