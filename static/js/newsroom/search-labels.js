// The search box inside a field of several choices takes the label of its field.

function label(select) {
  const words = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim();
  const box = select.parentElement.querySelector(".select2-search__field");
  if (words && box) box.setAttribute("aria-label", words);
}

// Select2 adds the box some time after the document is ready.
for (const select of document.querySelectorAll("select[multiple].admin-autocomplete")) {
  new MutationObserver(() => label(select)).observe(select.parentElement, { childList: true });
  label(select);
}
