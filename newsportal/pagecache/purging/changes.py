"""The lines of the invalidation log that have come to count since a moment."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from django.utils import timezone

from newsportal.pagecache.log import AsOf
from newsportal.pagecache.models import Invalidation

MOST_LINES: Final = 5_000
# Lines are cleared away after a day (`log.KEPT`).
LONGEST_PAUSE: Final = 3600.0


class Lost(Exception):
    """What has changed is not known line by line: everything has to go."""


class Line(NamedTuple):
    number: int
    tag: str
    counts_from: float  # seconds since the epoch


def newest() -> AsOf:
    """The end of the log."""
    moment = timezone.now().timestamp()
    number = Invalidation.objects.order_by("-pk").values_list("pk", flat=True).first()
    return AsOf(number or 0, moment)


def since(as_of: AsOf) -> tuple[list[Line], AsOf]:
    """The lines that count now and did not as of then, and how far that reads the log.

    Raises Lost where they are too many or may have been cleared away, and DatabaseError.
    """
    moment = timezone.now()
    if moment.timestamp() - as_of.moment > LONGEST_PAUSE:
        raise Lost
    new = _lines(Invalidation.objects.filter(pk__gt=as_of.line).order_by("pk"))
    became_due = _lines(
        Invalidation.objects.filter(
            pk__lte=as_of.line,
            counts_from__gt=datetime.fromtimestamp(as_of.moment, UTC),
            counts_from__lte=moment,
        )
    )
    due = [line for line in new if line.counts_from <= moment.timestamp()]
    end = max((line.number for line in new), default=as_of.line)
    return [*due, *became_due], AsOf(end, moment.timestamp())


def _lines(rows: Iterable[Invalidation]) -> list[Line]:
    found = list(rows.values_list("pk", "tag", "counts_from")[: MOST_LINES + 1])  # type: ignore[attr-defined]
    if len(found) > MOST_LINES:
        raise Lost
    return [Line(number, tag, moment.timestamp()) for number, tag, moment in found]
