"""Addresses, moments and words as machines take them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from newsportal.richtext import printable
from newsportal.timeline import local


def absolute(path: str) -> str:
    """`path` with the scheme and host of the site."""
    return f"{settings.SITE_URL}{path}"


def address_of(name: str, *arguments: Any) -> str:
    """The whole address of the route `name`."""
    return absolute(reverse(name, args=arguments))


def rfc3339(moment: datetime) -> str:
    """`moment` as 2026-11-24T10:00:00+08:00, in the site's zone."""
    return local(moment).isoformat(timespec="seconds")


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without what is empty: JSON Feed and schema.org want such properties left out."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


@dataclass(frozen=True)
class Names:
    """What the site, and one of its feeds, are called: plain text."""

    site: str
    title: str
    subtitle: str


def names(request: HttpRequest, *, of: str = "") -> Names:
    """The names of the site and of its feed about `of` (empty: about everything).

    What the site is called stands in a package that this one does not import; templates know
    it, so a template says it, a name on each line.
    """
    lines = render_to_string("articles/feeds/names.txt", {"of": of}, request).split("\n")
    return Names(*(printable(line.strip()) for line in lines[:3]))
