"""What the portal tells caches in front of it: of what a page is made, and whether to keep it.

Tags stand on every answer of a kept page. Leave to keep it stands only on an answer that is known
to be right as of a look at the log that is young; `purging` takes it back when the page changes.
"""

import re
from collections.abc import Callable, Iterable
from time import monotonic, time
from typing import Any, Final

from django.conf import settings

from newsportal.pagecache.rendering import EVERY_PAGE

Header = tuple[str, str]
Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Purged with every change: stands on a page with more tags than fit.
ANY_CHANGE: Final = "any-change"
# In bytes, of either header. CDNs end at 16,000; nginx reads so much for each hit.
LONGEST_TAGS: Final = 4_000
TAG: Final = re.compile(r"[!-+\--~]+")  # no blank, no comma
# A page goes to a cache that is emptied by `purging` within a quarter of a second: together with
# the age of the last look that makes less than half a second.
LOOKED_WITHIN: Final = 0.2
STORABLE: Final = frozenset(
    f"newsportal; {how}" for how in ("hit", "hit; collapsed", "fwd=miss; stored")
)
# nginx resolves these, so two addresses would be one page there and none here.
UNRESOLVED: Final = re.compile(r"//|/\.\.?(?:/|$)")
LONGEST: Final = 86_400


def headers_of(tags: Iterable[str], fresh_until: float | None) -> list[Header]:
    """What a kept page says of itself: its tags and its end; nothing where no cache listens.

    `fresh_until` in seconds since the epoch.
    """
    if not settings.EDGE_CACHES:
        return []
    named = sorted(tags)
    if len(",".join(named)) > LONGEST_TAGS or not all(map(TAG.fullmatch, named)):
        named = [ANY_CHANGE, EVERY_PAGE]
    headers = [("Cache-Tag", ",".join(named))]
    if "cdn" in settings.EDGE_CACHES:
        headers.append(("Surrogate-Key", " ".join(named)))
    # nginx counts in whole seconds, and keeps a page to the end of the one that is named.
    end = int(fresh_until) - 1 if fresh_until else int(time()) + 10 * LONGEST
    return [*headers, ("X-Accel-Expires", f"@{end}")]


class Edge:
    """A WSGI application around the page cache: lets caches in front keep what it vouches for."""

    def __init__(self, cache: Any, *, is_canonical: Callable[[str, str], bool]) -> None:
        """`cache` is a PageCache; `is_canonical` (path, query): nothing in it is ignored."""
        self.cache = cache
        self.is_canonical = is_canonical

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        # Before the page is looked at: what it is found to be right as of is this or later.
        looked_at, as_of = self.cache.discovery.looked_at, self.cache.discovery.as_of

        def telling(status: str, headers: list[Header], *error: Any) -> Any:
            given = dict(headers)
            end = given.get("X-Accel-Expires")
            if end is not None:
                headers = [one for one in headers if one[0] != "X-Accel-Expires"]
                if (
                    as_of is not None
                    and given.get("Cache-Status") in STORABLE
                    and monotonic() - looked_at < LOOKED_WITHIN
                ):
                    headers += self._leave(status, int(end[1:]), environ, str(as_of))
            return start_response(status, headers, *error)

        return self.cache(environ, telling)

    def _leave(self, status: str, end: int, environ: Environ, as_of: str) -> list[Header]:
        headers = []
        if "nginx" in settings.EDGE_CACHES and status.startswith("200"):
            path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
            if not UNRESOLVED.search(path) and self.is_canonical(path, query):
                headers = [("X-Accel-Expires", f"@{end}"), ("X-Right-As-Of", as_of)]
        if "cdn" in settings.EDGE_CACHES:
            seconds = min(settings.CDN_SECONDS, end - int(time()))
            if seconds > 0:
                headers += [
                    ("CDN-Cache-Control", f"max-age={seconds}"),
                    ("Surrogate-Control", f"max-age={seconds}"),
                ]
        return headers
