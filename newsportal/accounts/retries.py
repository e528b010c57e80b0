"""Mail that is tried until it goes out: the schedule, and one claimed try at a time.

A row holds where its mail stands: a state, the number of tries, and when the next one is due. A
try is claimed by counting it, so a task that runs twice sends once. Claiming it also enqueues
the next try, in the same transaction: a worker that is killed while it sends loses nothing, and
after a success the next try finds nothing to do. Failed tries are repeated after 1, 2, 4 ... 60
minutes, for three days; then the row shows the failure.
"""

from collections.abc import Callable
from datetime import timedelta
from email.errors import MessageError
from smtplib import SMTPException
from typing import Any, Final

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F

from newsportal.timeline import now

KEEP_TRYING: Final = timedelta(days=3)
LONGEST_WAIT: Final = timedelta(hours=1)
# What is overdue by this much has lost its task.
LOST_AFTER: Final = timedelta(minutes=10)


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


class Outbox:
    """The mails of one table, whose columns are `<prefix>state`, `<prefix>tries`, `<prefix>due_at`.

    The states are `waiting`, `sent`, `failed`, and `none` where there was nobody to write to.
    """

    def __init__(self, rows: models.Manager[Any], prefix: str = "") -> None:
        self.rows = rows
        self.state, self.tries, self.due_at = (
            f"{prefix}{name}" for name in ("state", "tries", "due_at")
        )

    @property
    def waiting(self) -> models.QuerySet[Any]:
        """The rows whose mail has neither gone out nor failed for good."""
        return self.rows.filter(**{self.state: "waiting"})

    def attempt(
        self, number: int, tries_before: int, mail: Callable[[], EmailMessage | None], task: Any
    ) -> None:
        """Try once to send the mail of row `number`; `tries_before` claims the try.

        `mail` makes it, or gives None where nobody is to get it any more. `task` is the task
        that called, which takes the next try.
        """
        tries = tries_before + 1
        next_at = now() + wait_after(tries)
        with transaction.atomic():
            row = self.waiting.filter(pk=number, **{self.tries: tries_before})
            if not row.update(**{self.tries: F(self.tries) + 1, self.due_at: next_at}):
                return
            if tries < most_tries():
                task.using(run_after=next_at).enqueue(number, tries)
        try:
            ready = mail()
            if ready is not None:
                ready.send()
        except (SMTPException, OSError):
            if tries >= most_tries():
                self._settle(number, "failed")
        except (ValueError, MessageError):
            # An address or a header that no mail can have: no try will do better.
            self._settle(number, "failed")
        else:
            self._settle(number, "sent" if ready is not None else "none")

    def resume(self, task: Any) -> int:
        """Enqueue the tries that have lost their task; how many there were."""
        lost = self.waiting.filter(**{f"{self.due_at}__lt": now() - LOST_AFTER})
        with transaction.atomic():
            rows = list(lost.values_list("pk", self.tries))
            for number, tries in rows:
                task.enqueue(number, tries)
        return len(rows)

    def _settle(self, number: int, state: str) -> None:
        self.rows.filter(pk=number).update(**{self.state: state, self.due_at: None})
