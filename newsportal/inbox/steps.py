"""What every verb of the desk does: hold the message, ask the table of roles, leave a line."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.inbox.models import Message, Opening, State
from newsportal.refusals import Refused

# What the messages of a thread have in common; each is erased by its own.
SHARED: Final = ("state", "closed_at", "held_at")


def lock(message: Message, by: User, action: str) -> None:
    """Hold the message until the end of the verb, as it is now, for somebody who may do that."""
    require(by, action, message)
    hold(message)
    if message.merged_into is not None:
        raise Refused(
            _("This message was merged: go on with %(reference)s.")
            % {"reference": message.merged_into}
        )


def hold(message: Message) -> None:
    """Have nobody else change or erase the message until the end of the transaction."""
    try:
        message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    except Message.DoesNotExist:
        raise Refused(_("A colleague has deleted this message meanwhile.")) from None


def refuse_spam(message: Message) -> None:
    """Raise Refused for a message in the spam folder: `not_spam` makes up for the mail it had
    not, and is the only way out."""
    if message.state == State.SPAM:
        raise Refused(_("This message is in the spam folder. Say first that it is not spam."))


def change(message: Message, by: User | None, word: str, **changes: Any) -> None:
    """Store the changes, for the messages merged into this one too, and write the line."""
    before = {name: getattr(message, name) for name in changes}
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=list(changes))
    shared = {name: value for name, value in changes.items() if name in SHARED}
    if shared:
        message.merged.update(**shared)
    detail = {
        name: [str(before[name] or ""), str(value or "")]
        for name, value in changes.items()
        if before[name] != value and name in {"state", "assignee"}
    }
    audit.record(word, message, by=by, **detail)


def heard_again(message: Message) -> Message:
    """The reader has added something: the thread is unread, and open if it waited or was closed.

    Gives the message that the thread goes on in.

    Writes no line in the audit log, which would keep the moment at which somebody without a name
    sat at a computer.
    """
    number = message.merged_into_id or message.pk
    # Whatever its state: somebody may be closing it just now.
    thread = Message.objects.select_for_update().get(pk=number)
    Opening.objects.filter(message=number).delete()
    if thread.state in {State.WAITING, State.CLOSED}:
        whole = Message.objects.filter(Q(pk=number) | Q(merged_into=number))
        whole.update(state=State.OPEN, closed_at=None)
        thread.refresh_from_db(fields=["state", "closed_at"])
    return thread


def day_of(moment: datetime) -> datetime:
    """The beginning of its day: the moment alone could tell who was at a computer then."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def plain(text: str) -> str:
    """Text as it was typed: one kind of line end, no NUL, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").strip()
