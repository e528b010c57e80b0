"""Keeps the cookies of the staff, and what is shown to them, within the newsroom."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

NEWSROOM = "/newsroom/"


class StaffCookiesMiddleware:
    """Public pages never see the cookies of the staff; the newsroom's pages are never stored.

    Django answers a session or CSRF cookie that makes no sense with a new one, on whatever page
    it came with: a reader would get a cookie, and a stored page would carry it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        inside = request.path_info.startswith(NEWSROOM)
        if not inside:
            for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
                request.COOKIES.pop(name, None)
        response = self.get_response(request)
        if inside:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
