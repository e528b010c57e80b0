"""Sends a request for somebody and says what was wrong with what came of it.

Each request runs in a savepoint that is rolled back, under a hook that sees every statement that
writes: stricter than comparing tables before and after, and faster.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction

from newsportal.accounts.models import AuditEntry, SentForm
from tests.rights.expectations import expected, may_see, may_write
from tests.rights.offers import refused_offer
from tests.rights.routes import Route
from tests.rights.world import Row, World

CANARY = re.compile(rb"zq(\d+)qz")
WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.I
)
REFUSED = "user.refused"
# What a request that is denied may leave behind, and one that only looks.
OF_DENIED = {"django_session", "axes_accessattempt", "axes_accessfailurelog"}
OF_LOOKING = {
    *OF_DENIED,
    "accounts_auditentry",
    "accounts_auditend",
    "articles_draftlinkopening",
    "inbox_opening",
}


@dataclass(frozen=True)
class Request:
    """Who sends what where, about whose row."""

    route: Route
    method: str
    principal: str
    row: Row | None
    query: str = ""

    def __str__(self) -> str:
        about = f" of {self.row}" if self.row else ""
        return f"{self.principal}: {self.method} {self.route.path}{self.query}{about}"


@contextmanager
def writing() -> Iterator[list[str]]:
    """The tables and files that are written meanwhile; none of it stays."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := WRITES.match(sql):
            written.append(match[1].lower())
        return execute(sql, params, many, context)

    def save(name: str, *_args: Any, **_how: Any) -> str:
        written.append(f"file {name}")
        return name

    storage: Any = default_storage
    storage.save, kept = save, storage.save
    try:
        with transaction.atomic(), connection.execute_wrapper(watch):
            yield written
            transaction.set_rollback(True)
    finally:
        storage.save = kept


def ask(world: World, request: Request, data: dict[str, Any] | None = None) -> str | None:
    """Send the request; what was wrong with the answer, or None."""
    return judge(world, request, *answer(world, request, data))


def answer(world: World, request: Request, data: dict[str, Any] | None) -> tuple[Any, list[str]]:
    client = world.clients[request.principal]
    session = client.cookies.get("session")
    address = request.route.address(world, request.row) + request.query
    with writing() as written:
        if data is None:
            response = client.generic(request.method, address)
        else:
            response = client.post(address, data)
        read(response)
        if "accounts_auditentry" in written and AuditEntry.objects.latest("id").action == REFUSED:
            # That somebody tried is all that a refusal writes.
            written.remove("accounts_auditentry")
            written = [table for table in written if table != "accounts_auditend"]
        if "accounts_sentform" in written and not SentForm.objects.exists():
            # Held while the form was looked at, so that no second one came in between.
            written = [table for table in written if table != "accounts_sentform"]
    client.cookies.clear()
    if session is not None:
        client.cookies["session"] = session.value
    return response, written


def read(response: Any) -> Any:
    """The response with its `body`, and the file closed that HEAD did not read."""
    response.body = b"".join(response) if response.streaming else response.content
    # The connection holds the world: it must not end with a request.
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return response


def judge(world: World, request: Request, response: Any, written: list[str]) -> str | None:
    wrong = (
        error_in(response)
        or shown_in(world, request, response)
        or (
            wrong_answer(request, response, set(written))
            or (
                request.method == "GET"
                and refused_offer(world, request.principal, request.row, response)
            )
            if expected(request.route, request.method, request.principal, request.row)
            else not_denied(request, response, set(written))
        )
    )
    return f"{request}: {wrong}" if wrong else None


def error_in(response: Any) -> str | None:
    return f"an error of ours, {response.status_code}" if response.status_code >= 500 else None


def shown_in(world: World, request: Request, response: Any) -> str | None:
    """A word in the body or the headers that this person may not see."""
    text = response.body + repr(response.headers.items()).encode()
    for number in sorted({int(found) for found in CANARY.findall(text)}):
        if not may_see(world, request.principal, number):
            model, pk, column = world.canaries[number]
            return f"shows {column} of {model.__name__} {pk}"
    return None


def not_denied(request: Request, response: Any, written: set[str]) -> str | None:
    status = response.status_code
    if request.principal in {"anon", "deactivated"}:
        # Who only looks is led to the sign-in; a form is refused in place, and stays open.
        to_login = status == 302 and response["Location"].startswith("/newsroom/login/")
        denied = to_login or (request.method == "POST" and status == 403)
    else:
        denied = status in {403, 404}
    if not denied:
        return f"answered {status}, should be denied"
    if touched := written - OF_DENIED:
        return f"denied, and wrote {sorted(touched)}"
    return None


def wrong_answer(request: Request, response: Any, written: set[str]) -> str | None:
    status, writes = response.status_code, request.method == "POST"
    if request.route.methods and request.method not in request.route.methods:
        return None if status == 405 else f"answered {status}, should be 405"
    if status == 403 or (not writes and status not in {200, 302}):
        return f"answered {status}, should be allowed"
    too_much = {table for table in written if not may_write(request.principal, table)}
    if not writes:
        too_much |= written - OF_LOOKING
    return f"wrote {sorted(too_much)}" if too_much else None
