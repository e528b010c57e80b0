"""The words that a court has struck out: how they are found, and what stands in their place.

Capitals do not count, nor does what people do not see: a soft hyphen within a word, a line break
or a hard blank between two, one kind of apostrophe or hyphen for another. A passage is found as
whole words, since "Ann" must not tear a hole into "Planning"; Chinese and Japanese have no blanks
between words, and there it is found anywhere.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from articles.models import Article, PhotoUse
from articles.slugs import slug_of
from newsportal.refusals import Refused
from newsportal.richtext.striking import excerpt, strike

MARK: Final = "[redacted]"
MOST_PASSAGES: Final = 50
LONGEST_PASSAGE: Final = 500
SHORTEST_PASSAGE: Final = 2

_HIDDEN = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
_BLANK = "[\\s\u00ad\u200b-\u200d\u2060\ufeff]+"
_ALIKE = {"'": "['’‘]", "’": "['’‘]", "-": "[-‐‑–]", "‑": "[-‐‑–]", '"': '["“”]'}
_ONE_OF_A_KIND = str.maketrans("’‘‐‑–“”", "''---\"\"")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# In an address words are parted by signs, and a letter is all that makes a word go on.
_BLANK_IN_ADDRESSES = r"(?:[-_+.\s]|%20)+"

Found = tuple[Any, list[str]]  # the value without the words, and what stood around each


class StruckWords:
    """The passages of one order. Every method gives the value without them, and the excerpts."""

    def __init__(self, passages: Sequence[str]) -> None:
        tidy = list(dict.fromkeys(" ".join(passage.split()) for passage in passages))
        self.passages = [passage for passage in tidy if passage]
        _refuse_useless(self.passages)
        # The longest first, so that "Jo Doe Ltd" is not left as "[redacted] Ltd".
        ordered = sorted(self.passages, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(_in_texts, ordered)), re.IGNORECASE)
        self.address = re.compile("|".join(map(_in_addresses, ordered)), re.IGNORECASE)

    def stand_in(self, text: str) -> bool:
        """Whether one of them does."""
        return self.pattern.search(text) is not None

    def plain(self, text: str, *, longest: int | None = None) -> Found:
        """A plain text. One that the mark makes longer than `longest` loses its end."""
        excerpts = [excerpt(text, found.start(), found.end()) for found in self._matches(text)]
        if excerpts:
            text = self.pattern.sub(MARK, text)
            if longest and len(text) > longest:
                text = f"{text[: longest - 1]}…"
        return text, excerpts

    def rich(self, html: str) -> Found:
        """A rich text, stored or as an editor sent it."""
        try:
            struck = strike(html, self.pattern, MARK, addresses=self.address)
        except Refused:
            # No text that could ever be saved: nothing is lost with it, and nothing left in it.
            return MARK, [_("a text too large to be read")]
        return struck.html, list(struck.excerpts)

    def slug(self, slug: str, *, headline: str = "") -> Found:
        """A slug: that of the new headline where it was made from the old one."""
        new = slug
        if headline and slug == slug_of(headline):
            new = slug_of(self.pattern.sub(MARK, headline))
        new = self.address.sub(slug_of(MARK), new)
        return new, [slug] if new != slug else []

    def content(self, stored: dict[str, Any]) -> Found:
        """The JSON of a revision's content."""
        content, excerpts = {**stored}, []
        content["slug"], found = self.slug(stored["slug"], headline=stored["headline"])
        excerpts += found
        content["body"], found = self.rich(stored["body"])
        excerpts += found
        for name in ("headline", "standfirst", "dateline", "change_note"):
            limit = longest_of(Article, name)
            content[name], found = self.plain(stored.get(name, ""), longest=limit)
            excerpts += found
        content["photos"] = []
        for choice in stored["photos"]:
            words = {**choice}
            for name in ("caption", "alt"):
                limit = longest_of(PhotoUse, name)
                words[name], found = self.plain(choice[name], longest=limit)
                excerpts += found
            content["photos"].append(words)
        return content, excerpts

    def form(self, value: Any, name: str = "") -> Found:
        """What was typed into a form, in whatever lists and dictionaries it is kept."""
        if isinstance(value, str):
            if name == "body":
                return self.rich(value)
            return self.slug(value) if name == "slug" else self.plain(value)
        if isinstance(value, list):
            pairs = [self.form(one, name) for one in value]
            return [new for new, _found in pairs], [one for _new, found in pairs for one in found]
        if isinstance(value, dict):
            by_name = {key: self.form(one, key) for key, one in value.items()}
            found = [one for _new, excerpts in by_name.values() for one in excerpts]
            return {key: new for key, (new, _found) in by_name.items()}, found
        return value, []

    def _matches(self, text: str) -> list[re.Match[str]]:
        return list(self.pattern.finditer(text))


def folded(text: str) -> str:
    """The text as it is compared: one kind of each sign, single blanks, nothing hidden."""
    return " ".join(re.sub(_HIDDEN, "", text).lower().translate(_ONE_OF_A_KIND).split())


def is_bound(text: str, place: int) -> bool:
    """Whether a passage may begin or end before `text[place]`: not within a word."""
    around = text[max(place - 1, 0) : place + 1]
    within = 0 < place < len(text) and re.fullmatch(r"\w\w", around)
    return not within or _IDEOGRAPHS.search(around) is not None


def longest_of(model: Any, name: str) -> int | None:
    """How many characters the column takes."""
    longest: int | None = model._meta.get_field(name).max_length
    return longest


def _refuse_useless(passages: Sequence[str]) -> None:
    if not passages:
        raise Refused(_("Write the words that the court has struck out, a passage in each line."))
    if len(passages) > MOST_PASSAGES:
        raise Refused(_("At most %d passages can be redacted at once.") % MOST_PASSAGES)
    for passage in passages:
        if sum(sign.isalnum() for sign in passage) < SHORTEST_PASSAGE:
            raise Refused(_("“%s” is too short: it would be found everywhere.") % passage)
        if len(passage) > LONGEST_PASSAGE:
            raise Refused(
                _("A passage is too long. Split it: %d characters are enough.") % LONGEST_PASSAGE
            )
        if MARK.casefold() in passage.casefold() or passage.casefold() in MARK.casefold():
            raise Refused(_("“%s” is the mark that stands for redacted words.") % passage)


def _in_texts(passage: str) -> str:
    words = [
        _HIDDEN.join(_ALIKE.get(sign, re.escape(sign)) for sign in word) for word in passage.split()
    ]
    return _bounded(passage, _BLANK.join(words), letter=r"\w")


def _in_addresses(passage: str) -> str:
    words = re.findall(r"[^\W_]+", passage.replace("’", "").replace("'", ""))
    return _bounded(passage, _BLANK_IN_ADDRESSES.join(map(re.escape, words)), letter=r"[^\W\d_]")


def _bounded(passage: str, pattern: str, *, letter: str) -> str:
    """The pattern as whole words, where the script has words."""

    def bound(sign: str, assertion: str) -> str:
        return assertion if re.match(r"\w", sign) and not _IDEOGRAPHS.match(sign) else ""

    before = bound(passage[0], f"(?<!{letter})")
    after = bound(passage[-1], f"(?!{letter})")
    return f"{before}{pattern}{after}"
