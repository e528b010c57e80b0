"""A readers' page at another moment: the public URL map, mounted under a moved clock.

The page is asked for as a stranger would ask: without cookies, and without headers that speak
of copies kept from another time. All addresses that it prints stay under the same moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.urls import get_script_prefix, resolve, set_script_prefix
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.roles import can
from newsportal.newsroom.as_of import ACTION
from newsportal.newsroom.as_of.bar import AsOf, root_at
from newsportal.newsroom.as_of.choosing import choose
from newsportal.refusals import Refused
from newsportal.timeline import at, refuse_far_moment

PUBLIC: Final = "newsportal.public_urls"
READS_ONLY: Final = _(
    "This is the site at another time: nothing can be sent from here. Leave it and use the form "
    "on the site itself."
)
# What a stranger's first request does not have. SCRIPT_URL and REDIRECT_URL are Apache's words
# for the address from outside, which Django would believe before ours.
PERSONAL: Final = (
    "HTTP_COOKIE",
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "SCRIPT_URL",
    "REDIRECT_URL",
)


def walk(request: Any, moment: datetime, rest: str = "") -> HttpResponseBase:
    """The page that readers get at `rest` (a path without its first slash) at `moment`."""
    if not can(request.user, ACTION):
        raise PermissionDenied
    if request.method not in {"GET", "HEAD"}:
        refusal = render(request, "403.html", {"sentence": READS_ONLY}, status=405)
        refusal.headers["Allow"] = "GET, HEAD"
        return refusal
    try:
        refuse_far_moment(moment)
    except Refused as reason:
        return choose(request, refusal=reason.sentence)
    # What stands behind the mount, quoted as it was asked for. Two slashes would name a host.
    page = request.get_full_path().removeprefix(root_at(moment)).lstrip("/")
    as_of = AsOf.of(moment, page)
    with mounted_at(as_of.root), at(moment):
        response = _answer(_as_a_reader(request, as_of, rest))
    return _kept_by_nobody(response)


walk.action = ACTION  # type: ignore[attr-defined]
# What the page says that refuses an unproven form.
walk.refuses_forms = READS_ONLY  # type: ignore[attr-defined]


@contextmanager
def mounted_at(root: str) -> Iterator[None]:
    """Within the block, `reverse` gives addresses under the path `root`."""
    before = get_script_prefix()
    set_script_prefix(root)
    try:
        yield
    finally:
        set_script_prefix(before)


def _as_a_reader(request: WSGIRequest, as_of: AsOf, rest: str) -> WSGIRequest:
    """The request as the public site would have got it, if it stood at `as_of.root`."""
    environ = {name: value for name, value in request.environ.items() if name not in PERSONAL}
    # Django decodes the bytes of these itself.
    path = f"/{rest}".encode().decode("latin-1")
    inner = WSGIRequest(environ | {"SCRIPT_NAME": as_of.root.rstrip("/"), "PATH_INFO": path})
    inner.urlconf = PUBLIC
    inner.as_of = as_of  # type: ignore[attr-defined]
    return inner


def _view(request: HttpRequest) -> HttpResponseBase:
    request.resolver_match = match = resolve(request.path_info, PUBLIC)
    response: Any = match.func(request, *match.args, **match.kwargs)
    # A lazy page is made here, while the clock is moved.
    return response.render() if hasattr(response, "render") else response


# A missing slash and every refusal are answered as readers are answered.
_answer: Any = convert_exception_to_response(CommonMiddleware(convert_exception_to_response(_view)))


def _kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # Feed readers and other sites show public photos, not these.
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    for name in ("ETag", "Last-Modified", "Expires"):
        response.headers.pop(name, None)
    return response
