"""Mail to the staff: written in the transaction of what it tells of, sent by the worker.

Nobody is told of what they did themselves, nobody twice, and nobody who has no address or may
not sign in any more. What a notice says, and to whom, is left to the packages that call.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task

from newsportal.accounts import audit
from newsportal.accounts.models import Notice, User
from newsportal.accounts.retries import Outbox
from newsportal.accounts.roles import require
from newsportal.timeline import now

OUTBOX = Outbox(Notice.objects)
LONGEST_SUBJECT = 200

_muted: ContextVar[bool] = ContextVar("notices_muted", default=False)


@contextmanager
def muted() -> Iterator[None]:
    """Within the block nobody is told of anything: for content that is not anybody's news."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


@transaction.atomic
def tell(people: Iterable[User], subject: str, text: str, *, by: User) -> None:
    """Write one mail to each of `people` but `by`; both texts are plain.

    The subject becomes one line: a headline in it cannot add a header.
    """
    if _muted.get():
        return
    told = {
        person.pk: person
        for person in people
        if person.pk != by.pk and person.is_active and person.email
    }
    for person in told.values():
        notice = Notice.objects.create(
            to=person, subject=one_line(subject), text=text.replace("\0", ""), due_at=now()
        )
        send_notice.enqueue(notice.pk, 0)


def one_line(text: str) -> str:
    """`text` on one line without signs that cannot be printed, cut to what a subject holds."""
    line = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


@task()
def send_notice(notice_id: int, tries_before: int) -> None:
    """Try to send a notice once; `tries_before` claims the try among tasks that run twice."""
    OUTBOX.attempt(notice_id, tries_before, lambda: mail_of(notice_id), send_notice)


def mail_of(notice_id: int) -> EmailMessage | None:
    """The mail; None for somebody who has left, or lost their address, since it was written."""
    notice = Notice.objects.select_related("to").get(pk=notice_id)
    if not (notice.to.is_active and notice.to.email):
        return None
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=notice.subject,
        body=notice.text,
        to=[notice.to.email],
        headers={
            # The same for every try: a mailbox can tell a second copy by it.
            "Message-ID": f"<notice-{notice.pk}-{notice.made_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def resume() -> int:
    """Enqueue the tries that have lost their task; how many there were."""
    return OUTBOX.resume(send_notice)


@transaction.atomic
def try_failed_again(*, by: User) -> int:
    """Begin anew with every notice that has failed; how many there were."""
    require(by, "site_settings.edit")
    failed = Notice.objects.filter(state=Notice.State.FAILED)
    numbers = list(failed.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=numbers).update(state=Notice.State.WAITING, tries=0, due_at=now())
    for number in numbers:
        send_notice.enqueue(number, 0)
    audit.record("notice.try_again", "notice", by=by, count=len(numbers))
    return len(numbers)
