"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, its parts, and the one for news.

A part holds the articles, topics or authors whose numbers lie in one range, so it costs the same
however large the archive is, and publishing changes few of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.http import conditional_page, require_safe

from articles.models.correction import last_corrected
from articles.models.edition import Edition
from articles.models.taxonomy import Author, Section, Topic
from articles.syndication.addresses import absolute, address_of, names, rfc3339
from newsportal.accounts.roles import public
from newsportal.richtext import printable
from newsportal.timeline import now

PART = 500  # numbers in a part; the protocol allows 50,000 addresses, and as many parts
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
    newest = {
        "articles": Edition.objects.aggregate(newest=Max("article_number")),
        "topics": Topic.objects.aggregate(newest=Max("pk")),
        "authors": Author.objects.aggregate(newest=Max("pk")),
    }
    urls = [address_of("sitemap-pages")]
    for of, found in newest.items():
        # Of very many parts, one address is looked up.
        start, end = address_of(f"sitemap-{of}", 0).rsplit("0", 1)
        parts = 0 if found["newest"] is None else found["newest"] // PART + 1
        urls += [f"{start}{part}{end}" for part in range(parts)]
    lines = format_html_join("\n", "  <sitemap><loc>{}</loc></sitemap>", ((url,) for url in urls))
    return _xml(request, "sitemap_index.xml", lines=lines)


@public
@require_safe
@conditional_page
def sitemap_part(request: HttpRequest, of: str, part: int) -> HttpResponse:
    """Of the live articles, topics or authors those with numbers from `part` times 500 on.

    `of` is "articles", "topics" or "authors". Http404 beyond all numbers.
    """
    if part * PART >= 2**62:
        raise Http404("Nothing has such a number.")
    addresses_of = {"articles": _articles, "topics": _topics, "authors": _authors}[of]
    return _xml(request, "sitemap.xml", addresses=addresses_of(part * PART, (part + 1) * PART))


@public
@require_safe
@conditional_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The front page, the sections and the static pages."""
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


def _articles(first: int, end: int) -> Iterator[Address]:
    editions = (
        Edition.objects.filter(article_number__gte=first, article_number__lt=end)
        .select_related("section")
        .only("article_number", "slug", "first_published_at", "updated_at", "section__slug")
        .annotate(corrected_at=last_corrected())
        .order_by("article_number")
    )
    for edition in editions:
        yield Address(absolute(edition.get_absolute_url()), rfc3339(_last_change(edition)))


def _last_change(edition: Any) -> datetime:
    moments = (edition.first_published_at, edition.updated_at, edition.corrected_at)
    return max(moment for moment in moments if moment)


def _topics(first: int, end: int) -> Iterator[Address]:
    live = Edition.objects.filter(topic_places__topic=OuterRef("pk"))
    return _with_live_articles("topic", Topic.objects.filter(Exists(live)), first, end)


def _authors(first: int, end: int) -> Iterator[Address]:
    live = Edition.objects.filter(author_places__author=OuterRef("pk"))
    return _with_live_articles("author", Author.objects.filter(Exists(live)), first, end)


def _with_live_articles(name: str, rows: Any, first: int, end: int) -> Iterator[Address]:
    for slug in (
        rows.filter(pk__gte=first, pk__lt=end).order_by("pk").values_list("slug", flat=True)
    ):
        yield Address(address_of(name, slug))


def _page_urls() -> Iterator[str]:
    yield address_of("front")
    for section in Section.objects.all():
        yield absolute(section.get_absolute_url())
    yield from (absolute(reverse(name)) for name in PAGES)


def _xml(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(
        request,
        f"articles/feeds/{template}",
        context,
        content_type="application/xml; charset=utf-8",
    )
