"""What all verbs do: hold the article, check where it stands, move it one step on."""

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Revision
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import now

State = Article.State


def lock(article: Article) -> None:
    """Hold the article's row until the commit, and look at it as it is now."""
    Article.objects.select_for_update().get(pk=article.pk)
    article.refresh_from_db()


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


def approve_head(article: Article, *, by: User) -> None:
    require(by, "article.approve", article)
    if article.owned_by(by):
        require(by, "article.approve_own", article)
    article.approved = article.head
    move(article, State.APPROVED, "article.approve", by=by, revision=article.head.number)  # type: ignore[union-attr]


def move(article: Article, state: State, action: str, *, by: User, **detail: Any) -> None:
    detail = {"from": article.state, "to": state.value, **detail}
    article.state = state
    article.changed_at = now()
    article.save()
    audit.record(action, article, by=by, **detail)
