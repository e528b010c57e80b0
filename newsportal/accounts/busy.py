"""A database that is busy for too long, or out of order, is answered with 503 and a time to retry.

Writers wait for each other (on SQLite up to `timeout` seconds, on PostgreSQL as long as
`lock_timeout` says). When that is not enough, or the database is away, full or open for reading
only, nothing was changed: the page says so, holds what was sent and sends it again by a button.
A read whose connection was lost is tried once more on a new one. Everything else that a database
reports stays an error.
"""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import Error, InterfaceError, InternalError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsportal.accounts.carried import CarriedForm
from newsportal.accounts.scripts import sent_by_script

SECONDS = 10
SECONDS_WHEN_AWAY = 30

# Primary result codes: https://www.sqlite.org/rescode.html
SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SQLITE_AWAY = {
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
# lock_not_available, deadlock_detected, serialization_failure, query_canceled:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL = {"55P03", "40P01", "40001", "57014"}
READ_ONLY_TRANSACTION = "25006"

_log = logging.getLogger(__name__)


def is_busy(error: BaseException) -> bool:
    """Whether another writer has held a lock for longer than we wait."""
    if not isinstance(error, OperationalError):
        return False
    code = _sqlite_code(error)
    return code in SQLITE if code is not None else _sqlstate(error) in POSTGRESQL


def is_out_of_order(error: BaseException) -> bool:
    """Whether the database cannot be reached, or takes nothing: what was asked is not at fault."""
    code = _sqlite_code(error)
    if code is not None:
        return code in SQLITE_AWAY
    if isinstance(error, InternalError):
        return _sqlstate(error) == READ_ONLY_TRANSACTION
    # Of what PostgreSQL reports, these are about the server: no connection, no room, its end.
    return isinstance(error, (OperationalError, InterfaceError))


class BusyMiddleware:
    """Turns the error into the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(response, "connection_was_lost", False) and request.method in {"GET", "HEAD"}:
            connections.close_all()
            response = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        busy = is_busy(exception)
        if not busy and not is_out_of_order(exception):
            return None
        response = _refuse(request, is_busy=busy)
        if not busy:
            # Without the words of the error: a database may quote there what was to be stored.
            cause = type(exception.__cause__ or exception).__name__
            _log.error("The database is out of order: %s, at %s", cause, request.path)
        response.connection_was_lost = _is_connection_lost()  # type: ignore[attr-defined]
        return response


def _refuse(request: HttpRequest, *, is_busy: bool) -> HttpResponse:
    """The page, or the answer to a script, that says what has not been done."""
    if is_busy:
        sentence = _("The database is busy, so nothing was changed. Try again in a moment.")
    elif request.method == "POST":
        sentence = _(
            "The database takes nothing just now, so nothing was changed; the fault is ours. "
            "Try again in a few minutes."
        )
    else:
        sentence = _("This page cannot be made just now; the fault is ours.")
    response: HttpResponse
    if sent_by_script(request):
        response = JsonResponse({"error": sentence}, status=503)
    else:
        context = {"sentence": sentence, "carried": CarriedForm.of(request)}
        response = render(request, "503.html", context, status=503)
    response.headers["Retry-After"] = str(SECONDS if is_busy else SECONDS_WHEN_AWAY)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_connection_lost() -> bool:
    """Whether this thread holds a connection that its server has closed."""
    held: Any = [one.connection for one in connections.all(initialized_only=True)]
    return any(getattr(one, "closed", 0) for one in held if one is not None)


def _sqlite_code(error: BaseException) -> int | None:
    code = getattr(error.__cause__, "sqlite_errorcode", None) if isinstance(error, Error) else None
    return None if code is None else code & 0xFF


def _sqlstate(error: BaseException) -> str | None:
    # One driver calls it so, the other so.
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
