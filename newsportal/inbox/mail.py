"""The mails of the inbox: to the desk, that a message came, and to the reader, who gave an address.

None of them holds a word of a reader: a mail that repeats what a stranger typed is a relay for
whatever strangers want to send. Nor does any hold the receipt code. When a mail is tried again, and
for how long, is `accounts.retries`; a failure shows in the inbox.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from newsportal.accounts.retries import Outbox
from newsportal.inbox.models import Answer, FurtherWord, InboxSettings, MailState, Message
from newsportal.timeline import now

OUTBOX = Outbox(Message.objects, "mail_")
RECEIPTS = Outbox(Message.objects, "receipt_")
ANSWERS = Outbox(Answer.objects, "mail_")

# How many receipts a day go to one address: anybody may type anybody's address into the form.
MOST_RECEIPTS = 5


def tell_desk(message: Message) -> None:
    """Enqueue the mail that a message, or a further word, has come; where the desk wants one."""
    if message.category.desk.mail_address and message.mail_state != MailState.WAITING:
        _wait(message, "mail_")
        notify_desk.enqueue(message.pk, 0)


def tell_reader(message: Message) -> None:
    """Enqueue the mail with the reference number, where the reader gave an address."""
    if not message.sender_address or message.receipt_state != MailState.NONE:
        return
    same_day = Message.objects.filter(
        sender_address__iexact=message.sender_address,
        sent_at__gt=now() - timedelta(days=1),
        receipt_state__in=[MailState.WAITING, MailState.SENT],
    )
    if same_day.count() < MOST_RECEIPTS:
        _wait(message, "receipt_")
        send_receipt.enqueue(message.pk, 0)


@task()
def notify_desk(message_id: int, tries_before: int) -> None:
    """Try to send the mail once; `tries_before` claims the try among tasks that run twice."""

    def mail() -> EmailMessage | None:
        message = (
            Message.objects.only("reference", "category")
            .select_related("category__desk")
            .get(pk=message_id)
        )
        address = message.category.desk.mail_address
        return notice(message, address) if address else None

    OUTBOX.attempt(message_id, tries_before, mail, notify_desk)


@task()
def send_receipt(message_id: int, tries_before: int) -> None:
    """Try once to send the reader the reference number."""

    def mail() -> EmailMessage | None:
        message = Message.objects.select_related("category").get(pk=message_id)
        return receipt(message) if message.sender_address else None

    RECEIPTS.attempt(message_id, tries_before, mail, send_receipt)


@task()
def send_answer(answer_id: int, tries_before: int) -> None:
    """Try once to send the reader an answer."""

    def mail() -> EmailMessage | None:
        answer = Answer.objects.select_related("message").get(pk=answer_id)
        return answer_mail(answer) if answer.message.sender_address else None

    ANSWERS.attempt(answer_id, tries_before, mail, send_answer)


def notice(message: Message, address: str) -> EmailMessage:
    """To the desk: a reference, a category and a link to the newsroom."""
    link = settings.SITE_URL + reverse("admin:inbox_message_change", args=[message.pk])
    further = FurtherWord.objects.filter(
        Q(message=message) | Q(message__merged_into=message)
    ).count()
    about = {"reference": message.reference, "category": message.category.name, "link": link}
    return _mail(
        address,
        _("Further word on message %(reference)s") % about
        if further
        else _("New message %(reference)s") % about,
        (
            _("A reader has added something to a message.")
            if further
            else _("A reader has sent a message.")
        )
        + _(
            "\n\nReference: %(reference)s\nAbout: %(category)s\n\n"
            "Read it in the newsroom:\n%(link)s\n"
        )
        % about,
        f"message-{message.reference}" + (f".{further}" if further else ""),
    )


def receipt(message: Message) -> EmailMessage:
    """To the reader: the reference number, and what the category says of what happens now."""
    about = {
        "reference": message.reference,
        "site": _host(),
        "link": settings.SITE_URL + reverse("message-status"),
    }
    parts = [
        _("Your message to %(site)s has reached us.\nIts reference number is %(reference)s.")
        % about,
        message.category.receipt,
        _(
            "How it stands, and our answer, you can see with the code that was shown when you "
            "had sent it:\n%(link)s\nThe code is not in this mail: we do not know it."
        )
        % about,
        _(
            "If you have not written to us, somebody gave your address by mistake. "
            "You need not do anything."
        ),
    ]
    return _mail(
        message.sender_address,
        _("We have your message %(reference)s") % about,
        "\n\n".join(filter(None, parts)) + "\n",
        f"receipt-{message.reference}",
        **_reply_to(),
    )


def answer_mail(answer: Answer) -> EmailMessage:
    """To the reader: what the desk wrote."""
    about = {
        "reference": answer.message.reference,
        "site": _host(),
        "link": settings.SITE_URL + reverse("message-status"),
    }
    parts = [
        _("This is the answer of %(site)s to your message %(reference)s.") % about,
        answer.text,
        _(
            "To add something, use the code of your receipt here:\n%(link)s\n"
            "A reply to this mail does not reach whoever has answered you."
        )
        % about
        if answer.message.code_hash
        else "",
    ]
    return _mail(
        answer.message.sender_address,
        _("Answer to your message %(reference)s") % about,
        "\n\n".join(filter(None, parts)) + "\n",
        f"answer-{answer.message.reference}.{answer.pk}",
        # Mail programs then show it below the receipt.
        References=f"<receipt-{answer.message.reference}@{_host()}>",
        **_reply_to(),
    )


def resume() -> int:
    """Enqueue the tries that are overdue, as after a killed worker; how many there were."""
    return OUTBOX.resume(notify_desk) + RECEIPTS.resume(send_receipt) + ANSWERS.resume(send_answer)


def _wait(row: Message, prefix: str) -> None:
    """Put the mail of a row into its outbox, as one that has not been tried."""
    columns: dict[str, Any] = {
        f"{prefix}state": MailState.WAITING,
        f"{prefix}tries": 0,
        f"{prefix}due_at": now(),
    }
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def _mail(to: str, subject: str, body: str, name: str, **headers: str) -> EmailMessage:
    return EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        headers={
            # The same for every try: a mailbox can tell a second copy by it.
            "Message-ID": f"<{name}@{_host()}>",
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )


def _reply_to() -> dict[str, str]:
    """Where replies of readers go: the desk's own address stays inside."""
    address = InboxSettings.current().reply_address
    return {"Reply-To": address} if address else {}


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
