"""The pages of the workflow's steps: what a step asks for, and the button that takes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.steps import STEPS, Step, may_ever, step_named, steps_for
from articles.models import Article
from newsportal.accounts.roles import staff
from newsportal.refusals import Refused


class StepPages:
    """Mixed into the ArticleAdmin: `<number>/<verb>/` for every step."""

    admin_site: Any
    opts: Any
    _article: Any

    def step_urls(self) -> list[URLPattern]:
        return [
            path(
                f"<int:number>/{step.verb}/",
                self.admin_site.admin_view(self.step_page),
                {"verb": step.verb},
                name=f"articles_article_{step.verb}",
            )
            for step in STEPS
        ]

    def take(self, request: HttpRequest, article: Article, step: Step) -> HttpResponse | None:
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
        step = step_named(verb)
        if step not in steps_for(staff(request), article):
            if request.method == "POST" and not may_ever(staff(request), article, verb):
                raise PermissionDenied
            messages.error(request, _("This step cannot be taken now."))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        data = request.POST if request.method == "POST" else None
        form = step.form(data, article=article) if step.form else None
        if request.method == "POST" and (form is None or form.is_valid()):
            values = form.values() if form else {}
            if step.of_a_text:
                seen = request.POST.get("revision", "")
                values["revision"] = article.revisions.filter(number=seen[:9] or 0).first()
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
                "seen": article.head,
                "opts": self.opts,
            },
        )
