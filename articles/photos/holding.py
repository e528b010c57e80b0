"""One at a time: who may put or remove the files of an original at a moment.

Files carry the hash of their original in their names, so two uploads of the same bytes, or an
upload and a deletion, mean the same files. Whoever puts or removes them, and writes or asks for
the row, holds the original meanwhile. No transaction is open while a file is copied: the hold is
PostgreSQL's own where that is the database, else a lock on a file, for SQLite has one machine.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def alone_with(names: Iterable[str]) -> Iterator[None]:
    """Wait until nobody else holds any of `names`, and hold them for the length of the block.

    The names are taken in one order everywhere, so that no two wait for each other; whoever
    holds some must not ask for more. A process that dies lets go.
    """
    hold = on_postgresql if connection.vendor == "postgresql" else by_file
    with ExitStack() as stack:
        for key in sorted({key_of(name) for name in names}):
            stack.enter_context(hold(key))
        yield


def key_of(name: str) -> int:
    """Four thousand holds are enough: two names that share one wait a moment for each other."""
    return int.from_bytes(sha256(name.encode()).digest()[:2], "big") % 4096


@contextmanager
def on_postgresql(key: int) -> Iterator[None]:
    """Hold `key` across all processes of all machines that share the database."""
    with connection.cursor() as cursor:
        # The first number is ours alone; the log of changes has another.
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x70686F74, key])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [0x70686F74, key])


@contextmanager
def by_file(key: int) -> Iterator[None]:
    """Hold `key` across all processes of this machine. The files stay: they are empty and few."""
    path = Path(settings.VAR_DIR) / "locks" / f"photo-{key}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
