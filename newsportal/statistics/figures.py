"""The figures that the newsroom reads: of single articles, and of all in a span of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, Sum

from newsportal.statistics.models import Views
from newsportal.timeline import local, now

WEEK: Final = timedelta(days=6)  # and today: seven days


@dataclass(frozen=True)
class Figures:
    """How often an article was read: today, in seven days with today, and in all."""

    today: int = 0
    week: int = 0
    total: int = 0


def figures_of(numbers: Iterable[int]) -> dict[int, Figures]:
    """The figures of the articles with these numbers, in one query; each has some."""
    wanted = list(numbers)
    today = local(now()).date()
    rows: Any = (
        Views.objects.filter(article_number__in=wanted)
        .order_by()
        .values("article_number")
        .annotate(
            today=Sum("views", filter=Q(day=today), default=0),
            week=Sum("views", filter=Q(day__gte=today - WEEK), default=0),
            total=Sum("views"),
        )
    )
    found = {row.pop("article_number"): Figures(**row) for row in rows}
    return {number: found.get(number, Figures()) for number in wanted}


def most_read(first: date, last: date, *, most: int) -> list[tuple[int, int]]:
    """Numbers of articles with their views from `first` to `last`, the most read first."""
    rows: Any = (
        _between(first, last)
        .values("article_number")
        .annotate(total=Sum("views"))
        .order_by("-total", "-article_number")
        .values_list("article_number", "total")[:most]
    )
    return list(rows)


def views_in_all(first: date, last: date) -> int:
    """The views of all articles from `first` to `last`."""
    found: dict[str, int] = _between(first, last).aggregate(total=Sum("views", default=0))
    return found["total"]


def _between(first: date, last: date) -> Any:
    return Views.objects.filter(day__gte=first, day__lte=last).order_by()
