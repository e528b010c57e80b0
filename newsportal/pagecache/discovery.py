"""What a process knows of the invalidation log: it is read ten times a second.

Every discovered change raises `count`. A page is right as long as none of its tags was discovered
after the count at which its rendering began, and while the last look at the log is young: a
process that cannot look serves nothing as fresh. Lines that count from a later moment wait for
it here.
"""

import heapq
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic, time
from typing import Final

from django.db import DatabaseError, connection, connections
from django.utils import timezone

from newsportal.pagecache import log
from newsportal.pagecache.kept import Dropped
from newsportal.pagecache.log import AsOf
from newsportal.pagecache.models import Invalidation

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 0.1
# A page is not called fresh when the last look lies further back.
TRUSTED_FOR: Final = 0.5
SECONDS_AFTER_TROUBLE: Final = 0.5
LOST_AFTER: Final = 3.0
# Whoever has not looked for so long may have missed lines that were cleared away.
LONGEST_PAUSE: Final = 3600.0
MOST_LINES: Final = 5_000
# Only renderings in the making ask for the counts of tags.
MOST_COUNTS: Final = 50_000


class Discovery:
    """Reads the log in a thread of its own.

    Calls `drop` with the tags that have changed, or None for whatever there is, and with the
    moment (of the monotonic clock) at which they had not.
    """

    def __init__(self, drop: Callable[[Iterable[str] | None, float], None]) -> None:
        self.count = 0
        self.looked_at = float("-inf")  # of the monotonic clock
        self.as_of: AsOf | None = None  # set before `looked_at`
        self._started_at = float("-inf")
        self.is_in_trouble = False
        self._drop = drop
        self._counts: dict[str, int] = {}
        self._all_at = 0
        self._last: int | None = None
        self._ahead: list[tuple[datetime, str]] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, once in the life of a process: after it was forked, not before."""
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                self._started_at = monotonic()
                self._thread = threading.Thread(target=self._run, name="discovery", daemon=True)
                self._thread.start()

    @property
    def is_lost(self) -> bool:
        """Whether the log cannot be read: the last look failed, or hangs."""
        seen_at = max(self.looked_at, self._started_at)
        return self.is_in_trouble or LOST_AFTER < monotonic() - seen_at < float("inf")

    @property
    def is_trusted(self) -> bool:
        """Whether the last look at the log is young enough."""
        return monotonic() - self.looked_at < TRUSTED_FOR

    def finds_right(self, thing: Dropped) -> bool:
        """Whether a page or a part of one is as it would be made now, as far as we know."""
        return (
            thing.right_until is None
            and (thing.fresh_until is None or time() < thing.fresh_until)
            and self.is_trusted
        )

    def keep_unless_changed(
        self, tags: Iterable[str], keep: Callable[[], None], *, since: int
    ) -> bool:
        """Call `keep` unless a tag has changed after `since`; nothing is discovered meanwhile."""
        with self._lock:
            if self._all_at > since or any(self._counts.get(tag, 0) > since for tag in tags):
                return False
            keep()
            return True

    def look(self) -> None:
        """Read what is new in the log, and what has become due; raises DatabaseError."""
        began = monotonic()
        lines: list[tuple[int, str, datetime]]
        if self._last is None or began - self.looked_at > LONGEST_PAUSE:
            lines, everything = self._begin()
        else:
            everything = False
            rows = Invalidation.objects.filter(pk__gt=self._last).order_by("pk")
            lines = list(rows.values_list("pk", "tag", "counts_from")[: MOST_LINES + 1])
            if len(lines) > MOST_LINES:
                lines, everything = self._begin()
        moment = timezone.now()
        changed: set[str] = set()
        for number, tag, counts_from in lines:
            self._last = max(self._last or 0, number)
            if counts_from <= moment:
                changed.add(tag)
            else:
                heapq.heappush(self._ahead, (counts_from, tag))
        self._come_due(changed, everything=everything)
        self.as_of = AsOf(self._last or 0, moment.timestamp())
        self.looked_at = began
        self.is_in_trouble = False

    def _begin(self) -> tuple[list[tuple[int, str, datetime]], bool]:
        """The lines that lie ahead; what came before the newest line is taken for changed."""
        self._ahead = []
        newest = Invalidation.objects.order_by("-pk").values_list("pk", flat=True).first()
        self._last = newest or 0
        rows = Invalidation.objects.filter(counts_from__gt=timezone.now(), pk__lte=self._last)
        return list(rows.values_list("pk", "tag", "counts_from")), True

    def gone_from(self, tags: Iterable[str]) -> datetime | None:
        """The first moment ahead at which something with one of these tags is withdrawn."""
        gone = {log.gone(tag) for tag in tags}
        return min((moment for moment, tag in list(self._ahead) if tag in gone), default=None)

    def _come_due(self, changed: set[str], *, everything: bool = False) -> None:
        """Take these tags, and those whose moment has come, for changed."""
        moment = timezone.now()
        while self._ahead and self._ahead[0][0] <= moment:
            changed.add(heapq.heappop(self._ahead)[1])
        if changed or everything:
            self._discover(changed, everything=everything)

    def _discover(self, tags: set[str], *, everything: bool) -> None:
        with self._lock:
            self.count += 1
            if everything:
                self._all_at = self.count
                self._counts.clear()
                self._drop(None, self.looked_at)
            if len(self._counts) > MOST_COUNTS:
                self._all_at = self.count
                self._counts.clear()
            self._counts.update(dict.fromkeys(tags, self.count))
            self._drop(tags, self.looked_at)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self.look()
                wait = SECONDS_BETWEEN_LOOKS
            except DatabaseError as error:
                if not self.is_in_trouble:
                    logger.error("The invalidation log cannot be read: %s", error)
                self.is_in_trouble = True
                wait = SECONDS_AFTER_TROUBLE
                connection.close()
                # What was to be withdrawn at a moment is withdrawn then, whatever is broken.
                self._come_due(set())
            except Exception:
                logger.exception("The invalidation log cannot be read")
                self.is_in_trouble = True
                wait = SECONDS_AFTER_TROUBLE
                connections.close_all()
            pause.wait(wait)
