"""Review: one person submits, another claims, approves or sends back, by a time that is due.

A claim lasts until the article is out: an article that was sent back and submitted again comes
to whoever reviewed it last. Whoever takes a step of the reviewer's takes the claim with it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.workflow.notices import authors_of, due_line, reviewers_of, tell, whose_turn
from articles.workflow.steps import (
    State,
    approve_head,
    expect,
    expect_seen,
    lock,
    move,
    require_reviewer,
    reviewer_of,
)
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import refuse_far_moment, unfrozen_now


@transaction.atomic
def submit(article: Article, *, by: User, note: str = "", due_at: datetime | None = None) -> None:
    """Send the head revision to review, with a note for the reviewer and a time that it is due.

    A due time that somebody else has set already is changed by reviewers alone.
    """
    lock(article)
    expect(article, State.DRAFT, State.RETURNED, verb=_("submitted"))
    require(by, "article.submit", article)
    if due_at is not None and due_at != article.due_at:
        if article.due_at is not None and not can(by, "article.approve", article):
            raise NotAllowed(_("The article has a due time already. A reviewer may change it."))
        _refuse_passed(due_at)
        article.due_at = due_at
    article.claimed_by = reviewer_of(article)
    article.note = note.strip()
    due = article.due_at and article.due_at.isoformat()
    move(article, State.IN_REVIEW, "article.submit", by=by, note=article.note, due_at=due)
    tell(reviewers_of(article), article, "submit", by=by, note=note, facts=due_line(article))


@transaction.atomic
def claim(article: Article, *, by: User) -> None:
    """Say “I review this”: one person at a time. A claim that is one's own already stays so."""
    lock(article)
    expect(article, State.IN_REVIEW, verb=_("claimed"))
    require_reviewer(article, by)
    reviewer = reviewer_of(article)
    if reviewer == by:
        return
    if reviewer is not None:
        raise Refused(_("%s reviews this already. Take it over if it has to be you.") % reviewer)
    _hand_to(article, by, "article.claim", by=by)
    tell(authors_of(article), article, "claim", by=by)


@transaction.atomic
def take_over(article: Article, *, by: User, note: str = "") -> None:
    """Review the article instead of somebody else, who is told so."""
    lock(article)
    expect(article, State.IN_REVIEW, State.APPROVED, verb=_("taken over"))
    require_reviewer(article, by)
    if article.claimed_by in {None, by}:
        raise Refused(_("Nobody else reviews this article."))
    _take_from_others(article, by=by, note=note)
    article.save(update_fields=["claimed_by"])


@transaction.atomic
def release(article: Article, *, by: User) -> None:
    """Give up a claim of one's own: the article waits for any reviewer again."""
    lock(article)
    require(by, "article.approve", article)
    if article.claimed_by != by:
        raise Refused(_("You do not review this article."))
    _hand_to(article, None, "article.release", by=by)


@transaction.atomic
def set_due(article: Article, *, by: User, due_at: datetime | None) -> None:
    """Say by when the next step is due (aware, ahead); None takes the time away."""
    lock(article)
    require(by, "article.approve", article)
    expect(
        article, State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED, verb=_("made due")
    )
    if due_at == article.due_at:
        return
    if due_at is not None:
        _refuse_passed(due_at)
    article.due_at = due_at
    article.save(update_fields=["due_at"])
    audit.record("article.set_due", article, by=by, due_at=due_at and due_at.isoformat())
    if due_at is not None:
        tell(whose_turn(article), article, "set_due", by=by, facts=due_line(article))


@transaction.atomic
def send_back(article: Article, *, by: User, note: str) -> None:
    """Return the article to its author with a note that says what to change."""
    lock(article)
    require(by, "article.send_back", article)
    expect(article, State.IN_REVIEW, State.APPROVED, verb=_("sent back"))
    if not note.strip():
        raise Refused(_("Write a note that says what should change."))
    _take_from_others(article, by=by)
    article.note = note.strip()
    article.approved = None
    move(article, State.RETURNED, "article.send_back", by=by, note=article.note)
    tell(authors_of(article), article, "send_back", by=by, note=note, facts=due_line(article))


@transaction.atomic
def approve(
    article: Article, *, by: User, revision: Revision | None = None, note: str = ""
) -> None:
    """Approve the head revision; a later save needs approval again.

    `revision` is the one the person has seen: where another has been saved since, nothing is
    approved.
    """
    lock(article)
    expect_seen(article, revision)
    expect(article, State.IN_REVIEW, verb=_("approved"))
    require_reviewer(article, by)
    _take_from_others(article, by=by)
    article.note = note.strip()
    approve_head(article, by=by, note=article.note)
    tell(authors_of(article), article, "approve", by=by, note=note)


def _take_from_others(article: Article, *, by: User, note: str = "") -> None:
    """Make `by` the reviewer; if somebody else is, that needs a right, and they are told."""
    reviewer = reviewer_of(article)
    if reviewer not in {None, by}:
        require(by, "article.unlock_other", article)
        audit.record("article.take_over", article, by=by, before=str(reviewer), note=note.strip())
        tell([reviewer], article, "take_over", by=by, note=note)
    article.claimed_by = by


def _hand_to(article: Article, reviewer: User | None, action: str, *, by: User) -> None:
    article.claimed_by = reviewer
    article.save(update_fields=["claimed_by"])
    audit.record(action, article, by=by)


def _refuse_passed(due_at: datetime) -> None:
    if due_at <= unfrozen_now():
        raise Refused(_("That time has passed. Choose one ahead."))
    refuse_far_moment(due_at)
