"""What waits for whom: the questions that the article list and the start page both ask.

Each is a way to narrow the articles down for one person. The list has it as a filter, the start
page as a panel, so that a number there and the list behind it are the same question.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Edition
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, holders
from newsportal.timeline import now

State = Article.State
SOON: Final = timedelta(hours=2)
RECENT: Final = timedelta(hours=24)
# What still has a step before it: all but what went out, or is scheduled to.
OPEN: Final = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED)

Question = Callable[[Any, User], Any]


def waiting_for(articles: Any, user: User) -> Any:
    """What waits for `user`: to be reviewed by them, or sent back to them."""
    waiting = Q(state=State.RETURNED, pk__in=_owned_by(user))
    if can(user, "article.approve"):
        waiting |= Q(state=State.IN_REVIEW) & _free_or_claimed_by(user) & _not_their_own(user)
    return articles.in_use().filter(waiting)


def reviewed_by(articles: Any, user: User) -> Any:
    """What `user` has claimed, wherever it stands."""
    return articles.in_use().filter(claimed_by=user, state__in=OPEN)


def due_soon(articles: Any, user: User) -> Any:
    """What is due within the next two hours."""
    return articles.in_use().filter(state__in=OPEN, due_at__gt=now(), due_at__lte=now() + SOON)


def overdue(articles: Any, user: User) -> Any:
    """What should have been done by now."""
    return articles.in_use().filter(state__in=OPEN, due_at__lte=now())


def with_due_time(articles: Any, user: User) -> Any:
    """Whatever has a due time and is not done."""
    return articles.in_use().filter(state__in=OPEN, due_at__isnull=False)


def mine(articles: Any, user: User) -> Any:
    """What `user` began or wrote."""
    return articles.in_use().filter(pk__in=_owned_by(user))


def my_drafts(articles: Any, user: User) -> Any:
    """What `user` may still write in: their drafts, and what was sent back to them."""
    return mine(articles, user).filter(state__in=(State.DRAFT, State.RETURNED))


def scheduled(articles: Any, user: User) -> Any:
    """What goes live at a moment ahead."""
    return articles.filter(pk__in=Edition.every.waiting().values("article_number"))


def recently_live(articles: Any, user: User) -> Any:
    """What went live, or was replaced by a new edition, within a day."""
    since = now() - RECENT
    recent = Edition.objects.filter(live_from__gte=since)
    return articles.filter(pk__in=recent.values("article_number"))


QUESTIONS: Final[dict[str, tuple[Any, Question]]] = {
    "waiting": (gettext_lazy("Waiting for me"), waiting_for),
    "soon": (gettext_lazy("Due in two hours"), due_soon),
    "overdue": (gettext_lazy("Overdue"), overdue),
    "due": (gettext_lazy("With a due time"), with_due_time),
    "reviewing": (gettext_lazy("I review"), reviewed_by),
    "mine": (gettext_lazy("Mine"), mine),
    "drafts": (gettext_lazy("My drafts"), my_drafts),
    "scheduled": (gettext_lazy("Scheduled"), scheduled),
    "recent": (gettext_lazy("Live since yesterday"), recently_live),
}


def due_of(article: Article) -> dict[str, Any]:
    """What `_due.html` shows of an article; empty where nothing is due."""
    if article.due_at is None or article.state not in OPEN:
        return {}
    return {
        "due_at": article.due_at,
        "words": due_in_words(article.due_at),
        "is_past": article.due_at <= now(),
    }


def due_in_words(moment: datetime) -> str:
    """How far a due time lies from now: `due in 40 min`, `overdue by 2 h`."""
    left = moment - now()
    words = _length(abs(left))
    return (_("due in %s") if left > timedelta(0) else _("overdue by %s")) % words


def _length(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    hours = minutes // 60
    if hours < 1:
        return _("%d min") % minutes
    if hours < 3 and minutes % 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return _("%d h") % hours if hours < 48 else _("%d days") % length.days


def _owned_by(user: User) -> Any:
    return Article.objects.owned_by(user).order_by().values("pk")


def _free_or_claimed_by(user: User) -> Q:
    """As `steps.reviewer_of`: the claim of somebody who may not review any more counts nothing."""
    others = holders("article.approve", "Y").exclude(pk=user.pk)
    return Q(claimed_by=None) | ~Q(claimed_by__in=others)


def _not_their_own(user: User) -> Q:
    return Q() if can(user, "article.approve_own") else ~Q(pk__in=_owned_by(user))
