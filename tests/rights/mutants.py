"""Takes one check of rights out at a time and looks whether the questions notice.

A mutant is a place in the code that asks `can`, `require` or `widest`, and the action it asks
for there: a page that many actions come by has one for each. First all questions are put to the
portal as it is, and for each place is noted which of them were told no there; then the place
says yes, and these are put again.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsportal.accounts import roles
from tests.rights.probes import Probe

ROOT = Path(__file__).parents[2]
Place = tuple[str, str, str]  # file, function, action


@dataclass
class Watch:
    """What the checks of rights say while questions are asked, and the one that lies."""

    told_no: dict[Place, list[Probe]] = field(default_factory=lambda: defaultdict(list))
    asking: Probe | None = None
    lies: Place | None = None

    def place(self, action: str) -> Place | None:
        frame: Any = sys._getframe(3)
        while frame.f_code.co_filename == roles.__file__:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(ROOT) or path.is_relative_to(ROOT / "tests"):
            return None
        return str(path.relative_to(ROOT)), frame.f_code.co_qualname, action

    def says(self, answer: Any, yes: Any, action: str) -> Any:
        """The answer, or a lie; who was told no is noted."""
        place = self.place(action)
        if place is None or answer == yes:
            return answer
        if place == self.lies:
            return yes
        if self.asking is not None and self.asking not in self.told_no[place]:
            self.told_no[place].append(self.asking)
        return answer


@contextmanager
def watching() -> Iterator[Watch]:
    """Put the watch before `can` and `widest` wherever they were imported."""
    watch, can, widest = Watch(), roles.can, roles.widest

    def watched_can(user: Any, action: str, obj: Any = None) -> bool:
        return bool(watch.says(can(user, action, obj), True, action))

    def watched_widest(user: Any, action: str) -> str:
        return str(watch.says(widest(user, action), "Y", action))

    changed = []
    for module in list(sys.modules.values()):
        for name, ours, theirs in (("can", watched_can, can), ("widest", watched_widest, widest)):
            if getattr(module, name, None) is theirs:
                setattr(module, name, ours)
                changed.append((module, name, theirs))
    try:
        yield watch
    finally:
        for module, name, theirs in changed:
            setattr(module, name, theirs)


def survivors(
    watch: Watch, questions: Iterable[Probe], *, places: Any = None
) -> tuple[int, list[Place]]:
    """How many mutants there were, and those that no question noticed.

    `places` chooses among the places that were found; by default all.
    """
    for question in questions:
        watch.asking = question
        wrong = question()
        assert wrong is None, wrong
    watch.asking = None
    chosen = places(sorted(watch.told_no)) if places else sorted(watch.told_no)
    alive = []
    for place in chosen:
        watch.lies = place
        if not any(notices(question) for question in watch.told_no[place]):
            alive.append(place)
    watch.lies = None
    return len(chosen), alive


def notices(question: Probe) -> bool:
    """Whether the question finds something wrong; a crash is noticed, too."""
    try:
        return question() is not None
    except Exception:  # noqa: BLE001 - whatever it is, it is not what should happen
        return True
