"""The engine on SQLite: three FTS5 tables, stemmed by Porter's rules, whose rows lie in the order
of the results.

https://www.sqlite.org/fts5.html. `articles_search_headline`, `_above` and `_anywhere` hold ever
more of an article's words; their rowid is its place (`entries.place_of`), so the newest rows come
first without a sort, and a span of days is a span of rowids. A column filter on one table would
read through every text in which a word stands to find the few headlines. The table
`articles_search` says which place an edition has, and keeps plain words for excerpts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.question import Phrase, Question
from articles.search.within import Span
from newsportal.timeline import now

WHERE = ("headline", "above", "anywhere")
# No word can be spelled with the sign that makes these words (see words.py): nobody asks for them
# by chance, and a phrase does not reach over the border from one part to the next.
BORDER = " _ "
SECTION = "section_"
NUMBER = 2**31 - 1  # the bits of a place that are the number of the edition


def write(entries: Sequence[Any]) -> int:
    """Replace the rows of these `entries.Entry`; returns how many."""
    remove([entry.edition for entry in entries])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search (edition_id, place, opening) VALUES (%s, %s, %s)",
            [(entry.edition, entry.place, entry.opening) for entry in entries],
        )
        parts: dict[str, list[str]] = {
            "headline": [entry.headline for entry in entries],
            "above": [entry.summary for entry in entries],
            "anywhere": [entry.body for entry in entries],
        }
        texts = [f"{SECTION}{entry.section}" for entry in entries]
        for where, added in parts.items():
            texts = [text + BORDER + more for text, more in zip(texts, added, strict=True)]
            cursor.executemany(
                f"INSERT OR REPLACE INTO articles_search_{where} (rowid, words) VALUES (%s, %s)",  # noqa: S608
                [(entry.place, text) for entry, text in zip(entries, texts, strict=True)],
            )
    return len(entries)


def remove(editions: Iterable[int]) -> None:
    """Remove the rows of these editions."""
    numbers = [(number,) for number in editions]
    with connection.cursor() as cursor:
        for where in WHERE:
            cursor.executemany(
                f"DELETE FROM articles_search_{where} WHERE rowid ="  # noqa: S608
                " (SELECT place FROM articles_search WHERE edition_id = %s)",
                numbers,
            )
        cursor.executemany("DELETE FROM articles_search WHERE edition_id = %s", numbers)


def remove_strays() -> None:
    """Remove the rows whose edition is gone, and words that no row names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM articles_search WHERE edition_id NOT IN (SELECT id FROM articles_edition)"
        )
        for where in WHERE:
            cursor.execute(
                f"DELETE FROM articles_search_{where}"  # noqa: S608
                " WHERE rowid NOT IN (SELECT place FROM articles_search)"
            )


def compact() -> None:
    """Drop the words of rows that were removed: FTS5 keeps them until it merges its segments."""
    with connection.cursor() as cursor:
        for where in WHERE:
            table = f"articles_search_{where}"
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def found(
    question: Question, where: str, *, beside: str | None, span: Span, at_most: int
) -> list[tuple[int, int]]:
    """(place, edition) of the newest live editions that hold the question's words.

    `where`: "headline", "above" (headline, standfirst, subheads, names) or "anywhere"; `beside`
    names one of these whose editions are left out. `span` bounds section and places.
    """
    table = f"articles_search_{where}"
    sought = _wanted(question, span.section)
    left_out = [(beside, sought)] if beside else []
    if question.unwanted and where == "anywhere":
        sought = f"({sought}) NOT ({_unwanted(question)})"
    elif question.unwanted:  # wherever in the article
        left_out.append(("anywhere", _unwanted(question)))
    conditions = [_matches(where)]
    parameters: list[Any] = [sought, span.lowest, span.below]
    for other, expression in left_out:
        conditions.append(
            f"{table}.rowid NOT IN (SELECT rowid FROM articles_search_{other}"  # noqa: S608
            f" WHERE {_matches(other)})"
        )
        parameters += [expression, span.lowest, span.below]
    moment = connection.ops.adapt_datetimefield_value(now())
    # Not the planner's choice: the words are looked up, and of what they find, the newest few
    # are asked whether they are live.
    sql = (
        f"SELECT {table}.rowid, edition.id FROM {table} CROSS JOIN articles_edition AS edition"  # noqa: S608
        f" ON edition.id = {table}.rowid & {NUMBER} WHERE {' AND '.join(conditions)}"
        " AND edition.live_from <= %s AND (edition.live_until IS NULL OR edition.live_until > %s)"
        f" ORDER BY {table}.rowid DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, moment, moment, at_most])
        return list(cursor.fetchall())


def editions_with(question: Question, where: str, *, at_most: int) -> RawSQL:
    """A subquery: ids of the newest `at_most` editions, live or not, that hold the words."""
    table = f"articles_search_{where}"
    conditions, parameters = [f"{table} MATCH %s"], [_wanted(question)]
    if question.unwanted:
        conditions.append(
            "rowid NOT IN (SELECT rowid FROM articles_search_anywhere"
            " WHERE articles_search_anywhere MATCH %s)"
        )
        parameters.append(_unwanted(question))
    # Constant text, all values are parameters; the index is no model.
    return RawSQL(  # noqa: S611
        f"SELECT rowid & {NUMBER} FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608
        " ORDER BY rowid DESC LIMIT %s",
        [*parameters, at_most],
    )


def _matches(where: str) -> str:
    table = f"articles_search_{where}"
    return f"{table} MATCH %s AND {table}.rowid >= %s AND {table}.rowid < %s"


def _wanted(question: Question, section: int | None = None) -> str:
    wanted = [_quoted(phrase) for phrase in question.wanted]
    if question.is_unfinished:
        ways = [f"{wanted[-1]} *", *(_quoted((word,)) for word in question.completions)]
        wanted[-1] = f"({' OR '.join(ways)})"
    if section is not None:
        wanted.append(f'"{SECTION}{section}"')
    return " AND ".join(wanted)


def _unwanted(question: Question) -> str:
    return " OR ".join(map(_quoted, question.unwanted))


def _quoted(phrase: Phrase) -> str:
    # Letters and digits only (see words.py): nothing in it can end the quotes.
    return f'"{" ".join(phrase)}"'
