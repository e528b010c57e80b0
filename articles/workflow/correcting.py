"""Corrections of published articles: made, reworded, retracted. The only writer of corrections.

What readers have seen is never overwritten. A correction that is reworded ends, and another one
begins; one that is retracted ends. The rows keep the words; the audit log, from which no court can
strike any, keeps their numbers, and who did it and why.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Correction, CorrectionDraft
from articles.workflow.steps import lock, moment_ahead
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.richtext import printable
from newsportal.timeline import unfrozen_now

LONGEST = 1000  # characters of a correction


@transaction.atomic
def correct(
    article: Article, *, by: User, kind: str, text: str, at: datetime | None = None
) -> Correction:
    """Tell readers what was wrong, now or from `at` (aware, ahead).

    `kind` is one of `Correction.Kind`, `text` is plain. Refused for an article that no reader
    has seen: its text can be changed instead.
    """
    lock(article)
    require(by, "article.correct", article)
    moment = unfrozen_now()
    if not article.editions.filter(live_from__lte=moment).exists():
        raise Refused(_("No reader has seen this article yet. Change its text instead."))
    correction = Correction(
        article_number=article.pk,
        kind=_known_kind(kind),
        text=_fit(text),
        live_from=moment_ahead(at, moment),
    )
    correction.save()
    audit.record("article.correct", article, by=by, **_named(correction))
    return correction


@transaction.atomic
def amend(
    article: Article, correction: Correction, *, by: User, kind: str, text: str
) -> Correction:
    """Put other words in the place of a correction; one that waits keeps its time."""
    lock(article)
    require(by, "article.correct", article)
    correction = _standing(article, correction)
    kind, text = _known_kind(kind), _fit(text)
    if (kind, text) == (correction.kind, correction.text):
        raise Refused(_("The correction says that already."))
    instead_of = correction.pk
    start = max(unfrozen_now(), correction.live_from)
    successor = Correction(
        article_number=article.pk,
        kind=kind,
        text=text,
        live_from=start,
        live_until=correction.live_until,
    )
    _end(correction, start)
    successor.save()
    # Whoever reported the error is told when the words that stand are live.
    CorrectionDraft.objects.filter(correction_number=instead_of).update(
        correction_number=successor.pk
    )
    audit.record("article.amend", article, by=by, instead_of=instead_of, **_named(successor))
    return successor


@transaction.atomic
def retract(article: Article, correction: Correction, *, by: User, reason: str) -> None:
    """Take a correction that was wrong from readers.

    One that was public is taken back by whoever may withdraw the article, with a reason for the
    audit log; one that still waits, by whoever may correct.
    """
    lock(article)
    correction = _standing(article, correction)
    moment = unfrozen_now()
    is_public = correction.live_from <= moment
    require(by, "article.withdraw" if is_public else "article.correct", article)
    if not reason.strip():
        raise Refused(_("Say why, for the audit log. Readers do not see it."))
    audit.record(
        "article.retract",
        article,
        by=by,
        reason=reason.strip(),
        retracted=correction.pk,
        kind=correction.kind,
        began_at=correction.live_from.isoformat(),
    )
    if not is_public:
        # No reader has seen it: what was reported is open again.
        CorrectionDraft.objects.filter(correction_number=correction.pk).update(
            correction_number=None
        )
    _end(correction, moment)


def _standing(article: Article, correction: Correction) -> Correction:
    """The correction as it is now; Refused where somebody has ended it in the meantime."""
    rows = Correction.every.filter(article_number=article.pk, pk=correction.pk)
    found: Correction | None = rows.standing(unfrozen_now()).first()
    if found is None:
        raise Refused(_("This correction has been reworded or retracted since. Look again."))
    return found


def _end(correction: Correction, moment: datetime) -> None:
    """Let it end at `moment`; one that no reader has seen by then leaves nothing to keep."""
    if correction.live_from >= moment:
        correction.delete()
    else:
        correction.live_until = moment
        correction.save()


def _named(correction: Correction) -> dict[str, Any]:
    """What the audit log says of a correction: everything but its words."""
    return {
        "correction": correction.pk,
        "kind": correction.kind,
        "live_from": correction.live_from.isoformat(),
    }


def _known_kind(kind: str) -> str:
    if kind not in Correction.Kind.values:
        raise Refused(_("Choose a type from the list."))
    return kind


def _fit(text: str) -> str:
    text = printable(text.replace("\r\n", "\n")).strip()
    if not text:
        raise Refused(_("Write what was wrong, and what is right."))
    if len(text) > LONGEST:
        raise Refused(_("Write at most %d characters.") % LONGEST)
    return text
