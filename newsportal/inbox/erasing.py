"""Erasing messages so that their words are gone: from the tables, and from the database's file.

SQLite overwrites what is deleted (`secure_delete`, settings.py), but its write-ahead log holds
earlier pages until it is emptied: that is done here, after the commit, and again by a task where
somebody was reading at that moment. PostgreSQL keeps dead rows until they are vacuumed; see
docs/operations.md.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django_tasks import task

from newsportal.inbox.models import Category, Message, State
from newsportal.timeline import now

SPAM_IS_KEPT_FOR: Final = timedelta(days=30)
SOON: Final = timedelta(minutes=10)

Also = Callable[[list[int]], None]
_also: list[Also] = []


def also(erased: Also) -> Also:
    """Call this, with the numbers of messages, in the transaction that erases them.

    For what other packages keep of a message.
    """
    _also.append(erased)
    return erased


def erase(messages: Iterable[Message]) -> int:
    """Delete these messages with everything written about them; how many there were."""
    numbers = [message.pk for message in messages]
    with transaction.atomic():
        for call in _also:
            call(numbers)
        for start in range(0, len(numbers), 500):
            Message.objects.filter(pk__in=numbers[start : start + 500]).delete()
        if numbers:
            transaction.on_commit(clean_file)
    return len(numbers)


@transaction.atomic
def sweep() -> int:
    """Erase what its category keeps no longer, and spam after 30 days; how many there were."""
    over = Q(state=State.SPAM) & (
        Q(held_at__lt=now() - SPAM_IS_KEPT_FOR)
        | Q(held_at__isnull=True, sent_at__lt=now() - SPAM_IS_KEPT_FOR)
    )
    for category in Category.objects.all():
        over |= Q(
            category=category,
            state=State.CLOSED,
            closed_at__lt=now() - timedelta(days=category.keep_for_days),
        )
    # Held until they are gone: a reader may be adding a word, or the desk saying "not spam".
    return erase(Message.objects.select_for_update().filter(over).only("pk"))


def clean_file() -> None:
    """Empty SQLite's write-ahead log; in ten minutes again where somebody was reading from it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = cursor.fetchone()[0]
    if is_busy:
        clean_again.using(run_after=now() + SOON).enqueue()


@task()
def clean_again() -> None:
    """Empty the log that could not be emptied."""
    clean_file()
