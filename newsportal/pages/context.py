"""`site` in every template: what the site says of itself, read when a template asks for it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from newsportal.pagecache.parts import kept
from newsportal.pages.models import SiteIdentity, Slogan, SocialLink


class Site:
    """What stands on every page. Empty strings and lists where nothing was entered.

    Each of the three tables is read when something of it is printed: the newsroom prints no more
    than the name.
    """

    @property
    def url(self) -> str:
        """SITE_URL, without a slash at the end."""
        return settings.SITE_URL

    @cached_property
    def _identity(self) -> SiteIdentity:
        # On a fresh installation the name of the site is its host.
        host = urlsplit(settings.SITE_URL).hostname or ""
        return kept("identity", lambda: SiteIdentity.objects.first() or SiteIdentity(name=host))

    @property
    def name(self) -> str:
        return self._identity.name

    @property
    def tagline(self) -> str:
        return self._identity.tagline

    @property
    def hotline_label(self) -> str:
        """The sentence before the number, with its colon."""
        return self._identity.hotline_label

    @property
    def hotline_number(self) -> str:
        """As it is printed."""
        return self._identity.hotline_number

    @property
    def hotline_href(self) -> str:
        """As a link: `tel:+862367230470`."""
        return telephone_link(self._identity.hotline_number)

    @property
    def inquiries_address(self) -> str:
        return self._identity.inquiries_address

    @cached_property
    def slogans(self) -> list[str]:
        """The slogans in the language of the page, in their order."""
        return [slogan.text for slogan in Slogan.objects.all() if speaks(slogan.language)]

    @cached_property
    def social_links(self) -> list[SocialLink]:
        return list(SocialLink.objects.all())


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor; a page that prints nothing of `site` causes no query."""
    return {"site": Site()}


def telephone_link(number: str) -> str:
    """`+86-23-67230470` as `tel:+862367230470` (RFC 3966, without visual separators)."""
    digits = "".join(sign for sign in number if sign in "+0123456789")
    return f"tel:{digits}" if digits else ""


def speaks(language: str) -> bool:
    """Whether `language` is the one of this page (`en` serves `en-gb` too)."""
    active = (get_language() or settings.LANGUAGE_CODE).lower()
    return active == language or active.startswith(f"{language}-")
