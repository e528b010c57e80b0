"""Finds the paragraph that a note is about, wherever it stands now and whatever was changed in it.

A note holds the words of its paragraph as they were. The same words win; then a paragraph that
holds them; then the one that shares most of them in their order, if that is at least half.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from newsportal.richtext.text import plain_text

# Half of a paragraph can be written anew, and it is still that paragraph.
LIKE_ENOUGH: Final = 0.5
# Comparing takes as long as the product of the lengths: so many pairs of words take a second.
MOST_COMPARED: Final = 500_000
# Scripts that part no words are compared by their signs.
WORDS: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True)
class Place:
    """A paragraph of a text: its number, from 1, and its words."""

    number: int
    text: str


def paragraphs_of(html: str) -> list[str]:
    """The lines of a text as people count them: paragraphs, subheads, items of lists."""
    return [" ".join(line.split()) for line in plain_text(html).split("\n") if line.strip()]


class Effort:
    """How many words may be compared on one page. A text can be made to need very many."""

    def __init__(self, words: int = MOST_COMPARED) -> None:
        self.left = words

    def allows(self, words: int) -> bool:
        """Spend as much, if there is so much left."""
        if words > self.left:
            return False
        self.left -= words
        return True


def place_of(passage: str, paragraphs: Sequence[str], effort: Effort | None = None) -> Place | None:
    """Where the passage stands now; None where its paragraph is gone.

    Where it takes more than is left of `effort`, which the passages of a page share, a paragraph
    is found only if it still holds the passage.
    """
    effort = effort or Effort()
    passage = " ".join(passage.split())
    if not passage:
        return None
    for number, paragraph in enumerate(paragraphs, 1):
        if paragraph == passage:
            return Place(number, paragraph)
    for number, paragraph in enumerate(paragraphs, 1):
        if passage in paragraph:
            return Place(number, paragraph)
    words = _words(passage)
    found = [
        (likeness, -number, paragraph)
        for number, paragraph in enumerate(paragraphs, 1)
        if (likeness := _likeness(words, paragraph, effort)) >= LIKE_ENOUGH
    ]
    if not found:
        return None
    _likest, number, paragraph = max(found)
    return Place(-number, paragraph)


def _words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def _likeness(passage: list[str], text: str, effort: Effort) -> float:
    """The share of the passage's words that the paragraph has, in their order."""
    # Counting words is quick beside comparing them.
    if not passage or not effort.allows(1 + (len(passage) + len(text)) // 20):
        return 0.0
    paragraph = _words(text)
    common = sum((Counter(passage) & Counter(paragraph)).values())
    if common / len(passage) < LIKE_ENOUGH:
        return 0.0
    if not effort.allows(len(passage) * len(paragraph)):
        return 0.0
    matcher = SequenceMatcher(None, passage, paragraph, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(passage)
