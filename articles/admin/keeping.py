"""The pages of copies, templates and the trash."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.pages import ArticlePages, page
from articles.models import Article, ArticleTemplate
from newsportal.accounts.roles import can, staff, widest
from newsportal.refusals import Refused

TRASH_PAGE = 50


class TemplateNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the template"),
        max_length=80,
        help_text=_("Everybody who writes begins articles from it, so say what it is for."),
    )


class KeepingPages(ArticlePages):
    """Mixed into the ArticleAdmin: `copy/`, `template/`, `begin/<template>/` and `trash/`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        def may(action: str) -> bool:
            return article is not None and can(request.user, action, article)

        return {
            **super().form_context(request, article),
            "may_copy": may("article.copy(source)"),
            "may_make_template": (
                article is not None
                and not article.is_embargoed
                and may("article.template")
                and may("article.view_unpublished")
            ),
        }

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """An article in the trash opens on the page that takes it out again.

        What is sent from a form that was open before goes on: the workflow refuses it, and the
        form shows what was typed.
        """
        if request.method in {"GET", "HEAD"} and object_id:
            article: Article | None = self.get_object(request, object_id)
            if article is not None and article.trashed_at is not None:
                if not can(request.user, "article.restore_from_trash", article):
                    raise PermissionDenied
                return self.to("restore_from_trash", article)
        answer: HttpResponse = super().changeform_view(  # type: ignore[misc]
            request, object_id, *args, **kwargs
        )
        return answer

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may = {
            "may_see_trash": can(request.user, "article.restore_from_trash"),
            "may_make_template": can(request.user, "article.template"),
        }
        response: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**may, **(extra_context or {})}
        )
        return response

    @page("<int:number>/copy/", "article.copy(source)", name="copy")
    def copy(self, request: HttpRequest, article: Article) -> HttpResponse:
        """GET asks; POST makes a new draft with the same words and opens it."""
        if request.method == "POST":
            try:
                made = workflow.copy(article, by=staff(request))
            except Refused as refusal:
                messages.error(request, refusal.sentence)
            else:
                messages.success(request, _("This is the copy. It is yours."))
                return self.to_form(made)
        return self.answer(
            request, "articles/newsroom/copy.html", article, title=_("Copy the article")
        )

    @page("<int:number>/template/", "article.template", name="template")
    def save_as_template(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What the article says, kept under a name for "new from"."""
        if not can(request.user, "article.view_unpublished", article):
            raise PermissionDenied
        form = TemplateNameForm(
            request.POST if request.method == "POST" else None,
            initial={"name": article.headline[:80]},
        )
        if request.method == "POST" and form.is_valid():
            try:
                workflow.save_as_template(article, form.cleaned_data["name"], by=staff(request))
            except Refused as refusal:
                form.add_error("name", refusal.sentence)
            else:
                messages.success(request, _("“%s” is a template now.") % form.cleaned_data["name"])
                return self.to_form(article)
        return self.answer(
            request,
            "articles/newsroom/step.html",
            article,
            title=_("Save as a template"),
            form=form,
        )

    @page("begin/<int:template>/", "article.create", name="begin", methods=("POST",))
    def begin(self, request: HttpRequest, template: int) -> HttpResponse:
        """A new draft from a template, opened at once."""
        found = get_object_or_404(ArticleTemplate, pk=template)
        try:
            article = workflow.begin(found, by=staff(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return HttpResponseRedirect(reverse("admin:index"))
        return self.to_form(article)

    @page("trash/", "article.restore_from_trash", name="in_trash", methods=("GET",))
    def trash(self, request: HttpRequest) -> HttpResponse:
        """What is in the trash and this person may take out again, the newest first."""
        articles = Article.objects.exclude(trashed_at=None).select_related("created_by")
        if widest(request.user, "article.restore_from_trash") == "D":
            own = articles.owned_by(staff(request))
            articles = own.filter(state__in=[Article.State.DRAFT, Article.State.RETURNED])
        found = Paginator(
            articles.defer("body", "standfirst", "note").order_by("-trashed_at", "-pk"), TRASH_PAGE
        ).get_page(request.GET.get("page"))
        return self.answer(
            request,
            "articles/newsroom/trash.html",
            title=_("Trash"),
            page=found,
            may_delete=can(request.user, "article.delete_forever"),
        )
