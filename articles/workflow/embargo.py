"""Embargo: nothing of an article leaves the newsroom before its time.

The embargo stops `publish` and `reinstate` (see `publication`), and whatever else lets somebody
outside see the article asks `Article.is_embargoed`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.checks import Finding
from articles.models import Article
from articles.workflow.steps import lock
from articles.workflow.timetable import Timetable
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import in_words, now, refuse_far_moment


@transaction.atomic
def set_embargo(article: Article, *, by: User, until: datetime, reason: str = "") -> None:
    """Keep the article inside until `until` (aware, ahead).

    Ending an embargo earlier than it stands needs a `reason`, as an override does: otherwise it
    would be the way around one.
    """
    timetable = _held(article, by=by)
    if until <= timetable.moment:
        raise Refused(_("That time has passed. Choose one ahead."))
    refuse_far_moment(until)
    if timetable.live:
        raise Refused(
            _("Readers see this article already. Withdraw it first if it must not be known yet.")
        )
    if timetable.waiting and timetable.waiting.live_from < until:
        raise Refused(
            _(
                "The article is scheduled for %s, before this embargo would end. "
                "Move or cancel that first."
            )
            % in_words(timetable.waiting.live_from)
        )
    _change(article, until, by=by, reason=reason, moment=timetable.moment)


@transaction.atomic
def lift_embargo(article: Article, *, by: User, reason: str) -> None:
    """End the embargo now; `reason` says why, and the audit log keeps it."""
    timetable = _held(article, by=by)
    if article.embargo_until is None or article.embargo_until <= timetable.moment:
        raise Refused(_("The article is not under embargo."))
    _change(article, None, by=by, reason=reason, moment=timetable.moment)


def embargo_findings(article: Article, moment: datetime) -> list[Finding]:
    """The embargo, where it lasts beyond `moment`, as what speaks against going out then."""
    if article.embargo_until is None or moment >= article.embargo_until:
        return []
    sentence = _("It is under embargo until %s.") % in_words(article.embargo_until)
    return [Finding(kind="embargo", level="blocking", sentence=sentence)]


def _held(article: Article, *, by: User) -> Timetable:
    lock(article)
    require(by, "article.set_embargo", article)
    return Timetable(article)


def _change(
    article: Article, until: datetime | None, *, by: User, reason: str, moment: datetime
) -> None:
    before = article.embargo_until
    reason = reason.strip()
    ends_early = before is not None and before > moment and (until is None or until < before)
    if ends_early and not reason:
        raise Refused(_("Say why the embargo ends earlier than it was set to."))
    article.embargo_until = until
    article.changed_at = now()
    article.save(update_fields=["embargo_until", "changed_at"])
    audit.record(
        "article.set_embargo" if until else "article.lift_embargo",
        article,
        by=by,
        until=until and until.isoformat(),
        before=before and before.isoformat(),
        note=reason,
    )
