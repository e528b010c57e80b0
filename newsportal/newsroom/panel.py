"""What a panel of the start page is made of: its rows, and how many there are in all."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Window

ROWS: Final = 6


@dataclass(frozen=True)
class Row:
    """One line of a panel; `words` say more than the time, and `is_late` that it is overdue.

    `only_day` where no more is known of the time than its day.
    """

    text: str
    url: str
    at: datetime | None = None
    by: str = ""
    words: str = ""
    is_late: bool = False
    only_day: bool = False


@dataclass(frozen=True)
class Number:
    """How many there are, of what, and the list of them."""

    count: int
    words: Any
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Panel:
    """A list of the start page; `url` leads to all of it, `numbers` to parts of it."""

    title: Any
    url: str
    empty: Any
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    numbers: list[Number] = field(default_factory=list)


def first(found: Any) -> tuple[list[Any], int]:
    """The first rows of a question, and how many it has in all: one query."""
    rows = list(found.annotate(total=Window(Count("pk")))[:ROWS])
    return rows, rows[0].total if rows else 0
