"""The page cache in front of Django: kept pages are answered here, and no Django code runs.

What may be kept is decided by the view (`rendering.cached`). Its page is made from a request that
is the same for every reader: no cookies, no headers of theirs, no query but what the view has
declared. So a page cannot be poisoned by what it never saw, and one key stands for one page. A
request that carries a newsroom session, another host or another scheme goes to Django as it came.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from newsportal.pagecache import addresses, edge
from newsportal.pagecache.answers import Environ, StartResponse, answer, answer_saved
from newsportal.pagecache.discovery import Discovery
from newsportal.pagecache.kept import Header, KeptPage, Shelf
from newsportal.pagecache.parts import Parts
from newsportal.pagecache.rendering import Rendering, rendering
from newsportal.pagecache.saved import SavedCopies

App = Callable[[Environ, StartResponse], Iterable[bytes]]

KEPT_STATUSES: Final = {200, 301, 404, 410}
# Redirects and refusals have a shelf of their own: made-up addresses push no real page out.
REFUSALS_BYTES: Final = 4 * 1024 * 1024
# Readers get the page that was just dropped while one of them has it made again, but none that
# was not right this many seconds ago.
SHOWN_WHILE_MADE: Final = 0.4
SECONDS_TO_WAIT: Final = 10.0
# What a server tells an application of itself; the rest of an environ comes from the reader.
OF_THE_SERVER: Final = re.compile(r"wsgi\.|SERVER_|SCRIPT_NAME$|GATEWAY_INTERFACE$")
REVALIDATE: Final = "public, no-cache"


class PageCache:
    """A WSGI application around the one of Django."""

    def __init__(self, app: App, *, most_bytes: int, saved: SavedCopies | None = None) -> None:
        self.app = app
        self.saved = saved
        self.pages: Shelf[str, KeptPage] = Shelf(most_bytes)
        self.refusals: Shelf[str, KeptPage] = Shelf(REFUSALS_BYTES if most_bytes else 0)
        self.discovery = Discovery(self._drop)
        self.parts = Parts(self.discovery)
        self._in_the_making: dict[str, _Making] = {}
        self._lock = threading.Lock()
        site = urlsplit(settings.SITE_URL)
        self._host, self._scheme = site.netloc.encode().decode("latin-1"), site.scheme
        self._told_by_proxy = settings.SECURE_PROXY_SSL_HEADER
        self._sessions = re.compile(
            rf"(?:^|;)\s*{re.escape(settings.SESSION_COOKIE_NAME)}\s*=", re.ASCII
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or let Django make the page and keep it."""
        if not self._is_of_a_reader(environ):
            return self.app(environ, start_response)
        self.discovery.start()
        key = self._key(environ)
        if key is None:
            # Not kept itself; what it has in common with other pages is.
            with rendering(self.parts, since=self.discovery.count):
                return self.app(environ, start_response)
        page = self._kept(key)
        if page is not None and self.discovery.finds_right(page):
            return answer(page, environ, start_response, "hit")
        if self.discovery.is_lost and (copy := self._copy_of(key, page)):
            return answer_saved(copy, environ, start_response)
        return self._make(key, page, environ, start_response)

    # -- What is asked for --------------------------------------------------------------------

    def _is_of_a_reader(self, environ: Environ) -> bool:
        """Whether this is asked of the site itself, by somebody without a newsroom session."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return False
        if environ.get("HTTP_HOST") != self._host or self._scheme_of(environ) != self._scheme:
            return False
        cookies = environ.get("HTTP_COOKIE")
        return not (cookies and self._sessions.search(cookies))

    def _scheme_of(self, environ: Environ) -> str:
        """How the reader has reached us: said by the proxy where there is one."""
        told = self._told_by_proxy
        if told and told[0] in environ:
            forwarded = environ[told[0]].split(",")[0].strip()
            return "https" if forwarded == told[1] else "http"
        return str(environ.get("wsgi.url_scheme", "http"))

    def _key(self, environ: Environ) -> str | None:
        """Path and canonical query of a page that may be kept; None for every other one."""
        if not self.pages.most_bytes:
            return None
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        seen = addresses.seen_of(path, query)
        return None if seen is None else f"{path}?{seen}"

    def _kept(self, key: str) -> KeptPage | None:
        return self.pages.get(key) or self.refusals.get(key)

    def _copy_of(self, key: str, old: KeptPage | None) -> KeptPage | None:
        """What is sent where no page can be made: that of before, else the copy on disk."""
        return old or (self.saved.get(key) if self.saved else None)

    # -- Making a page ------------------------------------------------------------------------

    def _make(
        self, key: str, old: KeptPage | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """One request has the page made; the others wait for it, or get what was just dropped."""
        until = monotonic() + SECONDS_TO_WAIT
        while monotonic() < until:
            with self._lock:
                made = self._in_the_making.get(key)
                if made is None:
                    made = self._in_the_making[key] = _Making()
                    break
            right_until = old.right_until if old else None
            if old and right_until and monotonic() - right_until < SHOWN_WHILE_MADE:
                return answer(old, environ, start_response, "hit; detail=being-renewed")
            made.done.wait(until - monotonic())
            page = self._kept(key)
            if page is not None and self.discovery.finds_right(page):
                return answer(page, environ, start_response, "hit; collapsed")
            if made.is_for_one:
                break
        else:
            return self.app(environ, start_response)
        try:
            return self._have_made(key, old, made, environ, start_response)
        finally:
            with self._lock:
                if self._in_the_making.get(key) is made:
                    del self._in_the_making[key]
            made.done.set()

    def _have_made(
        self,
        key: str,
        old: KeptPage | None,
        made: "_Making",
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        since = self.discovery.count
        caught = _Caught()
        with rendering(self.parts, since=since) as collected:
            body = caught.body_of(self.app(_for_everybody(environ, key), caught.start_response))
        if caught.status_code >= 500 and (copy := self._copy_of(key, old)):
            made.is_for_one = True
            return answer_saved(copy, environ, start_response)
        if not _may_be_kept(caught, collected):
            made.is_for_one = True
            # What stood here stands no more: it is no copy for bad times either.
            self._forget(key)
            start_response(caught.status, caught.headers)
            return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        page = _page_of(caught, body, collected, old)

        def keep() -> None:
            self._forget(key)
            (self.pages if caught.status_code == 200 else self.refusals).put(key, page)

        is_kept = self.discovery.keep_unless_changed(page.tags, keep, since=since)
        return answer(page, environ, start_response, "fwd=miss; stored" if is_kept else "fwd=miss")

    def _forget(self, key: str) -> None:
        # Of a withdrawn article the page must not outlive the refusal, nor the other way round.
        self.pages.forget(key)
        self.refusals.forget(key)

    # -- What has changed ---------------------------------------------------------------------

    def _drop(self, tags: Iterable[str] | None, right_until: float) -> None:
        for shelf in (self.pages, self.refusals, self.parts.shelf):
            shelf.drop(tags, right_until=right_until)
        if self.saved and tags:
            # Whoever writes them does so too, unless it is dead just now.
            self.saved.drop(tags, before=time.time() - (monotonic() - right_until))


class _Making:
    """A page in the making, for those who wait for it."""

    def __init__(self) -> None:
        self.done = threading.Event()
        # It may not be kept: whoever waits has one made of their own.
        self.is_for_one = False


class _Caught:
    """What Django answers, caught before it goes out."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[Header] = []

    def start_response(self, status: str, headers: list[Header], exc_info: Any = None) -> Any:
        self.status, self.headers = status, headers
        return lambda chunk: None

    @property
    def status_code(self) -> int:
        return int(self.status.split(" ", 1)[0])

    def body_of(self, chunks: Iterable[bytes]) -> bytes:
        try:
            return b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def values(self, name: str) -> list[str]:
        """The values of a header, in lower case."""
        return [value.lower() for one, value in self.headers if one.lower() == name]


