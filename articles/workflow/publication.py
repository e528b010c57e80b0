"""Publication: what readers see, from when until when. The only writer of editions."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import checks, search
from articles.checks import Finding
from articles.content import Content
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionPhoto,
    Revision,
    Withdrawal,
)
from articles.workflow.notices import all_at_work, tell
from articles.workflow.steps import State, approve_head, expect_seen, lock, moment_ahead, move
from articles.workflow.timetable import Timetable
from articles.workflow.typesetting import Proof, typeset
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import in_words

Waiting = Literal["keep", "cancel"]


class WaitingEdition(Refused):
    """Another edition waits for its time: the caller says whether to keep or to cancel it."""

    def __init__(self, waiting: Edition) -> None:
        super().__init__(
            _("A change of this article is scheduled already. Say whether to keep or cancel it.")
        )
        self.waiting = waiting


class Blocked(Refused):
    """Something speaks against publication; whoever may override it says why in `override`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(
            _("The article cannot go out yet: %s")
            % " ".join(str(finding.sentence) for finding in findings)
        )
        self.findings = findings


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
    concerned = all_at_work(article)
    if article.approved_id != article.head_id:
        approve_head(article, by=by)
    _refuse_unfinished(head)
    _refuse_blocked(article, head, start, by=by, override=override)
    if timetable.withdrawal:
        require(by, "article.reinstate", article)

    if timetable.waiting and timetable.waiting.revision_number == head.number:
        waiting = "cancel"
    if timetable.waiting and waiting is None:
        raise WaitingEdition(timetable.waiting)
    if waiting == "cancel":
        timetable.drop_waiting()
    proof = typeset(article, Content.from_json(head.content), live_from=start)
    edition = proof.edition
    edition.revision_number = head.number
    timetable.begin(edition, start)
    _store_parts(proof)
    move(
        article,
        State.PUBLISHED,
        "article.schedule" if at else "article.publish",
        by=by,
        revision=head.number,
        live_from=start.isoformat(),
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
def cancel(article: Article, *, by: User) -> None:
    """Cancel what waits: an edition, or a withdrawal. What is public now stays so."""
    lock(article)
    require(by, "article.cancel_waiting", article)
    timetable = Timetable(article)
    waiting = timetable.waiting
    if waiting is None and timetable.coming_withdrawal is None:
        raise Refused(_("Nothing is scheduled for this article."))
    number = waiting and waiting.revision_number
    timetable.drop_waiting()
    timetable.drop_coming_withdrawal()
    if article.head and number == article.head.number and article.state == State.PUBLISHED:
        move(article, State.APPROVED, "article.cancel_waiting", by=by)
    else:
        audit.record("article.cancel_waiting", article, by=by)
    tell(all_at_work(article), article, "cancel", by=by)
    timetable.write_log()


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: User,
    reason: str,
    public_note: str = "",
    at: datetime | None = None,
) -> Withdrawal:
    """Take the article from readers, now or from `at` (aware, ahead); what waits is cancelled.

    `reason` is one of `Withdrawal.Reason`; `public_note` stands on the page that answers 410.
    """
    lock(article)
    require(by, "article.withdraw", article)
    timetable = Timetable(article)
    start = moment_ahead(at, timetable.moment)
    if reason not in Withdrawal.Reason.values:
        raise Refused(_("Choose a reason from the list."))
    if timetable.live is None:
        raise Refused(_("The article is not public, so there is nothing to withdraw."))
    timetable.drop_waiting()
    timetable.drop_coming_withdrawal()
    withdrawal = Withdrawal(
        article_number=article.pk,
        reason=reason,
        public_note=public_note.strip(),
        live_from=start,
    )
    timetable.withdraw(withdrawal)
    audit.record("article.withdraw", article, by=by, reason=reason, live_from=start.isoformat())
    tell(
        all_at_work(article),
        article,
        "withdraw",
        by=by,
        note=withdrawal.public_note,
        facts=[
            _("Reason: %s") % withdrawal.get_reason_display(),
            *([_("From: %s") % in_words(start)] if at else []),
        ],
    )
    timetable.write_log()
    return withdrawal


@transaction.atomic
def reinstate(article: Article, *, by: User) -> Edition:
    """Undo a withdrawal: the edition that was withdrawn is live again, as it was."""
    lock(article)
    require(by, "article.reinstate", article)
    timetable = Timetable(article)
    last = timetable.last
    if last is None or timetable.withdrawal is None:
        raise Refused(_("The article is not withdrawn."))
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


def blocking_findings(article: Article, content: Content, moment: datetime) -> list[Finding]:
    """What speaks against publishing `content` at `moment`: the embargo, and blocking checks."""
    embargo = (
        [
            Finding(
                kind="embargo",
                level="blocking",
                sentence=_("It is under embargo until %s.")
                % date_format(timezone.localtime(article.embargo_until), "j F Y, H:i (\\U\\T\\CO)"),
            )
        ]
        if article.embargo_until is not None and moment < article.embargo_until
        else []
    )
    found = checks.find(content, article=article, moment=moment)
    return [*embargo, *(finding for finding in found if finding.blocks)]


def _refuse_blocked(
    article: Article, head: Revision, moment: datetime, *, by: User, override: str
) -> None:
    findings = blocking_findings(article, Content.from_json(head.content), moment)
    if not findings:
        return
    if not override.strip():
        raise Blocked(findings)
    require(by, "article.override_check", article)
    audit.record(
        "article.override_check",
        article,
        by=by,
        revision=head.number,
        reason=override.strip(),
        overridden=[finding.kind for finding in findings],
    )


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


def _store_parts(proof: Proof) -> None:
    """Store what belongs to an edition that has just been stored, and its search row."""
    edition = proof.edition
    edition.topics.set(proof.topics)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author, position=position)
        for position, author in enumerate(proof.authors)
    )
    for use in proof.photos:
        use.edition = edition
    EditionPhoto.objects.bulk_create(proof.photos)
    search.index(edition)
