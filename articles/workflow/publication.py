"""Publication: what readers see, from when until when. The only writer of editions."""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction
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
from articles.workflow.embargo import embargo_findings
from articles.workflow.notices import all_at_work, tell
from articles.workflow.obstacles import (
    blocking_findings,
    hold_counted_photos,
    refuse_blocked,
    refuse_unfinished,
)
from articles.workflow.steps import State, approve_head, expect_seen, lock, moment_ahead, move
from articles.workflow.timetable import Timetable
from articles.workflow.typesetting import Proof, typeset
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import in_words

Waiting = Literal["keep", "cancel"]
Scheduled = Literal["edition", "withdrawal"]


class WaitingEdition(Refused):
    """Another edition waits for its time: the caller says whether to keep or to cancel it."""

    def __init__(self, waiting: Edition) -> None:
        super().__init__(
            _("A change of this article is scheduled for %s. Say whether to keep or cancel it.")
            % in_words(waiting.live_from)
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
    override: str = "",
) -> Edition:
    """Make an edition of the head revision, live now or from `at` (aware, ahead).

    `revision` is the one the person has seen: where another has been saved since, nothing is
    published. Whoever may approve the text approves it by publishing it. Where another edition
    waits already, `WaitingEdition` is raised unless `waiting` says what becomes of it; the same
    text at another time takes the place of the waiting one. Where a check blocks or the embargo
    lasts beyond the moment, `Blocked` is raised unless `override` gives the reason to publish
    all the same, which the audit log keeps.
    """
    lock(article)
    timetable = Timetable(article)
    start = moment_ahead(at, timetable.moment)
    require(by, "article.schedule" if at else "article.publish", article)
    if article.owned_by(by):
        require(by, "article.publish_own", article)
    head = expect_seen(article, revision)
    if timetable.live and timetable.live.revision_number == head.number:
        raise Refused(_("Readers see this text already."))
    concerned = all_at_work(article)
    if article.approved_id != article.head_id:
        approve_head(article, by=by)
    refuse_unfinished(head)
    content = Content.from_json(head.content)
    hold_counted_photos(content)
    findings = blocking_findings(article, content, start)
    refuse_blocked(article, findings, by=by, override=override)
    if timetable.withdrawal:
        require(by, "article.reinstate", article)

    dropped = _make_room(article, timetable, head, waiting, by=by)
    proof = typeset(article, content, live_from=start)
    edition = proof.edition
    edition.revision_number = head.number
    timetable.begin(edition, start)
    _store_parts(proof)
    if at is None:
        # What was due is done. What is scheduled can be cancelled, and is due again then.
        article.due_at = None
    move(
        article,
        State.PUBLISHED,
        "article.schedule" if at else "article.publish",
        by=by,
        revision=head.number,
        live_from=start.isoformat(),
        **({"cancelled": dropped.revision_number} if dropped else {}),
    )
    tell(
        concerned,
        article,
        "schedule" if at else "publish",
        by=by,
        facts=[_("Live from: %s") % in_words(start)] if at else [],
    )
    timetable.touch(edition, start)
    timetable.write_log()
    return edition


