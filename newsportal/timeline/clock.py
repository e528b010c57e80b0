"""The one clock of the portal, which can be moved for a block of code."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The moment that counts as now: an aware datetime, frozen inside `at()`."""
    return _moved_to.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` (aware) within the block.

    Raises ValueError for a naive datetime: it would name no moment.
    """
    if timezone.is_naive(moment):
        raise ValueError("The clock needs a moment with a time zone.")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
