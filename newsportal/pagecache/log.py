"""Writing the invalidation log.

Call `append` as the last statement of the transaction that makes the change: on PostgreSQL it
takes a lock that is held until the commit, so that the ids of the log commit in order.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple, Self

from django.db import connection, transaction

from newsportal.timeline import now

# Any fixed number: it names the lock that orders the writers of the log.
LOG_LOCK = 0x6E657773
# Far longer than a process may pause between two looks (`discovery.LONGEST_PAUSE`).
KEPT: Final = timedelta(days=1)
GONE: Final = "gone:"


def gone(tag: str) -> str:
    """The tag that says: of pages made from `tag` no copy may be shown, not even in bad times.

    For what is withdrawn or struck out; appended beside `tag` itself.
    """
    return f"{GONE}{tag}"


class AsOf(NamedTuple):
    """How far the log was read: to a line of this number, and to what was due at a moment."""

    line: int
    moment: float  # seconds since the epoch

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `str` has made of one. Raises ValueError."""
        line, _blank, moment = text.partition(" ")
        return cls(int(line), float(moment))

    def __str__(self) -> str:
        return f"{self.line} {self.moment:.6f}"


def take_turn() -> None:
    """Wait until no other transaction writes rows that commit in order, and hold until the end.

    The audit log takes the same turn: with a lock of its own, two transactions that write both
    logs, one of them first in this one and one in that, would wait for each other. SQLite has
    one writer at a time anyway.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The log is written inside the change.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])


def append(tags: Iterable[str], *, counts_from: datetime | None = None) -> None:
    """Say that pages made from `tags` are old from `counts_from` (default: now) on.

    Raises TransactionManagementError outside a transaction, where a crash could part the
    change from its line in the log.
    """
    from newsportal.pagecache.models import Invalidation

    take_turn()
    moment = max(counts_from or now(), now())
    Invalidation.objects.bulk_create(
        Invalidation(tag=tag, counts_from=moment) for tag in sorted(set(tags))
    )


def forget_old() -> int:
    """Delete the lines that every process has read long ago; how many there were."""
    from newsportal.pagecache.models import Invalidation

    deleted, _by_model = Invalidation.objects.filter(counts_from__lt=now() - KEPT).delete()
    return deleted
