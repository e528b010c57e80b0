"""The mail that tells the desk of a new message, without a word of it, and its retries.

A try is claimed by counting it, so a task that runs twice sends once. A failed try enqueues the
next: after 1, 2, 4 ... 60 minutes, for three days; then the message shows the failure in the
inbox. `resume` finds what a killed worker left.
"""

from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from newsportal.inbox.models import Desk, MailState, Message
from newsportal.timeline import now

KEEP_TRYING = timedelta(days=3)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries have failed: 1 minute, doubled, up to an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_WAIT)


def most_tries() -> int:
    """The number of tries whose waits fill `KEEP_TRYING`."""
    tries, waited = 0, timedelta(0)
    while waited < KEEP_TRYING:
        tries += 1
        waited += wait_after(tries)
    return tries


@task()
def notify_desk(message_id: int, tries_before: int) -> None:
    """Try to send the mail once; `tries_before` claims the try among tasks that run twice."""
    waiting = Message.objects.filter(
        pk=message_id, mail_state=MailState.WAITING, mail_tries=tries_before
    )
    tries = tries_before + 1
    next_at = now() + wait_after(tries)
    if not waiting.update(mail_tries=F("mail_tries") + 1, mail_due_at=next_at):
        return
    message = Message.objects.only("reference", "category").get(pk=message_id)
    address = Desk.current().mail_address
    if not address:
        _settle(message_id, MailState.NONE)
        return
    try:
        notice(message, address).send()
    except (SMTPException, OSError):
        if tries >= most_tries():
            _settle(message_id, MailState.FAILED)
        else:
            notify_desk.using(run_after=next_at).enqueue(message_id, tries)
    else:
        _settle(message_id, MailState.SENT)


def notice(message: Message, address: str) -> EmailMessage:
    """The mail: a reference, a category and a link to the newsroom. Nothing that a reader wrote."""
    link = settings.SITE_URL + reverse("admin:inbox_message_change", args=[message.pk])
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=_("New message %(reference)s") % {"reference": message.reference},
        body=_(
            "A reader has sent a message.\n\nReference: %(reference)s\nAbout: %(category)s\n\n"
            "Read it in the newsroom:\n%(link)s\n"
        )
        % {
            "reference": message.reference,
            "category": message.get_category_display(),
            "link": link,
        },
        to=[address],
        headers={
            # The same for every try: a mailbox can tell a second copy by it.
            "Message-ID": f"<message-{message.reference}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def resume() -> int:
    """Enqueue the tries that are overdue, as after a killed worker; how many there were."""
    overdue = Message.objects.filter(
        mail_state=MailState.WAITING, mail_due_at__lt=now() - timedelta(minutes=10)
    )
    with transaction.atomic():
        for message_id, tries in overdue.values_list("pk", "mail_tries"):
            notify_desk.enqueue(message_id, tries)
    return overdue.count()


def _settle(message_id: int, state: MailState) -> None:
    Message.objects.filter(pk=message_id).update(mail_state=state, mail_due_at=None)
