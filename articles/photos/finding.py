"""Finding photos by their words: an index of its own beside the table, which is wide.

A word may be unfinished, for the library is searched as one types; nothing is stemmed. What
counts as a word is left to `search.words`. `Photo` keeps its row up to date by itself, in the
transaction that changes it: `write` and `forget`.
"""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django_tasks import task

from articles.models.photo import Photo
from articles.search.words import spellings
from newsportal.numbers import number_in

COLUMNS: Final = (
    "caption",
    "credit",
    "keywords",
    "place",
    "file_name",
    "headline",
    "alt",
    "creator",
)
MOST_WORDS: Final = 1_000  # of a photo
MOST_ASKED: Final = 20
LONGEST: Final = 200  # characters of a question
BATCH: Final = 500
# Cameras write DSC7741; people look for 7741.
BORDER: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def found(photos: Any, text: str) -> Any:
    """Those of a queryset of photos that hold all words of `text`, each possibly unfinished.

    "#12" is the photo of that number. An empty text finds all, one without a word none.
    """
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return photos
    if text.startswith("#") and (number := number_in(text[1:])):
        return photos.filter(pk=number)
    phrases = [tuple(spellings(chunk, at_most=MOST_ASKED)) for chunk in text.split()][:MOST_ASKED]
    phrases = [phrase for phrase in phrases if phrase]
    if not phrases:
        return photos.none()
    return photos.filter(
        pk__in=_on_postgresql(phrases) if _is_postgresql() else _on_sqlite(phrases)
    )


def write(photos: Iterable[Any]) -> int:
    """Make the photos findable by the words they have now; returns how many there were."""
    rows = [(photo.pk, words_of(photo)) for photo in photos]
    with connection.cursor() as cursor:
        if _is_postgresql():
            cursor.executemany(
                "INSERT INTO articles_photo_search (photo_id, words)"
                " VALUES (%s, to_tsvector('simple', %s))"
                " ON CONFLICT (photo_id) DO UPDATE SET words = EXCLUDED.words",
                rows,
            )
        else:
            cursor.executemany(
                "DELETE FROM articles_photo_search WHERE rowid = %s", [row[:1] for row in rows]
            )
            cursor.executemany(
                "INSERT INTO articles_photo_search (rowid, words) VALUES (%s, %s)", rows
            )
    return len(rows)


def forget(number: int) -> None:
    """Take the words of a deleted photo out of the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM articles_photo_search WHERE {_key()} = %s", [number])  # noqa: S608


def rebuild(report: Callable[[int], Any] | None = None) -> int:
    """Write every row anew, in small transactions; returns how many photos the index holds."""
    count = 0
    numbers = iter(list(Photo.objects.order_by("pk").values_list("pk", flat=True)))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            count += write(Photo.objects.filter(pk__in=batch).only(*COLUMNS))
        if report:
            report(count)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM articles_photo_search WHERE {_key()}"  # noqa: S608
            " NOT IN (SELECT id FROM articles_photo)"
        )
    return count


def resume() -> None:
    """Have the index written anew where photos are missing from it, as after an upgrade."""
    # The index is no Django model; the text is constant.
    indexed = RawSQL(f"SELECT {_key()} FROM articles_photo_search", [])  # noqa: S608, S611
    if Photo.objects.exclude(pk__in=indexed).exists():
        index_all.enqueue()


@task()
def index_all() -> None:
    """`rebuild`, by the worker."""
    rebuild()


def words_of(photo: Photo) -> str:
    """What a photo is found by, spelled as the index spells it, with spaces between."""
    # A word that nobody can ask for keeps phrases from reaching from one field into the next.
    words: list[str] = []
    for name in COLUMNS:
        words += spellings(getattr(photo, name), at_most=MOST_WORDS)
        words.append("u0")
    words += spellings(BORDER.sub(" ", photo.file_name), at_most=MOST_WORDS)
    return " ".join(words[:MOST_WORDS])


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _key() -> str:
    """The column of the index that is the number of a photo: constant text, for it is no model."""
    return "photo_id" if _is_postgresql() else "rowid"


# Both ask an index that is no Django model; what readers typed is a parameter.


def _on_sqlite(phrases: list[tuple[str, ...]]) -> RawSQL:
    # Letters and digits alone (see search.words): nothing in it can end the quotes.
    expression = " AND ".join(f'"{" ".join(phrase)}" *' for phrase in phrases)
    return RawSQL(
        "SELECT rowid FROM articles_photo_search WHERE articles_photo_search MATCH %s",
        [expression],
    )


def _on_postgresql(phrases: list[tuple[str, ...]]) -> RawSQL:
    # https://www.postgresql.org/docs/current/datatype-textsearch.html: 'a' <-> 'b':*
    quoted = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in phrases]
    expression = " & ".join(f"({phrase}:*)" for phrase in quoted)
    return RawSQL(
        "SELECT photo_id FROM articles_photo_search WHERE words @@ %s::tsquery", [expression]
    )
