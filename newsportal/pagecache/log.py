"""Writing the invalidation log.

Call `append` as the last statement of the transaction that makes the change: on PostgreSQL it
takes a lock that is held until the commit, so that the ids of the log commit in order.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from newsportal.timeline import now

# Any fixed number: it names the lock that orders the writers of the log.
LOG_LOCK = 0x6E657773


def append(tags: Iterable[str], *, counts_from: datetime | None = None) -> None:
    """Say that pages made from `tags` are old from `counts_from` (default: now) on.

    Raises TransactionManagementError outside a transaction, where a crash could part the
    change from its line in the log.
    """
    from newsportal.pagecache.models import Invalidation

    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The log is written inside the change.")
    moment = max(counts_from or now(), now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])
    Invalidation.objects.bulk_create(
        Invalidation(tag=tag, counts_from=moment) for tag in sorted(set(tags))
    )
