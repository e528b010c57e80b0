"""Writes the saved copies: one thread, in the task worker, far from readers' requests.

It has a page cache of its own, in which the pages that are to be saved are made, and lets the
folder follow it: what the log drops there is deleted from the folder at once, and written again
when it has been made anew. While the log cannot be read, nothing is touched.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic, time
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from newsportal.pagecache import log
from newsportal.pagecache.answers import Environ
from newsportal.pagecache.discovery import SECONDS_BETWEEN_LOOKS
from newsportal.pagecache.front import App, PageCache
from newsportal.pagecache.kept import KeptPage
from newsportal.pagecache.models import Invalidation
from newsportal.pagecache.saved import MOST, Copy, SavedCopies, name_of

logger = logging.getLogger(__name__)

# How often the folder is looked through: files may have been taken away, and pages be out of date.
SECONDS_BETWEEN_ROUNDS: Final = 3.0
MEMORY: Final = 64 * 1024 * 1024
# Longer than any transaction lasts, and than clocks of two machines differ.
SLACK: Final = timedelta(hours=1)


class Saving:
    """Keeps a copy of each page at `addresses()`: paths, the most important first."""

    def __init__(self, app: App, addresses: Callable[[], Iterable[str]], copies: SavedCopies):
        self.cache = PageCache(app, most_bytes=MEMORY)
        self.copies = copies
        self._addresses = addresses
        self._keys: list[str] = []
        self._seen = 0  # the count of discoveries up to which the folder has followed
        self._round_at = float("-inf")
        self._is_begun = False
        self._is_in_trouble = False

    def start(self) -> None:
        """Do so in a thread, as long as the process lives."""
        threading.Thread(target=self._run, name="saved copies", daemon=True).start()

    def step(self) -> None:
        """Let the folder follow what has changed; raises DatabaseError and OSError."""
        discovery = self.cache.discovery
        if not discovery.is_trusted:
            return
        if not self._is_begun:
            self._drop_what_changed_before()
            self._is_begun = True
        count = discovery.count
        if count == self._seen and monotonic() - self._round_at < SECONDS_BETWEEN_ROUNDS:
            return
        for key in self._keys:
            page = self.cache.pages.get(key)
            if page is not None and page.right_until is not None:
                self.copies.remove(key)
        self._seen, self._round_at = count, monotonic()
        self._keys = [_key_of(address) for address in self._addresses()][:MOST]
        self.copies.tidy(self._keys)
        saved = self.copies.all()
        for key in self._keys:
            if not self._is_right(key, saved.get(name_of(key))):
                self._save(key)
            if discovery.count != self._seen or discovery.is_lost:
                # What was withdrawn meanwhile goes before the rest is made.
                return

    def _drop_what_changed_before(self) -> None:
        """Of copies that an earlier process has made, delete those of which the log knows better.

        Lines are kept for a day: what is older than that is not known to be right.
        """
        known_from = time() - (log.KEPT - SLACK).total_seconds()
        made = [copy.made_at for copy in self.copies.all().values() if copy is not None]
        if not made:
            return
        oldest = datetime.fromtimestamp(max(min(made), known_from), UTC)
        lines = Invalidation.objects.filter(
            counts_from__gt=oldest - SLACK, counts_from__lte=timezone.now()
        )
        tags = set(lines.values_list("tag", flat=True))
        self.copies.drop(tags, before=time())
        for name, copy in self.copies.all().items():
            if copy is not None and copy.made_at < known_from:
                (self.copies.folder / name).unlink(missing_ok=True)

    def _is_right(self, key: str, copy: Copy | None) -> bool:
        """Whether the copy is that of the page in the cache, which has not grown old."""
        page = self.cache.pages.get(key)
        return (
            copy is not None
            and page is not None
            and page.right_until is None
            and (page.fresh_until is None or time() < page.fresh_until)
            and copy.page.digest == page.digest
            and copy.page.tags == page.tags
        )

    def _save(self, key: str) -> None:
        began = time()
        status = self._ask(key)
        if status >= 500:
            return
        page = self.cache.pages.get(key)
        if status != 200:
            self.copies.remove(key)
        elif page is not None and page.right_until is None:
            self.copies.put(key, page, made_at=began, until=self._until(page))

    def _until(self, page: KeptPage) -> float | None:
        """The moment from which something on the page is known to be withdrawn."""
        moment = self.cache.discovery.gone_from(page.tags)
        return moment.timestamp() if moment else None

    def _ask(self, key: str) -> int:
        """Have the page made in the cache unless it is there; the status of the answer."""
        path, _mark, query = key.partition("?")
        site = urlsplit(settings.SITE_URL)
        environ: Environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": site.netloc.encode().decode("latin-1"),
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "wsgi.url_scheme": site.scheme,
        }
        setup_testing_defaults(environ)
        statuses: list[int] = []

        def start_response(status: str, _headers: Any, *_error: Any) -> None:
            statuses.append(int(status[:3]))

        for _chunk in self.cache(environ, start_response):
            pass
        return statuses[0]

    def _run(self) -> None:
        pause = threading.Event()
        self.cache.discovery.start()
        while True:
            try:
                self.step()
                self._is_in_trouble = False
            except (OSError, DatabaseError) as error:
                self._say_once("Saved copies cannot be written: %s", error)
                connection.close()
            except Exception:
                logger.exception("Saved copies cannot be written")
                connection.close()
            pause.wait(SECONDS_BETWEEN_LOOKS)

    def _say_once(self, sentence: str, error: Exception) -> None:
        if not self._is_in_trouble:
            logger.error(sentence, error)
        self._is_in_trouble = True


def _key_of(address: str) -> str:
    """The key of the page cache for a path as it stands in a link."""
    return unquote_to_bytes(address).decode("latin-1") + "?"
