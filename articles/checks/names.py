"""Names that are spelt in several ways: found by themselves, or listed by the house."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.checks.finding import Fix
from articles.checks.kinds import Level, Spot, kind, listed
from articles.checks.material import Material, Text
from articles.models import HouseRule

LONGEST_NAME = 6  # words
_WORD = re.compile(r"[^\W\d_][\w’'&-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
# Written without a blank, these are names all the same: Wi-Fi, ScienceCity.
_NAME_OF_ONE_WORD = re.compile(r"[^\W\d_][\w]*-[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*")


@kind(
    "spellings",
    gettext_lazy("One name in several spellings"),
    gettext_lazy("“High-Tech Zone” here and “High-tech Zone” or “High Tech Zone” there."),
    english_only=True,
)
def several_spellings(material: Material, rule: HouseRule) -> Iterator[Spot]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Text] = {}
    for text in material.texts:
        if text.is_prose or (text.tag in {"h2", "h3"} and not _is_title_case(text.text)):
            for spelling in _names(text.text):
                found[_same(spelling)][spelling] += 1
                places.setdefault(spelling, text)
    varied = {key: spellings for key, spellings in found.items() if len(spellings) > 1}
    for key, spellings in varied.items():
        # "Chongqing High-Tech Zone" varies because "High-Tech Zone" does.
        if any(key[cut:] in varied for cut in range(1, len(key))):
            continue
        yield from _spots(spellings, places, material.preferred)


def _spots(
    spellings: Counter[str], places: dict[str, Text], preferred: frozenset[str]
) -> Iterator[Spot]:
    ranked = [spelling for spelling, _count in spellings.most_common()]
    best = next((spelling for spelling in ranked if spelling in preferred), ranked[0])
    for other in ranked:
        if other == best:
            continue
        fixes = [Fix(other, best, everywhere=True)]
        if best not in preferred:
            # The majority may be wrong: the other way is one click as well.
            fixes.append(Fix(best, other, everywhere=True))
        yield Spot(
            ngettext(
                "“%(other)s” is spelt “%(best)s” elsewhere (%(count)d time).",
                "“%(other)s” is spelt “%(best)s” elsewhere (%(count)d times).",
                spellings[best],
            )
            % {"other": other, "best": best, "count": spellings[best]},
            places[other].field,
            other,
            tuple(fixes),
        )


def _names(text: str) -> Iterator[str]:
    """The ends of each run of capitalised words: "New High-Tech Zone", "High-Tech Zone"."""
    run: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        possessive = _POSSESSIVE.search(word)
        if run and text[run[-1][1] : start].strip(" \xa0"):
            yield from _ends(text, run)
            run = []
        if not word[0].isupper():
            if run:
                yield from _ends(text, run)
            run = []
            continue
        run.append((start, end - len(possessive.group()) if possessive else end))
        if possessive:
            yield from _ends(text, run)
            run = []
    yield from _ends(text, run)


def _ends(text: str, run: list[tuple[int, int]]) -> Iterator[str]:
    for count in range(1, min(len(run), LONGEST_NAME) + 1):
        spelling = " ".join(text[start:end] for start, end in run[-count:])
        is_name = count > 1 or _NAME_OF_ONE_WORD.fullmatch(spelling)
        if is_name and not spelling.isupper() and len(spelling) < 100:
            yield spelling


def _same(spelling: str) -> str:
    """What two spellings of one name have in common."""
    return spelling.replace(" ", "").replace("-", "").replace("’", "'").casefold()


def _is_title_case(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


@kind(
    "preferred",
    gettext_lazy("A spelling that the house does not use"),
    gettext_lazy(
        "One spelling on each line, and the one to write instead. Case counts; a capital at the"
        " beginning of a sentence is understood."
    ),
    level=Level.OFF,
    takes=("words", "replacement"),
    words=("High-tech Zone", "High Tech Zone"),
    replacement="High-Tech Zone",
    several=True,
)
def other_than_preferred(material: Material, rule: HouseRule) -> Iterator[Spot]:
    wanted = rule.replacement
    wrong = {word: wanted for word in listed(rule) if word != wanted}
    wrong |= {_capital(word): _capital(right) for word, right in wrong.items()}
    wrong.pop(wanted, None)
    if not wrong:
        return
    # The wanted spelling may hold an unwanted one: it is passed over whole.
    either = "|".join(re.escape(word) for word in sorted((wanted, *wrong), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    for text in material.texts:
        for word in dict.fromkeys(pattern.findall(text.text)):
            if word in wrong:
                yield Spot(
                    _("The house writes “%(right)s”, not “%(wrong)s”.")
                    % {"right": wrong[word], "wrong": word},
                    text.field,
                    word,
                    () if text.is_library else (Fix(word, wrong[word]),),
                )


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
