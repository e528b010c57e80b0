// Arrow keys go from day to day of the month; Page Up and Page Down turn to the next one.

const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const turns = { PageUp: "prev", PageDown: "next" };

for (const calendar of document.querySelectorAll("[data-calendar]")) {
  const days = [...calendar.querySelectorAll("[data-day]")];

  calendar.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = days.indexOf(event.target.closest("td")?.querySelector("[data-day]"));
    if (here < 0) return;
    if (event.key in steps) {
      const there = days[here + steps[event.key]];
      if (!there) return;
      event.preventDefault();
      there.focus();
    } else if (event.key in turns) {
      event.preventDefault();
      calendar.querySelector(`[rel="${turns[event.key]}"]`)?.click();
    }
  });
}
