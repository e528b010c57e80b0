"""Atom, RSS 2.0 and JSON Feed 1.1: of the whole site, a section, a topic or an author.

They are sent with an ETag and no Last-Modified: the newest date goes back when an article is
withdrawn, and a reader who trusts dates would never hear of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from articles.models.edition import Edition
from articles.subjects import subject_at
from articles.syndication.addresses import absolute, names, rfc3339, without_empty
from articles.syndication.items import Item, items
from newsportal.accounts.roles import public
from newsportal.pagecache.rendering import cached, depends_on

LENGTH = 30
# An empty feed has no date, and Atom demands one that stays the same.
BEGINNING = datetime.fromtimestamp(0, tz=UTC)


@dataclass(frozen=True)
class Feed:
    """A feed of any format: what it is called, where it and its page are, and its items."""

    title: str
    subtitle: str
    home: str
    address: str
    author: str
    language: str
    items: Sequence[Item]

    @property
    def updated_at(self) -> datetime:
        """When the last of its items changed."""
        return max((item.updated_at for item in self.items), default=BEGINNING)

    @property
    def updated(self) -> str:
        """RFC 3339, with the zone."""
        return rfc3339(self.updated_at)

    @property
    def updated_as_in_mail(self) -> str:
        """RFC 822, as RSS wants it."""
        return format_datetime(self.updated_at)


@public
@require_safe
@cached()
@conditional_page
def atom(request: HttpRequest, of: str = "", slug: str = "") -> HttpResponse:
    """RFC 4287; `of` is "section", "topic", "author" or empty for the whole site."""
    context = {"feed": feed(request, of, slug)}
    kind = "application/atom+xml; charset=utf-8"
    return render(request, "articles/feeds/atom.xml", context, content_type=kind)


@public
@require_safe
@cached()
@conditional_page
def rss(request: HttpRequest, of: str = "", slug: str = "") -> HttpResponse:
    """https://www.rssboard.org/rss-specification, with content, dc and media extensions."""
    context = {"feed": feed(request, of, slug)}
    kind = "application/rss+xml; charset=utf-8"
    return render(request, "articles/feeds/rss.xml", context, content_type=kind)


@public
@require_safe
@cached()
@conditional_page
def json(request: HttpRequest, of: str = "", slug: str = "") -> HttpResponse:
    """https://www.jsonfeed.org/version/1.1/"""
    found = feed(request, of, slug)
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.title,
        "description": found.subtitle,
        "home_page_url": found.home,
        "feed_url": found.address,
        "language": found.language,
        "items": [json_item(item) for item in found.items],
    }
    return JsonResponse(
        without_empty(data) | {"items": data["items"]},
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


def feed(request: HttpRequest, of: str, slug: str) -> Feed:
    """The feed of what `of` and `slug` name; Http404 where nothing is."""
    subject, editions = subject_at(of, slug) if of else (None, Edition.objects.all())
    depends_on(f"{of}:{subject.pk}" if subject else "front")
    called = names(request, of=subject.name if subject else "")
    newest = editions.newest_first().values_list("article_number", flat=True)[:LENGTH]
    return Feed(
        title=called.title,
        subtitle=called.subtitle,
        author=called.site,
        home=absolute(subject.get_absolute_url() if subject else reverse("front")),
        address=absolute(request.path),
        language=get_language() or "en",
        items=items(newest),
    )


def json_item(item: Item) -> dict[str, Any]:
    """An item of a JSON Feed; `_image` carries what the format has no place for."""
    picture = item.picture
    return without_empty(
        {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.html,
            "date_published": item.published,
            "date_modified": item.updated,
            "authors": [{"name": author.name, "url": author.url} for author in item.authors],
            "tags": list(item.categories),
            "language": item.language,
            "image": picture and picture.url,
            "_image": picture
            and without_empty({"caption": picture.caption, "credit": picture.credit}),
        }
    )
