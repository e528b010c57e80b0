"""The questions that are put to the portal, one at a time: each says what was wrong, or None."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin

from tests.forms import filled_in
from tests.rights.asking import Request, ask, error_in, read, shown_in
from tests.rights.expectations import OUT_OF_THE_TRASH
from tests.rights.offers import refused_offer
from tests.rights.people import letter
from tests.rights.routes import Route, guarded
from tests.rights.world import Row, World

Probe = Callable[[], str | None]

# Added to every form that is sent: whatever could raise somebody or publish something.
FORGED = {
    "is_superuser": "1",
    "is_staff": "1",
    "roles": ["admin", "publisher"],
    "state": "published",
    "created_by": "1",
    "trashed_at": "",
    "embargo_until": "",
    "_step": "publish",
    "override": "because",
    "id": "1",
    "action": "delete_selected",
}


def report(found: Any) -> str:
    """What was wrong, in lines; empty where nothing was."""
    wrong = [sentence for sentence in found if sentence]
    return "\n".join([f"{len(wrong)} questions", *wrong[:40]]) if wrong else ""


def rows_for(world: World, route: Route, principal: str) -> list[Row | None]:
    """Rows to ask about: all that the cell tells apart, or else a few that change from route to
    route, so that every state comes by."""
    if not route.is_about_a_row:
        return [None]
    near = [row for row in world.rows[route.model] if row.owner in {principal, "somebody", ""}]
    actions = {route.action, route.action_of_post}
    if len(near) < 8 or {letter(principal, action) for action in actions} & {"O", "D", "A"}:
        return near
    turn = f"{route.path}{principal}"
    shuffled = sorted(near, key=lambda row: zlib.crc32(f"{turn}{row}".encode()))
    if actions & OUT_OF_THE_TRASH:
        # Their pages are shut for every other row: only these show whether the right is asked.
        shuffled.sort(key=lambda row: row.state != "trashed")
    own = [row for row in shuffled if row.owner == principal]
    other = [row for row in shuffled if row.owner != principal]
    return [*own[:2], *other[:2]]


def looking(world: World, principal: str) -> Iterator[Probe]:
    """Every page, looked at."""
    for route in guarded():
        for row in rows_for(world, route, principal):
            for method in ("GET", "HEAD")[: 1 + (row is None or row.owner == "somebody")]:
                request = Request(route, method, principal, row)
                yield lambda request=request: ask(world, request)


def sending(world: World, principal: str) -> Iterator[Probe]:
    """Every form, sent as it would be, with forged fields besides."""
    for route in guarded():
        for row in rows_for(world, route, principal):
            request = Request(route, "POST", principal, row)
            yield lambda request=request: ask(
                world, request, valid_form(world, request.route) | FORGED
            )


def valid_form(world: World, route: Route) -> dict[str, Any]:
    """What the page's own form would send, by whoever may do everything."""
    if route.methods and not {"GET", "POST"} <= route.methods:
        return {}
    if route.path not in world.forms:
        world.forms[route.path] = {}
        rows = world.rows[route.model] if route.is_about_a_row else [None]
        # Some steps are offered in one state alone.
        for row in rows[:12]:
            page = world.clients["boss"].get(route.address(world, row))
            if page.status_code == 200:
                world.forms[route.path] = filled_in(page)
                break
    return world.forms[route.path]


# Who may search for rows of a model; nobody but these roles gets a list of choices.
SEARCHED_BY = {
    "article": "article.list_unpublished",
    "articletemplate": "article.template",
    "author": "article.list_unpublished",
    "message": "message.list",
    "photo": "photo.browse_library",
    "section": "article.list_unpublished",
    "topic": "article.list_unpublished",
    "user": "user.list",
}


def choosing(world: World, principal: str) -> Iterator[Probe]:
    """The choices of every field that refers to something that can be searched."""
    for model in apps.get_models():
        for column in model._meta.get_fields():
            target = getattr(column, "related_model", None)
            if column.auto_created or target not in admin.site._registry:
                continue
            if not admin.site.get_model_admin(target).search_fields:
                continue
            name = target._meta.model_name
            assert name in SEARCHED_BY, f"Say in SEARCHED_BY who may search for a {name}."
            query = (
                f"?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                f"&field_name={column.name}&term=zq"
            )
            route = Route(
                "newsroom/autocomplete/", "autocomplete", None, SEARCHED_BY[name], None, None
            )
            request = Request(route, "GET", principal, None, query)
            yield lambda request=request: ask(world, request)


def beginning(world: World, principal: str) -> Iterator[Probe]:
    """The start page and the overview of each package."""
    for page in ("", "articles/", "accounts/", "inbox/", "pages/", "consent/"):
        yield lambda page=page: _overview(world, principal, page)


def _overview(world: World, principal: str, page: str) -> str | None:
    response = read(world.clients[principal].get(f"/newsroom/{page}"))
    route = Route(f"newsroom/{page}", page, None, None, None, None)
    request = Request(route, "GET", principal, None)
    wrong = (
        error_in(response)
        or shown_in(world, request, response)
        or refused_offer(world, principal, None, response)
    )
    return f"{request}: {wrong}" if wrong else None
