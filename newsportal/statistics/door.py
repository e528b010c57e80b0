"""The WSGI wrapper that counts: it sees the address and the status of each answer, and no more.

It stands outside of everything that answers, a cache of whole pages too, and hands on both the
request and the answer as they are. Of a request it looks at what tells whether to count; none
of that is kept.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http.cookie import parse_cookie
from django.urls import Resolver404, resolve

from newsportal.statistics.counting import Counter
from newsportal.statistics.robots import is_robot

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

COUNTED: Final = ("200", "304")
# The article pages that are asked for most: what is read in a while on a large site.
REMEMBERED: Final = 4096
LANGUAGES: Final = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
# A first look that costs next to nothing; `article_at` asks the URL map.
LIKE_AN_ARTICLE: Final = re.compile(rf"(?:/(?:{LANGUAGES}))?(/[^/]+/[0-9]+/[^/]+/)", re.IGNORECASE)


class Counting:
    """Wraps a WSGI application and counts the article pages that readers get from it."""

    def __init__(
        self, application: Application, counter: Counter, *, may_count: Callable[[Environ], bool]
    ) -> None:
        """`may_count` says whether the reader who sent a request lets himself be counted."""
        self.application = application
        self.counter = counter
        self.may_count = may_count

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") != "GET" or not LIKE_AN_ARTICLE.fullmatch(path):
            return self.application(environ, start_response)

        def noting(status: str, headers: Any, *error: Any) -> Any:
            if status.startswith(COUNTED) and (number := article_at(path)) is not None:
                self.counter.note()
                if is_read_by_a_person(environ) and self.may_count(environ):
                    self.counter.add(number)
            return start_response(status, headers, *error)

        return self.application(environ, noting)


@lru_cache(maxsize=REMEMBERED)
def article_at(path: str) -> int | None:
    """The number of the article whose page stands at `path` (as WSGI has it); None: no article."""
    shape = LIKE_AN_ARTICLE.fullmatch(path)
    if shape is None:
        return None
    try:
        # WSGI hands over the bytes of a path as Latin-1.
        match = resolve(shape[1].encode("latin-1").decode())
    except (Resolver404, UnicodeError):
        return None
    return match.kwargs["number"] if match.url_name == "article" else None


def is_read_by_a_person(environ: Environ) -> bool:
    """Whether somebody opened the page to read it: not a robot, a browser ahead of time, a script
    or somebody at work in the newsroom."""
    asked_ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or ""
    if "prefetch" in asked_ahead or environ.get("HTTP_X_MOZ") == "prefetch":
        return False
    if environ.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return False
    # To read cookies takes longer than all the rest: first whether there are any.
    if (cookies := environ.get("HTTP_COOKIE")) and is_at_work(cookies):
        return False
    return not is_robot(environ.get("HTTP_USER_AGENT", ""))


def is_at_work(cookies: str) -> bool:
    """Whether a session of the newsroom is among the cookies of this header."""
    session = settings.SESSION_COOKIE_NAME
    return session in cookies and session in parse_cookie(cookies)
