// Whoever writes a text by hand on the merge page has chosen it: textarea[data-merge-hand] names
// the group of its radio buttons.
document.addEventListener("input", (event) => {
  const group = event.target.dataset?.mergeHand;
  const choice = group && event.target.form.querySelector(`input[name="${CSS.escape(group)}"][value=hand]`);
  if (choice) choice.checked = true;
});
