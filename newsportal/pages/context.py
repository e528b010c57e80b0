"""`site` in every template: what the site says of itself, read when a template asks for it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from newsportal.pages.models import SiteIdentity, Slogan, SocialLink


@dataclass(frozen=True)
class Link:
    """A link with its words."""

    label: str
    url: str


@dataclass(frozen=True)
class Site:
    """What stands on every page. Empty strings and lists where nothing was entered."""

    name: str
    url: str  # SITE_URL, without a slash at the end
    tagline: str
    hotline_label: str  # the sentence before the number, with its colon
    hotline_number: str  # as it is printed
    hotline_href: str  # tel:+862367230470
    inquiries_address: str
    slogans: list[str]
    social_links: list[Link]


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor; a page that prints nothing of `site` causes no query."""
    return {"site": SimpleLazyObject(read_site)}


def read_site() -> Site:
    """The site as it is now, in three queries; on a fresh installation its name is its host."""
    identity = SiteIdentity.objects.first() or SiteIdentity(
        name=urlsplit(settings.SITE_URL).hostname or ""
    )
    return Site(
        name=identity.name,
        url=settings.SITE_URL,
        tagline=identity.tagline,
        hotline_label=identity.hotline_label,
        hotline_number=identity.hotline_number,
        hotline_href=telephone_link(identity.hotline_number),
        inquiries_address=identity.inquiries_address,
        slogans=[slogan.text for slogan in Slogan.objects.all() if speaks(slogan.language)],
        social_links=[Link(link.label, link.url) for link in SocialLink.objects.all()],
    )


def telephone_link(number: str) -> str:
    """`+86-23-67230470` as `tel:+862367230470` (RFC 3966, without visual separators)."""
    digits = "".join(sign for sign in number if sign in "+0123456789")
    return f"tel:{digits}" if digits else ""


def speaks(language: str) -> bool:
    """Whether `language` is the one of this page (`en` serves `en-gb` too)."""
    active = (get_language() or settings.LANGUAGE_CODE).lower()
    return active == language or active.startswith(f"{language}-")
