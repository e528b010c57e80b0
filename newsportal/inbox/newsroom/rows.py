"""A message as one row of the list: its age, and how it stands against the target, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timesince import timesince, timeuntil
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsportal.inbox.models import TO_DO, MailState, Message
from newsportal.timeline import now


@dataclass(frozen=True)
class Row:
    """What the list says of one message; nothing that a reader wrote but the name."""

    message: Message
    age: str
    due: str
    is_late: bool
    is_unread: bool
    mail: str


def rows(messages: Iterable[Any]) -> list[Row]:
    """The rows of a list whose messages know `is_unread`; asks nothing of the database."""
    moment = now()
    return [
        Row(
            message,
            age_of(message, moment),
            due_of(message, moment),
            is_late(message, moment),
            message.is_unread and message.state in TO_DO,
            message.get_mail_state_display() if message.mail_state == MailState.FAILED else "",
        )
        for message in messages
    ]


def age_of(message: Message, moment: datetime) -> str:
    """How long ago it was sent; of an anonymous one, and after a day, in days."""
    days = (localtime(moment).date() - localtime(message.sent_at).date()).days
    if not days and message.is_anonymous:
        return _("today")
    if days:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return timesince(message.sent_at, moment, depth=1)


def is_late(message: Message, moment: datetime) -> bool:
    """Whether the first answer is overdue."""
    return _waits(message) and message.answer_due_at <= moment


def due_of(message: Message, moment: datetime) -> str:
    """How the first answer stands against the target; "" where none is owed."""
    if not _waits(message):
        return ""
    if is_late(message, moment):
        return _("overdue by %s") % timesince(message.answer_due_at, moment, depth=1)
    return _("due in %s") % timeuntil(message.answer_due_at, moment, depth=1)


def _waits(message: Message) -> bool:
    return message.first_answered_at is None and message.state in TO_DO
