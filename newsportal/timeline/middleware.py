"""Freezes the clock for one request, so that a page never disagrees with itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from newsportal.timeline.clock import frozen


class FrozenClockMiddleware:
    """One request sees one moment; a clock that was moved already stays where it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with frozen():
            return self.get_response(request)
