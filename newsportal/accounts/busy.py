"""A database that is busy for too long is answered with 503 and a time to try again.

Writers wait for each other (on SQLite up to `timeout` seconds, on PostgreSQL as long as
`lock_timeout` says). When that is not enough nothing was changed: the page says so, holds what
was sent and sends it again by a button. Everything else that a database reports stays an error.
"""

import sqlite3
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsportal.accounts.carried import CarriedForm
from newsportal.accounts.scripts import sent_by_script

SECONDS = 10

# Primary result codes: https://www.sqlite.org/rescode.html
SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# lock_not_available, deadlock_detected, serialization_failure, query_canceled:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL = {"55P03", "40P01", "40001", "57014"}


def is_busy(error: BaseException) -> bool:
    """Whether another writer has held a lock for longer than we wait."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE
    # One driver calls it so, the other so.
    return (getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)) in POSTGRESQL


class BusyMiddleware:
    """Turns the error into the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_busy(exception):
            return None
        sentence = _("The database is busy, so nothing was changed. Try again in a moment.")
        response: HttpResponse
        if sent_by_script(request):
            response = JsonResponse({"error": sentence}, status=503)
        else:
            context = {"sentence": sentence, "carried": CarriedForm.of(request)}
            response = render(request, "503.html", context, status=503)
        response.headers["Retry-After"] = str(SECONDS)
        response.headers["Cache-Control"] = "private, no-store"
        return response
