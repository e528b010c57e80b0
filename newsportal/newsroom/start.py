"""The start page of the newsroom: what waits for this person, as lists that link to the work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, widest
from newsportal.inbox.models import Message, State

ROWS = 6


@dataclass(frozen=True)
class Row:
    """One line of a panel."""

    text: str
    url: str
    at: datetime
    by: str = ""


@dataclass(frozen=True)
class Panel:
    """A list of the start page; `url` leads to all of it."""

    title: Any
    url: str
    empty: Any
    rows: list[Row] = field(default_factory=list)


def panels(user: User) -> list[Panel]:
    """The panels for `user`, at most one query each."""
    found: list[Panel] = []
    if can(user, "article.list_unpublished"):
        articles = Article.objects.all()
        if widest(user, "article.list_unpublished") == "O":
            articles = articles.owned_by(user)
        found.append(_my_drafts(user))
        found.append(_in_review(articles))
        found.append(_scheduled(articles))
        found.append(_recently_published(articles))
    if can(user, "message.list"):
        found.append(_new_messages())
    return found


def _list(query: str) -> str:
    return reverse("admin:articles_article_changelist") + f"?{query}"


def _articles(articles: Iterable[Article]) -> list[Row]:
    return [
        Row(
            text=article.headline,
            url=reverse("admin:articles_article_change", args=[article.pk]),
            at=article.changed_at,
            by=str(article.created_by),
        )
        for article in articles
    ]


def _my_drafts(user: User) -> Panel:
    states = (Article.State.DRAFT, Article.State.RETURNED)
    mine = Article.objects.owned_by(user).filter(state__in=states).select_related("created_by")
    return Panel(
        _("My drafts"),
        _list("whose=drafts"),
        _("You have no drafts."),
        _articles(mine[:ROWS]),
    )


def _in_review(articles: Any) -> Panel:
    waiting = articles.filter(state=Article.State.IN_REVIEW).select_related("created_by")
    return Panel(
        _("Waiting for review"),
        _list("state__exact=in_review"),
        _("Nothing waits for review."),
        _articles(waiting.order_by("changed_at")[:ROWS]),
    )


def _editions(editions: Any) -> list[Row]:
    return [
        Row(
            text=edition.headline,
            url=reverse("admin:articles_article_change", args=[edition.article_number]),
            at=edition.live_from,
        )
        for edition in editions[:ROWS]
    ]


def _scheduled(articles: Any) -> Panel:
    waiting = Edition.every.waiting().filter(article_number__in=articles.order_by().values("pk"))
    return Panel(
        _("Scheduled"),
        _list("public=scheduled"),
        _("Nothing is scheduled."),
        _editions(waiting.order_by("live_from")),
    )


def _recently_published(articles: Any) -> Panel:
    live = Edition.objects.filter(article_number__in=articles.order_by().values("pk"))
    return Panel(
        _("Recently published"),
        _list("public=live"),
        _("Nothing is published yet."),
        _editions(live.order_by("-live_from")),
    )


def _new_messages() -> Panel:
    messages = Message.objects.filter(state=State.NEW)[:ROWS]
    return Panel(
        _("New messages"),
        reverse("admin:inbox_message_changelist"),
        _("No new messages."),
        [
            Row(
                text=f"{message.reference}: {message.get_category_display()}",
                url=reverse("admin:inbox_message_change", args=[message.pk]),
                at=message.sent_at,
            )
            for message in messages
        ],
    )
