"""Makes what has been written findable, in a process beside the one that writes.

Taking the words out of the texts is nearly half of the work; it needs only what is committed.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import django
from django.db import connection, transaction

AHEAD = 4  # batches; what is written waits for what is read


@contextmanager
def started() -> Iterator[Callable[[list[int]], None]]:
    """Something to call with the keys of editions that are committed; at the end all are indexed.

    Within a transaction nobody else sees the rows: there it is done at once.
    """
    if connection.in_atomic_block:
        yield lambda numbers: _write(entries_of(numbers))
        return
    waiting: deque[Future[list[Any]]] = deque()
    # A process of its own, not a copy of this one, whose connection it must not touch.
    beside = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=beside, initializer=django.setup) as pool:

        def index(numbers: list[int]) -> None:
            waiting.append(pool.submit(entries_of, numbers))
            while waiting and (len(waiting) > AHEAD or waiting[0].done()):
                _write(waiting.popleft().result())

        yield index
        while waiting:
            _write(waiting.popleft().result())


def entries_of(numbers: list[int]) -> list[Any]:
    """The rows of the search index for the editions with these keys."""
    from articles.models import Edition
    from articles.search import entries
    from newsportal.richtext.sanitiser import Sanitised

    editions = Edition.every.filter(pk__gte=numbers[0], pk__lte=numbers[-1])
    found = []
    for edition in editions.prefetch_related("authors", "topics", "photo_uses"):
        # It has come out of the field that lets nothing else in.
        edition.body = Sanitised(edition.body)
        found.append(entries.entry_of(edition))
    # As `search.rebuild` orders them: FTS5 begins a new segment for each row out of order.
    return sorted(found, key=lambda entry: entry.place)


def _write(rows: list[Any]) -> None:
    from articles.search import entries

    with transaction.atomic():
        entries._store(rows)  # noqa: SLF001 - its own `index` would ask the database of each
