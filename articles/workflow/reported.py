"""Errors that readers reported: passed on by the desk, corrected or set aside by editors."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Correction, CorrectionDraft
from articles.workflow.correcting import correct
from articles.workflow.steps import lock
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import now


@transaction.atomic
def report_error(article: Article, text: str, *, by: User) -> CorrectionDraft:
    """Put what a reader reported before those who correct the article."""
    require(by, "message.to_correction")
    draft = CorrectionDraft.objects.create(article=article, made_by=by, text=text)
    audit.record("article.report_error", article, by=by, draft=draft.pk)
    return draft


@transaction.atomic
def correct_reported(
    article: Article,
    draft: CorrectionDraft,
    *,
    by: User,
    kind: str,
    text: str,
    at: datetime | None = None,
) -> Correction:
    """Make a correction of what was reported; the words are those of the newsroom."""
    lock(article)
    draft = _open(article, draft)
    correction = correct(article, by=by, kind=kind, text=text, at=at)
    draft.correction_number = correction.pk
    draft.save(update_fields=["correction_number"])
    return correction


@transaction.atomic
def dismiss_reported(article: Article, draft: CorrectionDraft, *, by: User) -> None:
    """Say that what was reported is no error. The message desk sees that, and answers."""
    lock(article)
    require(by, "article.correct", article)
    draft = _open(article, draft)
    draft.dismissed_at = now()
    draft.save(update_fields=["dismissed_at"])
    audit.record("article.dismiss_error", article, by=by, draft=draft.pk)


def _open(article: Article, draft: CorrectionDraft) -> CorrectionDraft:
    found = CorrectionDraft.objects.open().filter(article=article, pk=draft.pk).first()
    if found is None:
        raise Refused(_("A colleague has settled this report meanwhile."))
    return found
