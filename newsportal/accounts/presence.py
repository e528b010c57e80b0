"""Who has something open just now: an article, a message.

An open page asks every few seconds, with one query, and says now and then that it is still there.
Asking writes no line in the audit log and does not prolong a session: a session lasts from the
sign-in, whatever its pages ask. A page that nobody looks at does not ask.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, models

from newsportal.accounts.models import User
from newsportal.timeline import now

ASKED_EVERY: Final = timedelta(seconds=3)
# Every answer need not be a write.
SAID_EVERY: Final = timedelta(seconds=6)
FORGOTTEN_AFTER: Final = timedelta(seconds=15)
ASKED_EVERY_MS: Final = int(ASKED_EVERY.total_seconds() * 1000)

Rows = models.Manager[Any]


def present(rows: Rows, **of: Any) -> list[Any]:
    """The rows of those who have it open now, those who came first at the front.

    `rows` is a table with `user`, `seen_at` and the one column that `of` names.
    """
    there = rows.filter(seen_at__gt=now() - FORGOTTEN_AFTER, **of)
    return list(there.select_related("user").order_by("pk"))


def say_here(rows: Rows, by: User, said: dict[str, Any] | None = None, **of: Any) -> list[Any]:
    """Say that `by` is here, and with `said` what they do; who is `present`, as it was before."""
    there, said = present(rows, **of), said or {}
    own = next((row for row in there if row.user_id == by.pk), None)
    is_old = own is None or own.seen_at <= now() - SAID_EVERY
    if is_old or any(getattr(own, name) != value for name, value in said.items()):
        # What is erased just now has nobody at it.
        with suppress(IntegrityError):
            rows.bulk_create(
                [rows.model(user=by, seen_at=now(), **of, **said)],
                update_conflicts=True,
                unique_fields=[*of, "user"],
                update_fields=["seen_at", *said],
            )
    return there


def leave(rows: Rows, by: User, **of: Any) -> None:
    """Say that `by` is here no more, and forget those who left without a word."""
    rows.filter(user=by, **of).delete()
    # A crash, a lost network.
    rows.filter(seen_at__lt=now() - 4 * FORGOTTEN_AFTER).delete()
