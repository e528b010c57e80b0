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
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from newsportal.pagecache.parts import Part, Parts

# Stands on every page: the name of the site, its sections, its slogans.
EVERY_PAGE = "site"

View = TypeVar("View", bound=Callable[..., Any])


class Rendering:
    """The tags of one page in the making, and until when it is right at the latest.

    `parts` is where the parts of pages are kept; `since` what was discovered when it began.
    """

    def __init__(self, parts: "Parts | None" = None, since: int = 0) -> None:
        self.parts, self.since = parts, since
        self.tags: set[str] = {EVERY_PAGE}
        self.fresh_until: float | None = None  # seconds since the epoch
        # Whether a view has said what its absence depends on, so that a 404 may be kept.
        self.explains_absence = False

    def take(self, part: "Part") -> None:
        """It has this part, and changes with it."""
        self.tags |= part.tags
        if part.fresh_until is not None:
            self.end_at(part.fresh_until)

    def end_at(self, seconds: float) -> None:
        """It is out of date from this moment on."""
        self.fresh_until = min(self.fresh_until or seconds, seconds)


_current: ContextVar[Rendering | None] = ContextVar("rendering", default=None)


@contextmanager
def rendering(parts: "Parts | None" = None, *, since: int = 0) -> Iterator[Rendering]:
    """Collect what is read within the block."""
    token = _current.set(made := Rendering(parts, since))
    try:
        yield made
    finally:
        _current.reset(token)


def current() -> Rendering | None:
    """The page in the making; None where nothing is collected."""
    return _current.get()


def depends_on(*tags: str) -> None:
    """Say that the page in the making changes with these tags."""
    if (page := _current.get()) is not None:
        page.tags.update(tags)


def absent_without(*tags: str) -> None:
    """Say that what is looked for may come with these tags: its 404 may be kept until then."""
    if (page := _current.get()) is not None:
        page.tags.update(tags)
        page.explains_absence = True


def fresh_until(moment: datetime) -> None:
    """Say that the page in the making is out of date from `moment` (aware) on."""
    if (page := _current.get()) is not None:
        page.end_at(moment.timestamp())


def cached(*parameters: str) -> Callable[[View], View]:
    """Let the answers of a view be kept; of the query, it sees these `parameters` alone.

    The view is handed a request without cookies and without headers of the reader.
    """

    def mark(view: View) -> View:
        view.cached_parameters = parameters  # type: ignore[attr-defined]
        return view

    return mark
