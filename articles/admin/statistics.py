"""What is read, in the newsroom: figures beside each article, and the most read of a span."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import ArticlePages, page
from articles.apps import headlines_for
from articles.models import Article, Edition
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff, widest
from newsportal.refusals import Refused
from newsportal.statistics.figures import figures_of, most_read, views_in_all
from newsportal.timeline import local, now, refuse_far_moment

ACTION: Final = "statistics.view"
ROWS: Final = 50


@dataclass(frozen=True)
class Row:
    """One article of the list: `url` leads to it, and is empty where it is not public."""

    place: int
    title: str
    url: str
    form: str
    views: int


@dataclass(frozen=True)
class Span:
    """A day, or a week from Monday to Sunday."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date, *, is_week: bool) -> "Span":
        if not is_week:
            return cls(day, day)
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @property
    def words(self) -> str:
        """The span as a title: one day, or the first and the last one."""
        if self.first == self.last:
            return date_format(self.first, "l, j F Y")
        return f"{date_format(self.first, 'j F')} – {date_format(self.last, 'j F Y')}"


class StatisticsPages(ArticlePages):
    """Mixed into the ArticleAdmin: `most-read/`, by `?day=2026-11-28` and `?by=week`.

    It also brings the figures of the list and of the form, to those who may see them.
    """

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = list(super().get_list_display(request))  # type: ignore[misc]
        return [*columns[:-1], "read", columns[-1]] if can(request.user, ACTION) else columns

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the figures of its rows where they are shown: one query."""
        listed: Any = super().get_changelist_instance(request)  # type: ignore[misc]
        if "read" in listed.list_display:
            listed.result_list = list(listed.result_list)
            figures = figures_of(article.pk for article in listed.result_list)
            for article in listed.result_list:
                article.figures = figures[article.pk]
        return listed

    @admin.display(description=gettext_lazy("read"), empty_value="")
    def read(self, article: Any) -> str | None:
        if not article.figures.total:
            return None
        return render_to_string("articles/newsroom/_read.html", {"figures": article.figures})

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is not None and article.was_public and can(request.user, ACTION):
            context["figures"] = figures_of([article.pk])[article.pk]
        return context

    @page("most-read/", ACTION, name="most_read", methods=("GET",))
    def most_read(self, request: HttpRequest) -> HttpResponse:
        """The articles that were read most on a day or in a week, with the figures of it."""
        today = local(now()).date()
        day = _day_in(request.GET.get("day", "")) or today
        is_week = request.GET.get("by") == "week"
        span = Span.of(day, is_week=is_week)
        found = most_read(span.first, span.last, most=ROWS)
        step = timedelta(days=7 if is_week else 1)
        return self.answer(
            request,
            "articles/newsroom/most_read.html",
            title=_("Most read"),
            span=span,
            day=day,
            is_week=is_week,
            is_now=span.first <= today <= span.last,
            rows=list(_rows(staff(request), found)),
            in_all=views_in_all(span.first, span.last) if found else 0,
            earlier=day - step,
            later=day + step if span.last < today else None,
            most=ROWS,
        )


def _rows(user: User, found: list[tuple[int, int]]) -> Iterable[Row]:
    numbers = [number for number, _views in found]
    live = Edition.objects.filter(article_number__in=numbers).select_related("section")
    editions = {edition.article_number: edition for edition in live.defer("body", "standfirst")}
    titles = headlines_for(user, numbers)
    # Whose list holds every article: of others, some would lead to a refusal.
    may_open = widest(user, "article.list_unpublished") == "Y"
    for place, (number, views) in enumerate(found, start=1):
        edition = editions.get(number)
        is_there = number in titles and may_open
        yield Row(
            place=place,
            title=titles.get(number) or _("Article %d, which is not public now") % number,
            url=edition.get_absolute_url() if edition else "",
            form=reverse("admin:articles_article_change", args=[number]) if is_there else "",
            views=views,
        )


def _day_in(text: str) -> date | None:
    """The day that an address names, not later than today; None where it names no such day."""
    try:
        named = date.fromisoformat(text)
        refuse_far_moment(datetime(named.year, named.month, named.day, tzinfo=now().tzinfo))
    except (ValueError, Refused):
        return None
    return min(named, local(now()).date())
