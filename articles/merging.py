"""Two texts that grew from one: what both have changed, as one text with open questions.

A merge is made of parts: each field is one, the body has one for each run of paragraphs, each
photo one for each of its words. A part that one side alone has changed is settled already; where
both have changed the same thing differently, a person decides. It knows no table and no request.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from html import escape
from typing import Any, Literal

from articles.content import Content, PhotoChoice
from articles.three_way import side_of, three_way
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.tree import parse, serialise

Side = Literal["same", "mine", "theirs", "both", "woven", "ancestor", "hand"]
Kind = Literal["words", "blocks", "order", "set", "choice"]

# What a person may take, by the kind of part.
CHOICES: dict[Kind, tuple[Side, ...]] = {
    "words": ("mine", "theirs", "ancestor", "hand"),
    "blocks": ("mine", "theirs", "both", "ancestor", "hand"),
    "order": ("mine", "theirs", "both", "ancestor"),
    "set": ("mine", "theirs", "both", "ancestor"),
    "choice": ("mine", "theirs", "ancestor"),
}
MOST_RELATED = 5
PLAIN = re.compile(r"<p>[^<]*</p>")
# Tags, words and the blanks between them: what two people change of one paragraph.
TOKENS = re.compile(r"<[^>]*>|[^<\s]+|\s+")


@dataclass(frozen=True)
class Part:
    """One piece of the text as three people left it; `taken` None: somebody has to decide.

    Blocks are tuples of HTML, `order` and `set` tuples of keys, everything else plain values.
    `woven` holds the changes of both sides where they touch different words.
    """

    key: str
    field: str
    kind: Kind
    ancestor: Any
    theirs: Any
    mine: Any
    taken: Side | None
    woven: Any = None
    photo: int | None = None

    @property
    def is_open(self) -> bool:
        return self.taken is None

    @property
    def choices(self) -> tuple[Side, ...]:
        """What can be taken here, the likeliest first."""
        return (*(("woven",) if self.woven is not None else ()), *CHOICES[self.kind])

    def value(self, choice: Side | None = None, by_hand: str = "") -> Any:
        """What the part says after `choice`; without one, what was settled."""
        choice = choice or self.taken
        if choice == "hand":
            return self.read(by_hand) if self.kind == "blocks" else by_hand
        if choice == "woven":
            return self.woven
        if choice == "both":
            return _both(self)
        return {"mine": self.mine, "ancestor": self.ancestor}.get(str(choice), self.theirs)

    @property
    def is_plain(self) -> bool:
        """Whether all three hold paragraphs without any markup: people write those as text."""
        return all(PLAIN.fullmatch(html) for html in (*self.ancestor, *self.theirs, *self.mine))

    def written(self, value: Any) -> str:
        """Blocks as a person edits them: lines of text, or HTML where there is markup."""
        if not self.is_plain:
            return "\n".join(value)
        return "\n".join(parse(html).text for html in value)

    def read(self, written: str) -> tuple[str, ...]:
        """The blocks that were written so."""
        if not self.is_plain:
            return (written,)
        lines = (" ".join(line.split()) for line in written.split("\n"))
        return tuple(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


@dataclass(frozen=True)
class Merge:
    """All parts, in the order of the form."""

    parts: list[Part] = field(default_factory=list)

    @property
    def open_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_open]

    def content(
        self, chosen: Mapping[str, Side] | None = None, by_hand: Mapping[str, str] | None = None
    ) -> Content:
        """The text after the choices, by the key of the part. KeyError where one is missing."""
        chosen, by_hand = chosen or {}, by_hand or {}
        values: dict[str, Any] = {}
        body: list[str] = []
        words: dict[int, dict[str, Any]] = {}
        for part in self.parts:
            choice = chosen[part.key] if part.is_open else chosen.get(part.key)
            value = part.value(choice, by_hand.get(part.key, ""))
            if part.field == "body":
                body += value
            elif part.photo is not None:
                words.setdefault(part.photo, {})[part.field] = value
            else:
                values[part.field] = value
        values["photos"] = tuple(PhotoChoice(key, **words[key]) for key in values["photos"])
        return Content(**values, body="\n".join(body))


def merge(ancestor: Content, theirs: Content, mine: Content) -> Merge:
    """`theirs` and `mine`, both made of `ancestor`, as one. Bodies must be sanitised."""
    parts: list[Part] = []
    for each in fields(Content):
        three = [getattr(content, each.name) for content in (ancestor, theirs, mine)]
        if each.name == "body":
            parts += _merge_bodies(*three)
        elif each.name == "photos":
            parts += _merge_photos(*three)
        elif each.name in {"topics", "related"}:
            parts.append(_merge_sets(each.name, *three))
        elif isinstance(three[0], tuple):
            parts.append(_merge_order(each.name, *three))
        else:
            parts.append(_merge_values(each.name, *three))
    return Merge(parts)


def blocks(html: str) -> list[str]:
    """The top-level blocks of sanitised HTML, each as HTML; nothing for blanks between them."""
    return [piece for node in parse(html).children if (piece := serialise([node]).strip())]


# -- Single values -----------------------------------------------------------------------------


def _merge_values(name: str, ancestor: Any, theirs: Any, mine: Any, **where: Any) -> Part:
    is_text = all(isinstance(value, str) for value in (ancestor, theirs, mine))
    kind: Kind = "words" if is_text and name not in {"language", "slug"} else "choice"
    taken = side_of(ancestor, theirs, mine)
    woven = None
    if taken is None and kind == "words":
        woven = _weave(ancestor, theirs, mine)
    key = "-".join([name, *(str(value) for value in where.values())])
    return Part(key, name, kind, ancestor, theirs, mine, taken, woven, **where)


def _weave(ancestor: str, theirs: str, mine: str) -> str | None:
    """The changes of both in one run of words; None where they touch the same ones."""
    if not ancestor.strip():
        return None
    pieces = three_way(*(TOKENS.findall(text) for text in (ancestor, theirs, mine)))
    if not all(piece.is_settled for piece in pieces):
        return None
    return "".join(word for piece in pieces for word in piece.settled)


# -- Lists -------------------------------------------------------------------------------------


def _merge_sets(name: str, ancestor: Any, theirs: Any, mine: Any) -> Part:
    """Rows without an order: what either added is in, what either took out is out."""
    taken: Side | None = side_of(ancestor, theirs, mine)
    gone = (set(ancestor) - set(theirs)) | (set(ancestor) - set(mine))
    woven = tuple(sorted((set(theirs) | set(mine)) - gone))
    if taken is None and not (name == "related" and len(woven) > MOST_RELATED):
        taken = "woven"
    return Part(name, name, "set", ancestor, theirs, mine, taken, woven)


def _merge_order(name: str, ancestor: Any, theirs: Any, mine: Any) -> Part:
    """Rows in an order: both changes, where they do not meet."""
    taken: Side | None = side_of(ancestor, theirs, mine)
    woven = None
    if taken is None:
        pieces = three_way(ancestor, theirs, mine)
        if all(piece.is_settled for piece in pieces):
            row = tuple(key for piece in pieces for key in piece.settled)
            if len(set(row)) == len(row):
                taken, woven = "woven", row
    return Part(name, name, "order", ancestor, theirs, mine, taken, woven)


def _merge_photos(ancestor: Any, theirs: Any, mine: Any) -> Iterator[Part]:
    """The order of the photos, and for each of them its words."""
    rows = [{row.photo: row for row in photos} for photos in (ancestor, theirs, mine)]
    order = _merge_order("photos", *(tuple(row) for row in rows))
    # Taken out by one and given new words by the other: not for a program to decide.
    argued = {
        key
        for one, other in (rows[1:], rows[:0:-1])
        for key in rows[0].keys() - one.keys()
        if key in other and other[key] != rows[0][key]
    }
    if argued and not order.is_open:
        order = Part("photos", "photos", "order", order.ancestor, order.theirs, order.mine, None)
    yield order
    for key in dict.fromkeys(key for row in rows for key in row):
        for name in ("caption", "alt", "is_decorative"):
            there = [getattr(row[key], name) if key in row else None for row in rows]
            known = next(text for text in (there[2], there[1], there[0]) if text is not None)
            # Who has no such photo says nothing about its words.
            before = there[0] if there[0] is not None else type(known)()
            one, other = (
                text if text is not None else (before if there[0] is not None else known)
                for text in there[1:]
            )
            yield _merge_values(name, before, one, other, photo=key)


# -- The body ----------------------------------------------------------------------------------


def _merge_bodies(ancestor: str, theirs: str, mine: str) -> Iterator[Part]:
    pieces = three_way(*(tuple(blocks(html)) for html in (ancestor, theirs, mine)))
    for number, (before, one, other) in enumerate(pieces, 1):
        taken, woven = side_of(before, one, other), None
        if taken is None and len(before) == len(one) == len(other):
            # One paragraph each: perhaps they have changed different words of it.
            texts = [_weave(*three) for three in zip(before, one, other, strict=True)]
            if None not in texts:
                woven = tuple(sanitise(str(text)) for text in texts)
        yield Part(f"body-{number}", "body", "blocks", before, one, other, taken, woven)


def _both(part: Part) -> Any:
    if part.kind in {"order", "set"}:
        return tuple(dict.fromkeys([*part.theirs, *part.mine]))
    return tuple(part.theirs) + tuple(part.mine)
