"""What a page of the newsroom offers: its links, its forms and its buttons, by where they lead.

A page offers nothing that would be refused. That spares people a dead end, and shows whether
the questions by which buttons are chosen agree with those at the doors.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, resolve

from tests.rights.expectations import cell, expected
from tests.rights.routes import Route, routes
from tests.rights.world import Row, World

LINK = re.compile(rb'href="(/newsroom/[^"?#]*)')
FORM = re.compile(rb'<(?:form|button)[^>]*action="(/newsroom/[^"?#]*)')
STEP = re.compile(rb'name="_step" value="(\w+)"')
VERB = re.compile(rb'name="verb" value="(\w+)"')
# Steps that are buttons of the form itself.
OF_THE_FORM = {"save", "preview"}
# The buttons of a message, and the row of the table for each.
VERBS = {
    "assign": "message.assign",
    "block": "message.block_sender",
    "close": "message.close",
    "decide": "message.reply",
    "merge": "message.merge",
    "not_spam": "message.mark_spam",
    "note": "message.read",
    "open": "message.close",
    "part": "message.merge",
    "reply": "message.reply",
    "spam": "message.mark_spam",
    "to_correction": "message.to_correction",
    "wait": "message.reply",
}


def refused_offer(world: World, principal: str, row: Row | None, response: Any) -> str | None:
    """The first thing that the page offers and that would be refused to this person."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    for method, route, about in offered(world, row, response.body):
        if not expected(route, method, principal, about):
            return f"offers {method} {route.path} of {about}"
    for verb in VERB.findall(response.body):
        if not cell(principal, VERBS[verb.decode()], row):
            return f"offers the verb {verb.decode()}"
    return None


def offered(world: World, row: Row | None, page: bytes) -> Iterator[tuple[str, Route, Row | None]]:
    """Method, route and row of each link, form and step on the page."""
    for method, pattern in (("GET", LINK), ("POST", FORM)):
        for address in {found.decode() for found in pattern.findall(page)}:
            if (known := lead_of(world, address)) is not None:
                yield method, *known
    for step in {found.decode() for found in STEP.findall(page)} - OF_THE_FORM:
        route = by_name().get(f"articles_article_{step}")
        # On the form of a new article there is none yet: the step is for one's own draft.
        if route is not None and row is not None:
            yield "POST", route, row


def lead_of(world: World, address: str) -> tuple[Route, Row | None] | None:
    """The route that an address leads to, and the row that it is about; None for pages of the
    AdminSite, and for rows that the world has not listed."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    route = by_name().get(match.url_name or "")
    if route is None or route.action is None:
        return None
    if not route.is_about_a_row:
        return route, None
    number = str(match.kwargs.get("number", match.kwargs.get("object_id")))
    rows = [row for row in world.rows[route.model] if str(row.pk) == number]
    return (route, rows[0]) if rows else None


def by_name() -> dict[str, Route]:
    return {route.name: route for route in routes() if route.name}
