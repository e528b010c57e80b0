"""Quotation marks without a partner. Apostrophes, inches and the ’90s are none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.kinds import Spot, kind
from articles.checks.material import Material, Text
from articles.checks.slips import around
from articles.models import HouseRule

# What a mark may be: in "the workers’ homes" it may close a quotation, in "‘90s" open one.
Role = Literal["opens", "may open", "closes", "may close", "ends", "none"]

_PAIRS = {"“": "”", "‘": "’", '"': '"', "'": "'"}
_ELIDED = re.compile(r"\d|(?:tis|twas|til|till|em|n|cause|bout|round)\b", re.IGNORECASE)
_BEFORE_AN_OPENING = frozenset(" \xa0\t\n([{—–-/“‘\"'")
_STOPS = frozenset(".,!?…")


@dataclass(frozen=True)
class _Mark:
    sign: str
    text: Text
    place: int
    may_be_closed: bool = False


@kind(
    "quotes",
    gettext_lazy("A quotation mark without its partner"),
    gettext_lazy("“The bridge is open, she said. Apostrophes (China’s, the ’90s) do not count."),
    english_only=True,
)
def unbalanced_quotes(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for texts in _passages(material.texts):
        for opener, closer in _PAIRS.items():
            for mark in _without_partner(texts, opener, closer):
                start, end = around(mark.text.text, mark.place, mark.place + 1)
                yield Spot(
                    _("The quotation mark %s has no partner.") % mark.sign,
                    mark.text.field,
                    mark.text.text[start:end].strip(),
                )


def _passages(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Lines over which a quotation may run on: the paragraphs of the text; all else alone."""
    run: list[Text] = []
    for text in texts:
        if text.field == "body" and text.tag == "p":
            run.append(text)
            continue
        # A photo may stand in the middle of a quotation; a subhead may not.
        if text.tag != "figcaption":
            yield run
            run = []
        yield [text]
    yield run


def _without_partner(texts: list[Text], opener: str, closer: str) -> Iterator[_Mark]:
    """A quotation of several paragraphs opens each of them and closes once."""
    pending: _Mark | None = None
    for role, mark in _marks(texts, opener, closer):
        # "ends" stands where a paragraph begins that does not go on with the quotation.
        if role in {"opens", "may open", "ends"}:
            if pending and not pending.may_be_closed and not (role != "ends" and mark.place == 0):
                yield pending
            pending = None if role == "ends" else replace(mark, may_be_closed=role == "may open")
        elif role == "closes":
            if pending is None:
                yield mark
            pending = None
        elif role == "may close" and pending:
            pending = replace(pending, may_be_closed=True)


def _marks(texts: list[Text], opener: str, closer: str) -> Iterator[tuple[Role, _Mark]]:
    signs = re.compile(f"[{opener}{closer}]")
    is_open = False
    for text in texts:
        if not text.text.startswith(opener):
            yield "ends", _Mark("", text, 0)
            is_open = False
        for match in signs.finditer(text.text):
            role = _role(text.text, match.start(), opener, closer, is_open=is_open)
            is_open = role in {"opens", "may open"} or (is_open and role != "closes")
            yield role, _Mark(match.group(), text, match.start())
    if texts:
        yield "ends", _Mark("", texts[-1], 0)


def _role(text: str, place: int, opener: str, closer: str, *, is_open: bool) -> Role:
    sign = text[place]
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    is_single = opener in "‘'"
    if is_single and before.isalnum() and after.isalnum():
        return "none"  # China’s
    if opener != closer:
        opens = sign == opener
    else:
        opens = (not before or before in _BEFORE_AN_OPENING) and not (after or " ").isspace()
    if opens:
        elided = is_single and _ELIDED.match(text, place + 1)
        return "may open" if elided else "opens"
    if before.isdigit() and not (sign == "”" and is_open):
        return "may close"  # inches, feet, minutes
    if not is_single:
        return "closes"
    if not before.isalnum() and _ELIDED.match(text, place + 1):
        return "none"  # the ’90s
    abbreviated = text[max(0, place - 2) : place - 1].isupper()  # the U.S.’ policy
    return "closes" if before in _STOPS and before and not abbreviated else "may close"
