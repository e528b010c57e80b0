"""What happens on which day: publications, changes, withdrawals, embargoes that end, due times.

Each kind of row is asked once, whatever the number of days, and every day takes the first few of
each: a day with a thousand entries costs no more than its share of the index.
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
    for rows in (
        _editions(articles, bounds, most),
        _withdrawals(articles, bounds, most),
        _moments_of_articles(articles, "embargo", "embargo_until", bounds, most),
        _moments_of_articles(articles, "due", "due_at", bounds, most),
    ):
        counted = set()
        for entry, total in rows:
            day = days[bisect_right(bounds, entry.at) - 1]
            day.entries.append(entry)
            if day.date not in counted:
                counted.add(day.date)
                day.total += total
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


Rows = Iterator[tuple[Entry, int]]


def _editions(articles: Any, bounds: Sequence[datetime], most: int) -> Rows:
    editions = Edition.every.all()
    if articles is not None:
        editions = editions.filter(article_number__in=articles)
    columns = ("article_number", "headline", "first_published_at", "updated_at", "is_silent")
    for row in _first_of_each_day(editions, "live_from", bounds, most, *columns):
        at = row["live_from"]
        if at == row["first_published_at"]:
            kind = "first"
        elif at == row["updated_at"] or row["is_silent"]:
            kind = "change"
        else:
            # Reinstated: the very edition of before, with its old dates.
            kind = "again"
        yield Entry(at, kind, row["article_number"], row["headline"]), row["total"]


def _withdrawals(articles: Any, bounds: Sequence[datetime], most: int) -> Rows:
    withdrawals = Withdrawal.every.all()
    if articles is not None:
        withdrawals = withdrawals.filter(article_number__in=articles)
    headline = Article.objects.filter(pk=OuterRef("article_number")).values("headline")
    withdrawals = withdrawals.annotate(headline=Subquery(headline))
    columns = ("article_number", "headline")
    for row in _first_of_each_day(withdrawals, "live_from", bounds, most, *columns):
        entry = Entry(row["live_from"], "withdrawal", row["article_number"], row["headline"] or "")
        yield entry, row["total"]


def _moments_of_articles(
    articles: Any, kind: str, column: str, bounds: Sequence[datetime], most: int
) -> Rows:
    rows = Article.objects.in_use()
    if kind == "due":
        # What is published is not due any more.
        rows = rows.exclude(state=Article.State.PUBLISHED)
    if articles is not None:
        rows = rows.filter(pk__in=articles)
    for row in _first_of_each_day(rows, column, bounds, most, "pk", "headline"):
        yield Entry(row[column], kind, row["pk"], row["headline"]), row["total"]


def _first_of_each_day(
    rows: Any, column: str, bounds: Sequence[datetime], most: int, *columns: str
) -> Any:
    """Values of the first `most` rows of every day by `column`, and how many the day has."""
    day = Case(
        *(When(**{f"{column}__lt": end}, then=Value(i)) for i, end in enumerate(bounds[1:])),
        output_field=IntegerField(),
    )
    return (
        rows.filter(**{f"{column}__gte": bounds[0], f"{column}__lt": bounds[-1]})
        .annotate(
            day=day,
            place=Window(RowNumber(), partition_by=[F("day")], order_by=[column, "pk"]),
            total=Window(Count("*"), partition_by=[F("day")]),
        )
        .filter(place__lte=most)
        .order_by(column, "pk")
        .values(column, "total", *columns)
    )
