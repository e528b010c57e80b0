"""The words of the articles as they are written, to find those that a reader means.

The index knows stems alone. Here each word stands under itself and under every spelling that
lacks one of its letters (the table `articles_search_spelling`, no model). A slip of the keyboard is
one letter too many, too few, another one, or two that have changed places: without a letter on
either side both spellings are the same. So the words near another are found by a few exact
look-ups, however many words there are.

The table knows words of editions that are not live, too: whoever offers one to a reader asks a
search among the live ones first.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection

SHORTEST, LONGEST = 4, 24  # letters of a word that is kept
AT_ONCE = 500  # words in one statement
MOST_READ = 200  # rows for a question: a word has some dozens of neighbours at most


def learn(words: Iterable[str]) -> None:
    """Keep those of `words` (as the index spells them) that are new and of letters alone."""
    wanted = sorted({word for word in words if is_kept(word)})
    with connection.cursor() as cursor:
        for some in _portions(wanted):
            cursor.execute(
                "SELECT word FROM articles_search_spelling"  # noqa: S608
                f" WHERE spelling = word AND spelling IN ({_places(some)})",
                some,
            )
            known = {word for (word,) in cursor.fetchall()}
            # In one order, or two who publish at once could wait for each other.
            cursor.executemany(
                "INSERT INTO articles_search_spelling (spelling, word) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                [
                    (spelling, word)
                    for word in some
                    if word not in known
                    for spelling in sorted(spellings_near(word))
                ],
            )


def unlearn(words: Iterable[str]) -> None:
    """Keep these words no longer; a publication that holds one brings it back."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM articles_search_spelling WHERE spelling = %s AND word = %s",
            [(spelling, word) for word in set(words) for spelling in spellings_near(word)],
        )


def unlearn_all() -> None:
    """Forget every word."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search_spelling")


def near(words: Iterable[str]) -> dict[str, list[str]]:
    """For each of `words` those that it may be a slip of, the nearest first. One query."""
    spellings = {word: spellings_near(word) for word in words}
    asked = sorted(set().union(*spellings.values()))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT spelling, word FROM articles_search_spelling"  # noqa: S608
            f" WHERE spelling IN ({_places(asked)}) LIMIT {MOST_READ * len(spellings)}",
            asked,
        )
        rows = cursor.fetchall()
    return {
        word: _nearest(word, {other for spelling, other in rows if spelling in mine} - {word})
        for word, mine in spellings.items()
    }


def beginning_with(start: str, *, at_most: int) -> list[str]:
    """The first words in the alphabet that begin like this. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM articles_search_spelling"
            " WHERE spelling >= %s AND spelling < %s AND spelling = word LIMIT %s",
            [start, start[:-1] + chr(ord(start[-1]) + 1), at_most],
        )
        return [word for (word,) in cursor.fetchall()]


def is_kept(word: str) -> bool:
    """Whether `word` is one that can be misspelt: not a number, nor a character of a script
    without letters, nor too short to tell one from another."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def spellings_near(word: str) -> set[str]:
    """`word`, and what remains of it without one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: letters put in, left out, changed, or swapped with
    the next one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, here in enumerate(other, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != here))
            if at > 1 < place and letter == other[place - 2] and here == one[at - 2]:
                best = min(best, last[place - 2] + 1)
            row.append(best)
    return row[-1]


def _nearest(word: str, others: Iterable[str]) -> list[str]:
    most = 1 if len(word) < 7 else 2
    ranked = sorted((distance(word, other), other[0] != word[0], other) for other in others)
    return [other for slips, _is_other_letter, other in ranked if slips <= most]


def _places(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _portions(words: list[str]) -> Iterator[list[str]]:
    remaining = iter(words)
    while portion := list(islice(remaining, AT_ONCE)):
        yield portion
