"""Every route, asked by everybody about own and other people's rows in every state."""

import zlib

import pytest

from tests.forms import filled_in
from tests.rights.asking import Request, ask
from tests.rights.people import COLUMN_OF, letter
from tests.rights.routes import guarded
from tests.rights.world import Row

pytestmark = pytest.mark.django_db

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


def rows_for(world, route, principal) -> list[Row | None]:
    """Rows to ask about: all that the cell tells apart, or else a few that change from route to
    route, so that every state comes by."""
    if not route.is_about_a_row:
        return [None]
    rows = world.rows[route.model]
    near = [row for row in rows if row.owner in {principal, "somebody", ""}]
    actions = {route.action, route.action_of_post}
    if len(near) < 8 or {letter(principal, action) for action in actions} & {"O", "D", "A"}:
        return near
    turn = zlib.crc32(f"{route.path}{principal}".encode())
    shuffled = sorted(near, key=lambda row: zlib.crc32(f"{turn}{row}".encode()))
    own = [row for row in shuffled if row.owner == principal]
    other = [row for row in shuffled if row.owner != principal]
    return [*own[:2], *other[:2]]


def report(found) -> str:
    wrong = [sentence for sentence in found if sentence]
    return "\n".join([f"{len(wrong)} requests", *wrong[:40]]) if wrong else ""


@pytest.mark.parametrize("principal", COLUMN_OF)
def test_a_page_is_opened_by_the_cell_of_its_action(world, principal):
    found = [
        ask(world, Request(route, method, principal, row))
        for route in guarded()
        for row in rows_for(world, route, principal)
        for method in ("GET", "HEAD")[: 1 + (row is None or row.owner == "somebody")]
    ]
    assert len(found) > 50
    assert not (told := report(found)), told


@pytest.mark.parametrize("principal", COLUMN_OF)
def test_what_is_posted_is_taken_by_the_cell_of_its_action(world, principal):
    found = []
    for route in guarded():
        for row in rows_for(world, route, principal):
            data = valid_form(world, route, row) | FORGED
            found.append(ask(world, Request(route, "POST", principal, row), data))
    assert not (told := report(found)), told


def valid_form(world, route, row):
    """What the page's own form would send, by whoever may do everything."""
    forms = world.__dict__.setdefault("forms", {})
    if route.methods and not {"GET", "POST"} <= route.methods:
        return {}
    if route.path not in forms:
        forms[route.path] = {}
        boss = world.clients["boss"]
        rows = world.rows[route.model] if route.is_about_a_row else [row]
        # Some steps are offered in one state alone.
        for one in rows[:12]:
            page = boss.get(route.address(world, one))
            if page.status_code == 200:
                forms[route.path] = filled_in(page)
                break
    return forms[route.path]
