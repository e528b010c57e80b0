"""Parts that many pages share, kept as pages are: the navigation, the foot, the card of an article.

A part is made while a page is made, and stands on other pages until one of its tags is discovered
as changed. Outside of the page cache (the newsroom, another time, tests of a view) there is nothing
to keep it in, and it is made each time.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from django.utils.translation import get_language

from newsportal.pagecache import rendering
from newsportal.pagecache.discovery import Discovery
from newsportal.pagecache.kept import Shelf

MOST_BYTES: Final = 16 * 1024 * 1024
# What a row with its relations takes, or so; the length of a text is known.
BYTES_OF_A_ROW: Final = 4_000
OVERHEAD: Final = 1_000

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass
class Part:
    """Something that was made for a page, and what it was made from."""

    value: Any
    tags: frozenset[str]
    fresh_until: float | None = None  # seconds since the epoch
    right_until: float | None = None  # by the monotonic clock; None: as far as we know it is right

    @property
    def size(self) -> int:
        """What it takes of the memory, in bytes."""
        return OVERHEAD + (len(self.value) if isinstance(self.value, str) else BYTES_OF_A_ROW)


class Parts:
    """The parts that a process keeps."""

    def __init__(self, discovery: Discovery) -> None:
        self.discovery = discovery
        self.shelf: Shelf[Hashable, Part] = Shelf(MOST_BYTES)

    def get(self, key: Hashable, make: Callable[[], Any], page: rendering.Rendering) -> Any:
        """The kept value, or a new one; `page` takes over what it was made from."""
        part = self.shelf.get(key)
        if part is None or not self.discovery.finds_right(part):
            with rendering.rendering(self, since=page.since) as collected:
                value = make()
            part = Part(value, frozenset(collected.tags), collected.fresh_until)
            self._keep(key, part, since=page.since)
        page.take(part)
        return part.value

    def get_each(
        self,
        name: str,
        keys: Iterable[Any],
        make: Callable[[list[Any]], dict[Any, Any]],
        tags_of: Callable[[Any], Iterable[str]],
        page: rendering.Rendering,
    ) -> dict[Any, Any]:
        """The kept values and new ones, by key; `page` takes over what they were made from."""
        found, missing = {}, []
        for key in keys:
            part = self.shelf.get((name, get_language(), key))
            if part is not None and self.discovery.finds_right(part):
                page.take(part)
                found[key] = part.value
            else:
                missing.append(key)
        for key, value in make(missing).items() if missing else ():
            part = Part(value, frozenset((rendering.EVERY_PAGE, *tags_of(value))))
            self._keep((name, get_language(), key), part, since=page.since)
            page.take(part)
            found[key] = value
        return found

    def _keep(self, key: Hashable, part: Part, *, since: int) -> None:
        # The page may have read its rows long before the part was made of them.
        self.discovery.keep_unless_changed(
            part.tags, lambda: self.shelf.put(key, part), since=since
        )


def kept(key: Hashable, make: Callable[[], Value]) -> Value:
    """`make()`, or what it has given for another page while that is still right.

    `key` says all that `make` looks at besides rows and the language. What comes back is shared
    between threads: it is not to be changed.
    """
    page = rendering.current()
    if page is None or page.parts is None:
        return make()
    return cast(Value, page.parts.get((key, get_language()), make, page))


def kept_each(
    name: str,
    keys: Iterable[Key],
    make: Callable[[list[Key]], dict[Key, Value]],
    tags_of: Callable[[Value], Iterable[str]],
) -> dict[Key, Value]:
    """As `kept` for many of a kind: `make` is asked at once for those that are not there.

    Its rows are read together, so each value must say by `tags_of` what it was made from. Keys for
    which `make` gives nothing are left out.
    """
    wanted = list(keys)
    page = rendering.current()
    if page is None or page.parts is None:
        return make(wanted) if wanted else {}
    return page.parts.get_each(name, wanted, make, tags_of, page)
