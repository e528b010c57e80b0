"""Lists that page by key, not by offset: page 500 costs what page 1 costs, and an article that
is published meanwhile neither repeats nor hides another.

The key of a row (`Edition.key`) names its place in `newest_first`; `?after=<key>` is the page
that begins behind that place. Every list of the public site goes through `page_of`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from newsportal.timeline import now

PAGE_SIZE: Final = 20
KEY: Final = re.compile(r"(\d{8}T\d{6}\.\d{6}[+-]\d{4})-([1-9]\d{0,18})", re.ASCII)
LARGEST_NUMBER: Final = 2**63 - 1


class UnknownKey(ValueError):
    """What stands behind `?after=` is not a key that a list ever gave."""


class Rows(Protocol):
    """A QuerySet whose rows have a `key`: of editions, or of corrections."""

    def newest_first(self) -> Any:
        """The rows in the order of the list."""

    def older_than(self, moment: datetime, number: int) -> Any:
        """What follows the row with this key."""

    def newer_than(self, moment: datetime, number: int) -> Any:
        """What stands before it, the nearest first."""


@dataclass(frozen=True)
class Listing:
    """One page of a list, and the addresses (query strings or paths) of the pages around it."""

    rows: Sequence[Any]
    newer: str = ""
    older: str = ""


def page_of(
    rows: Rows,
    *,
    path: str,
    after: str | None = None,
    size: int = PAGE_SIZE,
    fetch: Callable[[Any], list[Any]] = list,
) -> Listing:
    """The page of `rows` behind the key `after`; without one, the first page.

    `path` is the address of the list. `fetch` makes of a queryset what the list shows. Raises
    UnknownKey for anything that is no key. One query, and one more for the way back.
    """
    ordered = rows.newest_first()
    if after is None:
        # Below now: the index is not read through what waits, or (as of an earlier day) came later.
        found = fetch(ordered.older_than(now(), LARGEST_NUMBER)[: size + 1])
        return _listing(found, path=path, size=size)
    moment, number = read_key(after)
    found = fetch(ordered.older_than(moment, number)[: size + 1])
    listing = _listing(found, path=path, size=size)
    # The page before ends with the row of the key, and so begins behind the one that stands
    # `size` places above it; where none does, it is the first page.
    above = list(ordered.newer_than(moment, number)[size - 1 : size])
    newer = _address(path, above[0]) if above else path
    return Listing(listing.rows, newer=newer, older=listing.older)


def read_key(key: str) -> tuple[datetime, int]:
    """The moment and the number that `key` names; UnknownKey for anything else."""
    match = KEY.fullmatch(key)
    if match is None:
        raise UnknownKey(key)
    try:
        moment = datetime.strptime(match[1], "%Y%m%dT%H%M%S.%f%z").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnknownKey(key) from error
    if (number := int(match[2])) > LARGEST_NUMBER:
        raise UnknownKey(key)
    return moment, number


def _listing(found: list[Any], *, path: str, size: int) -> Listing:
    older = _address(path, found[size - 1]) if len(found) > size else ""
    return Listing(found[:size], older=older)


def _address(path: str, last: Any) -> str:
    return f"{path}?{urlencode({'after': last.key})}"
