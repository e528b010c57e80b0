"""Articles in the newsroom: the list, the form, and the pages of one article's steps."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.filters import FILTERS, SavedFilters
from articles.admin.forms import (
    ArticleForm,
    LabelledRows,
    PhotoUseForm,
    rich_text_widget,
    rows_in_order,
)
from articles.admin.history import HistoryPages
from articles.admin.preview import preview_of
from articles.admin.steps import STEPS, Step, steps_for
from articles.content import PhotoChoice
from articles.models import Article, ArticleAuthor, Author, PhotoUse
from newsportal.accounts.admin_rights import RoleInline, RoleModelAdmin
from newsportal.accounts.roles import can, staff, widest
from newsportal.pagecache.headers import relax_styles
from newsportal.refusals import Refused


def choose_only(field: Any, *, may_add: bool = False) -> Any:
    """The form field without the icons that edit, delete and show what is chosen.

    What an article refers to is edited on pages of its own.
    """
    if hasattr(field.widget, "can_change_related"):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
        field.widget.can_add_related &= may_add
    return field


class ManyOf(AutocompleteSelectMultiple):
    """Several rows, found by typing. Each has its own cross; one for all would break the list."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}


class ArticlePartInline(RoleInline, admin.TabularInline):
    """A part of the article form: the article's own rights hold for it."""

    extra = 0
    formset = LabelledRows
    ordering = ["position", "id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, "article.view_unpublished", obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return choose_only(super().formfield_for_dbfield(db_field, request, **kwargs))

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)


class AuthorInline(ArticlePartInline):
    model = ArticleAuthor
    autocomplete_fields = ["author"]
    fields = ["author", "position"]

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        return may_edit_text(request.user, obj)


class PhotoInline(ArticlePartInline):
    model = PhotoUse
    form = PhotoUseForm
    fields = ["photo", "caption", "alt", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhotoUse]:
        return super().get_queryset(request).filter(in_body=False).select_related("photo")

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        if obj is None:
            return can(request.user, "article.create")
        return can(request.user, "article.set_photo", obj) or may_edit_text(request.user, obj)


def may_edit_text(user: Any, article: Article | None) -> bool:
    """Whether `user` may change the words of `article` as it stands (None: a new one)."""
    if article is None or article.pk is None:
        return can(user, "article.create")
    return can(
        user, "article.edit_published" if article.was_published else "article.edit_text", article
    )


