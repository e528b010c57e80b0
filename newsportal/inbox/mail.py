"""The mail that tells the desk of a new message, without a word of it.

When it is tried again, and for how long, is `accounts.retries`; a failure shows in the inbox.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from newsportal.accounts.retries import Outbox
from newsportal.inbox.models import Desk, Message

OUTBOX = Outbox(Message.objects, "mail_")


@task()
def notify_desk(message_id: int, tries_before: int) -> None:
    """Try to send the mail once; `tries_before` claims the try among tasks that run twice."""

    def mail() -> EmailMessage | None:
        address = Desk.current().mail_address
        message = Message.objects.only("reference", "category").get(pk=message_id)
        return notice(message, address) if address else None

    OUTBOX.attempt(message_id, tries_before, mail, notify_desk)


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
    return OUTBOX.resume(notify_desk)