def _for_everybody(environ: Environ, key: str) -> Environ:
    """The request as every reader makes it: of this one, nothing but the address."""
    path, query = key.split("?", 1)
    site = urlsplit(settings.SITE_URL)
    clean = {name: value for name, value in environ.items() if OF_THE_SERVER.match(name)}
    return clean | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        # Behind a proxy Django asks this header and not the scheme.
        "HTTP_X_FORWARDED_PROTO": site.scheme,
    }


def _may_be_kept(caught: _Caught, collected: Rendering) -> bool:
    if caught.status_code not in KEPT_STATUSES or caught.values("set-cookie"):
        return False
    if caught.status_code == 404 and not collected.explains_absence:
        return False
    control = ",".join(caught.values("cache-control"))
    if any(word in control for word in ("private", "no-store")):
        return False
    varied = {one.strip() for value in caught.values("vary") for one in value.split(",")}
    return varied <= {"", "accept-encoding"}


def _page_of(caught: _Caught, body: bytes, collected: Rendering, old: KeptPage | None) -> KeptPage:
    """The answer as it is kept; one with the same body has last changed when that did."""
    ours = {"content-length", "etag", "last-modified", "vary", "date", "connection"}
    headers = [(name, value) for name, value in caught.headers if name.lower() not in ours]
    if not caught.values("cache-control"):
        headers.append(("Cache-Control", REVALIDATE))
    headers += edge.headers_of(collected.tags, collected.fresh_until)
    page = KeptPage(
        status=caught.status,
        headers=headers,
        body=body,
        tags=frozenset(collected.tags),
        fresh_until=collected.fresh_until,
        last_modified=formatdate(usegmt=True),
    )
    if old is not None and old.digest == page.digest:
        page.last_modified = old.last_modified
    elif old is not None and old.last_modified == page.last_modified:
        # Two pages of one second would be one page to whoever asks by its date.
        page.last_modified = formatdate(time.time() + 1, usegmt=True)
    return page
