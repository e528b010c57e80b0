"""The engine on PostgreSQL: a table `articles_search` of three tsvectors, each with a GIN index.

https://www.postgresql.org/docs/current/textsearch.html. The vectors grow from column to column
(headline; and summary; and body) instead of carrying weights: an index of plain words answers
without reading the rows. The configuration `articles_search` stems English and has no stop
words, so that "to be" is found as on SQLite. An index on `place` (`entries.place_of`) gives the
rows in the order of the results. The column `opening` is not searched: it keeps plain words for
excerpts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.question import Phrase, Question
from articles.search.within import Span
from newsportal.timeline import now

PHRASE = "phraseto_tsquery('articles_search', %s)"
# A query in words ends with its last word in quotes; the sign behind it lets that one go on.
# Of a phrase without any word nothing is left, and `:*` alone would be no query.
BEGINNING = f"(nullif({PHRASE}::text, '') || ':*')::tsquery"
# A word that nobody can ask for keeps phrases from reaching over from one part to the next.
BORDER = " u0 "


def write(entries: Sequence[Any]) -> int:
    """Replace the rows of these `entries.Entry`; returns how many."""
    rows = []
    for entry in entries:
        above = entry.headline + BORDER + entry.summary
        texts = (entry.headline, above, above + BORDER + entry.body)
        rows.append((entry.edition, entry.place, entry.section, *texts, entry.opening))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search"
            " (edition_id, place, section_id, headline, above, anywhere, opening)"
            " VALUES (%s, %s, %s, to_tsvector('articles_search', %s),"
            " to_tsvector('articles_search', %s), to_tsvector('articles_search', %s), %s)"
            " ON CONFLICT (edition_id) DO UPDATE SET place = EXCLUDED.place,"
            " section_id = EXCLUDED.section_id, headline = EXCLUDED.headline,"
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


def found(
    question: Question, where: str, *, beside: str | None, span: Span, at_most: int
) -> list[tuple[int, int]]:
    """(place, edition) of the newest live editions that hold the question's words.

    `where`: "headline", "above" (headline, standfirst, subheads, names) or "anywhere"; `beside`
    names one of these whose editions are left out. `span` bounds section and places.
    """
    conditions, parameters = _conditions(question, where)
    if beside:
        others, again = _conditions(question, beside)
        conditions.append(f"NOT ({' AND '.join(others)})")
        parameters += again
    conditions += ["place >= %s", "place < %s"]
    parameters += [span.lowest, span.below]
    if span.section is not None:
        conditions.append("articles_search.section_id = %s")
        parameters.append(span.section)
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, edition_id FROM articles_search"  # noqa: S608
            " JOIN articles_edition AS edition ON edition.id = edition_id"
            f" WHERE {' AND '.join(conditions)} AND edition.live_from <= %s"
            " AND (edition.live_until IS NULL OR edition.live_until > %s)"
            " ORDER BY place DESC LIMIT %s",
            [*parameters, moment, moment, at_most],
        )
        return list(cursor.fetchall())


def editions_with(question: Question, where: str, *, at_most: int) -> RawSQL:
    """A subquery: ids of the newest `at_most` editions, live or not, that hold the words."""
    conditions, parameters = _conditions(question, where)
    return RawSQL(  # noqa: S611 - constant text, all values are parameters
        f"SELECT edition_id FROM articles_search WHERE {' AND '.join(conditions)}"  # noqa: S608
        " ORDER BY place DESC LIMIT %s",
        [*parameters, at_most],
    )


def _conditions(question: Question, where: str) -> tuple[list[str], list[Any]]:
    column = {"headline": "headline", "above": "above", "anywhere": "anywhere"}[where]
    column = f"articles_search.{column}"
    conditions = [f"{column} @@ {PHRASE}" for _phrase in question.wanted]
    words: list[Phrase] = [*question.wanted]
    if question.is_unfinished:
        ways = [BEGINNING, *(PHRASE for _word in question.completions)]
        conditions[-1] = f"{column} @@ ({' || '.join(ways)})"
        words += [(word,) for word in question.completions]
    conditions += [f"NOT articles_search.anywhere @@ {PHRASE}" for _phrase in question.unwanted]
    words += question.unwanted
    return conditions, [" ".join(phrase) for phrase in words]
