"""What a sent form of an article becomes: a revision, a text that is kept aside, or sentences.

The whole form is stored at once, by `workflow.save`; a button may add a step of the workflow.
"""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import background
from articles.admin.autosave import AutosavePages, is_only_shown
from articles.admin.forms import ArticleForm, rows_in_order
from articles.admin.merge import MergePages
from articles.admin.preview import no_preview, preview_of
from articles.admin.step_pages import StepPages
from articles.admin.steps import step_named
from articles.content import PhotoChoice
from articles.models import Article, ArticleAuthor, Author, Edition, PhotoUse
from articles.workflow.steps import may_edit_text
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused


class SavingForm(StepPages, AutosavePages, MergePages):
    """Mixed into the ArticleAdmin, before all others: it decides what its form does."""

    has_change_permission: Any
    get_queryset: Any

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
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
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
            PhotoChoice(row["photo"].pk, row["caption"], row["alt"], row["is_decorative"])
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