@admin.register(Article)
class ArticleAdmin(SavedFilters, HistoryPages, RoleModelAdmin):
    """The working copies. Every change goes through `articles.workflow`."""

    actions_by_right = {
        "view": "article.view_unpublished",
        "add": "article.create",
        "change": "article.edit_text",
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
    list_display = ["title", "state_words", "section", "bylines", "language", "changed_at"]
    list_filter = FILTERS
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline", "slug", "standfirst", "authors__name"]
    change_form_template = "articles/newsroom/change_form.html"
    change_list_template = "articles/newsroom/change_list.html"

    # -- Rights ---------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return can(request.user, "article.edit_text") or can(request.user, "article.set_photo")
        return may_edit_text(request.user, obj) or can(request.user, "article.set_photo", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = Article.objects.select_related("section", "head").prefetch_related("authors")
        if widest(request.user, "article.list_unpublished") == "O":
            articles = articles.owned_by(request.user)
        return articles.with_public_state()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if may_edit_text(request.user, obj):
            if (
                obj
                and obj.was_published
                and not can(request.user, "article.edit_slug_of_published", obj)
            ):
                return ("slug",)
            return ()
        return ("headline", "standfirst", "body", *self.fieldsets[1][1]["fields"])

    # -- The list -------------------------------------------------------------------------

    @admin.display(description=_("headline"), ordering="headline")
    def title(self, article: Article) -> str:
        return article.headline

    @admin.display(description=_("state"), ordering="state")
    def state_words(self, article: Any) -> str:
        return render_to_string("articles/newsroom/_state.html", {"article": article})

    @admin.display(description=_("authors"))
    def bylines(self, article: Article) -> str:
        return ", ".join(author.name for author in article.authors.all())

    # -- The form -------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"<int:number>/{step.verb}/",
                self.admin_site.admin_view(self.step_page),
                {"verb": step.verb},
                name=f"articles_article_{step.verb}",
            )
            for step in STEPS
        ]
        preview = path(
            "<int:number>/preview/",
            self.admin_site.admin_view(self.preview),
            name="articles_article_preview",
        )
        return [*pages, preview, *self.history_urls(), *self.filter_urls(), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = rich_text_widget()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return choose_only(field, may_add=db_field.name == "topics")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = ManyOf(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Articles"), **(extra_context or {})})

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
        context["edition"] = obj and obj.editions.live().first()
        context["upcoming"] = obj and obj.editions.waiting().first()
        return relax_styles(
            super().render_change_form(request, context, add, change, form_url, obj)
        )

    def _first_steps(self, request: HttpRequest) -> list[Step]:
        """A new article can be saved and submitted at once; the rest follows after a look."""
        return [step for step in STEPS if step.verb == "submit"]

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            # Nothing was stored. The second pass shows what was typed, with the sentence.
            request.refusal = refusal.sentence
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

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
            workflow.save(article, content, by=request.user, based_on=form.based_on_revision())
        except workflow.Stale as stale:
            request.outcome = self.stale_page(request, article, stale)
            return
        form.instance.pk = article.pk
        step = request.POST.get("_step", "save")
        if step == "save":
            messages.success(request, _("Saved."))
        else:
            request.outcome = self._take(request, article, _step_named(step))

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        return []

    def response_add(self, request: Any, obj: Article, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: Any, obj: Article) -> HttpResponse:
        if request.outcome is not None:
            return request.outcome
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    # -- Steps ----------------------------------------------------------------------------

    def _take(self, request: HttpRequest, article: Article, step: Step) -> HttpResponse | None:
        """Take a step that asks nothing; one that asks has a page of its own."""
        page = reverse(f"admin:articles_article_{step.verb}", args=[article.pk])
        if step.form is not None:
            return HttpResponseRedirect(page)
        try:
            step.carry_out(article, staff(request))
            messages.success(request, step.done)
        except workflow.WaitingEdition as refusal:
            messages.warning(request, refusal.sentence)
            return HttpResponseRedirect(
                reverse("admin:articles_article_schedule", args=[article.pk])
            )
        except Refused as refusal:
            # The text is stored by now; only the step was not taken.
            messages.error(request, refusal.sentence)
        return None

    def step_page(self, request: HttpRequest, number: int, verb: str) -> HttpResponse:
        """The page of one step: what it asks for, and the button that takes it."""
        article = self._article(request, number)
        step = _step_named(verb)
        if step not in steps_for(staff(request), article):
            if request.method == "POST" and not _may_ever(request.user, article, verb):
                raise PermissionDenied
            messages.error(request, _("This step cannot be taken now."))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        data = request.POST if request.method == "POST" else None
        form = step.form(data, article=article) if step.form else None
        if request.method == "POST" and (form is None or form.is_valid()):
            values = {k: v or None for k, v in form.cleaned_data.items()} if form else {}
            if "public_note" in values:
                values["public_note"] = values["public_note"] or ""
            try:
                step.carry_out(article, staff(request), **values)
                messages.success(request, step.done)
                return HttpResponseRedirect(
                    reverse("admin:articles_article_change", args=[article.pk])
                )
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return TemplateResponse(
            request,
            "articles/newsroom/step.html",
            {
                **self.admin_site.each_context(request),
                "title": step.label,
                "article": article,
                "step": step,
                "form": form,
                "opts": self.opts,
            },
        )

    def preview(self, request: HttpRequest, number: int) -> HttpResponse:
        """The head revision in the readers' template, exactly as it would be published."""
        article = self._article(request, number, "article.preview")
        return preview_of(request, article, article.content())

    def stale_page(
        self, request: HttpRequest, article: Article, stale: workflow.Stale
    ) -> HttpResponse:
        """Both texts side by side, with the way to go on with either."""
        return self.comparison(
            request, article, stale.newer, stale.refused, sentence=stale.sentence, status=409
        )

    def _article(
        self, request: HttpRequest, number: int, action: str = "article.view_unpublished"
    ) -> Article:
        """The article, if `action` is allowed to this person on it; 404 or 403 otherwise."""
        article = self.get_object(request, str(number))
        if article is None or not can(request.user, action, article):
            raise PermissionDenied
        return article


def _step_named(verb: str) -> Step:
    for step in STEPS:
        if step.verb == verb:
            return step
    raise PermissionDenied


def _may_ever(user: Any, article: Article, verb: str) -> bool:
    """Whether the role table lets this person take the step at some time."""
    action = {"cancel": "cancel_waiting"}.get(verb, verb)
    return can(user, f"article.{action}", article)
