"""The one clock of the portal, which can be moved for a block of code."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.utils import timezone

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)
_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """The moment that counts as now: aware, the same throughout a request and inside `at()`."""
    return _moved_to.get() or _frozen_at.get() or timezone.now()


def unfrozen_now() -> datetime:
    """The moment it has become by now, for whoever has waited for a lock within a request."""
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


@contextmanager
def stands_for(expression: Any) -> Iterator[None]:
    """Let `now()` answer a database expression: within the block a query is made for any moment."""
    token = _moved_to.set(expression)
    try:
        yield
    finally:
        _moved_to.reset(token)


@contextmanager
def frozen() -> Iterator[None]:
    """Let `now()` stand still within the block, so that what is made there agrees with itself."""
    token = _frozen_at.set(_frozen_at.get() or timezone.now())
    try:
        yield
    finally:
        _frozen_at.reset(token)
