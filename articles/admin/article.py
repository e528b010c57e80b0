"""Articles in the newsroom: the list, the form, and the pages of one article's steps."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.admin.autosave import AutosavePages
from articles.admin.calendar import CalendarPages
from articles.admin.checks import CheckPages
from articles.admin.corrections import CorrectionPages
from articles.admin.draft_links import DraftLinkPages
from articles.admin.filters import FILTERS, SavedFilters
from articles.admin.forms import ArticleForm, ManyOf, rich_text_widget
from articles.admin.history import HistoryPages
from articles.admin.inlines import AuthorInline, PhotoInline, choose_only
from articles.admin.keeping import KeepingPages
from articles.admin.many import EXPORT, LIST, ManyArticles
from articles.admin.merge import MergePages
from articles.admin.notes import NotePages
from articles.admin.pages import page
from articles.admin.presence import PresencePages
from articles.admin.preview import preview_of, text_of
from articles.admin.redaction import RedactionPages
from articles.admin.reported import ReportedPages
from articles.admin.review import ReviewParts
from articles.admin.saving import SavingForm
from articles.admin.search import ArticleSearch
from articles.admin.standing import standing_of
from articles.admin.statistics import StatisticsPages
from articles.admin.step_pages import StepPages
from articles.admin.steps import STEPS, Step, steps_for
from articles.models import Article
from articles.photos import pictures
from articles.workflow.desk import due_of
from articles.workflow.steps import may_edit_text
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import can, staff, widest
from newsportal.pagecache.headers import frame_previews


@admin.register(Article)
class ArticleAdmin(
    SavingForm,
    SavedFilters,
    ManyArticles,
    CalendarPages,
    StepPages,
    ReviewParts,
    CorrectionPages,
    ReportedPages,
    AutosavePages,
    PresencePages,
    MergePages,
    CheckPages,
    NotePages,
    DraftLinkPages,
    KeepingPages,
    HistoryPages,
    RedactionPages,
    StatisticsPages,
    ArticleSearch,
    RoleModelAdmin,
):
    """The working copies. Every change goes through `articles.workflow`."""

    actions_by_right = {
        "view": "article.view_unpublished",
        "add": "article.create",
        "change": "article.edit_text",
        "bulk": "article.bulk_action",
    }
    form = ArticleForm
    inlines = [AuthorInline, PhotoInline]
    autocomplete_fields = ["topics", "related"]
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", "body", "based_on"], "classes": ["writing"]}),
        (
            _("About the article"),
            {
                "fields": [
                    "section",
                    "topics",
                    "dateline",
                    "language",
                    "slug",
                    "related",
                    "is_photo_story",
                ],
                "classes": ["about"],
            },
        ),
    ]
    fieldset_once_public: tuple[Any, dict[str, Any]] = (
        _("For readers who know the article"),
        {
            "fields": ["change_note", "is_silent"],
            "classes": ["changes"],
            "description": _("About this change alone: the next one begins with an empty line."),
        },
    )
    list_display = [
        "title",
        "state_words",
        "due",
        "claimed_by",
        "section",
        "bylines",
        "language",
        "changed_at",
    ]
    list_filter = FILTERS
    list_per_page = 50
    search_fields = ["headline", "slug", "standfirst", "authors__name"]
    change_form_template = "articles/newsroom/change_form.html"
    change_list_template = "articles/newsroom/change_list.html"

    # -- Rights ---------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return can(request.user, "article.edit_text") or can(request.user, "article.set_photo")
        return may_edit_text(request.user, obj) or can(request.user, "article.set_photo", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return self._visible(request).in_use()

    def _visible(self, request: HttpRequest) -> Any:
        articles = Article.objects.select_related("section", "claimed_by").prefetch_related(
            "authors"
        )
        if request.resolver_match and request.resolver_match.url_name in {LIST, EXPORT}:
            articles = articles.defer("body", "standfirst", "note")
        else:
            articles = articles.select_related("head__saved_by", "created_by").with_draft_links()
        if widest(request.user, "article.list_unpublished") == "O":
            articles = articles.owned_by(request.user)
        return articles.with_public_state()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The article, in the trash or not: which pages open there, `pages.py` decides.

        Whoever only looks at a page looks at one article, however many parts of it ask.
        """
        looked_up = request.__dict__.setdefault("articles", {})
        if request.method not in {"GET", "HEAD"} or object_id not in looked_up:
            try:
                number = self.opts.pk.to_python(object_id)
                looked_up[object_id] = self._visible(request).get(pk=number)
            except (Article.DoesNotExist, ValidationError):
                self.refuse_absent(request)
                looked_up[object_id] = None
        return looked_up[object_id]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if may_edit_text(request.user, obj):
            if (
                obj
                and obj.was_published
                and not can(request.user, "article.edit_slug_of_published", obj)
            ):
                return ("slug",)
            return ()
        return (
            *("headline", "standfirst", "text"),
            *self.fieldsets[1][1]["fields"],
            *self.fieldset_once_public[1]["fields"],
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        once_public = [self.fieldset_once_public] if obj and obj.was_public else []
        if may_edit_text(request.user, obj):
            return [*self.fieldsets, *once_public]
        (name, options), *others = self.fieldsets
        shown = {**options, "fields": ["headline", "standfirst", "text", "based_on"]}
        return [(name, shown), *others, *once_public]

    @admin.display(description=_("text"))
    def text(self, article: Article) -> str:
        """The text as readers would get it, for whoever may read it and not write."""
        with pictures.through("admin:articles_photo_rendition"):
            return text_of(article)

    # -- The list -------------------------------------------------------------------------

    @admin.display(description=_("headline"), ordering="headline")
    def title(self, article: Article) -> str:
        return article.headline

    @admin.display(description=_("state"), ordering="state")
    def state_words(self, article: Any) -> str:
        return render_to_string("articles/newsroom/_state.html", {"article": article})

    @admin.display(description=_("due"), ordering="due_at", empty_value="")
    def due(self, article: Article) -> str | None:
        due = due_of(article)
        return render_to_string("articles/newsroom/_due.html", due) if due else None

    @admin.display(description=_("authors"))
    def bylines(self, article: Article) -> str:
        return ", ".join(author.name for author in article.authors.all())

    # -- The form -------------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = rich_text_widget(may_upload=can(request.user, "photo.upload"))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return choose_only(field, may_add=db_field.name == "topics")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = ManyOf(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        context["steps"] = steps_for(staff(request), obj) if obj else self._first_steps(request)
        context["subtitle"] = None
        context["title"] = obj.headline if obj else _("New article")
        context["may_write"] = self.has_change_permission(request, obj)
        context["may_write_text"] = may_edit_text(request.user, obj)
        context["edition"] = standing_of(obj).live if obj else None
        context |= self.form_context(request, obj)
        return frame_previews(
            super().render_change_form(request, context, add, change, form_url, obj)
        )

    def _first_steps(self, request: HttpRequest) -> list[Step]:
        """A new article can be saved and submitted at once; the rest follows after a look."""
        return [step for step in STEPS if step.verb == "submit"]

    @page("<int:number>/preview/", "article.preview", name="preview", methods=("GET",))
    def preview(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The head revision in the readers' template, exactly as it would be published."""
        return preview_of(request, article, article.content_to_change())
