"""Headlines and excerpts with the words that were looked for marked, as parts of plain text.

The template escapes every part; no HTML is made here.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from articles.search.question import Phrase
from articles.search.words import composed, letters_of, words

Part = tuple[str, bool]  # text, and whether it is what was looked for

LENGTH = 240  # characters of an excerpt
LEAD = 60  # of these before the first word found

# The engines stem; marking needs to agree with them closely, not perfectly.
ENDINGS = (
    "ations", "ation", "ingly", "iness", "ments", "ities", "ness", "ment", "ings", "edly",
    "ers", "ies", "ied", "ing", "ity", "er", "ed", "es", "ly", "s", "e", "y",
)  # fmt: skip


def marked(text: str, phrases: Sequence[Phrase]) -> list[Part]:
    """`text` in parts, those that match one of `phrases` marked."""
    text = composed(text)
    return list(_parts(text, list(_matches(text, phrases)), 0, len(text)))


def excerpt(texts: Sequence[str], phrases: Sequence[Phrase]) -> list[Part]:
    """A piece of the first of `texts` in which one of `phrases` stands, in parts.

    Where none does (the word is in a caption or a name), the beginning of the first text.
    """
    texts = [" ".join(composed(text).split()) for text in texts if text.strip()] or [""]
    for text in texts:
        if first := next(_matches(text, phrases), None):
            # The rest is read as far as the excerpt can reach, and no further.
            near = list(_matches(text[: first[0] + LENGTH], phrases))
            return _piece(text, near or [first])
    return _piece(texts[0], [])


def _piece(text: str, found: list[tuple[int, int]]) -> list[Part]:
    begin = max(found[0][0] - LEAD, 0) if found and len(text) > LENGTH else 0
    end = min(begin + LENGTH, len(text))
    if begin:  # not within a word; a text without spaces is cut where it may be
        begin = (text.find(" ", begin, found[0][0]) + 1) or begin
    if end < len(text):
        last = text.rfind(" ", begin + LENGTH // 2, end)
        end = end if last < 0 else last
    parts = [("… ", False)] if begin else []
    parts += _parts(text, found, begin, end)
    return [*parts, (" …", False)] if end < len(text) else parts


def _parts(text: str, found: list[tuple[int, int]], begin: int, end: int) -> Iterator[Part]:
    at = begin
    for start, stop in found:
        start, stop = max(start, at), min(stop, end)
        if start >= stop:
            continue
        if start > at:
            yield text[at:start], False
        yield text[start:stop], True
        at = stop
    if at < end:
        yield text[at:end], False


def _matches(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand in `text`, in order; the longest where several end together."""
    by_last: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        roots = tuple(map(_root, phrase))
        by_last.setdefault(roots[-1], []).append(roots)
    longest = max(map(len, phrases), default=1)
    recent: deque[tuple[str, int]] = deque(maxlen=longest)  # roots and where they start
    for word in words(text, _first_chance(text, phrases)):
        recent.append((_root(word.spelling), word.start))
        for roots in by_last.get(recent[-1][0], ()):
            last = list(recent)[-len(roots) :]
            if tuple(root for root, _start in last) == roots:
                yield last[0][1], word.end
                break


def _first_chance(text: str, phrases: Sequence[Phrase]) -> int:
    """A place before which no phrase begins, found in a fraction of the time of reading words.

    A match before it that is spelled with accents or wide letters may stay unmarked.
    """
    starts = []
    for phrase in phrases:
        first, *_rest = letters = [letters_of(spelling) for spelling in phrase]
        if first.isascii():
            starts.append(rf"(?<![^\W_]){_root(first)}")
        else:  # a single one of a Chinese word's characters stands almost everywhere
            starts.append(re.escape("".join(takewhile(lambda one: not one.isascii(), letters))))
    chance = re.search("|".join(starts), text, re.IGNORECASE)
    if chance is None:
        return len(text) if text.isascii() else 0
    begin = chance.start()
    while begin and text[begin - 1].isalnum():
        begin -= 1
    return begin


@lru_cache(maxsize=20_000)
def _root(spelling: str) -> str:
    """A word without its English ending: "manufacturing" and "manufactured" share one."""
    for ending in ENDINGS:
        if spelling.endswith(ending) and len(spelling) - len(ending) >= 3:
            root = spelling.removesuffix(ending)
            return root[:-1] if root[-1] == root[-2] else root  # "running": run
    return spelling
