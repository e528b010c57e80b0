"""Small slips with one right answer: blanks, ratios, ranges, a dateline that stands in the text."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.finding import Fix
from articles.checks.kinds import Spot, kind
from articles.checks.material import Material, Text
from articles.models import HouseRule

BLANKS = re.compile("[ \xa0]{2,}")


def around(text: str, start: int, end: int, reach: int = 30) -> tuple[int, int]:
    """The bounds of a passage about text[start:end] that ends between words, where it can."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    if left and (blank := re.search(r"\s", text[left:start])):
        left += blank.end()
    if right < len(text):
        right = end + max(0, max(text[end:right].rfind(" "), text[end:right].rfind("\xa0")))
    return left, max(right, end)


@kind(
    "spaces",
    gettext_lazy("Double spaces"),
    gettext_lazy("“in the Zone,  achieved” has two."),
)
def double_spaces(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for text in material.texts:
        for match in BLANKS.finditer(text.text):
            start, end = around(text.text, *match.span(), reach=16)
            old = text.text[start:end]
            new = f"{text.text[start : match.start()]} {text.text[match.end() : end]}"
            yield Spot(
                _("Two spaces stand where one should."), text.field, old, _fix(text, old, new)
            )


def _fix(text: Text, old: str, new: str) -> tuple[Fix, ...]:
    """The one right way to write it; what stands in the library is mended there."""
    return () if text.is_library else (Fix(old, new),)


# -- "1 in every four" -----------------------------------------------------------------------

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_WORDS)}|twelve|twenty)"
_RATIO = re.compile(
    rf"(?<![\w.,$€£¥-]){_NUMBER} (in|out of) (every )?{_NUMBER}(?![\w-]|[.,]\d)", re.IGNORECASE
)
# Without "every", a ratio is known by what leads to it: "on May 1 in two cities" is none.
_LEADS_TO_A_RATIO = re.compile(
    r"(?:^|[.!?:;“‘(] ?|\b(?:about|nearly|almost|roughly|around|only|just|than|least|some) )$"
)
_OTHER_THAN_A_RATIO = re.compile(
    r" (?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?"
    r"|hundred|thousand|million|billion|trillion|per ?cent)\b"
)


@kind(
    "ratio",
    gettext_lazy("Digits and words mixed in a ratio"),
    gettext_lazy("“1 in every four” should be “one in every four”."),
    english_only=True,
)
def mixed_ratios(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for text in material.texts:
        for match in _RATIO.finditer(text.text):
            first, link, every, second = match.groups()
            if first.isdigit() == second.isdigit():
                continue
            # "one in 20" is how numbers from ten on are written; "one in 4" is not.
            digits = int(first if first.isdigit() else second)
            if not 1 <= digits < 10:
                continue
            before = text.text[max(0, match.start() - 12) : match.start()]
            sure = every or link.lower() == "out of" or _LEADS_TO_A_RATIO.search(before)
            if not sure or _OTHER_THAN_A_RATIO.match(text.text, match.end()):
                continue
            word = _WORDS[digits - 1]
            at_start = not before or before.rstrip("“‘( ")[-1:] in {".", "!", "?", ""}
            if first.isdigit() and at_start:
                word = word.capitalize()
            numbers = (word, second) if first.isdigit() else (first, word)
            new = f"{numbers[0]} {link} {every or ''}{numbers[1]}"
            yield Spot(
                _("Digits and words are mixed. Write both as words."),
                text.field,
                match.group(),
                _fix(text, match.group(), new),
            )


# -- "20%-15%" -------------------------------------------------------------------------------

_RANGE = re.compile(
    r"(?<![\w.,:/-])(\d{1,3}(?:\.\d{1,4})?)( ?%|)([-–—])(\d{1,3}(?:\.\d{1,4})?)( ?%| per ?cent\b)"
)


@kind(
    "range",
    gettext_lazy("A percentage range upside down"),
    gettext_lazy("“20%-15%” should be “15%-20%”."),
)
def ranges_upside_down(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for text in material.texts:
        for match in _RANGE.finditer(text.text):
            low, first_sign, dash, high, sign = match.groups()
            # 60%-40% is how a whole is parted.
            if float(low) <= float(high) or float(low) + float(high) == 100:
                continue
            yield Spot(
                _("The range runs downwards. Write the smaller number first."),
                text.field,
                match.group(),
                _fix(text, match.group(), f"{high}{first_sign}{dash}{low}{sign}"),
            )


# -- "Chongqing– China’s Ministry ..." --------------------------------------------------------

_DATELINE = re.compile(
    r"((?:[A-Z][\w’'.]{1,24}[ -]?){1,3}(?:, [A-Z][a-z]{2,8}\.? ?\d{0,2})?(?: \([\w ]{2,20}\))?)"
    r"([ \xa0]?(?:–|—|--?)[ \xa0])(?=[“‘\"']?[A-Z])"
)


@kind(
    "dateline_in_text",
    gettext_lazy("Dateline written into the text"),
    gettext_lazy(
        "“Chongqing– China’s Ministry …”: the place has a field, and its dash comes by itself."
    ),
    english_only=True,
)
def dateline_in_text(material: Material, rule: HouseRule) -> Iterator[Spot]:
    first = next((line for line in material.texts if line.field == "body"), None)
    match = _DATELINE.match(first.text) if first and first.tag == "p" else None
    if first is None or match is None:
        return
    place, dash = match.group(1).strip(), match.group(2)
    known = material.content.dateline.strip()
    # "Patience – That is what ..." is a sentence: a dateline is glued to its dash, written in
    # capitals, followed by two hyphens, or the very place that the field holds.
    is_dateline = (
        not first.text[len(place)].isspace()
        or "--" in dash
        or place.split(",")[0].isupper()
        or place.casefold() == known.casefold()
    )
    if not is_dateline:
        return
    old = first.text[: match.end()]
    opening = first.text[match.end() :].split(" ")[0]
    fix = Fix(old + opening, opening, "" if known else "dateline", "" if known else place)
    sure = not known or place.casefold() == known.casefold()
    yield Spot(
        _("The dateline stands in the text. It has a field, and is printed from there."),
        "body",
        old.strip(),
        (fix,) if sure else (),
    )
