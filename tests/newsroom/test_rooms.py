"""The row of links on every page of the newsroom, and the names of its lists."""

import re

import pytest
from django.test import Client

from tests import factories as make
from tests.newsroom.test_articles import change, sign_in

pytestmark = pytest.mark.django_db

START, LIST = "/newsroom/", "/newsroom/articles/article/"


def rooms(client: Client, path: str) -> list[tuple[str, bool]]:
    """The links of the row in their order, and whether each is the page's own room."""
    row = re.search(r'<nav class="rooms".*?</nav>', client.get(path).content.decode(), re.DOTALL)
    found = re.findall(r"<a href=\"[^\"]+\"( aria-current[^>]*)?>([^<]+)</a>", row[0])
    return [(name, bool(is_here)) for is_here, name in found]


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("reporter", ["Start", "Articles", "Calendar", "Photos"]),
        ("publisher", ["Start", "Articles", "Calendar", "Photos", "Front page"]),
        ("desk", ["Start", "Messages"]),
        ("admin", ["Start", "Consent purposes"]),
    ],
)
def test_a_role_finds_its_rooms_and_what_a_day_is_spent_with_first(role, first):
    names = [name for name, _is_here in rooms(sign_in(role), START)]
    assert names[: len(first)] == first
    assert len(set(names)) == len(names)


def test_a_role_finds_no_room_that_is_shut():
    names = {name for name, _is_here in rooms(sign_in("desk"), START)}
    assert names == {"Start", "Messages", "Spam rules"}


def test_the_row_says_where_one_is():
    client, article = sign_in("publisher"), make.article()
    for path, room in (
        (START, "Start"),
        (LIST, "Articles"),
        (change(article), "Articles"),
        (f"{LIST}calendar/", "Calendar"),
        ("/newsroom/as-of/", "The site at another time"),
    ):
        assert [name for name, is_here in rooms(client, path) if is_here] == [room]


def test_nobody_is_shown_the_row_before_signing_in():
    assert b'class="rooms"' not in Client().get("/newsroom/login/").content


def test_a_list_is_headed_by_its_name_and_the_way_back_names_it_once():
    client = sign_in("publisher", "admin")
    for path, name in ((LIST, "Articles"), ("/newsroom/articles/placement/", "Front page")):
        shown = client.get(path).content.decode()
        assert f"<h1>{name}</h1>" in shown
        way = re.search(r'<div class="breadcrumbs">.*?</div>', shown, re.DOTALL)[0]
        assert re.sub(r"<[^>]+>", "", way).strip() == f"Start › {name}"
