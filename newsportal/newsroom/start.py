"""The start page of the newsroom: what waits for this person, as lists that link to the work.

A panel asks one query, which brings its first rows and how many there are in all. The questions
about articles are those of the article list, so each number leads to the rows it counts.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db.models import Case, Count, F, Q, When, Window
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.autosave import SAVED
from articles.admin.unsaved import Unsaved
from articles.models import Article, ArticleTemplate, Autosave, CorrectionDraft, Edition
from articles.workflow import desk
from newsportal.accounts.models import Notice, User
from newsportal.accounts.roles import can, widest
from newsportal.inbox.models import Message, State
from newsportal.newsroom.panel import ROWS, Number, Panel, Row, first
from newsportal.timeline import now

RIGHTS_END_SOON: Final = timedelta(days=1)


def panels(user: User) -> list[Panel]:
    """The panels for `user`, one query each."""
    found: list[Panel] = []
    if can(user, "article.list_unpublished"):
        articles = Article.objects.in_use()
        waiting, live = Edition.every.waiting(), Edition.objects.all()
        if widest(user, "article.list_unpublished") == "O":
            articles = desk.mine(articles, user)
            numbers = articles.order_by().values("pk")
            waiting = waiting.filter(article_number__in=numbers)
            live = live.filter(article_number__in=numbers)
        found += [
            _waiting(articles, user),
            _due(articles, user),
            _my_drafts(articles, user),
            _unsaved(user),
            _scheduled(waiting),
            _recently_live(live),
        ]
    if can(user, "photo.set_rights_expiry") or can(user, "article.publish"):
        found.append(_ending_rights())
    if can(user, "article.correct"):
        found.append(_reported())
    if can(user, "message.list"):
        found.append(_new_messages())
    if can(user, "user.list"):
        found.append(_failed_mail())
    return found


def templates() -> Iterable[ArticleTemplate]:
    """What a new article can begin from, by name; their contents stay where they are."""
    return ArticleTemplate.objects.defer("content")


def _list(question: str) -> str:
    return reverse("admin:articles_article_changelist") + f"?desk={question}"


def _articles(articles: Any, order: str) -> tuple[list[Row], int]:
    found, count = first(
        articles.select_related("created_by", "claimed_by")
        .only("headline", "state", "changed_at", "due_at", "created_by", "claimed_by")
        .order_by(order, "pk")
    )
    return [_row(article) for article in found], count


def _row(article: Article) -> Row:
    """An article with who has to do with it, and by when."""
    due_at = article.due_at if article.state in desk.OPEN else None
    people = [str(article.created_by)]
    if article.claimed_by:
        people.append(_("reviewed by %s") % article.claimed_by)
    return Row(
        text=article.headline,
        url=reverse("admin:articles_article_change", args=[article.pk]),
        at=due_at or article.changed_at,
        by=", ".join(people),
        words=desk.due_in_words(due_at) if due_at else str(article.get_state_display()),
        is_late=bool(due_at and due_at <= now()),
    )


def _waiting(articles: Any, user: User) -> Panel:
    found = _articles(desk.waiting_for(articles, user), "changed_at")
    title, empty = gettext_lazy("Waiting for me"), gettext_lazy("Nothing waits for you.")
    return Panel(title, _list("waiting"), empty, *found)


def _due(articles: Any, user: User) -> Panel:
    """What is overdue and what soon will be, in one list with a number for each."""
    late, soon = Q(due_at__lte=now()), Q(due_at__gt=now())
    both = desk.with_due_time(articles, user).filter(due_at__lte=now() + desk.SOON)
    found = list(
        both.select_related("created_by", "claimed_by")
        .annotate(late=Window(Count("pk", filter=late)), soon=Window(Count("pk", filter=soon)))
        .order_by("due_at", "pk")
        .defer("body", "standfirst", "note")[:ROWS]
    )
    late_count, soon_count = (found[0].late, found[0].soon) if found else (0, 0)
    return Panel(
        gettext_lazy("Due"),
        _list("due"),
        gettext_lazy("Nothing is overdue or due in the next two hours."),
        [_row(article) for article in found],
        late_count + soon_count,
        [
            Number(late_count, _("overdue"), _list("overdue"), is_late=late_count > 0),
            Number(soon_count, _("due in the next two hours"), _list("soon")),
        ],
    )


def _my_drafts(articles: Any, user: User) -> Panel:
    found = _articles(desk.my_drafts(articles, user), "-changed_at")
    title, empty = gettext_lazy("My drafts"), gettext_lazy("You have no drafts.")
    return Panel(title, _list("drafts"), empty, *found)


def _unsaved(user: User) -> Panel:
    """Texts that were typed and not saved; each link opens the form with what was typed."""
    kept = Autosave.objects.filter(user=user).exclude(fields=SAVED).select_related("article")
    found, count = first(kept.order_by("-saved_at"))
    return Panel(
        gettext_lazy("Not saved yet"),
        reverse("admin:articles_article_unsaved"),
        gettext_lazy("Everything you typed is saved."),
        [
            Row(text=row.title, url=row.url, at=row.saved_at, words=_("Typed"))
            for row in map(Unsaved, found)
        ],
        count,
    )


def _editions(editions: Any, order: str, words: str) -> tuple[list[Row], int]:
    found, count = first(editions.order_by(order).only("headline", "live_from", "article_number"))
    rows = [
        Row(
            text=edition.headline,
            url=reverse("admin:articles_article_change", args=[edition.article_number]),
            at=edition.live_from,
            words=words,
        )
        for edition in found
    ]
    return rows, count


def _scheduled(waiting: Any) -> Panel:
    found = _editions(waiting, "live_from", _("Goes live"))
    title, empty = gettext_lazy("Scheduled"), gettext_lazy("Nothing is scheduled.")
    return Panel(title, _list("scheduled"), empty, *found)


def _recently_live(live: Any) -> Panel:
    found = _editions(live.filter(live_from__gte=now() - desk.RECENT), "-live_from", _("Live"))
    title = gettext_lazy("Live since yesterday")
    return Panel(title, _list("recent"), gettext_lazy("Nothing went live within a day."), *found)


def _ending_rights() -> Panel:
    """Photos that readers see and whose rights end within a day, and those that have ended."""
    ending = (
        Edition.objects.annotate(
            photo_number=F("photo_uses__photo"),
            photo_words=F("photo_uses__photo__caption"),
            ends_at=F("photo_uses__photo__usable_until"),
        )
        .filter(ends_at__lte=now() + RIGHTS_END_SOON)
        # What ends next is what somebody can still do something about.
        .order_by(Case(When(ends_at__gt=now(), then=0), default=1), "ends_at", "article_number")
        .only("headline", "article_number")
    )
    found, count = first(ending)
    return Panel(
        gettext_lazy("Rights that end"),
        reverse("admin:articles_photo_changelist") + "?rights=ending",
        gettext_lazy("No photo that readers see loses its rights within a day."),
        [
            Row(
                text=edition.headline,
                url=reverse("admin:articles_article_change", args=[edition.article_number]),
                at=edition.ends_at,
                by=Truncator(edition.photo_words).chars(60)
                or _("Photo no. %d") % edition.photo_number,
                words=_("Ended") if edition.ends_at <= now() else _("Ends"),
                is_late=edition.ends_at <= now(),
            )
            for edition in found
        ],
        count,
    )


def _reported() -> Panel:
    """Errors that readers say are in articles, until an editor has settled them."""
    waiting = CorrectionDraft.objects.open().filter(article__trashed_at__isnull=True)
    found, count = first(
        waiting.select_related("article")
        .only("text", "made_at", "article__headline")
        .order_by("made_at", "pk")
    )
    return Panel(
        gettext_lazy("Reported errors"),
        reverse("admin:articles_correctiondraft_changelist"),
        gettext_lazy("No error that a reader reported waits."),
        [
            Row(
                text=draft.article.headline,
                url=reverse("admin:articles_article_reported", args=[draft.article_id, draft.pk]),
                at=draft.made_at,
                by=Truncator(draft.text).chars(60),
                words=_("Reported"),
            )
            for draft in found
        ],
        count,
    )


def _new_messages() -> Panel:
    new = Message.objects.filter(state=State.NEW)
    found, count = first(
        new.only(
            "reference", "category__name", "sent_at", "sender_name", "sender_address"
        ).select_related("category")
    )
    url = reverse("admin:inbox_message_changelist")
    return Panel(
        gettext_lazy("New messages"),
        f"{url}?state={State.NEW.value}",
        gettext_lazy("No new messages."),
        [
            Row(
                text=f"{message.reference}: {message.category}",
                url=reverse("admin:inbox_message_change", args=[message.pk]),
                at=message.sent_at,
                only_day=message.is_anonymous,
            )
            for message in found
        ],
        count,
    )


def _failed_mail() -> Panel:
    """Mail to the staff that was given up; of what it was about, this page says nothing."""
    failed = Notice.objects.filter(state=Notice.State.FAILED).select_related("to")
    found, count = first(failed.defer("subject", "text"))
    url = reverse("admin:accounts_notice_changelist")
    return Panel(
        gettext_lazy("Mail that could not be sent"),
        f"{url}?state__exact={Notice.State.FAILED.value}",
        gettext_lazy("No mail to the staff has failed."),
        [Row(text=str(notice.to), url=url, at=notice.made_at, is_late=True) for notice in found],
        count,
    )
