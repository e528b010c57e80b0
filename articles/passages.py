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


def place_of(passage: str, paragraphs: Sequence[str]) -> Place | None:
    """Where the passage stands now; None where its paragraph is gone."""
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
        if (likeness := _likeness(words, _words(paragraph))) >= LIKE_ENOUGH
    ]
    if not found:
        return None
    _likest, number, paragraph = max(found)
    return Place(-number, paragraph)


def _words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def _likeness(passage: list[str], paragraph: list[str]) -> float:
    """The share of the passage's words that the paragraph has, in their order."""
    if not passage:
        return 0.0
    common = sum((Counter(passage) & Counter(paragraph)).values())
    if common / len(passage) < LIKE_ENOUGH:
        return 0.0
    matcher = SequenceMatcher(None, passage, paragraph, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(passage)
