"""What happens on which day: publications, changes, withdrawals, embargoes that end, due times.

Each kind of row is asked once, whatever the number of days, by an index and for those days alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition, Withdrawal
from newsportal.timeline import now
from newsportal.timeline.words import utc_offset

KINDS = {
    "first": _("Publication"),
    "change": _("Change"),
    "again": _("Public again"),
    "withdrawal": _("Withdrawal"),
    "embargo": _("Embargo ends"),
    "due": _("Due"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happens: at which moment, what, and to which article."""

    at: datetime
    kind: str
    number: int
    headline: str

    @property
    def words(self) -> Any:
        return KINDS[self.kind]

    @property
    def offset(self) -> str:
        """That of its moment; Django's own format has none for a time that comes twice."""
        return utc_offset(timezone.localtime(self.at))

    @property
    def has_been(self) -> bool:
        return self.at <= now()


@dataclass
class Day:
    """A day of the newsroom's clock, from `start` until `end`, with its first entries in order."""

    date: date
    start: datetime
    end: datetime
    entries: list[Entry] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        """How many entries there are besides."""
        return self.total - len(self.entries)

    @property
    def is_today(self) -> bool:
        return self.start <= now() < self.end

    @property
    def offsets(self) -> tuple[str, str]:
        """The offset from UTC at the first and at the last moment of the day."""
        last = self.end - timedelta(microseconds=1)
        return utc_offset(timezone.localtime(self.start)), utc_offset(timezone.localtime(last))

    @property
    def changes_clock(self) -> bool:
        """Whether the clock is put forward or back on this day, so that a time needs its offset."""
        return len(set(self.offsets)) > 1


def days_of(first: date, last: date, *, articles: Any = None, most: int) -> list[Day]:
    """The days from `first` to `last`, with up to `most` entries each; four queries.

    `articles` is a queryset of those to be shown; None: all.
    """
    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    bounds = [_midnight(day) for day in (*dates, last + timedelta(days=1))]
    days = [Day(day, bounds[i], bounds[i + 1]) for i, day in enumerate(dates)]
    for entry, total in _editions(articles, bounds, most):
        day = days[bisect_right(bounds, entry.at) - 1]
        day.entries.append(entry)
        day.total = total
    for entry in (
        *_withdrawals(articles, bounds),
        *_moments_of_articles(articles, "embargo", "embargo_until", bounds),
        *_moments_of_articles(articles, "due", "due_at", bounds),
    ):
        day = days[bisect_right(bounds, entry.at) - 1]
        day.entries.append(entry)
        day.total += 1
    for day in days:
        day.entries.sort(key=lambda entry: (entry.at, entry.number))
        del day.entries[most:]
    return days


def _midnight(day: date) -> datetime:
    """The moment at which the newsroom's clock enters the day, in UTC.

    Where the clock is put forward over midnight, Python takes the offset from before: that is
    the moment of the change, and the first of the day.
    """
    return datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)


def _editions(articles: Any, bounds: Sequence[datetime], most: int) -> Iterator[tuple[Entry, int]]:
    """The first `most` editions of every day, each with the number of editions of that day.

    An archive has very many, so that the database cuts the days.
    """
    day = Case(
        *(When(live_from__lt=end, then=Value(i)) for i, end in enumerate(bounds[1:])),
        output_field=IntegerField(),
    )
    editions = _within(Edition.every.all(), "live_from", bounds)
    if articles is not None:
        editions = editions.filter(article_number__in=articles)
    editions = (
        editions.annotate(
            day=day,
            place=Window(RowNumber(), partition_by=[F("day")], order_by=["live_from", "pk"]),
            total=Window(Count("*"), partition_by=[F("day")]),
        )
        .filter(place__lte=most)
        .order_by("live_from", "pk")
    )
    for row in editions.values(
        "article_number",
        "headline",
        "live_from",
        "first_published_at",
        "updated_at",
        "is_silent",
        "total",
    ):
        at = row["live_from"]
        if at == row["first_published_at"]:
            kind = "first"
        elif at == row["updated_at"] or row["is_silent"]:
            kind = "change"
        else:
            # Reinstated: the very edition of before, with its old dates.
            kind = "again"
        yield Entry(at, kind, row["article_number"], row["headline"]), row["total"]


def _withdrawals(articles: Any, bounds: Sequence[datetime]) -> Iterator[Entry]:
    headline = Article.objects.filter(pk=OuterRef("article_number")).values("headline")
    rows = _within(Withdrawal.every.all(), "live_from", bounds)
    if articles is not None:
        rows = rows.filter(article_number__in=articles)
    for at, number, words in rows.values_list("live_from", "article_number", Subquery(headline)):
        yield Entry(at, "withdrawal", number, words or "")


def _moments_of_articles(
    articles: Any, kind: str, column: str, bounds: Sequence[datetime]
) -> Iterator[Entry]:
    rows = _within(Article.objects.in_use(), column, bounds)
    if kind == "due":
        # What is published is not due any more.
        rows = rows.exclude(state=Article.State.PUBLISHED)
    if articles is not None:
        rows = rows.filter(pk__in=articles)
    for at, number, headline in rows.order_by().values_list(column, "pk", "headline"):
        yield Entry(at, kind, number, headline)


def _within(rows: Any, column: str, bounds: Sequence[datetime]) -> Any:
    return rows.filter(**{f"{column}__gte": bounds[0], f"{column}__lt": bounds[-1]})
