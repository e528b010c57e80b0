"""Every change of a message's state: each verb is one transaction with its line in the audit log.

Raises NotAllowed where the roles of `by` do not include the step, and Refused with a sentence
where the message does not allow it. What a reader wrote never stands in the audit log.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.inbox import mail
from newsportal.inbox.erasing import erase
from newsportal.inbox.models import MailState, Message, Note, Opening, State
from newsportal.inbox.senders import is_blocked
from newsportal.inbox.steps import change, day_of, hold, lock, plain, refuse_spam
from newsportal.refusals import Refused
from newsportal.timeline import now


def receive(*, sent_as: str, held_because: str = "", **written: Any) -> Message:
    """Store what a reader wrote (the fields of the form) and enqueue the mails that follow.

    The same `sent_as` again, also at the same time, gives the message stored first.
    """
    if not held_because and is_blocked(written.get("sender_address", "")):
        held_because = str(_("the sender is blocked"))
    try:
        with transaction.atomic():
            message = Message(sent_as=sent_as, held_because=held_because, **written)
            if message.is_anonymous:
                message.sent_at = day_of(message.sent_at)
            if held_because:
                message.state, message.held_at = State.SPAM, day_of(now())
            message.save(force_insert=True)
            if not held_because:
                mail.tell_desk(message)
                mail.tell_reader(message)
            return message
    except IntegrityError:
        return Message.objects.get(sent_as=sent_as)


def read(message: Message, *, by: User) -> None:
    """Say in the audit log that `by` has opened the message. Call it before showing the text.

    Once somebody of the desk has, the message is no longer unread. Raises `Message.DoesNotExist`
    where it is erased meanwhile.
    """
    require(by, "message.read", message)
    with transaction.atomic():
        Message.objects.select_for_update().only("pk").get(pk=message.pk)
        if can(by, "message.list"):
            Opening.objects.get_or_create(message=message, defaults={"opened_by": by})
        audit.record("message.read", message, by=by)


@transaction.atomic
def open(message: Message, *, by: User) -> None:  # noqa: A001 - the newsroom's own word
    """Take up a new message, or a closed one again. Refused for one in the spam folder."""
    lock(message, by, "message.close")
    refuse_spam(message)
    change(message, by, "message.open", state=State.OPEN, closed_at=None)


@transaction.atomic
def assign(message: Message, to: User | None, *, by: User) -> None:
    """Ask a colleague to look at the message; None takes it back.

    Refused for somebody who could not read the message then.
    """
    lock(message, by, "message.assign")
    if to is not None and not can(to, "message.read"):
        raise Refused(_("%(name)s's role does not include reading messages.") % {"name": to})
    change(
        message,
        by,
        "message.assign",
        assignee=to,
        state=State.OPEN if message.state == State.NEW and to else message.state,
    )


@transaction.atomic
def close(message: Message, *, by: User) -> None:
    """Say that nothing remains to be done. Refused for a message in the spam folder."""
    lock(message, by, "message.close")
    refuse_spam(message)
    change(message, by, "message.close", state=State.CLOSED, closed_at=now())


@transaction.atomic
def mark_spam(message: Message, *, by: User) -> None:
    """Put the message into the spam folder; it is not deleted."""
    lock(message, by, "message.mark_spam")
    refuse_spam(message)
    held = {"closed_at": None, "held_at": day_of(now())}
    change(message, by, "message.mark_spam", state=State.SPAM, **held)


@transaction.atomic
def not_spam(message: Message, *, by: User) -> None:
    """Put a held message through the way of every other one, with the mails that follow."""
    lock(message, by, "message.mark_spam")
    if message.state != State.SPAM:
        raise Refused(_("This message is not in the spam folder."))
    change(message, by, "message.not_spam", state=State.NEW, held_because="", held_at=None)
    if message.mail_state == MailState.NONE:
        mail.tell_desk(message)
    mail.tell_reader(message)


@transaction.atomic
def add_note(message: Message, text: str, *, by: User) -> Note:
    """Keep an internal remark beside the message. Refused when it is empty."""
    hold(message)
    require(by, "message.read", message)
    text = plain(text)
    if not text:
        raise Refused(_("Write the note first."))
    note = Note.objects.create(message=message, made_by=by, text=text)
    audit.record("message.add_note", message, by=by)
    return note


@transaction.atomic
def delete(message: Message, *, by: User) -> None:
    """Delete the message and its notes for good."""
    require(by, "message.delete", message)
    audit.record("message.delete", message, by=by)
    erase(Message.objects.filter(pk=message.pk))
