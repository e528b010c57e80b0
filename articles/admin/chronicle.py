"""The chronicle of an article: its revisions and steps in one line of time, the newest first.

It is paged by key and not by number, so that an article with thousands of events costs as many
queries as one with three, and a save that comes meanwhile moves nothing from page to page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q

from articles.admin.step_words import details_in_words, step_in_words
from articles.models import Article, Correction, Edition, Revision
from articles.paging import UnknownKey
from newsportal.accounts.audit import subject_of
from newsportal.accounts.models import AuditEntry

PAGE_SIZE: Final = 40
KEY: Final = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-([rs])([1-9]\d{0,17})", re.ASCII)


# A row that the log names: what it is, and its number.
Named = tuple[str, int]


@dataclass(frozen=True, order=True)
class Key:
    """The place of an event. Of one moment, the step ("s") is later than the revision ("r")."""

    at: datetime
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z-{self.kind}{self.number}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """The key that was written as `text`; UnknownKey for anything else."""
        match = KEY.fullmatch(text)
        if match is None:
            raise UnknownKey(text)
        try:
            moment = datetime.strptime(f"{match[1]}+0000", "%Y%m%dT%H%M%S.%f%z")
        except ValueError as error:
            raise UnknownKey(text) from error
        return cls(moment, match[2], int(match[3]))


@dataclass(frozen=True)
class Printed:
    """An edition in the chronicle: which one it is, and when readers had it."""

    number: int
    edition: Edition


@dataclass(frozen=True)
class Event:
    """Something that happened to the article: a revision was saved, or a step was taken."""

    key: Key
    by: Any
    revision: Revision | None = None
    editions: list[Printed] = field(default_factory=list)
    words: str = ""
    details: list[str] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.key.at


@dataclass(frozen=True)
class Chronicle:
    """One page of it, and the key with which the next, older one begins."""

    events: list[Event]
    older: str = ""


def chronicle_of(article: Article, *, before: Key | None = None) -> Chronicle:
    """The page of events before the key; without one, the newest. Six queries."""
    revisions = article.revisions.all()
    steps = steps_of(article)
    if before is not None:
        same_moment = Q(saved_at=before.at)
        same_moment &= Q(number__lt=before.number) if before.kind == "r" else Q()
        revisions = revisions.filter(Q(saved_at__lt=before.at) | same_moment)
        earlier = Q(at__lt=before.at)
        if before.kind == "s":
            earlier |= Q(at=before.at, pk__lt=before.number)
        steps = steps.filter(earlier)
    newest = revisions.for_lists().order_by("-saved_at", "-number")[: PAGE_SIZE + 1]
    printed = editions_by_revision(article)
    hidden = hidden_texts(article)
    events = [
        Event(
            Key(revision.saved_at, "r", revision.number),
            revision.saved_by,
            revision=revision,
            editions=printed.get(revision.number, []),
        )
        for revision in newest
    ]
    told = words_of_rows(article)
    newest_steps = steps.order_by("-at", "-pk")[: PAGE_SIZE + 1]
    events += [event_of(entry, hidden, told) for entry in newest_steps]
    events.sort(key=lambda event: event.key, reverse=True)
    shown = events[:PAGE_SIZE]
    return Chronicle(shown, older=str(shown[-1].key) if len(events) > PAGE_SIZE else "")


def events_between(article: Article, one: Revision, other: Revision) -> list[Event]:
    """The steps that were taken between two saves, the oldest first; the last ones of very many."""
    start, end = sorted((one.saved_at, other.saved_at))
    steps = steps_of(article).filter(at__gt=start, at__lt=end).order_by("-at", "-pk")[:PAGE_SIZE]
    hidden, told = hidden_texts(article), words_of_rows(article)
    return [event_of(entry, hidden, told) for entry in steps][::-1]


def steps_of(article: Article) -> Any:
    """The lines of the audit log about the article, but for saves: those are revisions."""
    entries = AuditEntry.objects.filter(subject=subject_of(article))
    return entries.exclude(action="article.edit_text").select_related("by")


def event_of(entry: AuditEntry, hidden: frozenset[int], told: Mapping[Named, str]) -> Event:
    """A line of the audit log as an event; what was typed in a `hidden` one is not told.

    `told` are the words of rows that the log names by number.
    """
    details = details_in_words(entry, with_texts=entry.pk not in hidden)
    words = (told.get((name, number)) for name, number in _named_rows(entry))
    return Event(
        Key(entry.at, "s", entry.pk),
        entry.by,
        words=step_in_words(entry),
        details=[*details, *(f"“{each}”" for each in words if each)],
    )


def words_of_rows(article: Article) -> dict[Named, str]:
    """What corrections and draft links of the article say, as far as they are there; two queries.

    The log knows them by number alone, so that a redaction reaches their words.
    """
    corrections = Correction.every.filter(article_number=article.pk)
    told: dict[Named, str] = {
        ("correction", number): text for number, text in corrections.values_list("pk", "text")
    }
    told |= {("retracted", number): text for (_name, number), text in told.items()}
    links = article.draft_links.exclude(label="").values_list("pk", "label")
    return told | {("link", number): label for number, label in links}


def hidden_texts(article: Article) -> frozenset[int]:
    """The numbers of the lines whose typed words a redaction has taken from view."""
    redactions = AuditEntry.objects.filter(subject=subject_of(article), action="article.redact")
    details = redactions.values_list("detail", flat=True)
    return frozenset(number for detail in details for number in detail.get("hidden", ()))


def editions_by_revision(article: Article) -> dict[int, list[Printed]]:
    """The editions made of each revision, in the order in which readers got them."""
    editions = article.editions.order_by("live_from", "pk").defer("body", "standfirst")
    made: dict[int, list[Printed]] = {}
    for number, edition in enumerate(editions, start=1):
        made.setdefault(edition.revision_number, []).append(Printed(number, edition))
    return made


def _named_rows(entry: AuditEntry) -> Iterator[Named]:
    for name in ("correction", "retracted", "link"):
        if isinstance(number := entry.detail.get(name), int):
            yield name, number
