"""Two lists of lines as one list of rows that say which words changed.

Lines are paired first: those of a text by what they say, photos, authors and topics by which they
are. Only the words of a pair are compared with each other, so a rewritten paragraph does not turn
into a confetti of matches, and the time that it takes grows with the texts and no faster.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from articles.alignment import gaps, matches

Kind = Literal["same", "added", "removed"]

# Chinese and Japanese are written without spaces: there, a word is a character.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"[^\W{_IDEOGRAPH}]+"
WORDS = re.compile(rf"(?:[{_IDEOGRAPH}]|{_LETTERS}(?:[.,'’:/-]{_LETTERS})*|[^\w\s])\s*")
# Lines that share fewer of their words are two lines, one gone and one new.
ALIKE = 0.35
# The longest stretch, in pairs of lines to be looked at, whose lines are paired.
LARGEST_STRETCH = 150 * 150
# Runs of unchanged lines are folded but for the lines beside a change.
CONTEXT, SHORTEST_FOLD = 1, 3


@dataclass(frozen=True)
class Word:
    """A word with the blank that follows it; `marks` are CSS classes: strong, em, link ..."""

    text: str
    marks: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two words the same: not the blank behind them."""
        return self.text.rstrip(), self.marks


@dataclass(frozen=True)
class Line:
    """A line of a field: what it is, what it says. Lines with a `key` are paired by it."""

    label: str
    words: tuple[Word, ...]
    key: Hashable = None
    photo: int | None = None

    @cached_property
    def identity(self) -> Hashable:
        return self.label, tuple(word.key for word in self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(word.text.strip() for word in self.words)


@dataclass(frozen=True)
class Part:
    """Words that share a fate."""

    kind: Kind
    text: str
    marks: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the old content, of the new one, or of both, in parts that say what changed."""

    label: tuple[Part, ...]
    parts: tuple[Part, ...]
    photo: int | None = None

    @property
    def state(self) -> str:
        """same, changed, added or removed."""
        kinds = {part.kind for part in (*self.label, *self.parts)}
        return "changed" if len(kinds) > 1 else next(iter(kinds), "same")

    @property
    def before(self) -> list[Part]:
        """The old line; empty where there was none."""
        return [part for part in self.parts if part.kind != "added"]

    @property
    def after(self) -> list[Part]:
        """The new line; empty where there is none."""
        return [part for part in self.parts if part.kind != "removed"]

    @property
    def label_before(self) -> list[Part]:
        return [part for part in self.label if part.kind != "added"]

    @property
    def label_after(self) -> list[Part]:
        return [part for part in self.label if part.kind != "removed"]


@dataclass(frozen=True)
class Passage:
    """Rows one after another; those that are `folded` say the same in both contents."""

    rows: Sequence[Row]
    folded: bool = False


def rows_of(old: Sequence[Line], new: Sequence[Line]) -> list[Row]:
    """The two fields as one list of rows, in the order of the new one."""
    keys = [line.key or line.identity for line in old]
    new_keys = [line.key or line.identity for line in new]
    moved = {line.key: line for line in old if line.key}
    there = {line.key for line in new if line.key}
    rows: list[Row] = []
    for places, new_places, is_match in gaps(matches(keys, new_keys), (len(old), len(new))):
        if is_match:
            rows.append(_row(old[places[0]], new[new_places[0]]))
            continue
        before = [old[i] for i in places if old[i].key not in there]
        after = [new[j] for j in new_places]
        for one, other in _paired(before, after):
            if one is None and other is not None:
                one = moved.get(other.key)
            rows.append(_row(one, other))
    return rows


def folded(rows: Sequence[Row]) -> list[Passage]:
    """The rows in passages: what changed with a line on either side, and what did not, folded."""
    shown: set[int] = set()
    for place, row in enumerate(rows):
        if row.state != "same":
            shown.update(range(place - CONTEXT, place + CONTEXT + 1))
    passages = []
    for is_shown, run in groupby(enumerate(rows), key=lambda pair: pair[0] in shown):
        lines = [row for _place, row in run]
        passages.append(Passage(lines, folded=not is_shown and len(lines) >= SHORTEST_FOLD))
    return passages


def words_changed(old: Sequence[Word], new: Sequence[Word]) -> list[Part]:
    """The two lines as one run of parts: kept, removed and added words."""
    found = matches([word.key for word in old], [word.key for word in new])
    parts: list[Part] = []
    for places, new_places, is_match in gaps(found, (len(old), len(new))):
        if is_match:
            # The last word of one text may stand within the other, where a blank follows it.
            word, other = new[new_places[0]], old[places[0]]
            parts.append(Part("same", max(word.text, other.text, key=len), word.marks))
            continue
        parts += [Part("removed", old[i].text, old[i].marks) for i in places]
        parts += [Part("added", new[j].text, new[j].marks) for j in new_places]
    return list(_joined(parts))


def as_words(text: str, marks: str = "") -> tuple[Word, ...]:
    """`text` in words, each with the blank behind it."""
    return tuple(Word(match, marks) for match in WORDS.findall(text))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    for (kind, marks), run in groupby(parts, key=lambda part: (part.kind, part.marks)):
        yield Part(kind, "".join(part.text for part in run), marks)


def _row(old: Line | None, new: Line | None) -> Row:
    shown = new or old
    assert shown is not None
    return Row(
        tuple(_whole(old.label if old else None, new.label if new else None)),
        tuple(words_changed(old.words if old else (), new.words if new else ())),
        shown.photo,
    )


def _whole(old: str | None, new: str | None) -> Iterator[Part]:
    """A label, which changes as a whole."""
    if old == new:
        kinds: list[tuple[Kind, str | None]] = [("same", new)]
    else:
        kinds = [("removed", old), ("added", new)]
    yield from (Part(kind, text) for kind, text in kinds if text)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """The lines of a stretch in order; those that are alike together."""
    pairs = _alike(old, new) if len(old) * len(new) <= LARGEST_STRETCH else []
    for places, new_places, is_match in gaps(pairs, (len(old), len(new))):
        if is_match:
            yield old[places[0]], new[new_places[0]]
        else:
            yield from ((old[i], None) for i in places)
            yield from ((None, new[j]) for j in new_places)


def _alike(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """The pairs, in the order of both, whose words are most alike in all."""
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], _likeness(old[i], new[j]) + best[i + 1][j + 1]
            )
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(old: Line, new: Line) -> float:
    if old.key or new.key:
        return 0.0
    if old.photo or new.photo:
        return float(old.photo == new.photo)
    size = len(old.vocabulary) + len(new.vocabulary)
    share = 2 * len(old.vocabulary & new.vocabulary) / size if size else 0.0
    return share if share >= ALIKE else 0.0
