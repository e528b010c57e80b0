"""What goes back to the reader, and what the reader adds: each is one transaction with its line.

An answer is a row that the status page shows, and an outbox for the mail. Readers of messages
that were merged get one each, with their own name and number in it.
"""

from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.inbox import mail
from newsportal.inbox.models import (
    LONGEST_TEXT,
    Answer,
    Decision,
    FurtherWord,
    Kind,
    MailState,
    Message,
    State,
)
from newsportal.inbox.models.decision import LONGEST_PART
from newsportal.inbox.steps import change, day_of, heard_again, lock, plain, refuse_spam
from newsportal.inbox.wording import filled_in
from newsportal.refusals import Refused
from newsportal.timeline import now

AFTER_ANSWER: Final = (State.WAITING, State.CLOSED)


@transaction.atomic
def reply(
    message: Message,
    text: str,
    *,
    by: User,
    then: str = State.WAITING,
    last_read: int | None = None,
) -> Answer:
    """Answer the reader; the message then waits for the reader, or is closed.

    `{name}`, `{number}` and `{article}` are filled in, for each reader of a merged thread.
    Refused for an empty or overlong text, for spam, and where an answer would reach nobody; with
    `last_read`, the number of the newest answer that `by` has seen, also where a colleague has
    answered since.
    """
    lock(message, by, "message.reply")
    refuse_spam(message)
    if last_read is not None:
        _refuse_second(message, by, last_read)
    if then not in AFTER_ANSWER:
        raise Refused(_("Say whether the message waits for the reader or is closed."))
    answer = _answer(message, text, by)
    change(
        message,
        by,
        "message.reply",
        state=then,
        closed_at=now() if then == State.CLOSED else None,
    )
    return answer


@transaction.atomic
def wait(message: Message, *, by: User) -> None:
    """Say that it is the reader's turn, as after a call back."""
    lock(message, by, "message.reply")
    refuse_spam(message)
    change(message, by, "message.wait", state=State.WAITING, closed_at=None)


@transaction.atomic
def decide(message: Message, *, outcome: str, reasons: str, redress: str, by: User) -> Decision:
    """Decide about a notice of illegal content; its sender is told, and the notice is closed."""
    lock(message, by, "message.reply")
    refuse_spam(message)
    if message.kind != Kind.NOTICE:
        raise Refused(_("Only a notice of illegal content is decided upon."))
    if hasattr(message, "decision"):
        raise Refused(_("A decision stands already. Write an answer to add to it."))
    if outcome not in Decision.Outcome.values:
        raise Refused(_("Choose what was decided."))
    reasons, redress = plain(reasons), plain(redress)
    if not reasons or not redress:
        raise Refused(_("Give the reasons, and say what the reader can do against the decision."))
    if max(len(reasons), len(redress)) > LONGEST_PART:
        raise Refused(_("Write at most %d characters.") % LONGEST_PART)
    text = _(
        "We have decided about your notice %(number)s.\n\nThe content is %(outcome)s.\n\n"
        "Reasons:\n%(reasons)s\n\nWhat you can do:\n%(redress)s\n\n"
        "People have decided this; no automated means were used."
    ) % {
        "number": "{number}",
        "outcome": Decision.Outcome(outcome).label,
        "reasons": reasons,
        "redress": redress,
    }
    # A notice that nobody can be told of is decided all the same.
    answer = _answer(message, text, by, is_sure_to_arrive=False)
    decision = Decision.objects.create(
        message=message,
        answer=answer,
        made_by=by,
        outcome=outcome,
        reasons=reasons,
        redress=redress,
    )
    change(message, by, "message.decide", state=State.CLOSED, closed_at=now())
    return decision


@transaction.atomic
def tell(message: Message, text: str, *, closes: bool = False) -> Answer | None:
    """An answer that nobody wrote by hand, as when a correction is live; None where none arrives.

    With `closes`, nothing remains to be done about the message; a thread that it was merged into
    is the desk's to close.
    """
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    answer = None
    if message.state != State.SPAM and message.reaches_reader:
        answer = _answer(message, text, None)
        audit.record("message.reply", message, by=None)
    if closes and message.merged_into_id is None:
        change(message, None, "message.close", state=State.CLOSED, closed_at=now())
    return answer


def take_further_word(message: Message, text: str, *, sent_as: str) -> FurtherWord:
    """Store what the reader adds on the status page; a message that waited or was closed opens.

    The same `sent_as` again gives the word stored first. Raises `Message.DoesNotExist` where the
    message is erased meanwhile.
    """
    try:
        with transaction.atomic():
            message.refresh_from_db(from_queryset=Message.objects.select_for_update())
            word = FurtherWord(message=message, text=text, sent_as=sent_as)
            if message.is_anonymous:
                # Behind the answer that it follows, whose moment says nothing of the reader.
                answer = message.answers.order_by("-made_at").first()
                day = day_of(word.sent_at)
                word.sent_at = max(day, answer.made_at) if answer else day
            word.save(force_insert=True)
            thread = heard_again(message)
            if thread.state != State.SPAM:
                mail.tell_desk(thread)
            return word
    except IntegrityError:
        return FurtherWord.objects.get(sent_as=sent_as)


def _refuse_second(message: Message, by: User, last_read: int) -> None:
    """Raise Refused for an answer written before a colleague's own went out."""
    newer = message.answers.filter(pk__gt=last_read).exclude(made_by=by)
    first = newer.select_related("made_by").first()
    if first is not None:
        raise Refused(
            _(
                "%(name)s has answered meanwhile, and that has gone out. Yours still stands below: "
                "send it again if the reader needs both."
            )
            % {"name": first.made_by or _("The system")}
        )


def _answer(
    message: Message, text: str, by: User | None, *, is_sure_to_arrive: bool = True
) -> Answer:
    """The answer to the message, and copies to the readers of those merged into it."""
    text = plain(text)
    if not text:
        raise Refused(_("Write the answer first."))
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Write at most %d characters.") % LONGEST_TEXT)
    readers = [message, *message.merged.select_related("category")]
    if is_sure_to_arrive and not any(reader.reaches_reader for reader in readers):
        raise Refused(
            _(
                "This reader left no address and has no receipt code: an answer would reach "
                "nobody. Keep a note instead, and close the message."
            )
        )
    first: Answer | None = None
    for reader in readers:
        answer = Answer.objects.create(
            message=reader, made_by=by, text=filled_in(text, reader), copy_of=first
        )
        first = first or answer
        if reader.sender_address:
            answer.mail_state, answer.mail_due_at = MailState.WAITING, now()
            answer.save(update_fields=["mail_state", "mail_due_at"])
            mail.send_answer.enqueue(answer.pk, 0)
        if reader.first_answered_at is None:
            reader.first_answered_at = now()
            reader.save(update_fields=["first_answered_at"])
    assert first is not None
    return first
