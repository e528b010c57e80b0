"""What counts as a word: one answer for indexing, asking and highlighting.

Latin, Greek and Cyrillic letters make words, without accents and in lower case; the engine
stems them. Every character beyond these scripts is a word of its own, written in ASCII
(`u39640` for 高): Chinese has no spaces, and no database's locale or Unicode version gets a
say. What stood together is asked for as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

LONGEST_WORD = 40  # letters; PostgreSQL refuses a document of more than 1 MB of words
LAST_SPELLED = 0x052F  # the end of the Cyrillic blocks
RUN = re.compile(r"[^\W_]+")
WIDE = re.compile(r"u[0-9]{4,6}")
ACCENTS = dict.fromkeys(range(0x0300, 0x0370))


class Word(NamedTuple):
    """A word as the index spells it, and where it stands in the text that was given."""

    spelling: str
    start: int
    end: int


def words(text: str, begin: int = 0) -> Iterator[Word]:
    """The words of a `composed` text in order, from the position `begin` on."""
    for run in RUN.finditer(text, begin):
        start, letters = run.start(), run.group()
        if letters in {"s", "S"} and text[max(start - 1, 0) : start] in {"'", "’"}:
            continue  # "Chongqing's" is found as "Chongqing"
        if letters.isascii():
            yield Word(letters.lower()[:LONGEST_WORD], start, run.end())
        else:
            yield from _mixed(letters, start)


def letters_of(spelling: str) -> str:
    """How a word begins in a text: the character that `u39640` spells, else the word itself."""
    return chr(int(spelling[1:])) if WIDE.fullmatch(spelling) else spelling


def composed(text: str) -> str:
    """`text` with accents joined to their letters, as `words` expects it."""
    return unicodedata.normalize("NFC", text)


def spellings(text: str, *, at_most: int | None = None) -> list[str]:
    """The spellings of the first `at_most` words of `text`, or of all."""
    return [word.spelling for word in islice(words(composed(text)), at_most)]


def _mixed(letters: str, start: int) -> Iterator[Word]:
    """The words of a run of letters that are not all ASCII; it begins at `start`."""
    spelling, began = "", start
    for place, letter in enumerate(letters, start):
        for part in plain_letter(letter):
            if ord(part) <= LAST_SPELLED:
                began = began if spelling else place
                spelling += part
                continue
            if spelling:
                yield Word(spelling[:LONGEST_WORD], began, place)
                spelling = ""
            yield Word(f"u{ord(part)}", place, place + 1)
    if spelling:
        yield Word(spelling[:LONGEST_WORD], began, start + len(letters))


@lru_cache(maxsize=20_000)
def plain_letter(letter: str) -> str:
    """A letter without accent, width or case; more than one for a ligature."""
    bare = unicodedata.normalize("NFKD", letter).translate(ACCENTS).casefold()
    # Composed again: a Korean syllable falls apart into its strokes otherwise.
    return "".join(part for part in unicodedata.normalize("NFC", bare) if part.isalnum())
