"""The security headers of every answer: one policy for readers, one list of exceptions.

Readers' pages get `PUBLIC_POLICY`, a constant without nonces, so that a page can be cached
whole. A view that shows the editor is marked with `relax_styles` and differs in `style-src`
alone. The article form shows its preview in a frame: it is marked with `frame_previews`, and the
preview with `allow_own_frame`. A page that holds an embed is marked with `allow_frames`, and no
other page can load a frame from another site. `tests/newsroom/test_editor_routes.py` lists the
views of the newsroom among these.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'none'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}


def policy(**changes: str) -> str:
    """The Content-Security-Policy, with directives changed by name (`style_src="'self' ..."`)."""
    directives = DIRECTIVES | {name.replace("_", "-"): value for name, value in changes.items()}
    parts = [f"{name} {value}" for name, value in directives.items()]
    if settings.HTTPS:
        parts.append("upgrade-insecure-requests")
    return "; ".join(parts)


PUBLIC_POLICY = policy()
# CKEditor 4 styles its own frame and toolbar inline.
EDITOR_POLICY = policy(style_src="'self' 'unsafe-inline'")

# The article form shows the preview beside the text, and nothing else in a frame.
WRITING_POLICY = policy(style_src="'self' 'unsafe-inline'", frame_src="'self'")
PREVIEW_POLICY = policy(frame_ancestors="'self'")

FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip


def permissions(**allowed: str) -> str:
    """The Permissions-Policy: no feature for anybody, but for those named with a list of origins.

    https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field
    """
    return ", ".join(
        f"{feature}=({allowed.get(feature.replace('-', '_'), '')})" for feature in FEATURES
    )


PERMISSIONS_POLICY = permissions()

Response = TypeVar("Response", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., Any])


def relax_styles(response: Response) -> Response:
    """Mark an answer that shows the editor: inline styles are allowed there, nothing else is."""
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response


def frame_previews(response: Response) -> Response:
    """Mark an answer that shows the editor, and a page of our own in a frame beside it."""
    response.headers["Content-Security-Policy"] = WRITING_POLICY
    return response


def allow_own_frame(response: Response) -> Response:
    """Mark an answer that a page of our own, and no other, may show in a frame."""
    _change(response, "frame-ancestors", "'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def allow_frames(response: Response, hosts: Iterable[str]) -> Response:
    """Mark an answer that holds embeds: frames of these hosts, over https, may stand in it.

    Such a frame may fill the screen. The frames of a page are loaded by its script, after a click.
    """
    origins = [f"https://{host}" for host in sorted(set(hosts))]
    if origins:
        _change(response, "frame-src", " ".join(origins))
        quoted = " ".join(f'"{origin}"' for origin in origins)
        # A frame has what its page has: hence the page itself, too.
        response.headers["Permissions-Policy"] = permissions(fullscreen=f"self {quoted}")
    return response


def _change(response: HttpResponseBase, directive: str, value: str) -> None:
    """Change one directive of the policy that the answer has."""
    given = response.headers.get("Content-Security-Policy", PUBLIC_POLICY)
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{directive} {value}" if part.startswith(f"{directive} ") else part
        for part in given.split("; ")
    )


# What a browser may keep for good unless it is told otherwise (RFC 9111, 4.2.2). A withdrawn
# article comes back, and an address that was redirected may be the right one again.
KEPT_FOR_GOOD = {301, 308, 410}


class SecurityHeadersMiddleware:
    """Sets what a view has not set; first in the list, so that errors carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in (
            ("Content-Security-Policy", PUBLIC_POLICY),
            ("Permissions-Policy", PERMISSIONS_POLICY),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            response.headers.setdefault(name, value)
        if response.status_code in KEPT_FOR_GOOD:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
