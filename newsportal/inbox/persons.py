"""A reader's rights: everything that is kept of one person, found by an e-mail address.

The address itself stands in no line of the audit log, which cannot forget.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.inbox.erasing import erase as erase_messages
from newsportal.inbox.models import BlockedSender, Message, SavedView
from newsportal.refusals import Refused
from newsportal.timeline import now


@dataclass(frozen=True)
class Found:
    """What is kept of a person, and where others wrote the address."""

    address: str
    messages: list[Message]
    mentions: list[Message]
    blocked: BlockedSender | None


def find(address: str, *, by: User) -> Found:
    """What is kept of the person with this address; the search leaves a line without it."""
    require(by, "reader.export_erase")
    address = address.strip().replace("\0", "").lower()
    if "@" not in address or len(address) > 254:
        raise Refused(_("Give the whole e-mail address."))
    own = Message.objects.filter(sender_address__iexact=address)
    mentions = Message.objects.filter(
        Q(text__icontains=address)
        | Q(further_words__text__icontains=address)
        | Q(answers__text__icontains=address)
        | Q(notes__text__icontains=address)
    ).exclude(sender_address__iexact=address)
    audit.record("reader.find", "inbox", by=by)
    return Found(
        address,
        list(
            own.select_related("category", "decision")
            .prefetch_related("answers", "further_words", "notes")
            .order_by("id")
        ),
        list(mentions.distinct().order_by("id")),
        BlockedSender.objects.filter(address=address).first(),
    )


def export(found: Found, *, by: User) -> dict[str, Any]:
    """Everything of the person as values for JSON."""
    require(by, "reader.export_erase")
    audit.record("reader.export", "inbox", by=by, messages=len(found.messages))
    return {
        "address": found.address,
        "exported_at": now(),
        "messages": [_as_json(message) for message in found.messages],
        "blocked_at": found.blocked and found.blocked.blocked_at,
        "mentioned_in": [message.reference for message in found.mentions],
    }


@transaction.atomic
def erase(found: Found, *, confirmed: str, by: User) -> int:
    """Erase the person's messages with all that was written about them; how many there were.

    Refused unless `confirmed` is the address once more. Messages of others that mention it stay.
    """
    require(by, "reader.export_erase")
    if confirmed.strip().lower() != found.address:
        raise Refused(_("Type the address once more to say that it is meant."))
    if found.blocked:
        found.blocked.delete()
    for written in {found.address, quote(found.address)}:
        SavedView.objects.filter(query__icontains=written).delete()
    number = erase_messages(found.messages)
    audit.record("reader.erase", "inbox", by=by, messages=number)
    return number


def _as_json(message: Message) -> dict[str, Any]:
    decision = getattr(message, "decision", None)
    return {
        "reference": message.reference,
        "sent_at": message.sent_at,
        "came_by": message.channel,
        "form": message.kind,
        "about": message.category.name,
        "state": message.state,
        "name": message.sender_name,
        "address": message.sender_address,
        "page": message.page,
        "marked_sentence": message.quote,
        "text": message.text,
        "further_words": [
            {"sent_at": word.sent_at, "text": word.text} for word in message.further_words.all()
        ],
        "answers": [
            {"made_at": answer.made_at, "text": answer.text} for answer in message.answers.all()
        ],
        "notes": [{"made_at": note.made_at, "text": note.text} for note in message.notes.all()],
        "decision": decision
        and {
            "made_at": decision.made_at,
            "outcome": decision.outcome,
            "reasons": decision.reasons,
            "redress": decision.redress,
            "automated": False,
        },
    }
