"""What a page is made from, collected while it is made.

`front` begins a `Rendering` around the making of a page that may be kept; rows tell it by
themselves that they were read (`models.Noticed`), and views say what no row tells: that a list has
no further row, or that something was looked for and not there. Outside a rendering all this does
nothing, so views, tests and the newsroom need not know of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

# Stands on every page: the name of the site, its sections, its slogans.
EVERY_PAGE = "site"

View = TypeVar("View", bound=Callable[..., Any])


class Rendering:
    """The tags of one page in the making, and until when it is right at the latest."""

    def __init__(self) -> None:
        self.tags: set[str] = {EVERY_PAGE}
        self.fresh_until: datetime | None = None
        # Whether a view has said what its absence depends on, so that a 404 may be kept.
        self.explains_absence = False


_current: ContextVar[Rendering | None] = ContextVar("rendering", default=None)


@contextmanager
def rendering() -> Iterator[Rendering]:
    """Collect what is read within the block."""
    token = _current.set(made := Rendering())
    try:
        yield made
    finally:
        _current.reset(token)


def is_collecting() -> bool:
    """Whether a page that may be kept is being made."""
    return _current.get() is not None


def depends_on(*tags: str) -> None:
    """Say that the page in the making changes with these tags."""
    if (current := _current.get()) is not None:
        current.tags.update(tags)


def absent_without(*tags: str) -> None:
    """Say that what is looked for may come with these tags: its 404 may be kept until then."""
    if (current := _current.get()) is not None:
        current.tags.update(tags)
        current.explains_absence = True


def fresh_until(moment: datetime) -> None:
    """Say that the page in the making is out of date from `moment` (aware) on."""
    if (current := _current.get()) is not None:
        current.fresh_until = min(current.fresh_until or moment, moment)


def cached(*parameters: str) -> Callable[[View], View]:
    """Let the answers of a view be kept; of the query, it sees these `parameters` alone.

    The view is handed a request without cookies and without headers of the reader.
    """

    def mark(view: View) -> View:
        view.cached_parameters = parameters  # type: ignore[attr-defined]
        return view

    return mark
