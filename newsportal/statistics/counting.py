"""Counts in memory, and writes them to the database in batches, never in a reader's way.

A thread of its own writes every few seconds, and once more when the process ends. Where the
database is locked or gone, readers notice nothing and the counts wait. A process that is killed
loses what it counted since the last writing: at most `SECONDS` of it.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import Final

from django.db import Error, connection

from newsportal.statistics.models import ROWS, Key, Views
from newsportal.statistics.ranking import Ranking
from newsportal.timeline import local, now

logger = logging.getLogger(__name__)

SECONDS: Final = 5.0
# What waits while the database is away: so many articles and days, some megabytes at most.
MOST_WAITING: Final = 20_000
# How long a writing waits for a locked database: the counts can wait better than a lock can.
PATIENCE_MS: Final = 2_000


class Counter:
    """The page views that this process has counted and not written yet.

    `is_switched_on` asks the database whether the site counts at all; it is called by the thread
    alone, before each writing.
    """

    def __init__(self, is_switched_on: Callable[[], bool], *, pause: float = SECONDS) -> None:
        self._is_switched_on = is_switched_on
        self._pause = pause
        self._is_off = False
        self._asked = False
        self._waiting: dict[Key, int] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ranking = Ranking()

    def note(self) -> None:
        """Say that an article's page was sent, whoever asked for it: the thread has work to do."""
        self._asked = True
        # A thread does not live on in a forked process, and there a new one begins.
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def add(self, number: int) -> None:
        """Count one view of the article, on this day of the site's time zone."""
        if self._is_off:
            return
        key = (number, local(now()).date())
        with self._lock:
            if key in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[key] = self._waiting.get(key, 0) + 1

    def write(self) -> None:
        """Write what waits, if the site counts at all, and renew what is read most.

        What could not be written waits for the next time.
        """
        with self._writing:
            with self._lock:
                self._asked = False
                batch, self._waiting = self._waiting, {}
            try:
                self._is_off = not self._is_switched_on()
                if self._is_off:
                    batch.clear()
                    self._ranking.end()
                    return
                _store(batch)
                self._ranking.renew()
            except Error as error:
                logger.info("The page views wait: %s", type(error).__name__)
                self._put_back(batch)

    def _put_back(self, batch: dict[Key, int]) -> None:
        with self._lock:
            self._asked = True
            for key, views in self._waiting.items():
                if key in batch or len(batch) < MOST_WAITING:
                    batch[key] = batch.get(key, 0) + views
            self._waiting = batch

    def _start(self) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            if self._thread is None:
                atexit.register(self._write_alone)
            # Processes of `multiprocessing`, as the web server's are, end without `atexit`.
            Finalize(None, self._write_alone, exitpriority=10)
            self._thread = threading.Thread(target=self._run, name="page views", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            time.sleep(self._pause)
            self._write_alone()

    def _write_alone(self) -> None:
        """Write on a connection of this thread's own, which is closed at once."""
        if not (self._asked or self._waiting):
            return
        try:
            give_up_soon()
            self.write()
        except Error as error:
            logger.info("The page views wait: %s", type(error).__name__)
        finally:
            connection.close()


def _store(batch: dict[Key, int]) -> None:
    """Add the counts to those in the database; what is stored is taken out of `batch`."""
    while batch:
        part = list(batch.items())[:ROWS]
        Views.add(part)
        for key, _views in part:
            del batch[key]


def give_up_soon() -> None:
    """Let this thread's connection not wait long where somebody holds a lock."""
    if connection.vendor == "postgresql":
        settings = f"SET lock_timeout = {PATIENCE_MS}; SET statement_timeout = {10 * PATIENCE_MS}"
    else:
        settings = f"PRAGMA busy_timeout = {PATIENCE_MS}"
    with connection.cursor() as cursor:
        cursor.execute(settings)
