"""Articles in the newsroom: the list, the form, and the pages of one article's steps."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import background
from articles.admin.autosave import AutosavePages, is_only_shown
from articles.admin.calendar import CalendarPages
from articles.admin.checks import CheckPages
from articles.admin.corrections import CorrectionPages
from articles.admin.draft_links import DraftLinkPages
from articles.admin.filters import FILTERS, SavedFilters
from articles.admin.forms import ArticleForm, ManyOf, rich_text_widget, rows_in_order
from articles.admin.history import HistoryPages
from articles.admin.inlines import AuthorInline, PhotoInline, choose_only
from articles.admin.keeping import KeepingPages
from articles.admin.many import EXPORT, LIST, ManyArticles
from articles.admin.merge import MergePages
from articles.admin.notes import NotePages
from articles.admin.pages import page
from articles.admin.presence import PresencePages
from articles.admin.preview import no_preview, preview_of, text_of
from articles.admin.redaction import RedactionPages
from articles.admin.review import ReviewParts
from articles.admin.search import ArticleSearch
from articles.admin.standing import standing_of
from articles.admin.step_pages import StepPages
from articles.admin.steps import STEPS, Step, step_named, steps_for
from articles.content import PhotoChoice
from articles.models import Article, ArticleAuthor, Author, Edition, PhotoUse
from articles.photos import pictures
from articles.workflow.desk import due_of
from articles.workflow.steps import may_edit_text
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import can, staff, widest
from newsportal.pagecache.headers import frame_previews
from newsportal.refusals import Refused


@admin.register(Article)
class ArticleAdmin(
    SavedFilters,
    ManyArticles,
    CalendarPages,
    StepPages,
    ReviewParts,
    CorrectionPages,
    AutosavePages,
    PresencePages,
    MergePages,
    CheckPages,
    NotePages,
    DraftLinkPages,
    KeepingPages,
    HistoryPages,
    RedactionPages,
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
                "fields": ["section", "topics", "dateline", "language", "slug", "related"],
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

    def changeform_view(
        self, request: Any, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if request.method == "POST" and object_id and not is_only_shown(request):
            article = self.get_object(request, object_id)
            if article and not self.has_change_permission(request, article):
                return self._keep_what_came_too_late(request, article)
        try:
            response = super().changeform_view(request, object_id, *args, **kwargs)
        except Refused as refusal:
            # Nothing was stored. The second pass shows what was typed, with the sentence.
            request.refusal = refusal.sentence
            response = super().changeform_view(request, object_id, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if request.method != "POST" or not context.get("errors"):
            return response
        if background.is_in_background(request):
            return background.refused(context)
        if request.POST.get("_step") == "preview" and "_beside" in request.POST:
            return no_preview(request, list(background.problems(context)))
        return response

    def _keep_what_came_too_late(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The form was opened while its author could write; what was typed is kept aside."""
        stored = article.content()
        form = ArticleForm(request.POST, instance=article)
        if not can(request.user, "article.view_unpublished", article) or not form.is_valid():
            raise PermissionDenied
        content = form.content(stored.authors, stored.photos)
        # Not a question of the form: what was typed must not be lost for a choice in it.
        offered = self._may_be_related(request, article).filter(pk__in=content.related)
        content = replace(
            content, related=tuple(offered.order_by("pk").values_list("pk", flat=True))
        )
        article = Article.objects.get(pk=article.pk)
        try:
            workflow.save(
                article,
                content,
                by=staff(request),
                based_on=form.based_on_revision(),
            )
        except workflow.Kept as refusal:
            self.forget_unsaved(request, article)
            return self._kept(request, article, refusal)
        return self.to_form(article)

    def _kept(self, request: HttpRequest, article: Article, refusal: workflow.Kept) -> HttpResponse:
        """What came too late or over a newer text: told to a script, or shown to a person."""
        if background.is_in_background(request):
            return background.kept(request, article, refusal)
        return self.kept_page(request, article, refusal)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        form.may_add_guests = can(request.user, "article.set_author_other") and may_edit_text(
            request.user, obj
        )
        form.is_only_shown = is_only_shown(request)
        form.may_be_related = self._may_be_related(request, obj)
        return form

    def _may_be_related(self, request: HttpRequest, article: Article | None) -> Any:
        """What readers see, what this person may see anyway, and what is chosen already."""
        choices = Q(pk__in=Edition.objects.values("article_number"))
        choices |= Q(pk__in=self.get_queryset(request).order_by().values("pk"))
        if article is not None:
            choices |= Q(pk__in=article.related.values("pk"))
        return Article.objects.filter(choices)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: the whole form is stored at once, in `save_related`."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        by_model = {formset.model: formset for formset in formsets}
        stored = form.instance.content() if change else None
        authors = (
            tuple(row["author"].pk for row in rows_in_order(by_model[ArticleAuthor]))
            if may_edit_text(request.user, form.instance if change else None)
            else (stored.authors if stored else ())
        )
        if form.cleaned_data.get("guest"):
            guest = workflow.guest(form.cleaned_data["guest"], by=staff(request))
            authors = (*authors, guest.pk)
        if not change and not authors:
            # A new article carries the byline of whoever writes it.
            authors = tuple(Author.objects.filter(user=staff(request)).values_list("pk", flat=True))
        photos = tuple(
            PhotoChoice(row["photo"].pk, row["caption"], row["alt"])
            for row in rows_in_order(by_model[PhotoUse])
        )
        content = form.content(authors, photos)
        request.outcome = None
        if request.POST.get("_step") == "preview":
            request.outcome = preview_of(request, form.instance, content)
            return
        article = Article.objects.get(pk=form.instance.pk) if change else form.instance
        try:
            workflow.save(article, content, by=staff(request), based_on=form.based_on_revision())
        except workflow.Kept as refusal:
            self.forget_unsaved(request, article)
            request.outcome = self._kept(request, article, refusal)
            return
        self.forget_unsaved(request, article)
        form.instance.pk = article.pk
        step = request.POST.get("_step", "save")
        if step == "save":
            messages.success(request, _("Saved."))
            if background.is_in_background(request):
                request.outcome = background.saved(request, article)
        else:
            request.outcome = self.take(request, article, step_named(step))

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        return []

    def response_add(self, request: Any, obj: Article, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: Any, obj: Article) -> HttpResponse:
        return request.outcome or self.to_form(obj)

    @page("<int:number>/preview/", "article.preview", name="preview", methods=("GET",))
    def preview(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The head revision in the readers' template, exactly as it would be published."""
        return preview_of(request, article, article.content_to_change())
