"""The lines of the audit log about an article, in words for its history.

The table names every verb of the workflow. What a step recorded beside its verb (a note, a
reason, a moment) is put into words by the name of the detail, whichever step it belongs to.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Correction, Withdrawal
from newsportal.accounts.models import AuditEntry
from newsportal.timeline import in_words

STEPS = {
    "article.create": gettext_lazy("Begun"),
    "article.edit_text": gettext_lazy("Saved"),
    "article.submit": gettext_lazy("Submitted for review"),
    "article.claim": gettext_lazy("Review taken up"),
    "article.take_over": gettext_lazy("Review taken over"),
    "article.release": gettext_lazy("Review given up"),
    "article.unlock_other": gettext_lazy("Unlocked for others"),
    "article.set_due": gettext_lazy("Due time set"),
    "article.approve": gettext_lazy("Approved"),
    "article.send_back": gettext_lazy("Sent back"),
    "article.publish": gettext_lazy("Published"),
    "article.schedule": gettext_lazy("Scheduled"),
    "article.cancel_waiting": gettext_lazy("Schedule cancelled"),
    "article.withdraw": gettext_lazy("Withdrawn"),
    "article.reinstate": gettext_lazy("Reinstated"),
    "article.set_embargo": gettext_lazy("Embargo set"),
    "article.lift_embargo": gettext_lazy("Embargo lifted"),
    "article.override_embargo": gettext_lazy("Published in spite of the embargo"),
    "article.override_check": gettext_lazy("Published in spite of a check"),
    "article.correct": gettext_lazy("Correction written"),
    "article.amend": gettext_lazy("Correction reworded"),
    "article.retract": gettext_lazy("Correction taken back"),
    "article.redact": gettext_lazy("Words redacted"),
    "article.merge": gettext_lazy("Two texts merged"),
    "article.restore": gettext_lazy("An earlier text restored"),
    "article.name_revision": gettext_lazy("Revision named"),
    "article.unname_revision": gettext_lazy("Name of a revision taken away"),
    "article.copy(source)": gettext_lazy("Copied into another article"),
    "article.template": gettext_lazy("Made into a template"),
    "article.trash": gettext_lazy("Put into the trash"),
    "article.restore_from_trash": gettext_lazy("Taken out of the trash"),
    "article.delete_forever": gettext_lazy("Deleted for good"),
    "article.draft_link": gettext_lazy("Draft link made"),
    "article.draft_link_revoke": gettext_lazy("Draft link revoked"),
    "article.internal_note_write": gettext_lazy("Note written"),
    "article.internal_note_edit": gettext_lazy("Note reworded"),
    "article.internal_note_resolve": gettext_lazy("Note dealt with"),
    "article.internal_note_reopen": gettext_lazy("Note taken up again"),
    "article.export": gettext_lazy("Exported"),
    "article.bulk_action": gettext_lazy("Changed together with others"),
}


def step_in_words(entry: AuditEntry) -> str:
    """What was done; a verb that the table does not know is told in its own word."""
    if entry.action in STEPS:
        return str(STEPS[entry.action])
    return entry.action.rpartition(".")[2].replace("_", " ").capitalize()


def details_in_words(entry: AuditEntry, *, with_texts: bool = True) -> list[str]:
    """What belongs to the step, a phrase each; without what people typed, if so wanted."""
    detail = entry.detail if isinstance(entry.detail, dict) else {}
    return [
        phrase
        for name, value in detail.items()
        if name in DETAILS and value not in (None, "", []) and (with_texts or name not in TYPED)
        for phrase in DETAILS[name](value, entry)
    ]


def _quoted(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield f"“{value}”"


def _revision(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield _("revision %s") % value


def _cancelled(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield _("revision %s, which was scheduled, is cancelled") % value


def _became(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield _("now revision %s") % value


def _merged(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield _("with revision %s") % value


def _kind(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield str(dict(Correction.Kind.choices).get(str(value), f"“{value}”"))


def _reason(value: Any, entry: AuditEntry) -> Iterator[str]:
    reasons = dict(Withdrawal.Reason.choices)
    yield str(reasons.get(str(value), f"“{value}”"))


def _live_from(value: Any, entry: AuditEntry) -> Iterator[str]:
    # What counts at once says so by its own time.
    moment = _moment(value)
    if moment and (entry.action == "article.schedule" or moment > entry.at):
        yield _("for %s") % in_words(moment)


def _until(value: Any, entry: AuditEntry) -> Iterator[str]:
    if moment := _moment(value):
        yield _("until %s") % in_words(moment)


def _for(value: Any, entry: AuditEntry) -> Iterator[str]:
    if moment := _moment(value):
        yield _("for %s") % in_words(moment)


def _before(value: Any, entry: AuditEntry) -> Iterator[str]:
    if moment := _moment(value):
        yield _("before: %s") % in_words(moment)


def _overridden(value: Any, entry: AuditEntry) -> Iterator[str]:
    yield ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _places(value: Any, entry: AuditEntry) -> Iterator[str]:
    if isinstance(value, dict):
        total = sum(count for count in value.values() if isinstance(count, int))
        yield _("%d places") % total


DETAILS: dict[str, Callable[[Any, AuditEntry], Iterator[str]]] = {
    "revision": _revision,
    "became": _became,
    "cancelled": _cancelled,
    "live_from": _live_from,
    "due_at": _for,
    "until": _until,
    "before": _before,
    "overridden": _overridden,
    "expires_at": _until,
    "merged": _merged,
    "kind": _kind,
    "note": _quoted,
    "reason": _reason,
    "text": _quoted,
    "places": _places,
}
# What people wrote in their own words.
TYPED = frozenset({"note", "reason", "text"})


def _moment(value: Any) -> datetime | None:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
