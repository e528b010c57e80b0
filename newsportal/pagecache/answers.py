"""How a kept page is answered: whole, packed, as 304 to whoever has it, or as a saved copy."""

from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final

from newsportal.pagecache.kept import KeptPage

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

# What tells of the body that a 304 does not have.
OF_A_BODY: Final = {"Content-Type", "Content-Length", "Content-Encoding"}
# `base.html` holds the line that says so, hidden.
SAVED_COPY: Final = (b'<p class="saved-copy" hidden>', b'<p class="saved-copy">')


def answer(
    page: KeptPage, environ: Environ, start_response: StartResponse, how: str
) -> Iterable[bytes]:
    """The page in the coding that the reader takes, or 304 where it is there already."""
    whole = page.in_coding(_coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
    how_line = ("Cache-Status", f"newsportal; {how}")
    if page.status.startswith("200") and _is_there(page, whole.etag, environ):
        kept = [one for one in whole.headers if one[0] not in OF_A_BODY]
        start_response("304 Not Modified", [*kept, how_line])
        return [b""]
    start_response(page.status, [*whole.headers, how_line])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [whole.body]


def answer_saved(
    page: KeptPage, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """The page as it last was, which says so; nobody is to keep it."""
    body = page.body.replace(*SAVED_COPY, 1) if page.is_html else page.body
    headers = [
        *((name, value) for name, value in page.headers if name != "Cache-Control"),
        ("Cache-Control", "no-store"),
        ("Cache-Status", "newsportal; hit; detail=saved-copy"),
        ("Content-Length", str(len(body))),
    ]
    start_response(page.status, headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_there(page: KeptPage, etag: str, environ: Environ) -> bool:
    """Whether the reader has the page (RFC 9110, 13.1): the tag decides, else the date."""
    if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        listed = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return etag in listed or "*" in listed
    if since := environ.get("HTTP_IF_MODIFIED_SINCE"):
        try:
            asked = parsedate_to_datetime(since)
            return parsedate_to_datetime(page.last_modified) <= asked
        except (TypeError, ValueError):
            return False
    return False


@lru_cache(maxsize=512)
def _coding_for(accepted: str) -> str:
    """ "br" or "gzip" where the reader takes it, else "" (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.partition("=")[2] or 1)
        except ValueError:
            weights[name.strip()] = 0.0
    for coding in ("br", "gzip"):
        if weights.get(coding, weights.get("*", 0.0)) > 0:
            return coding
    return ""