@transaction.atomic
def cancel(article: Article, *, by: User, what: Scheduled | None = None) -> None:
    """Cancel what waits: the edition, the withdrawal, or (None) both. What is public stays so.

    A withdrawal of what will not go out is cancelled with it.
    """
    lock(article)
    require(by, "article.cancel_waiting", article)
    timetable = Timetable(article)
    scheduled = {"edition": timetable.waiting, "withdrawal": timetable.coming_withdrawal}
    if not any(row for kind, row in scheduled.items() if what in {None, kind}):
        raise Refused(_("Nothing is scheduled for this article."))
    dropped = timetable.drop_waiting() if what != "withdrawal" else None
    if what != "edition" or timetable.live is None:
        timetable.drop_coming_withdrawal()
    _record_without(dropped, article, timetable, "article.cancel_waiting", by=by)
    tell(all_at_work(article), article, "cancel", by=by)
    timetable.write_log()


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: User,
    reason: str,
    public_note: str = "",
    why: str = "",
    at: datetime | None = None,
    waiting: Waiting = "cancel",
) -> Withdrawal:
    """Take the article from readers, now or from `at` (aware, ahead); what waits is cancelled.

    `reason` is one of `Withdrawal.Reason`; `public_note` stands on the page that answers 410;
    `why` are words for the newsroom alone, kept in the audit log. Of a live article, a change
    that goes out before `at` is kept where `waiting` says so. An article that goes live before
    `at` and not sooner does so, and is withdrawn then.
    """
    lock(article)
    require(by, "article.withdraw", article)
    timetable = Timetable(article)
    start = moment_ahead(at, timetable.moment)
    if reason not in Withdrawal.Reason.values:
        raise Refused(_("Choose a reason from the list."))
    coming = timetable.waiting
    is_before = coming is not None and coming.live_from < start
    if timetable.live is None and not is_before:
        raise _nothing_to_withdraw(coming)
    if waiting == "keep" and coming is not None and not is_before:
        raise Refused(
            _(
                "A change is scheduled for %s and cannot go out after the withdrawal. "
                "Withdraw later than that, or let the change be cancelled."
            )
            % in_words(coming.live_from)
        )
    stays = is_before and (waiting == "keep" or timetable.live is None)
    dropped = None if stays else timetable.drop_waiting()
    timetable.drop_coming_withdrawal()
    withdrawal = Withdrawal(
        article_number=article.pk,
        reason=reason,
        public_note=public_note.strip(),
        live_from=start,
    )
    timetable.withdraw(withdrawal)
    _record_without(
        dropped,
        article,
        timetable,
        "article.withdraw",
        by=by,
        reason=reason,
        note=why.strip(),
        live_from=start.isoformat(),
    )
    tell(
        all_at_work(article),
        article,
        "withdraw",
        by=by,
        note=why.strip() or withdrawal.public_note,
        facts=[
            _("Reason: %s") % withdrawal.get_reason_display(),
            *([_("From: %s") % in_words(start)] if at else []),
            *([_("What was scheduled is cancelled.")] if dropped else []),
        ],
    )
    timetable.write_log()
    return withdrawal


@transaction.atomic
def reinstate(article: Article, *, by: User, override: str = "") -> Edition:
    """Undo a withdrawal: the edition that was withdrawn is live again, as it was.

    While the embargo lasts, `Blocked` is raised unless `override` says why all the same.
    """
    lock(article)
    require(by, "article.reinstate", article)
    timetable = Timetable(article)
    last = timetable.last
    if last is None or timetable.withdrawal is None:
        raise Refused(_("The article is not withdrawn."))
    findings = embargo_findings(article, timetable.moment)
    refuse_blocked(article, findings, by=by, override=override)
    again = Proof(
        edition=last,
        authors=[place.author for place in last.author_places.select_related("author")],
        topics=list(last.topics.all()),
        photos=list(last.photo_uses.select_related("photo")),
    )
    for row in (last, *again.photos):
        row.pk = None
        row._state.adding = True
    timetable.begin(last, timetable.moment)
    _store_parts(again)
    audit.record("article.reinstate", article, by=by)
    tell(all_at_work(article), article, "reinstate", by=by)
    timetable.touch(last)
    timetable.write_log()
    return last


def _make_room(
    article: Article, timetable: Timetable, head: Revision, waiting: Waiting | None, *, by: User
) -> Edition | None:
    """Cancel the edition that waits, where it has to go, and return it; ask, where nobody said."""
    if timetable.waiting is None:
        return None
    if timetable.waiting.revision_number == head.number:
        # The same text at another time: it is moved.
        return timetable.drop_waiting()
    if waiting is None:
        raise WaitingEdition(timetable.waiting)
    if waiting == "keep":
        return None
    require(by, "article.cancel_waiting", article)
    return timetable.drop_waiting()


def _nothing_to_withdraw(coming: Edition | None) -> Refused:
    if coming is None:
        return Refused(_("The article is not public, so there is nothing to withdraw."))
    return Refused(
        _(
            "The article is not public before %s, so there is nothing to withdraw yet. "
            "Choose a later time, or cancel what is scheduled."
        )
        % in_words(coming.live_from)
    )


def _record_without(
    dropped: Edition | None,
    article: Article,
    timetable: Timetable,
    action: str,
    *,
    by: User,
    **detail: Any,
) -> None:
    """One line in the audit log; a text that does not go out is merely approved again."""
    if dropped is not None:
        detail["cancelled"] = number = dropped.revision_number
        is_out = timetable.live is not None and timetable.live.revision_number == number
        is_head = article.head is not None and article.head.number == number
        if is_head and not is_out and article.state == State.PUBLISHED:
            move(article, State.APPROVED, action, by=by, **detail)
            return
    audit.record(action, article, by=by, **detail)


def _store_parts(proof: Proof) -> None:
    """Store what belongs to an edition that has just been stored, and its search row."""
    edition = proof.edition
    edition.topics.set(proof.topics, through_defaults=edition.place)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author, position=position, **edition.place)
        for position, author in enumerate(proof.authors)
    )
    for use in proof.photos:
        use.edition = edition
    EditionPhoto.objects.bulk_create(proof.photos)
    search.index(edition)
