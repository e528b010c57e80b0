"""The filters of the article list, and those that a person has saved under a name."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import ArticlePages, page
from articles.models import Article, ArticleAuthor, Author, Edition, SavedFilter, Withdrawal
from articles.workflow.desk import QUESTIONS
from newsportal.accounts.roles import staff, widest


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

LONGEST_NAME, LONGEST_QUERY = (
    SavedFilter._meta.get_field(name).max_length or 0  # type: ignore[union-attr]
    for name in ("name", "query")
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
            "query": _clean(request.GET).urlencode(),
        }
        response: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**extra, **(extra_context or {})}
        )
        return response

    @page("filters/", "article.list_unpublished", name="filters", methods=("POST",))
    def save_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep the filter in `query` as `name`, or forget the one in `forget`."""
        # No form reads these three, so nothing has refused NUL in them yet.
        query = _clean(QueryDict(request.POST.get("query", ""))).urlencode()
        name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:LONGEST_NAME]
        forget = request.POST.get("forget", "").replace("\0", "")
        mine = SavedFilter.objects.filter(user=staff(request))
        if forget:
            mine.filter(name=forget).delete()
            messages.success(request, _("The filter “%s” is forgotten.") % forget)
        elif len(query) > LONGEST_QUERY:
            # Cut, it would be another filter.
            messages.error(request, _("This filter is too long to be kept. Choose less in it."))
        elif name:
            mine.update_or_create(user=staff(request), name=name, defaults={"query": query})
            messages.success(request, _("The filter is saved as “%s”.") % name)
        else:
            messages.error(request, _("Give the filter a name."))
        return HttpResponseRedirect(reverse("admin:articles_article_changelist") + f"?{query}")


def _clean(query: QueryDict) -> QueryDict:
    """The query without the page number, which nobody wants to come back to, and without NUL."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name != "p":
            kept.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return kept
