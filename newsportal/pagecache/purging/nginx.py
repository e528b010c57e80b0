"""The pages that nginx keeps in a directory: those that have changed are removed.

Open source nginx has no purging, but opens the file of a page for each hit: a page whose file is
gone is a miss. Three things make that sound:

- A page says as of which line of the log it was right. One that is stored after its change was
  purged (its answer was under way) says so when it comes in, and goes.
- nginx answers from the directory only while there is a file named after the hundredth of a second
  that it is (a *lease*). Leases reach a quarter of a second beyond the beginning of a look
  at the log that has removed what it found. So nobody has to notice that this process has died.
- The portal lets nginx keep only what was right within the last fifth of a second (`edge`).
"""

import re
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Final

from newsportal.pagecache.edge import ANY_CHANGE
from newsportal.pagecache.log import AsOf
from newsportal.pagecache.purging import changes
from newsportal.pagecache.purging.inotify import Watch

SECONDS_BETWEEN_LOOKS: Final = 0.05
LEASE: Final = 0.25  # seconds
NAME: Final = re.compile(r"[0-9a-f]{32}")
# More than nginx may put before the body (`proxy_buffer_size`).
LONGEST_HEAD: Final = 40_000
HEAD: Final = re.compile(rb"\nHTTP/1\.[01] 200.*?\r\n\r\n", re.DOTALL)
TAGS: Final = re.compile(rb"\r\ncache-tag: *([^\r]+)\r\n", re.IGNORECASE)
AS_OF: Final = re.compile(rb"\r\nx-right-as-of: *([^\r]+)\r\n", re.IGNORECASE)
MOST_TAGS: Final = 50_000


class Pages:
    """The directory of pages, and the one of leases; this process alone may see to them."""

    def __init__(self, pages: Path, leases: Path) -> None:
        """Empties both: what was stored before cannot be told right from wrong. Raises OSError."""
        self.pages, self.leases = pages, leases
        for lease in leases.iterdir():
            lease.unlink()
        self._granted: set[int] = set()
        self._watch = Watch(pages)
        self._tags: dict[str, frozenset[str]] = {}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        # Of each tag: the last line that changed it, and the last moment from which one counts.
        self._changed: dict[str, tuple[int, float]] = {}
        # Read so far; and what a page has to be right as of for `_changed` to tell.
        self._as_of = self._begin = changes.newest()
        self._forget_everything(self._as_of)

    def look(self) -> None:
        """Remove what has changed, then let nginx answer from the rest for a while.

        Raises DatabaseError, and OSError where a directory is not what it was.
        """
        began = time.time()
        try:
            lines, self._as_of = changes.since(self._as_of)
        except changes.Lost:
            self._forget_everything(changes.newest())
            lines = []
        for line in lines:
            number, moment = self._changed.get(line.tag, (0, 0.0))
            self._changed[line.tag] = max(number, line.number), max(moment, line.counts_from)
        if lines:
            for tag in {ANY_CHANGE, *(line.tag for line in lines)}:
                for name in list(self._names.get(tag, ())):
                    self._remove(name)
            self._changed[ANY_CHANGE] = self._as_of.line, self._as_of.moment
        if len(self._changed) > MOST_TAGS:
            self._changed, self._begin = {}, self._as_of
        arrived = self._watch.names()
        if arrived is None:
            self._forget_everything(self._as_of)
        else:
            for name in filter(NAME.fullmatch, arrived):
                self._look_at(name)
        self._grant(began)

    def close(self) -> None:
        """Let nginx answer from nothing any more."""
        self._drop_leases(self._granted)
        self._watch.close()

    # -- Pages --------------------------------------------------------------------------------

    def _look_at(self, name: str) -> None:
        """Note a page that has come, or gone; one that is wrong already is removed."""
        self._forget(name)
        try:
            with (self.pages / name).open("rb") as file:
                start = file.read(LONGEST_HEAD)
        except FileNotFoundError:
            return
        head = HEAD.search(start)
        tags, as_of = (TAGS.search(head[0]), AS_OF.search(head[0])) if head else (None, None)
        if tags and as_of:
            self._tags[name] = named = frozenset(tags[1].decode("latin-1").split(","))
            for tag in named:
                self._names[tag].add(name)
            if self._is_right(named, AsOf.read(as_of[1].decode("latin-1"))):
                return
        self._remove(name)

    def _is_right(self, tags: frozenset[str], as_of: AsOf) -> bool:
        if as_of.line < self._begin.line or as_of.moment < self._begin.moment:
            return False
        return not any(
            number > as_of.line or moment > as_of.moment
            for number, moment in (self._changed.get(tag, (0, 0.0)) for tag in tags)
        )

    def _remove(self, name: str) -> None:
        (self.pages / name).unlink(missing_ok=True)
        self._forget(name)

    def _forget(self, name: str) -> None:
        for tag in self._tags.pop(name, ()):
            self._names[tag].discard(name)
            if not self._names[tag]:
                del self._names[tag]

    def _forget_everything(self, as_of: AsOf) -> None:
        for page in self.pages.iterdir():
            if NAME.fullmatch(page.name):
                page.unlink(missing_ok=True)
        self._tags.clear()
        self._names.clear()
        self._as_of = self._begin = as_of
        self._changed = {}

    # -- Leases -------------------------------------------------------------------------------

    def _grant(self, began: float) -> None:
        """Let nginx answer until a quarter of a second after `began`, seconds since the epoch."""
        moment = time.time()
        # Not where it is over, nor where the clock was put back meanwhile.
        is_good = began <= moment < began + LEASE
        wanted = set(range(int(moment * 100), int((began + LEASE) * 100))) if is_good else set()
        for hundredth in wanted - self._granted:
            (self.leases / _name(hundredth)).touch()
        self._drop_leases(self._granted - wanted)
        self._granted = wanted

    def _drop_leases(self, hundredths: set[int]) -> None:
        for hundredth in hundredths:
            with suppress(FileNotFoundError):
                (self.leases / _name(hundredth)).unlink()


def _name(hundredth: int) -> str:
    """As nginx writes the moment: seconds since the epoch, two digits after the point."""
    return f"{hundredth // 100}.{hundredth % 100:02}"
