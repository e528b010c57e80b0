"""What is no page of its own: searches, pop-ups, methods, public addresses."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from articles.admin.many import STEPS_OF_MANY
from articles.models import Article, DraftLink, Photo, Revision
from articles.workflow import draft_links
from newsportal.accounts.models import User
from tests.rights.asking import Request, ask, error_in, read, shown_in, writing
from tests.rights.expectations import cell
from tests.rights.people import COLUMN_OF, SIGNED_IN
from tests.rights.probes import FORGED, report
from tests.rights.routes import Route, guarded, public, routes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# The lists of the newsroom, as Django lets them be asked.
QUERIES = ["_popup=1", "_to_field=id", "_to_field=password", "q=zq", "o=1.-2", "all=", "p=1", "e=1"]


def named(name: str) -> Route:
    return next(route for route in routes() if route.name == name)


@pytest.mark.parametrize("principal", SIGNED_IN)
def test_lists_tell_no_more_as_pop_ups_and_searches(world, principal):
    found = []
    for route in guarded():
        if route.name.endswith(("_changelist", "_add")):
            every = route.name.endswith("_changelist") and cell(principal, route.action)
            for query in QUERIES if every else QUERIES[:3]:
                request = Request(route, "GET", principal, None, f"?{query}")
                wrong = ask(world, request)
                # A question that makes no sense is refused as such, whoever asks.
                found.append(wrong if wrong and "answered 400" not in wrong else None)
    assert not (told := report(found)), told


@pytest.mark.parametrize("principal", SIGNED_IN)
def test_the_start_page_links_to_lists_that_open(world, principal):
    page = world.clients[principal].get("/newsroom/").content.decode()
    for app, model in set(re.findall(r'href="/newsroom/(\w+)/(\w+)/"', page)):
        assert cell(principal, named(f"{app}_{model}_changelist").action), (app, model)


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_no_other_method_opens_a_page(world, method):
    found = []
    for route in guarded():
        row = world.rows[route.model][0] if route.is_about_a_row else None
        request = Request(route, method, "norole", row)
        found.append(ask(world, request))
    assert not (told := report(found)), told


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override"])
def test_a_header_makes_no_other_method(world, name):
    boss, article, asked = world.clients["boss"], world.rows[Article][0], 0
    for route in guarded():
        if route.methods == {"POST"} and route.model is Article and route.is_about_a_row:
            address = route.address(world, article)
            with writing() as written:
                assert boss.get(address, headers={name: "POST"}).status_code == 405, route.path
            assert not written
            asked += 1
    assert asked > 3


def test_no_list_changes_rows_by_itself_but_that_of_articles(world, rf):
    request = rf.get("/")
    request.user = world.people["boss"]
    for model, model_admin in admin.site._registry.items():
        assert not model_admin.list_editable, model_admin
        offered = tuple(model_admin.get_actions(request))
        assert offered == (STEPS_OF_MANY if model is Article else ()), model_admin


@pytest.mark.parametrize("verb", STEPS_OF_MANY)
@pytest.mark.parametrize("principal", SIGNED_IN)
def test_a_step_of_many_articles_is_taken_by_the_cell_of_its_action(world, principal, verb):
    chosen = {"action": verb, "index": "0", "select_across": "0"}
    for owner in COLUMN_OF:
        rows = [row.pk for row in world.rows[Article] if row.owner == owner]
        request = Request(named("articles_article_changelist"), "POST", principal, None)
        wrong = ask(world, request, chosen | {"_selected_action": rows})
        assert not wrong, wrong


def test_no_row_that_is_refused_looks_other_than_one_that_is_not_there(world):
    differ = []
    for route in guarded():
        if not route.is_about_a_row:
            continue
        row = world.rows[route.model][0]
        address = route.address(world, row)
        nowhere = address.replace(f"/{row.pk}/", "/987654321/")
        assert nowhere != address
        for principal in ("anon", "norole"):
            for send in (world.clients[principal].get, world.clients[principal].post):
                answers = [send(where) for where in (address, nowhere)]
                heads = [(a.status_code, a.content, sorted(a.headers)) for a in answers]
                if heads[0] != heads[1] and principal != "anon":
                    differ.append((route.path, principal))
                assert answers[0].status_code == answers[1].status_code, route.path
    assert differ == []


def test_articles_of_others_are_to_a_reporter_as_if_they_were_not_there(world):
    reporter = world.clients["reporter"]
    other = next(row for row in world.rows[Article] if row.owner == "somebody")
    differ = []
    for route in guarded():
        if route.model is Article and route.is_about_a_row:
            address = route.address(world, other)
            answers = [
                send(where)
                for where in (address, address.replace(f"/{other.pk}/", "/987654321/"))
                for send in (reporter.get, reporter.post)
            ]
            first, second = answers[:2], answers[2:]
            if [a.status_code for a in first] != [a.status_code for a in second] or [
                a.content for a in first
            ] != [a.content for a in second]:
                differ.append(route.path)
    assert differ == []


# -- Public addresses ------------------------------------------------------------------------


@pytest.mark.parametrize("principal", ["anon", "reporter"])
def test_no_public_address_shows_what_is_not_public(world, principal):
    found = []
    for route in public():
        about = [None]
        if "number" in route.parameters:
            about = world.rows[Photo if "photo" in route.name else Article]
        for row in about:
            for method in ("GET", "HEAD"):
                request = Request(route, method, "anon", row)
                # Readers and staff get the same: what staff see more of is in the newsroom.
                address = request.route.address(world, row)
                response = read(world.clients[principal].generic(method, address))
                wrong = error_in(response) or shown_in(world, request, response)
                found.append(wrong and f"{request}: {wrong}")
    assert not (told := report(found)), told


def test_searching_finds_no_draft_by_any_of_its_words(world):
    for number, (model, _pk, _column) in enumerate(world.canaries):
        if model._meta.model_name in {"article", "revision", "message", "internalnote"}:
            assert Client().get("/search/", {"q": f"zq{number}qz"}).status_code == 200
            break
    page = read(Client().get("/search/", {"q": "zq"}))
    route = named("search")
    assert not shown_in(world, Request(route, "GET", "anon", None), page)


def test_a_draft_link_shows_its_own_article_alone(world):
    drafts = [row for row in world.rows[Article] if row.state == "draft"]
    link = DraftLink.objects.get(article_id=drafts[0].pk)
    DraftLink.objects.filter(pk=link.pk).update(token_hash=draft_links.hash_of("word"))
    page = read(Client().get("/draft/word/"))
    assert page.status_code == 200
    shown = {world.canaries[int(number)] for number in re.findall(rb"zq(\d+)qz", page.body)}
    assert {pk for model, pk, _column in shown if model is Article} <= {drafts[0].pk}
    numbers = {pk for model, pk, _column in shown if model is Revision}
    assert numbers <= {Article.objects.get(pk=drafts[0].pk).head_id}
    assert shown
    kinds = {model._meta.model_name for model, _pk, _column in shown}
    public_kinds = {"author", "section", "topic", "photo", "siteidentity", "sociallink"}
    assert kinds <= {"article", "correction", "revision", "photouse"} | public_kinds


def test_a_photo_goes_out_only_where_a_live_article_prints_it(world):
    for row in world.rows[Photo]:
        photo = Photo.objects.get(pk=row.pk)
        for principal in ("anon", "publisher"):
            response = world.clients[principal].get(
                f"/photos/{row.pk}/{photo.renditions[0]['name']}"
            )
            status = read(response).status_code
            assert status == (200 if row.state == "used" else 404), row


def test_no_address_leads_to_the_files_themselves(world):
    original = str(Photo.objects.get(pk=world.rows[Photo][0].pk).original)
    for start in (
        "/",
        "/media/",
        "/static/",
        "/photos/",
        "/static/../media/",
        "/static/..%2fmedia/",
    ):
        for name in (original, original.split("/", 1)[1], "secret_key", "portal.sqlite3"):
            for client in (Client(), world.clients["boss"]):
                assert client.get(f"{start}{name}").status_code in {301, 400, 404}, start + name


def test_forged_fields_change_no_account(world):
    before = list(User.objects.order_by("pk").values())
    for principal in COLUMN_OF:
        route = named("accounts_user_change")
        for row in world.rows[User]:
            assert not (wrong := ask(world, Request(route, "POST", principal, row), FORGED)), wrong
    assert list(User.objects.order_by("pk").values()) == before
