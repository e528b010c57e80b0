"""Requests that another site makes a browser of the staff send: refused, whoever is signed in."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.rights.asking import Request, writing
from tests.rights.people import SIGNED_IN
from tests.rights.probes import FORGED
from tests.rights.routes import Route, guarded, public

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
# Pages of Django's AdminSite that take a form.
OF_THE_SITE = ["newsroom/login/", "newsroom/logout/", "newsroom/password_change/"]
# The forms that readers send; they ask for the same origin instead.
EXEMPT = {
    "newsportal/consent/views.py:take_choice",
    "newsportal/inbox/status.py:status",
    "newsportal/inbox/views.py:message",
}
OF_READERS = {
    "consent-choice",
    "message",
    "message-error",
    "message-notice",
    "message-status",
}


def strict(world, principal: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies["session"] = world.clients[principal].cookies["session"].value
    return client


def posts(world):
    """Every address that may be posted to, public ones that show pages included."""
    site = [Route(path, path, None, "", "", None) for path in OF_THE_SITE]
    for route in (*site, *guarded(), *public()):
        if route.name not in OF_READERS:
            row = world.rows[route.model][0] if route.is_about_a_row else None
            yield Request(route, "POST", "boss", row)


@pytest.mark.django_db
def test_a_form_without_a_token_is_refused_everywhere(world):
    client, passed = strict(world, "boss"), []
    for request in posts(world):
        with writing() as written:
            status = client.post(request.route.address(world, request.row), FORGED).status_code
        # Public pages are looked at; they take no form from anybody.
        if status not in ({403} if request.route.path.startswith("newsroom/") else {403, 405}):
            passed.append((str(request), status))
        assert not set(written) - {"django_session"}, request
    assert passed == []


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil"])
def test_a_form_from_another_site_is_refused_even_with_a_token(world, origin):
    client, passed = strict(world, "boss"), []
    page = client.get("/newsroom/password_change/")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = FORGED | {"csrfmiddlewaretoken": token}
    for request in posts(world):
        if request.route.path.startswith("newsroom/"):
            address = request.route.address(world, request.row)
            with writing() as written:
                status = client.post(address, data, headers={"origin": origin}).status_code
            if status != 403 or set(written) - {"django_session"}:
                passed.append((str(request), status, written))
    assert passed == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OF_READERS))
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_the_forms_of_readers_are_refused_from_another_site(world, name, origin):
    route = next(route for route in public() if route.name == name)
    for principal in ("anon", *SIGNED_IN):
        with writing() as written:
            status = (
                world.clients[principal]
                .post(
                    route.address(world, None),
                    {"choice": "accept", "category": "tip", "text": "x"},
                    headers={"origin": origin, "sec-fetch-site": "cross-site"},
                )
                .status_code
            )
        assert (status, written) == (403, []), principal


# -- What the code may not do ----------------------------------------------------------------


def sources():
    for package in ("newsportal", "articles"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def test_only_the_forms_of_readers_go_without_a_token():
    exempt, mentions = set(), 0
    for name, tree in sources():
        for node in ast.walk(tree):
            mentions += isinstance(node, (ast.Name, ast.Attribute)) and "csrf_exempt" in (
                getattr(node, "id", ""),
                getattr(node, "attr", ""),
            )
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Name) and decorator.id == "csrf_exempt":
                        exempt.add(f"{name}:{node.name}")
    assert exempt == EXEMPT
    assert mentions == len(EXEMPT)
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE


# Modules that write SQL of their own, and why.
OWN_SQL = {
    "articles/photos/finding.py": "full-text search; constant text, values as parameters",
    "articles/photos/holding.py": "an advisory lock; constant text, numbers as parameters",
    "articles/search/postgres.py": "full-text search; constant text, values as parameters",
    "articles/search/sqlite.py": "full-text search; constant text, values as parameters",
    "articles/search/results.py": "joins the two; made of their constants",
    "articles/search/entries.py": "the search index has no model",
    "articles/search/vocabulary.py": "its words have no model; constant text, values as parameters",
    "newsportal/accounts/append_only.py": "triggers; constant text",
    "newsportal/inbox/erasing.py": "empties SQLite's write-ahead log; one constant",
    "newsportal/operations/backup/databases.py": "whole databases; our names and constants",
    "newsportal/operations/backup/making.py": "counts rows of a copy; our own names of tables",
    "newsportal/operations/health.py": "asks whether the database answers; one constant",
    "newsportal/operations/makedata/__init__.py": "fills a database to measure with; constant text",
    "newsportal/pagecache/log.py": "an advisory lock; one constant",
    "newsportal/statistics/counting.py": "how long to wait for a lock; numbers of ours",
    "newsportal/statistics/models.py": "adds to what is there; constant text, values as parameters",
}


def test_sql_is_written_by_hand_in_few_modules_with_a_reason():
    found = set()
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                word = getattr(called, "attr", getattr(called, "id", ""))
                if word in {"RawSQL", "raw", "extra", "cursor", "executescript"}:
                    found.add(name)
    assert found <= set(OWN_SQL), "Say in OWN_SQL why SQL is written by hand here."


def test_nothing_of_a_request_becomes_names_of_arguments():
    """`filter(**request.GET)` would ask about any column, or of any table."""
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg is None and asks_the_request(keyword.value):
                        found.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                if any(key is None and asks_the_request(value) for key, value in pairs):
                    found.append(f"{name}:{node.lineno}")
    assert found == []


def asks_the_request(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in {"GET", "POST", "META", "headers"}
        for part in ast.walk(node)
    )
