"""Numbers with "million" or "billion" that do not say of what.

An amount is complete with a currency before it ("US$50 billion") or something counted after it
("222.7 billion yuan", "2 million new visitors"). It borrows from an amount that it is joined to
("from 40 billion to US$50 billion"), and from what the sentence has said it counts ("visitor
numbers reached 2 million").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.kinds import Spot, kind, listed
from articles.checks.material import Material
from articles.checks.slips import around
from articles.models import HouseRule

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    "|sixty|seventy|eighty|ninety"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,]*|(?:{_WORDS})\b)(?:[ \xa0-]?(?:million|billion|trillion)|bn|tn)\b",
    re.IGNORECASE,
)
# What stands right before: "US$", "RMB ", "US$40-".
_LOWER_BOUND = re.compile(r"[\d.,]{1,12}[ \xa0]?(?:[-–—]|to|or|and)[ \xa0]?$")
_CURRENCY = re.compile(
    r"(?:[$€£¥₩₹₽฿₫]|\b(?:USD|CNY|RMB|EUR|GBP|JPY|HKD|TWD|KRW|INR|AUD|CAD|CHF|SGD|THB|MYR|VND|IDR"
    r"|RUB|BRL|ZAR|NZD|SEK|NOK|DKK|PLN|TRY|AED|SAR|Rs\.?|Fr\.?))[ \xa0]?$"
)
_ODDS = re.compile(r"\b(?:one|1|once) in (?:every )?$", re.IGNORECASE)
_LEADS = r"(?:about|around|some|nearly|almost|over|roughly|more than|less than|up to|at least) "
_NEXT = re.compile(r"[ \xa0]+([^\W\d_][\w’'-]*)")
_SENTENCE_ENDS = re.compile(r"[.!?][”’\"')]*\s")
_WORD = re.compile(r"[^\s,;:–—()]+|[–—]")

# Words that no unit is: what follows the amount when nothing is counted.
_NO_UNIT = frozenset({
    "a", "across", "after", "an", "and", "annually", "as", "because", "before", "but", "by",
    "compared", "down", "during", "each", "every", "for", "from", "has", "if", "in", "into", "is",
    "last", "next", "on", "or", "over", "per", "respectively", "since", "than", "that", "the",
    "this", "through", "till", "to", "until", "up", "was", "which", "while", "within", "yearly",
    "yesterday",
})  # fmt: skip
_BETWEEN_AMOUNT_AND_UNIT = frozenset({
    "additional", "extra", "further", "more", "or", "other", "so",
})  # fmt: skip
# What may join two amounts of one kind, years and all.
_JOINTS = frozenset({"to", "from", "and", "or", "than", "against", "between", "versus", "–", "—"})
_FILLERS = frozenset({
    "a", "about", "almost", "around", "before", "compared", "down", "earlier", "falling", "fell",
    "growing", "in", "just", "last", "month", "more", "nearly", "only", "over", "previous",
    "rising", "rose", "some", "the", "this", "up", "with", "year", "years",
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
})  # fmt: skip


@dataclass
class _Amount:
    start: int
    end: int
    complete: bool


@kind(
    "amounts",
    gettext_lazy("Millions and billions of nothing"),
    gettext_lazy(
        "“The output will reach 250 billion” should say 250 billion yuan. The words below are"
        " things counted: after them a number may stand alone (“a city of 32 million”). A line"
        " that ends with “of” or “to” counts right before the number."
    ),
    takes=("words",),
    words=(
        "population", "populations", "people", "number", "numbers", "residents", "inhabitants",
        "visitors", "passengers", "tourists", "users", "subscribers", "readers", "viewers",
        "followers", "customers", "households", "workers", "students", "pupils", "members",
        "voters", "trips", "journeys", "downloads", "views", "vehicles", "copies", "tonnes",
        "jobs", "audience", "attendance", "circulation", "ridership", "crowd of", "city of",
        "cities of", "country of", "nation of", "province of", "municipality of", "region of",
        "home to",
    ),
    english_only=True,
)  # fmt: skip
def amounts_of_nothing(material: Material, rule: HouseRule) -> Iterator[Spot]:
    counted = _counted(listed(rule))
    for text in material.texts:
        if not (text.is_prose or text.tag == "headline"):
            continue
        for start, end in _sentences(text.text):
            for amount in _incomplete(text.text[start:end], counted):
                first, last = start + amount.start, start + amount.end
                left, right = around(text.text, first, last)
                yield Spot(
                    _("“%s” of what? Add the currency or the unit.") % text.text[first:last],
                    text.field,
                    text.text[left:right],
                )


def _counted(words: list[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for things counted: those anywhere before an amount, those right before it."""
    right_before = [word for word in words if word.lower().endswith((" of", " to"))]
    anywhere = [word for word in words if word not in right_before]

    def either(these: list[str]) -> str:
        return "|".join(re.escape(word) for word in these) or "(?!)"

    return (
        re.compile(rf"\b(?:{either(anywhere)})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{either(right_before)}) {_LEADS}?$", re.IGNORECASE),
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the sentences that hold an amount; abbreviations only make them shorter."""
    start = 0
    for match in _SENTENCE_ENDS.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _incomplete(
    sentence: str, counted: tuple[re.Pattern[str], re.Pattern[str]]
) -> Iterator[_Amount]:
    amounts = [_Amount(match.start(), match.end(), False) for match in _AMOUNT.finditer(sentence)]
    if not amounts:
        return
    anywhere, right_before = counted
    names_what = anywhere.search(sentence)
    for amount in amounts:
        before = sentence[max(0, amount.start - 60) : amount.start]
        amount.complete = (
            bool(names_what and names_what.start() < amount.start)
            or right_before.search(before) is not None
            or _ODDS.search(before) is not None
            or _CURRENCY.search(_LOWER_BOUND.sub("", before)) is not None
            or _has_unit(sentence, amount.end)
        )
    for one, other in pairwise(amounts):
        if one.complete and not other.complete:
            other.complete = _joined(sentence[one.end : other.start])
    for one, other in reversed(list(pairwise(amounts))):
        if other.complete and not one.complete:
            one.complete = _joined(sentence[one.end : other.start])
    yield from (amount for amount in amounts if not amount.complete)


def _has_unit(sentence: str, end: int) -> bool:
    """Whether something counted follows: "yuan", "-dollar", "new visitors", "of them", "%"."""
    if re.match(r"[-‐][^\W\d_]", sentence[end : end + 2]) or re.match(
        r" ?[$€£¥₩₹%]", sentence[end : end + 2]
    ):
        return True
    for _step in range(4):
        match = _NEXT.match(sentence, end)
        if match is None:
            return False
        word = match.group(1).lower()
        if word not in _BETWEEN_AMOUNT_AND_UNIT:
            return word not in _NO_UNIT
        end = match.end()
    return False


def _joined(between: str) -> bool:
    """Whether the words between two amounts make them two of one kind."""
    if len(between) > 80:
        return False
    words = [word.lower() for word in _WORD.findall(between)]
    # The unit of the first stands before the joint: "5 million tonnes, up from".
    while words and words[0] not in _JOINTS | _FILLERS:
        words = words[1:] if len(words) > 1 else []
    return any(word in _JOINTS for word in words) and all(
        word in _JOINTS | _FILLERS or word.isdigit() or _CURRENCY.search(word.upper())
        for word in words
    )
