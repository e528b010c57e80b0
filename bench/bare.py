"""What the server itself costs: an article's bytes from a bare WSGI function and Django view."""

import os
from collections.abc import Callable, Iterable
from typing import Any

BODY = b"x" * 24_000
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def function(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The least that a Python application can do."""
    start_response("200 OK", HEADERS)
    return [BODY]


def view() -> Any:
    """A Django without apps and middleware, with one view."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import re_path

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(BODY, headers=dict(HEADERS))

    settings.configure(
        ROOT_URLCONF=(re_path("", page),), ALLOWED_HOSTS=["*"], SECRET_KEY=os.urandom(20).hex()
    )
    return get_wsgi_application()
