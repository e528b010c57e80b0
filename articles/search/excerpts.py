"""Headlines and excerpts with the words that were looked for marked, as parts of plain text.

The template escapes every part; no HTML is made here.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from articles.search.question import Phrase
from articles.search.words import LAST_SPELLED, composed, letters_of, plain_letter, words

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
    The texts are composed, with one space between words (`tidy`).
    """
    texts = [text for text in texts if text] or [""]
    for text in texts:
        if first := next(_matches(text, phrases), None):
            # The rest is read as far as the excerpt can reach, and no further.
            near = list(_matches(text[: first[0] + LENGTH], phrases))
            return _piece(text, near or [first])
    return _piece(texts[0], [])


def tidy(text: str) -> str:
    """`text` as `excerpt` expects it: composed, with one space between words."""
    return " ".join(composed(text).split())


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
    """Where the phrases stand in `text`, in order; the longest where several begin together.

    The words around them are never read: a place where one may begin is found by its letters.
    """
    pattern, ordered = _beginnings(tuple(phrases))
    at = 0
    while chance := pattern.search(text, at):
        begin = chance.start()
        ends = (_end(text, begin, roots) for roots in ordered)
        end = next((end for end in ends if end is not None), None)
        if end is not None:
            yield begin, end
        at = end or begin + 1


def _end(text: str, begin: int, roots: Phrase) -> int | None:
    """Where the phrase ends that begins at `begin`; None where none does."""
    following = words(text, begin)
    for number, root in enumerate(roots):
        word = next(following, None)
        if word is None or _root(word.spelling) != root or (not number and word.start != begin):
            return None
    return word and word.end


@lru_cache(maxsize=200)
def _beginnings(phrases: tuple[Phrase, ...]) -> tuple[re.Pattern[str], list[Phrase]]:
    """What finds every place where one of the phrases may begin; their roots, the longest first."""
    starts = []
    for phrase in phrases:
        first = letters_of(phrase[0])
        if ord(first[0]) <= LAST_SPELLED:
            letters = (_letters().get(letter, letter) for letter in _root(first))
            starts.append(_NO_LETTER_BEFORE + "".join(f"[{letter}]" for letter in letters))
        else:  # a single one of a Chinese word's characters stands almost everywhere
            wide = takewhile(lambda one: ord(one[0]) > LAST_SPELLED, map(letters_of, phrase))
            starts.append(re.escape("".join(wide)))
    ordered = sorted((tuple(map(_root, phrase)) for phrase in phrases), key=len, reverse=True)
    return re.compile("|".join(starts)), ordered


# Letters and digits of the scripts that make words; Chinese may stand right before one.
_SCRIPTS = "\u00aa-\u052f\u1e00-\u1fff\uff10-\uff5a"
_NO_LETTER_BEFORE = rf"(?<![0-9A-Za-z{_SCRIPTS}])"


@cache
def _letters() -> dict[str, str]:
    """Each letter, and all that the index spells with it: e, E, é, Ｅ."""
    alike: dict[str, str] = {}
    for number in (*range(0x30, 0x530), *range(0x1E00, 0x2000), *range(0xFF10, 0xFF5B)):
        if len(plain := plain_letter(chr(number))) == 1:
            alike[plain] = alike.get(plain, "") + chr(number)
    return alike


@lru_cache(maxsize=20_000)
def _root(spelling: str) -> str:
    """A word without its English ending: "manufacturing" and "manufactured" share one."""
    for ending in ENDINGS:
        if spelling.endswith(ending) and len(spelling) - len(ending) >= 3:
            root = spelling.removesuffix(ending)
            return root[:-1] if root[-1] == root[-2] else root  # "running": run
    return spelling
