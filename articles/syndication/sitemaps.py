"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, its parts, and the one for news.

A part holds the articles whose numbers lie in one range, so it costs the same however large the
archive is, and publishing changes one part only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models.correction import last_corrected
from articles.models.edition import Edition
from articles.models.taxonomy import Author, Section, Topic
from articles.syndication.addresses import absolute, address_of, names, rfc3339
from newsportal.accounts.roles import public
from newsportal.richtext import printable
from newsportal.timeline import now

PART = 10_000  # numbers in a part; the protocol allows 50,000 addresses
MOST_OF_A_KIND = 20_000  # topics, or authors
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_AGE = timedelta(hours=48)
MOST_NEWS = 1_000
# ISO 639, but for Chinese, where the format has words of its own.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
PAGES = (
    "about",
    "contact",
    "corrections",
    "privacy",
    "terms",
    "cookies",
    "accessibility",
    "message",
)


@dataclass(frozen=True)
class Address:
    """One address, and when what stands there last changed (RFC 3339; empty: not said)."""

    url: str
    changed: str = ""


@dataclass(frozen=True)
class News:
    """One entry of the news sitemap."""

    url: str
    language: str
    published: str
    headline: str


@public
@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one part of pages, and one for each range of numbers up to the newest."""
    newest = Edition.objects.aggregate(newest=Max("article_number"))["newest"]
    parts = [] if newest is None else range(newest // PART + 1)
    urls = [address_of("sitemap-pages"), *(address_of("sitemap-part", part) for part in parts)]
    return _xml(request, "sitemap_index.xml", addresses=[Address(url) for url in urls])


@public
@require_safe
@conditional_page
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """The live articles with numbers from `part` times 10,000 on; Http404 beyond all numbers."""
    if part * PART >= 2**62:
        raise Http404("No article has such a number.")
    editions = (
        Edition.objects.filter(
            article_number__gte=part * PART, article_number__lt=(part + 1) * PART
        )
        .select_related("section")
        .only("article_number", "slug", "first_published_at", "updated_at", "section__slug")
        .annotate(corrected_at=last_corrected())
        .order_by("article_number")
    )
    addresses = [
        Address(absolute(edition.get_absolute_url()), rfc3339(_last_change(edition)))
        for edition in editions
    ]
    return _xml(request, "sitemap.xml", addresses=addresses)


@public
@require_safe
@conditional_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The front page, sections, topics and authors of live articles, and the static pages."""
    return _xml(request, "sitemap.xml", addresses=[Address(url) for url in _page_urls()])


@public
@require_safe
@conditional_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """What was first published in the last 48 hours; valid without any."""
    editions = (
        Edition.objects.filter(first_published_at__gt=now() - NEWS_AGE)
        .select_related("section")
        .only(
            "article_number", "slug", "headline", "language", "first_published_at", "section__slug"
        )
        .newest_first()[:MOST_NEWS]
    )
    items = [
        News(
            url=absolute(edition.get_absolute_url()),
            language=NEWS_LANGUAGES.get(edition.language, edition.language.partition("-")[0]),
            published=rfc3339(edition.first_published_at),
            headline=printable(edition.headline),
        )
        for edition in editions
    ]
    name = names(request).site if items else ""
    return _xml(request, "news_sitemap.xml", items=items, name=name)


def _last_change(edition: Any) -> datetime:
    moments = (edition.first_published_at, edition.updated_at, edition.corrected_at)
    return max(moment for moment in moments if moment)


def _page_urls() -> Iterator[str]:
    yield address_of("front")
    live = Edition.objects.all()
    for section in Section.objects.all():
        yield absolute(section.get_absolute_url())
    for topic in Topic.objects.filter(pk__in=live.values("topics"))[:MOST_OF_A_KIND]:
        yield absolute(topic.get_absolute_url())
    for author in Author.objects.filter(pk__in=live.values("authors"))[:MOST_OF_A_KIND]:
        yield absolute(author.get_absolute_url())
    yield from (absolute(reverse(name)) for name in PAGES)


def _xml(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(
        request,
        f"articles/feeds/{template}",
        context,
        content_type="application/xml; charset=utf-8",
    )
