// Keeps the offset beside a date and a time true for what is typed: it changes with the season.

function offsetAt(moment, zone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "") || "+00:00";
}

function update(group) {
  const [day, clock] = group.querySelectorAll("input");
  if (!day.value || !clock.value) return;
  // The offset of a moment within a day of the one that is meant, then that of the moment itself.
  const asUtc = Date.parse(`${day.value}T${clock.value}Z`);
  if (Number.isNaN(asUtc)) return;
  const near = Date.parse(`${day.value}T${clock.value}${offsetAt(asUtc, group.dataset.moment)}`);
  group.querySelector("[data-moment-offset]").textContent = offsetAt(near, group.dataset.moment);
}

document.addEventListener("input", (event) => {
  const group = event.target.closest("[data-moment]");
  if (group) update(group);
});
