"""The filters of the article list, and those that a person has saved under a name."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import ArticlePages, page
from articles.models import Article, ArticleAuthor, Author, Edition, SavedFilter, Withdrawal
from articles.workflow.desk import QUESTIONS
from newsportal.accounts.roles import staff, widest
from newsportal.accounts.saved_queries import Sentences, clean, keep


class PublicStateFilter(admin.SimpleListFilter):
    """What readers see of the article now."""

    title = gettext_lazy("readers see")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("live", _("Live")),
            ("scheduled", _("Scheduled")),
            ("withdrawn", _("Withdrawn")),
            ("nothing", _("Nothing yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        # Asked of the rows that are few, not of every article in turn.
        match self.value():
            case "live":
                return queryset.filter(is_live=True)
            case "scheduled":
                return queryset.filter(pk__in=Edition.every.waiting().values("article_number"))
            case "withdrawn":
                withdrawn = Withdrawal.objects.values("article_number")
                return queryset.filter(pk__in=withdrawn, is_live=False)
            case "nothing":
                return queryset.filter(is_live=False, is_scheduled=False, is_withdrawn=False)
        return queryset


class DeskFilter(admin.SimpleListFilter):
    """What waits for whom, and until when: the questions of `workflow.desk`."""

    title = gettext_lazy("whose turn")
    parameter_name = "desk"
    template = "articles/newsroom/filter_above.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, title) for name, (title, _question) in QUESTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in QUESTIONS:
            _title, question = QUESTIONS[str(self.value())]
            return question(queryset, staff(request))
        return queryset


class AuthorFilter(admin.RelatedFieldListFilter):
    """The authors whose byline stands on an article."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        # Django's own filter of this kind reads every article to find them.
        named = Author.objects.filter(
            Exists(ArticleAuthor.objects.filter(author=OuterRef("pk"))),
            *self._as_far_as_seen(request),
        )
        return [(str(number), name) for number, name in named.values_list("pk", "name")]

    def _as_far_as_seen(self, request: HttpRequest) -> list[Q]:
        """Whoever sees own articles alone learns no more names than stand on those."""
        if widest(staff(request), "article.list_unpublished") != "O":
            return []
        seen = Article.objects.owned_by(staff(request)).order_by().values("pk")
        return [Q(pk__in=ArticleAuthor.objects.filter(article__in=seen).values("author"))]


FILTERS: list[Any] = [
    DeskFilter,
    "state",
    PublicStateFilter,
    "section",
    ("authors", AuthorFilter),
    "language",
]

SENTENCES = Sentences(
    saved=gettext_lazy("The filter is saved as “%s”."),
    forgotten=gettext_lazy("The filter “%s” is forgotten."),
    too_long=gettext_lazy("This filter is too long to be kept. Choose less in it."),
    nameless=gettext_lazy("Give the filter a name."),
)

# Shown above the list for everybody: name and query string.
READY_MADE = [
    *((title, f"desk={name}") for name, (title, _question) in QUESTIONS.items()),
    (gettext_lazy("In review"), "state__exact=in_review"),
    (gettext_lazy("Approved"), "state__exact=approved"),
    (gettext_lazy("Live"), "public=live"),
    (gettext_lazy("Withdrawn"), "public=withdrawn"),
]


class SavedFilters(ArticlePages):
    """Mixed into the ArticleAdmin: the row of filters above the list."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {
            "ready_made": READY_MADE,
            "saved_filters": SavedFilter.objects.filter(user=staff(request)),
            "query": clean(request.GET),
        }
        response: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**extra, **(extra_context or {})}
        )
        return response

    @page("filters/", "article.list_unpublished", name="filters", methods=("POST",))
    def save_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep the filter in `query` as `name`, or forget the one in `forget`."""
        query = clean(QueryDict(request.POST.get("query", "")))
        keep(request, SavedFilter.objects, query, SENTENCES)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist") + f"?{query}")
