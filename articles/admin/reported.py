"""Errors that readers reported, on the pages of the article: made a correction of, or set aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.admin.pages import ArticlePages, page
from articles.admin.steps.correction import CorrectForm
from articles.models import Article, CorrectionDraft
from articles.workflow import reported
from newsportal.accounts.roles import staff
from newsportal.refusals import Refused

MOST = 1000  # characters of a correction


class ReportedPages(ArticlePages):
    """Mixed into the ArticleAdmin: `reported/<n>/` and `reported/<n>/dismiss/`."""

    @page("<int:number>/reported/<int:draft>/", "article.correct", name="reported")
    def reported(self, request: HttpRequest, article: Article, draft: int) -> HttpResponse:
        """The form of a correction, filled in with what was reported."""
        row = _draft(article, draft)
        form: Any = CorrectForm(
            request.POST or None,
            article=article,
            by=staff(request),
            initial={"text": row.text[:MOST], "kind": "correction"},
        )
        if form.is_valid():
            try:
                made = reported.correct_reported(article, row, by=staff(request), **form.values())
                messages.success(request, form.done(made))
                return self.to_form(article)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return self.answer(
            request,
            "articles/newsroom/step.html",
            article,
            title=_("Correct a reported error"),
            form=form,
            reported=row,
        )

    @page(
        "<int:number>/reported/<int:draft>/dismiss/",
        "article.correct",
        name="dismiss_reported",
        methods=("POST",),
    )
    def dismiss_reported(self, request: HttpRequest, article: Article, draft: int) -> HttpResponse:
        """What was reported is no error."""
        try:
            reported.dismiss_reported(article, _draft(article, draft), by=staff(request))
            messages.success(request, _("The report is set aside; the message desk sees that."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return self.to_form(article)


def _draft(article: Article, draft: int) -> CorrectionDraft:
    rows = CorrectionDraft.objects.filter(article=article)
    found: CorrectionDraft = get_object_or_404(rows, pk=min(draft, 2**63 - 1))
    return found
