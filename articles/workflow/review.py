"""Review: one person submits, another approves or sends back."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.workflow.steps import State, approve_head, expect, expect_seen, lock, move
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused


@transaction.atomic
def submit(article: Article, *, by: User) -> None:
    """Send the head revision to review."""
    lock(article)
    expect(article, State.DRAFT, State.RETURNED, verb=_("submitted"))
    require(by, "article.submit", article)
    move(article, State.IN_REVIEW, "article.submit", by=by)


@transaction.atomic
def send_back(article: Article, *, by: User, note: str) -> None:
    """Return the article to its author with a note that says what to change."""
    lock(article)
    require(by, "article.send_back", article)
    expect(article, State.IN_REVIEW, State.APPROVED, verb=_("sent back"))
    if not note.strip():
        raise Refused(_("Write a note that says what should change."))
    article.note = note.strip()
    article.approved = None
    move(article, State.RETURNED, "article.send_back", by=by, note=article.note)


@transaction.atomic
def approve(article: Article, *, by: User, revision: Revision | None = None) -> None:
    """Approve the head revision; a later save needs approval again.

    `revision` is the one the person has seen: where another has been saved since, nothing is
    approved.
    """
    lock(article)
    expect_seen(article, revision)
    expect(article, State.IN_REVIEW, verb=_("approved"))
    approve_head(article, by=by)
