"""The engine on SQLite: an FTS5 table `articles_search`, stemmed by Porter's rules.

https://www.sqlite.org/fts5.html. Its rowid is the edition's id; its
column `opening` is not searched, it keeps plain words for excerpts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.question import Phrase, Question

COLUMNS = {"headline": "{headline}", "above": "{headline summary}", "anywhere": ""}


def write(entries: Sequence[tuple[int, str, str, str, str]]) -> int:
    """Replace the rows of these (edition, headline, summary, body, opening); returns how many."""
    remove([entry[0] for entry in entries])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search (rowid, headline, summary, body, opening)"
            " VALUES (%s, %s, %s, %s, %s)",
            entries,
        )
    return len(entries)


def remove(editions: Iterable[int]) -> None:
    """Remove the rows of these editions."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM articles_search WHERE rowid = %s", [(pk,) for pk in editions]
        )


def compact() -> None:
    """Drop the words of rows that were removed: FTS5 keeps them until it merges its segments."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('optimize')")


def remove_strays() -> None:
    """Remove the rows whose edition is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM articles_search WHERE rowid NOT IN (SELECT id FROM articles_edition)"
        )


def editions_with(
    question: Question, where: str, *, at_most: int, unfinished: bool = False
) -> RawSQL:
    """A subquery: ids of the newest `at_most` editions that hold the question's words.

    `where`: "headline", "above" (headline, standfirst, subheads, names) or "anywhere". With
    `unfinished` the last word may go on.
    """
    expression = " AND ".join(map(_quoted, question.wanted)) + ("*" if unfinished else "")
    if columns := COLUMNS[where]:
        expression = f"{columns} : ({expression})"
    if question.unwanted:
        expression = f"({expression}) NOT ({' OR '.join(map(_quoted, question.unwanted))})"
    parameters: list[Any] = [expression, at_most]
    # Constant text, all values are parameters; the index is no model.
    return RawSQL(
        "SELECT rowid FROM articles_search WHERE articles_search MATCH %s"
        " ORDER BY rowid DESC LIMIT %s",
        parameters,
    )


def opening() -> RawSQL:
    """For an annotation of editions: the plain words with which the text of each begins."""
    # Constant text: the index is a table of the engine's own, and no model.
    return RawSQL("SELECT opening FROM articles_search WHERE rowid = articles_edition.id", [])


def _quoted(phrase: Phrase) -> str:
    # Letters and digits only (see words.py): nothing in it can end the quotes.
    return f'"{" ".join(phrase)}"'
