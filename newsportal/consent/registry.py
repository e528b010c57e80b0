"""Everything that may be stored on a reader's device or loaded from elsewhere, by category.

The one list: the settings page prints it, withdrawal deletes by it, and the browser tests hold
every page against it. Whoever adds a purpose, a name or a host raises `POLICY_VERSION`, and
readers are asked again; a corrected wording leaves it alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POLICY_VERSION: Final = 1

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


@dataclass(frozen=True)
class Category:
    """What a reader accepts or rejects as one thing."""

    name: str
    title: Words
    what_for: Words
    uses: tuple[Stored, ...] = ()
    necessary: bool = False


CATEGORIES: Final = (
    Category(
        "necessary",
        _("Necessary"),
        _("Remembering this choice, so that you are not asked on every page."),
        uses=(
            Stored(
                "cookie",
                COOKIE,
                _("Your choice, the version of the policy and the number of your receipt."),
                _("this site"),
                _("6 months"),
            ),
        ),
        necessary=True,
    ),
    Category(
        "preferences",
        _("Preferences"),
        _("Remembering settings that you make for reading."),
    ),
    Category(
        "statistics",
        _("Statistics"),
        _("Learning which pages are read."),
    ),
    Category(
        "embeds",
        _("Embeds"),
        _("Showing material of other sites inside an article, such as a video or a map."),
    ),
)
NECESSARY: Final = tuple(category.name for category in CATEGORIES if category.necessary)
OPTIONAL: Final = tuple(category.name for category in CATEGORIES if not category.necessary)


def granted(wanted: Iterable[str]) -> tuple[str, ...]:
    """The categories of a choice in the order of the registry: the necessary and those wanted."""
    chosen = set(wanted)
    return tuple(c.name for c in CATEGORIES if c.necessary or c.name in chosen)


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
