"""Publication: what readers see, from when until when. The only writer of editions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import search
from articles.content import Content
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionPhoto,
    Revision,
    Withdrawal,
)
from articles.workflow.steps import State, approve_head, lock, move
from articles.workflow.typesetting import typeset
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.pagecache import log
from newsportal.refusals import Refused
from newsportal.timeline import now

Waiting = Literal["keep", "cancel"]

# A bound belongs to what it begins, so two editions can never begin at one moment.
TICK = timedelta(microseconds=1)


class WaitingEdition(Refused):
    """Another edition waits for its time: the caller says whether to keep or to cancel it."""

    def __init__(self, waiting: Edition) -> None:
        super().__init__(
            _("A change of this article is scheduled already. Say whether to keep or cancel it.")
        )
        self.waiting = waiting


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User,
    revision: Revision | None = None,
    at: datetime | None = None,
    waiting: Waiting | None = None,
) -> Edition:
    """Make an edition of the head revision, live now or from `at` (aware, in the future).

    `revision` is the one the person has seen: where another has been saved since, nothing is
    published. Whoever may approve the text approves it by publishing it. Where another edition
    waits already, `WaitingEdition` is raised unless `waiting` says what becomes of it.
    """
    lock(article)
    moment = now()
    scheduled = at is not None and at > moment
    require(by, "article.schedule" if scheduled else "article.publish", article)
    if article.owned_by(by):
        require(by, "article.publish_own", article)
    if article.head is None or (revision is not None and revision != article.head):
        raise Refused(_("The article has been saved since you looked at it. Look at it again."))
    if article.approved_id != article.head_id:
        approve_head(article, by=by)
    _refuse_unfinished(article.head)

    upcoming = article.editions.waiting().first()
    if upcoming and (waiting is None or (waiting == "keep" and scheduled)):
        raise WaitingEdition(upcoming)
    touched = list(article.editions.live())
    if upcoming and waiting == "cancel":
        touched += _drop_waiting(article, upcoming)
        upcoming = None
    start = _after_the_last_start(article, at if scheduled and at else moment)
    _end_withdrawal(article, start, by=by)
    current = article.editions.live(start).exclude(pk=upcoming.pk if upcoming else None).first()
    if current:
        _set_end(current, start)
    edition = _make_edition(
        article, article.head, live_from=start, live_until=upcoming and upcoming.live_from
    )
    move(
        article,
        State.PUBLISHED,
        "article.schedule" if scheduled else "article.publish",
        by=by,
        revision=article.head.number,
        live_from=start.isoformat(),
    )
    _log([*touched, edition], (moment, start))
    return edition


@transaction.atomic
def cancel(article: Article, *, by: User) -> None:
    """Cancel what waits: an edition, or a withdrawal. The live edition stays."""
    lock(article)
    require(by, "article.cancel_waiting", article)
    upcoming = article.editions.waiting().first()
    withdrawals = list(Withdrawal.every.filter(article_number=article.pk).waiting())
    if upcoming is None and not withdrawals:
        raise Refused(_("Nothing is scheduled for this article."))
    touched: list[Edition] = []
    for withdrawal in withdrawals:
        touched += _reopen(article, withdrawal.live_from)
        withdrawal.delete()
    if upcoming:
        touched += _drop_waiting(article, upcoming)
    state = State.APPROVED if article.approved_id == article.head_id else article.state
    if upcoming and upcoming.revision_number == article.head.number:  # type: ignore[union-attr]
        move(article, State(state), "article.cancel_waiting", by=by)
    else:
        audit.record("article.cancel_waiting", article, by=by)
    _log(touched, (now(),), article=article)


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: User,
    reason: str,
    public_note: str = "",
    at: datetime | None = None,
) -> Withdrawal:
    """Take the article from readers, now or at `at`; what waits is cancelled.

    `reason` is one of `Withdrawal.Reason`; `public_note` stands on the page that answers 410.
    """
    lock(article)
    require(by, "article.withdraw", article)
    if reason not in Withdrawal.Reason.values:
        raise Refused(_("Choose a reason from the list."))
    moment = now()
    upcoming = article.editions.waiting().first()
    touched = list(article.editions.live())
    if upcoming:
        touched += _drop_waiting(article, upcoming)
    current = article.editions.live().first()
    if current is None:
        raise Refused(_("The article is not public, so there is nothing to withdraw."))
    start = _after_the_last_start(article, at if at and at > moment else moment)
    _set_end(current, start)
    Withdrawal.every.filter(article_number=article.pk).waiting().delete()
    withdrawal = Withdrawal(
        article_number=article.pk,
        reason=reason,
        public_note=public_note.strip(),
        live_from=start,
    )
    withdrawal.save()
    audit.record("article.withdraw", article, by=by, reason=reason, live_from=start.isoformat())
    _log([*touched, current], (moment, start))
    return withdrawal


@transaction.atomic
def reinstate(article: Article, *, by: User) -> Edition:
    """Undo a withdrawal: the edition that was withdrawn is live again, with its old dates."""
    lock(article)
    require(by, "article.reinstate", article)
    last = article.editions.filter(live_from__lte=now()).order_by("-live_from").first()
    if last is None or not Withdrawal.objects.filter(article_number=article.pk).exists():
        raise Refused(_("The article is not withdrawn."))
    start = _after_the_last_start(article, max(now(), last.live_until or now()))
    _end_withdrawal(article, start, by=by)
    revision = article.revisions.get(number=last.revision_number)
    edition = _make_edition(article, revision, live_from=start, again=last)
    audit.record("article.reinstate", article, by=by)
    _log([last, edition], (start,))
    return edition


def _refuse_unfinished(revision: Revision) -> None:
    content = Content.from_json(revision.content)
    missing = [
        name
        for name, value in (
            (_("a section"), content.section),
            (_("a text"), content.body),
        )
        if not value
    ]
    if missing:
        raise Refused(
            _("The article cannot go out without %(missing)s. Add it and save.")
            % {"missing": _(" and ").join(missing)}
        )


def _after_the_last_start(article: Article, moment: datetime) -> datetime:
    """`moment`, or the first moment after the last edition that has begun by then."""
    begun = article.editions.filter(live_from__gte=moment, live_from__lte=now())
    last = begun.aggregate(last=Max("live_from"))["last"]
    return last + TICK if last else moment


def _set_end(edition: Edition, moment: datetime | None) -> None:
    edition.live_until = moment
    edition.save(update_fields=["live_until"])


def _reopen(article: Article, moment: datetime) -> list[Edition]:
    """Take back the end of the edition that ends at `moment`; returns it, if there is one."""
    editions = list(article.editions.filter(live_until=moment))
    for edition in editions:
        _set_end(edition, None)
    return editions


def _drop_waiting(article: Article, upcoming: Edition) -> list[Edition]:
    """Delete the waiting edition; returns the editions whose pages change by that."""
    tags = list(upcoming.tags())
    log_later = upcoming.live_from
    search.forget(upcoming)
    upcoming.delete()
    log.append(tags, counts_from=log_later)
    return _reopen(article, log_later)


def _end_withdrawal(article: Article, moment: datetime, *, by: User) -> None:
    for withdrawal in Withdrawal.every.filter(article_number=article.pk).live():
        require(by, "article.reinstate", article)
        withdrawal.live_until = max(moment, withdrawal.live_from + TICK)
        withdrawal.save()


def _make_edition(
    article: Article,
    revision: Revision,
    *,
    live_from: datetime,
    live_until: datetime | None = None,
    again: Edition | None = None,
) -> Edition:
    """Store the edition of a revision, with its photos' words fixed, and its search row.

    `again` is the edition that comes back unchanged: readers see no new time of an update.
    """
    content = Content.from_json(revision.content)
    proof = typeset(article, content, live_from=live_from)
    edition = proof.edition
    edition.revision_number = revision.number
    edition.live_until = live_until
    if again is not None:
        edition.updated_at = again.updated_at
    edition.save()
    edition.topics.set(proof.topics)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author, position=position)
        for position, author in enumerate(proof.authors)
    )
    for use in proof.photos:
        use.edition = edition
    EditionPhoto.objects.bulk_create(proof.photos)
    search.index(edition)
    return edition


def _log(
    editions: Iterable[Edition], moments: Iterable[datetime], *, article: Article | None = None
) -> None:
    """Write the tags of all these editions for each of the moments."""
    tags = {tag for edition in editions for tag in edition.tags()}
    if article is not None:
        tags.add(f"article:{article.pk}")
    for moment in sorted(set(moments)):
        log.append(tags, counts_from=moment)
