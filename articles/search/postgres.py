"""The engine on PostgreSQL: a table `articles_search` of three tsvectors, each with a GIN index.

https://www.postgresql.org/docs/current/textsearch.html. The vectors grow from column to column
(headline; and summary; and body) instead of carrying weights: an index of plain words answers
without reading the rows. The configuration `articles_search` stems English and has no stop
words, so that "to be" is found as on SQLite. The column `opening` is not searched: it keeps plain
words for excerpts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.question import Phrase, Question

PHRASE = "phraseto_tsquery('articles_search', %s)"
# A query in words ends with its last word in quotes; the sign behind it lets that one go on.
# Of a phrase without any word nothing is left, and `:*` alone would be no query.
BEGINNING = f"(nullif({PHRASE}::text, '') || ':*')::tsquery"
# A word that nobody can ask for keeps phrases from reaching over from one part to the next.
BORDER = " u0 "


def write(entries: Sequence[tuple[int, str, str, str, str]]) -> int:
    """Replace the rows of these (edition, headline, summary, body, opening); returns how many."""
    rows = [
        (
            pk,
            headline,
            headline + BORDER + summary,
            headline + BORDER + summary + BORDER + body,
            opening,
        )
        for pk, headline, summary, body, opening in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search (edition_id, headline, above, anywhere, opening)"
            " VALUES (%s, to_tsvector('articles_search', %s), to_tsvector('articles_search', %s),"
            " to_tsvector('articles_search', %s), %s)"
            " ON CONFLICT (edition_id) DO UPDATE SET headline = EXCLUDED.headline,"
            " above = EXCLUDED.above, anywhere = EXCLUDED.anywhere,"
            " opening = EXCLUDED.opening",
            rows,
        )
    return len(rows)


def remove(editions: Iterable[int]) -> None:
    """Remove the rows of these editions."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search WHERE edition_id = ANY(%s)", [list(editions)])


def compact() -> None:
    """Nothing: what was removed goes with the next vacuum, which the server runs by itself."""


def remove_strays() -> None:
    """Remove the rows whose edition is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM articles_search AS row WHERE NOT EXISTS"
            " (SELECT 1 FROM articles_edition WHERE articles_edition.id = row.edition_id)"
        )


def editions_with(
    question: Question, where: str, *, at_most: int, unfinished: bool = False
) -> RawSQL:
    """A subquery: ids of the newest `at_most` editions that hold the question's words.

    `where`: "headline", "above" (headline, standfirst, subheads, names) or "anywhere". With
    `unfinished` the last word may go on.
    """
    columns = {"headline": "headline", "above": "above", "anywhere": "anywhere"}
    conditions = [f"{columns[where]} @@ {PHRASE}"] * len(question.wanted)
    if unfinished:
        conditions[-1] = f"{columns[where]} @@ {BEGINNING}"
    conditions += [f"NOT anywhere @@ {PHRASE}"] * len(question.unwanted)
    parameters: list[Any] = [_text(part) for part in (*question.wanted, *question.unwanted)]
    return RawSQL(  # noqa: S611 - constant text, all values are parameters
        f"SELECT edition_id FROM articles_search WHERE {' AND '.join(conditions)}"  # noqa: S608
        " ORDER BY edition_id DESC LIMIT %s",
        [*parameters, at_most],
    )


def opening() -> RawSQL:
    """For an annotation of editions: the plain words with which the text of each begins."""
    # Constant text: the index is a table of the engine's own, and no model.
    return RawSQL("SELECT opening FROM articles_search WHERE edition_id = articles_edition.id", [])


def _text(phrase: Phrase) -> str:
    return " ".join(phrase)
