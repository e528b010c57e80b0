"""What all verbs do: hold the article, check where it stands, move it one step on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Revision
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import Principal, can, require
from newsportal.refusals import Refused
from newsportal.timeline import now, refuse_far_moment

State = Article.State


def lock(article: Article, *, in_trash: bool = False) -> None:
    """Hold the article's row until the commit, and look at it as it is now.

    Refused where it is in the trash; with `in_trash`, where it is not. Every verb comes by here.
    """
    if not Article.objects.select_for_update().filter(pk=article.pk).exists():
        raise Refused(_("The article has been deleted."))
    article.refresh_from_db()
    if in_trash and article.trashed_at is None:
        raise Refused(_("The article is not in the trash."))
    if article.trashed_at is not None and not in_trash:
        raise Refused(_("The article is in the trash. Restore it first."))


def expect(article: Article, *states: State, verb: str) -> None:
    if article.state not in states:
        raise Refused(
            _("The article is “%(state)s” and cannot be %(verb)s now.")
            % {"state": State(article.state).label, "verb": verb}
        )


def expect_seen(article: Article, revision: Revision | None) -> Revision:
    """The head revision; Refused where `revision`, the one somebody saw, is not it any more."""
    if article.head is None or (revision is not None and revision != article.head):
        raise Refused(_("The article has been saved since you looked at it. Look at it again."))
    return article.head


def may_approve(user: User, article: Article) -> bool:
    """Whether `user` may approve the article as far as roles and four eyes go."""
    return can(user, "article.approve", article) and (
        not article.owned_by(user) or can(user, "article.approve_own", article)
    )


def require_reviewer(article: Article, by: User) -> None:
    """Raise NotAllowed unless `by` may approve the article as far as roles and four eyes go."""
    require(by, "article.approve", article)
    if article.owned_by(by):
        require(by, "article.approve_own", article)


def may_edit_text(user: Principal, article: Article | None) -> bool:
    """Whether `user` may change the words of `article` as it stands (None: a new one)."""
    if article is None or article.pk is None:
        return can(user, "article.create")
    published = article.was_published
    return can(user, "article.edit_published" if published else "article.edit_text", article)


def reviewer_of(article: Article) -> User | None:
    """Who reviews the article; nobody, once they have left or may not approve it any more."""
    claimed_by: User | None = article.claimed_by
    return claimed_by if claimed_by is not None and may_approve(claimed_by, article) else None


def moment_ahead(at: datetime | None, moment: datetime) -> datetime:
    """The time that somebody chose, or `moment` for none; a time that has passed is a slip."""
    if at is None:
        return moment
    if at <= moment:
        raise Refused(_("That time has passed. Choose one ahead, or none for now."))
    refuse_far_moment(at)
    return at


def approve_head(article: Article, *, by: User, note: str = "") -> None:
    require_reviewer(article, by)
    article.approved = article.head
    revision = article.head.number  # type: ignore[union-attr]
    move(article, State.APPROVED, "article.approve", by=by, revision=revision, note=note)


def move(article: Article, state: State, action: str, *, by: User, **detail: Any) -> None:
    detail = {"from": article.state, "to": state.value, **detail}
    article.state = state
    article.changed_at = now()
    if state == State.PUBLISHED:
        # The next version is reviewed afresh.
        article.claimed_by = None
    article.save()
    audit.record(action, article, by=by, **detail)
