"""Corrections that stand: other words put in their place, or taken back.

A new one is a step of the article: see `steps.correction`.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.pages import ArticlePages, page
from articles.admin.steps.correction import WordsForm
from articles.admin.steps.step import StepForm
from articles.models import Article, Correction
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused


class RetractForm(StepForm):
    """Why a correction is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=gettext_lazy("For the audit log. Readers do not see it."),
    )


class CorrectionPages(ArticlePages):
    """Mixed into the ArticleAdmin: `corrections/<n>/amend/` and `corrections/<n>/retract/`."""

    @page("<int:number>/corrections/<int:correction>/amend/", "article.correct", name="amend")
    def amend(self, request: HttpRequest, article: Article, correction: int) -> HttpResponse:
        """Other words in the place of a correction."""
        row = _standing(article, correction)
        words = {"kind": row.kind, "text": row.text}
        form = WordsForm(request.POST or None, article=article, by=staff(request), initial=words)
        return self._change(
            request,
            article,
            row,
            form,
            verb=workflow.amend,
            title=_("Reword the correction"),
            done=_("The new words stand in the place of the old ones."),
        )

    @page("<int:number>/corrections/<int:correction>/retract/", "article.correct", name="retract")
    def retract(self, request: HttpRequest, article: Article, correction: int) -> HttpResponse:
        """A correction that was wrong; `workflow` asks for the right that its state demands."""
        row = _standing(article, correction)
        if not row.is_waiting and not can(request.user, "article.withdraw", article):
            messages.error(request, _("A publisher can retract it. You may reword it."))
            return self.to("correct", article)
        form = RetractForm(request.POST or None, article=article, by=staff(request))
        return self._change(
            request,
            article,
            row,
            form,
            verb=workflow.retract,
            title=_("Retract the correction"),
            done=_("The correction is retracted."),
        )

    def _change(
        self,
        request: HttpRequest,
        article: Article,
        correction: Correction,
        form: StepForm,
        *,
        verb: Any,
        title: str,
        done: str,
    ) -> HttpResponse:
        if form.is_valid():
            try:
                verb(article, correction, by=staff(request), **form.values())
                messages.success(request, done)
                return self.to("correct", article)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return self.answer(
            request,
            "articles/newsroom/step.html",
            article,
            title=title,
            form=form,
            correction=correction,
        )


def _standing(article: Article, correction: int) -> Correction:
    """The correction with this id, if it is one of the article and has not ended."""
    rows = Correction.every.of_article(article.pk).standing()
    found: Correction = get_object_or_404(rows, pk=min(correction, 2**63 - 1))
    return found
