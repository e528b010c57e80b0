"""What a reader asks for: words, "phrases" and -exclusions, read from any text without error."""

import re
from dataclasses import dataclass

from articles.search.words import spellings

MOST_WORDS = 60  # one ligature can stand for eighteen letters
LONGEST = 200  # characters
PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | {"−": "-", "－": "-"})

Phrase = tuple[str, ...]  # spellings that stand one after another


@dataclass(frozen=True)
class Question:
    """All of `wanted` and none of `unwanted`; without `wanted` it asks for nothing."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    # While somebody types: the last wanted word may go on, as anything or as one of these words.
    is_unfinished: bool = False
    completions: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str, *, is_unfinished: bool = False) -> "Question":
        """Every text is a question: what makes no sense as syntax is read as words."""
        wanted: dict[Phrase, None] = {}
        unwanted: dict[Phrase, None] = {}
        left = MOST_WORDS
        for part in PART.finditer(text.translate(QUOTES)):
            # A chunk such as "high-tech" or 高新区 is a phrase: its words stand together.
            phrase = tuple(spellings(part["phrase"] or part["chunk"] or "", at_most=left))
            left -= len(phrase)
            if phrase:
                (unwanted if part["minus"] else wanted)[phrase] = None
        return cls(tuple(wanted), tuple(unwanted), is_unfinished)
