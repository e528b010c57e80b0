"""Where a request comes from, as far as it may be believed and kept."""

import ipaddress
import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# Some proxies write the port, too.
_WITH_PORT: Final = re.compile(r"\[([^\]]*)\](?::\d+)?|([\d.]+):\d+", re.ASCII)


def client_address(request: HttpRequest) -> str:
    """The reader's address: the socket's peer, or what the trusted proxies wrote.

    With `TRUSTED_PROXIES=n` the n-th entry from the right of X-Forwarded-For counts; what a
    client puts before it is never looked at. An IPv4 reader of a socket that listens to both
    kinds is still an IPv4 reader; otherwise all of them together would be one network.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - no listening here
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= settings.TRUSTED_PROXIES:
            peer = hops[-settings.TRUSTED_PROXIES]
    with_port = _WITH_PORT.fullmatch(peer)
    try:
        address = ipaddress.ip_address(with_port[1] or with_port[2] if with_port else peer)
    except ValueError:
        return "0.0.0.0"  # noqa: S104
    return str(getattr(address, "ipv4_mapped", None) or address)


def network_of(address: str) -> str:
    """The network around an address: /24 for IPv4, /56 for IPv6. One household, not one person."""
    prefix = 24 if ipaddress.ip_address(address).version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def same_origin(request: HttpRequest) -> bool:
    """Whether a form of ours sent this request, told by `Sec-Fetch-Site` and `Origin`.

    For the anonymous posts, which have no CSRF cookie to compare with. A page of another site
    cannot leave both headers out or set them; a client that sends neither has no session of
    anybody to abuse.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    # "none" is a navigation by the person alone, such as reloading an answered form.
    if fetched_from not in {None, "same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None or (origin == "null" and fetched_from):
        return True
    return origin in {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}


def site_path(given: str) -> str:
    """The path on this site that `given` names, or "" for anything that leads elsewhere.

    The full address of a page of this site is accepted too. What comes back is safe in a
    `Location` header and in an `href`.
    """
    given = given.strip()
    path = given.removeprefix(settings.SITE_URL) if given != settings.SITE_URL else "/"
    local = (
        path.startswith("/")
        and path.isprintable()
        and "\\" not in path
        and len(path) <= 500
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    )
    return path if local else ""
