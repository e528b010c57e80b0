"""The index's rows: which words of an edition stand in it, and how they get there."""

from collections.abc import Callable, Iterator
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple

from django.db import connection, transaction

from articles.models.edition import Edition
from articles.search import postgres, sqlite
from articles.search.words import spellings
from newsportal.richtext import plain_text, subheads

# PostgreSQL keeps the places of the first 16,383 words and refuses more than 1 MB of them.
MOST_WORDS_ABOVE = 1_000
MOST_WORDS_OF_BODY = 14_000
BATCH = 100


class Entry(NamedTuple):
    """One row: words as the index spells them, parted by spaces."""

    edition: int
    headline: str
    summary: str  # standfirst, subheads, byline and topics
    body: str  # dateline, text and captions


def engine() -> ModuleType:
    """The engine for the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


def index(edition: Edition) -> None:
    """Make `edition` findable, or findable by its present words.

    Called inside the transaction that writes the edition, after its authors, topics and photos.
    """
    engine().write([entry_of(edition)])


def forget(edition: Edition) -> None:
    """Take a cancelled edition out of the index; before or after its row goes, by `pk`."""
    engine().remove([edition.pk])


def rebuild(report: Callable[[int], Any] | None = None) -> int:
    """Write every row anew, in small transactions, so that publishing and searching go on.

    `report` is told the count so far. Returns how many editions the index holds.
    """
    count = 0
    for numbers in _batches(Edition.every.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            editions = Edition.every.filter(pk__in=numbers).prefetch_related(
                "authors", "topics", "photo_uses"
            )
            # Asked again inside: one that was cancelled meanwhile must not come back.
            count += engine().write([entry_of(edition) for edition in editions])
        if report:
            report(count)
    engine().remove_strays()
    return count


def entry_of(edition: Edition) -> Entry:
    """The words of `edition`, in three queries unless its relations were fetched before."""
    summary = [edition.standfirst, *(subhead.text for subhead in subheads(edition.body))]
    summary += [author.name for author in edition.authors.all()]
    summary += [topic.name for topic in edition.topics.all()]
    body = [edition.dateline, plain_text(edition.body)]
    body += [use.caption for use in edition.photo_uses.all()]
    return Entry(
        edition.pk,
        _words(edition.headline, at_most=MOST_WORDS_ABOVE),
        _words(*summary, at_most=MOST_WORDS_ABOVE),
        _words(*body, at_most=MOST_WORDS_OF_BODY),
    )


def _words(*texts: str, at_most: int) -> str:
    return " ".join(spellings("\n".join(texts), at_most=at_most))


def _batches(numbers: Any) -> Iterator[list[int]]:
    remaining = iter(list(numbers))
    while batch := list(islice(remaining, BATCH)):
        yield batch
