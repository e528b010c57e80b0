"""The index's rows: which words of an edition stand in it, and how they get there."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django_tasks import task

from articles.models.edition import Edition
from articles.models.taxonomy import Author, Topic
from articles.search import postgres, sqlite, vocabulary
from articles.search.excerpts import tidy
from articles.search.within import place_of
from articles.search.words import spellings
from newsportal.richtext import plain_text, subheads

# PostgreSQL keeps the places of the first 16,383 words and refuses more than 1 MB of them.
MOST_WORDS_ABOVE = 1_000
MOST_WORDS_OF_BODY = 14_000
OPENING = 20_000  # characters
BATCH = 100


class Entry(NamedTuple):
    """One row: words as the index spells them, parted by spaces; but `opening` as people do."""

    edition: int
    place: int  # in the order of the results: `within.place_of`
    section: int
    headline: str
    summary: str  # standfirst, subheads, byline and topics
    body: str  # dateline, text and captions
    opening: str  # of the text: what an excerpt can be taken from


def engine() -> ModuleType:
    """The engine for the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


def index(edition: Edition) -> None:
    """Make `edition` findable, or findable by its present words.

    Called inside the transaction that writes the edition, after its authors, topics and photos.
    """
    _store([entry_of(edition)])


def forget(edition: Edition) -> None:
    """Take a cancelled edition out of the index; before or after its row goes, by `pk`."""
    engine().remove([edition.pk])


def unlearn(texts: Iterable[str], *, but: Iterable[str]) -> None:
    """Offer the words of `texts` to nobody any more, unless they stand in the texts of `but` too.

    For words that were struck out: called after the editions were indexed anew. Markup may stand
    in the texts, in both alike.
    """
    gone = {word for text in texts for word in spellings(text)}
    vocabulary.unlearn(gone - {word for text in but for word in spellings(text)})


def rebuild(report: Callable[[int], Any] | None = None) -> int:
    """Write every row anew, in small transactions, so that publishing and searching go on.

    `report` is told the count so far. Returns how many editions the index holds.
    """
    count = 0
    vocabulary.unlearn_all()
    # In the order of the index: FTS5 begins a new segment for each row that lies before the last.
    ordered = Edition.every.order_by("first_published_at", "pk")
    for numbers in _batches(list(ordered.values_list("pk", flat=True))):
        with transaction.atomic():
            count += _write(numbers)
        if report:
            report(count)
    engine().remove_strays()
    return count


def resume() -> None:
    """Have the index written anew where editions are missing from it, as after an upgrade."""
    if Edition.every.exclude(pk__in=_indexed()).exists():
        index_all.enqueue()


@task()
def index_all() -> None:
    """`rebuild`, by the worker."""
    rebuild()


def name_changed(subject: Topic | Author) -> None:
    """Have the editions that bear this name indexed anew, by a task: they may be thousands.

    Called inside the transaction that changes the name, or before the one that deletes it ends:
    which editions bear it is asked at once.
    """
    which = {"topics": subject} if isinstance(subject, Topic) else {"authors": subject}
    if numbers := _numbers_of(Edition.every.filter(**which)):
        index_again.enqueue(numbers)


@task()
def index_again(numbers: list[int]) -> None:
    """Write the rows of the editions with these ids anew; again does no harm."""
    for batch in _batches(numbers):
        with transaction.atomic():
            _write(batch)


@task()
def drop_removed_words() -> None:
    """Leave nothing in the index of rows that were removed or written anew; a matter of seconds."""
    engine().compact()


def entry_of(edition: Edition) -> Entry:
    """The words of `edition`, in three queries unless its relations were fetched before."""
    summary = [edition.standfirst, *(subhead.text for subhead in subheads(edition.body))]
    summary += [author.name for author in edition.authors.all()]
    summary += [topic.name for topic in edition.topics.all()]
    text = plain_text(edition.body)
    body = [edition.dateline, text]
    body += [use.caption for use in edition.photo_uses.all()]
    second = int(edition.first_published_at.timestamp())
    return Entry(
        edition.pk,
        place_of(second, edition.pk),
        edition.section_id,
        _words(edition.headline, at_most=MOST_WORDS_ABOVE),
        _words(*summary, at_most=MOST_WORDS_ABOVE),
        _words(*body, at_most=MOST_WORDS_OF_BODY),
        tidy(text[:OPENING]),
    )


def _words(*texts: str, at_most: int) -> str:
    return " ".join(spellings("\n".join(texts), at_most=at_most))


def _write(numbers: list[int]) -> int:
    # Asked inside the transaction: an edition that was cancelled meanwhile must not come back.
    editions = Edition.every.filter(pk__in=numbers).prefetch_related(
        "authors", "topics", "photo_uses"
    )
    return _store([entry_of(edition) for edition in sorted(editions, key=_moment)])


def _store(entries: list[Entry]) -> int:
    count: int = engine().write(entries)
    vocabulary.learn(word for entry in entries for text in entry[3:6] for word in text.split())
    return count


def _indexed() -> RawSQL:
    return RawSQL("SELECT edition_id FROM articles_search", [])


def _moment(edition: Edition) -> Any:
    return edition.first_published_at, edition.pk


def _numbers_of(editions: Any) -> list[int]:
    return list(editions.order_by("pk").values_list("pk", flat=True))


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    remaining = iter(numbers)
    while batch := list(islice(remaining, BATCH)):
        yield batch
