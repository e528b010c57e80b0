"""The pages of the workflow's steps: what a step asks for, and the button that takes it."""

from typing import Any, Self

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.pages import ArticlePages, Page, page
from articles.admin.standing import standing_of
from articles.admin.steps import STEPS, Step, steps_for
from articles.models import Article
from newsportal.accounts import clock
from newsportal.accounts.roles import staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused


class StepPages(ArticlePages):
    """Mixed into the ArticleAdmin: `<number>/<verb>/` for every step."""

    def get_urls(self) -> list[URLPattern]:
        return [*(self.url_of(self.page_of(step)) for step in STEPS), *super().get_urls()]

    def page_of(self, step: Step) -> Page:
        """The page of one step, opened by the step's own action."""

        @page(f"<int:number>/{step.verb}/", step.action, name=step.verb)
        def step_page(self: Self, request: HttpRequest, article: Article) -> HttpResponse:
            return self.step_page(request, article, step)

        return step_page.__get__(self)

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        return {**context, "standing": standing_of(article)} if article else context

    def take(self, request: HttpRequest, article: Article, step: Step) -> HttpResponse | None:
        """Take a step that asks nothing; one that asks has a page of its own."""
        if step.form is not None and step.asks(article):
            messages.info(request, _("The text is saved."))
            return self.to(step.verb, article)
        try:
            step.carry_out(article, staff(request))
            messages.success(request, step.done)
        except (workflow.WaitingEdition, workflow.Blocked):
            messages.warning(request, _("The text is saved. It is not out yet."))
            return self.to(step.verb, article)
        except Refused as refusal:
            # The text is stored by now; only the step was not taken.
            messages.error(request, refusal.sentence)
        return None

    def step_page(self, request: HttpRequest, article: Article, step: Step) -> HttpResponse:
        """The page of one step: what it asks for, and the button that takes it."""
        if step not in steps_for(staff(request), article):
            messages.error(request, _("This step cannot be taken now."))
            return self.to_form(article)
        data = request.POST if request.method == "POST" else None
        form = step.form(data, article=article, by=staff(request)) if step.form else None
        if request.method == "POST" and (form is None or form.is_valid()):
            values = form.values() if form else {}
            if step.of_a_text:
                seen = number_in(request.POST.get("revision"))
                values["revision"] = article.revisions.filter(number=seen).first()
            try:
                outcome = step.carry_out(article, staff(request), **values)
                messages.success(request, (form and form.done(outcome)) or step.done)
                return self.to_form(article)
            except workflow.Blocked as refusal:
                # The page lists them, with the field for a reason.
                form.findings = refusal.findings  # type: ignore[union-attr]
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        if sentence := clock.doubt():
            messages.warning(request, sentence)
        return self.answer(
            request,
            "articles/newsroom/step.html",
            article,
            title=step.name,
            step=step,
            form=form,
            seen=article.head,
            others=[other for other in steps_for(staff(request), article) if other != step]
            if step.in_trash
            else [],
            standing=standing_of(article),
        )
