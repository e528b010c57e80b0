"""Everything that may be stored on a reader's device or loaded from elsewhere, by category.

The one list: the settings page prints it, withdrawal deletes by it, and the browser tests hold
every page against it. Which of the optional categories a site has is data (`models.Purpose`),
and so are the hosts of other parties (`vendors`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The name of the one cookie, and how long a choice holds: about six months.
COOKIE: Final = "consent"
COOKIE_DAYS: Final = 182

Words = str | Promise


@dataclass(frozen=True)
class Stored:
    """One cookie, storage key or host by name."""

    kind: Literal["cookie", "storage", "host"]
    name: str
    what_for: Words
    owner: Words
    lifetime: Words

    @property
    def kind_in_words(self) -> Words:
        return {
            "cookie": _("cookie"),
            "storage": _("entry in the browser's storage"),
            "host": _("other site"),
        }[self.kind]


@dataclass(frozen=True)
class Category:
    """What a reader accepts or rejects as one thing.

    `until_objection` marks what stores nothing on the device and therefore runs until the reader
    objects. `in_brief` says what is done, in the few words that the notice has room for.
    """

    name: str
    title: Words
    what_for: Words
    in_brief: Words = ""
    uses: tuple[Stored, ...] = ()
    necessary: bool = False
    until_objection: bool = False


CATEGORIES: Final = (
    Category(
        "necessary",
        _("Necessary"),
        _("Remembering your choice on this page, so that you are not asked on every page."),
        uses=(
            Stored(
                "cookie",
                COOKIE,
                _("Your choice, the version of the question and the number of your receipt."),
                _("this site"),
                _("6 months"),
            ),
        ),
        necessary=True,
    ),
    Category(
        "preferences",
        _("Preferences"),
        _("Remembering the size of the text and the colours that you set for reading."),
        in_brief=_("your reading settings are remembered"),
        uses=(
            Stored(
                "storage",
                "reading",
                _("The size of the text and the colours that you chose on an article."),
                _("this site"),
                _("as long as your choice holds, at most 6 months"),
            ),
        ),
    ),
    Category(
        "statistics",
        _("Statistics"),
        _(
            "Counting on our own server how often each article is read on a day. Nothing is "
            "stored on your device, and nothing about you is kept."
        ),
        until_objection=True,
    ),
    Category(
        "embeds",
        _("Embeds"),
        _("Showing material of other sites inside an article, such as a video or a map."),
        in_brief=_("videos, maps and posts of other sites are loaded"),
    ),
)
NECESSARY: Final = tuple(category.name for category in CATEGORIES if category.necessary)
OPTIONAL: Final = tuple(category.name for category in CATEGORIES if not category.necessary)
UNTIL_OBJECTION: Final = tuple(c.name for c in CATEGORIES if c.until_objection)

# A part of a category that can be accepted alone: `embeds.youtube`.
_PART: Final = re.compile(r"([a-z]+)\.[a-z0-9-]{1,50}")
MOST_PARTS: Final = 40


def granted(wanted: Iterable[str], available: Iterable[str] | None = None) -> tuple[str, ...]:
    """The names of a choice in the order of the registry: the necessary and those wanted.

    A category comes whole or in parts (`embeds.youtube`). What is not in `available` is left out;
    without it, as for a cookie, every category counts and all that could be a part of one.
    """
    chosen = set(wanted) if available is None else set(wanted) & set(available)
    parts = sorted(filter(_PART.fullmatch, chosen))[:MOST_PARTS]
    names: list[str] = []
    for category in CATEGORIES:
        if category.necessary or category.name in chosen:
            names.append(category.name)
        else:
            names += [part for part in parts if part.startswith(f"{category.name}.")]
    return tuple(names)


def cookies_outside(categories: Iterable[str]) -> list[str]:
    """The names of the cookies that a choice of `categories` does not allow."""
    allowed = set(categories)
    return [
        use.name
        for category in CATEGORIES
        if category.name not in allowed
        for use in category.uses
        if use.kind == "cookie"
    ]
