"""The public pages: thin, and over live editions only. No draft can be reached from here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import questions
from articles.cards import cards, in_order
from articles.frontpage.selection import front_page
from articles.models.correction import Correction
from articles.models.edition import Edition, Withdrawal
from articles.page import ArticlePage
from articles.paging import Listing, Rows, UnknownKey, page_of
from articles.subjects import subject_at
from newsportal.accounts.roles import public
from newsportal.pagecache.headers import allow_frames
from newsportal.pagecache.rendering import absent_without, cached, depends_on
from newsportal.timeline import local, now


@public
@require_safe
@cached()
def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    depends_on("front")
    context = {"page": front_page(), "canonical": reverse("front")}
    return render(request, "articles/front.html", context)


@public
@require_safe
@cached("after")
def subject(request: HttpRequest, of: str, slug: str) -> HttpResponse:
    """The articles of a section, a topic or an author, the newest first."""
    found, editions = subject_at(of, slug)
    depends_on(f"{of}:{found.pk}")
    context = {
        "of": of,
        "subject": found,
        "current_section": found if of == "section" else None,
        "listing": listing_for(request, editions, fetch=in_order),
    }
    return render_list(request, "articles/subject.html", context)


@public
@require_safe
@cached("after")
def day(request: HttpRequest, day: date) -> HttpResponse:
    """What was first published on a day of the site's time zone."""
    if day > local(now()).date():
        raise Http404("This day has not come yet.")
    start, end = midnight(day), midnight(day + timedelta(days=1))
    # What comes out on this day or on one around it; the log has no finer word for days.
    depends_on("front")
    editions = Edition.objects.newest_first()
    before = editions.filter(first_published_at__lt=start).first()
    after = editions.filter(first_published_at__gte=end).last()
    context = {
        "day": day,
        "listing": listing_for(request, Edition.objects.on_day(start, end), fetch=in_order),
        "day_before": before and local(before.first_published_at).date(),
        "day_after": after and local(after.first_published_at).date(),
    }
    return render_list(request, "articles/day.html", context)


@public
@require_safe
@cached("after")
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections of the articles that readers can see, the newest first, under the policy."""
    # "front": the corrections of an article come and go with it.
    depends_on("corrections", "front")
    listing = listing_for(request, Correction.objects.of_live_articles())
    numbers = {correction.article_number for correction in listing.rows}
    editions = cards(numbers)
    context = {
        "listing": listing,
        "corrected": [(one, editions[one.article_number]) for one in listing.rows],
    }
    return render_list(request, "articles/corrections.html", context)


@public
@require_safe
@cached()
def article(request: HttpRequest, section: str, number: int, slug: str = "") -> HttpResponse:
    """The page of an article. The number decides; a wrong section or slug is one redirect."""
    absent_without(f"article:{number}")
    edition = questions.edition_of.first(number=number)
    if edition is None:
        return withdrawn(request, number)
    if (section, slug) != (edition.section.slug, edition.slug):
        return HttpResponsePermanentRedirect(edition.get_absolute_url())
    return article_page(request, ArticlePage.of(edition))


def article_page(request: HttpRequest, page: ArticlePage, *, preview: bool = False) -> HttpResponse:
    """The page of an article exactly as readers get it; `preview` adds one line that says so."""
    context = {
        "page": page,
        "preview": preview,
        "canonical": page.address,
        "current_section": page.section,
    }
    return allow_frames(render(request, "articles/article.html", context), page.frame_hosts)


def withdrawn(request: HttpRequest, number: int) -> HttpResponse:
    """410 with the reason for a withdrawn article; Http404 for one that never was public."""
    withdrawal = (
        Withdrawal.objects.filter(article_number=number).order_by("-live_from", "-pk").first()
    )
    if withdrawal is None:
        raise Http404("No article with this number is public.")
    return render(request, "410.html", {"withdrawal": withdrawal}, status=410)


def listing_for(
    request: HttpRequest, rows: Rows, fetch: Callable[[Any], list[Any]] = list
) -> Listing:
    """The page of a list that the request asks for; Http404 for a key that no page gave."""
    try:
        return page_of(rows, path=request.path, after=request.GET.get("after"), fetch=fetch)
    except UnknownKey as error:
        raise Http404("No page of this list begins there.") from error


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of a list, with its own address as the canonical one."""
    after = request.GET.get("after")
    canonical = f"{request.path}?{urlencode({'after': after})}" if after else request.path
    return render(request, template, {"canonical": canonical, **context})


def midnight(day: date) -> datetime:
    """The moment at which the day begins in the site's time zone; Http404 before all time."""
    try:
        start = datetime.combine(day, time.min, timezone.get_default_timezone())
        # Databases store UTC, which the first day of year 1 may lie outside of.
        start.astimezone(UTC)
    except OverflowError as error:
        raise Http404("No calendar has this day.") from error
    return start
