"""Every change of a message's state: each verb is one transaction with its line in the audit log.

Raises NotAllowed where the roles of `by` do not include the step, and Refused with a sentence
where the message does not allow it. What a reader wrote never stands in the audit log.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.inbox import mail
from newsportal.inbox.models import Desk, MailState, Message, Note, State
from newsportal.refusals import Refused
from newsportal.timeline import now


def receive(*, sent_as: str, held_because: str = "", **written: str) -> Message:
    """Store what a reader wrote (the fields of the form) and enqueue the mail to the desk.

    The same `sent_as` again, also at the same time, gives the message stored first.
    """
    try:
        with transaction.atomic():
            message = Message(sent_as=sent_as, held_because=held_because, **written)
            if message.is_anonymous:
                # The moment alone could tell who was at a computer then.
                day = timezone.localtime(message.sent_at)
                message.sent_at = day.replace(hour=0, minute=0, second=0, microsecond=0)
            if held_because:
                message.state = State.SPAM
            message.save(force_insert=True)
            if not held_because:
                _enqueue_mail(message)
            return message
    except IntegrityError:
        return Message.objects.get(sent_as=sent_as)


def read(message: Message, *, by: User) -> None:
    """Say in the audit log that `by` has opened the message. Call it before showing the text."""
    require(by, "message.read", message)
    audit.record("message.read", message, by=by)


@transaction.atomic
def open(message: Message, *, by: User) -> None:  # noqa: A001 - the newsroom's own word
    """Take up a new message, or a closed one again. Refused for one in the spam folder."""
    _lock(message, by, "message.close")
    _refuse_spam(message)
    _change(message, by, "message.open", state=State.OPEN, closed_at=None)


@transaction.atomic
def assign(message: Message, to: User | None, *, by: User) -> None:
    """Ask a colleague to look at the message; None takes it back.

    Refused for somebody who could not read the message then.
    """
    _lock(message, by, "message.assign")
    if to is not None and not can(to, "message.read"):
        raise Refused(_("%(name)s's role does not include reading messages.") % {"name": to})
    _change(
        message,
        by,
        "message.assign",
        assignee=to,
        state=State.OPEN if message.state == State.NEW and to else message.state,
    )


@transaction.atomic
def close(message: Message, *, by: User) -> None:
    """Say that nothing remains to be done. Refused for a message in the spam folder."""
    _lock(message, by, "message.close")
    _refuse_spam(message)
    _change(message, by, "message.close", state=State.CLOSED, closed_at=now())


@transaction.atomic
def mark_spam(message: Message, *, by: User) -> None:
    """Put the message into the spam folder; it is not deleted."""
    _lock(message, by, "message.mark_spam")
    _change(message, by, "message.mark_spam", state=State.SPAM, closed_at=None)


@transaction.atomic
def not_spam(message: Message, *, by: User) -> None:
    """Put a held message through the way of every other one, with the mail to the desk."""
    _lock(message, by, "message.mark_spam")
    if message.state != State.SPAM:
        raise Refused(_("This message is not in the spam folder."))
    _change(message, by, "message.not_spam", state=State.NEW, held_because="")
    if message.mail_state == MailState.NONE:
        _enqueue_mail(message)


@transaction.atomic
def add_note(message: Message, text: str, *, by: User) -> Note:
    """Keep an internal remark beside the message. Refused when it is empty."""
    require(by, "message.read", message)
    if not text.strip():
        raise Refused(_("Write the note first."))
    note = Note.objects.create(
        message=message, made_by=by, text=text.strip().replace("\0", "\ufffd")
    )
    audit.record("message.add_note", message, by=by)
    return note


@transaction.atomic
def delete(message: Message, *, by: User) -> None:
    """Delete the message and its notes for good."""
    require(by, "message.delete", message)
    audit.record("message.delete", message, by=by)
    message.delete()


def _lock(message: Message, by: User, action: str) -> None:
    """Hold the message until the end of the verb, as it is now, for somebody who may do that."""
    require(by, action, message)
    try:
        message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    except Message.DoesNotExist:
        raise Refused(_("A colleague has deleted this message meanwhile.")) from None


def _refuse_spam(message: Message) -> None:
    if message.state == State.SPAM:
        # The desk had no mail about it: only `not_spam` makes up for that.
        raise Refused(_("This message is in the spam folder. Say first that it is not spam."))


def _change(message: Message, by: User, word: str, **changes: Any) -> None:
    before = {name: getattr(message, name) for name in changes}
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=list(changes))
    detail = {
        name: [str(before[name] or ""), str(value or "")]
        for name, value in changes.items()
        if before[name] != value and name in {"state", "assignee"}
    }
    audit.record(word, message, by=by, **detail)


def _enqueue_mail(message: Message) -> None:
    if Desk.current().mail_address:
        message.mail_state = MailState.WAITING
        message.mail_due_at = now()
        message.save(update_fields=["mail_state", "mail_due_at"])
        mail.notify_desk.enqueue(message.pk, 0)
