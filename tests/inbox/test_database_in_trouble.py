"""What people typed comes back while the database is locked, read-only, gone or full of guests."""

import sqlite3
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from articles.models import Article
from newsportal.inbox.models import Message
from tests import factories as make
from tests.inbox.pages import hidden_of, receipt_code
from tests.newsroom.test_articles import change, open_form
from tests.newsroom.test_sessions_that_end import carried_form

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Long thought about & <typed> with care"
SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about the file of SQLite")
POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about its server")


@contextmanager
def connecting(**options):
    """Connections are made with these options, and end with the block."""
    given = connection.settings_dict
    before = given["OPTIONS"]
    connection.close()
    given["OPTIONS"] = {**before, **options}
    try:
        yield
    finally:
        connection.close()
        given["OPTIONS"] = before


@contextmanager
def locked():
    """Somebody else writes for longer than anybody waits."""
    with connecting(timeout=0.05):
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()


@contextmanager
def read_only():
    if connection.vendor == "postgresql":
        with connecting(options="-c default_transaction_read_only=on"):
            yield
    else:
        # What SQLite does by itself with a file that this user may not write.
        with connecting(database=f"file:{connection.settings_dict['NAME']}?mode=ro"):
            yield


@contextmanager
def gone():
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        before = given["PORT"]
        connection.close()
        given["PORT"] = "1"  # nobody listens there
        try:
            yield
        finally:
            given["PORT"] = before
            connection.close()
        return
    path = Path(connection.settings_dict["NAME"])
    with connecting(database=f"file:{path}?mode=rw"):
        away = path.with_name("away.sqlite3")
        path.rename(away)
        try:
            yield
            assert not path.exists()
        finally:
            connection.close()
            away.rename(path)


@contextmanager
def full_of_guests():
    """The server has no connection left for this user."""
    given = connection.settings_dict
    with psycopg2.connect(
        dbname="postgres", user=given["USER"], password=given["PASSWORD"],
        host=given["HOST"] or None, port=given["PORT"] or None,
    ) as server:  # fmt: skip
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("CREATE ROLE guest_of_a_test LOGIN CONNECTION LIMIT 0")
            before = given["USER"]
            connection.close()
            given["USER"] = "guest_of_a_test"
            try:
                yield
            finally:
                given["USER"] = before
                connection.close()
                cursor.execute("DROP ROLE guest_of_a_test")
    server.close()


TROUBLES = [
    pytest.param(locked, marks=SQLITE),
    read_only,
    gone,
    pytest.param(full_of_guests, marks=POSTGRESQL),
]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_message_comes_back_and_can_be_sent_later(client, typed, trouble, caplog):
    sent = typed(text=TEXT)
    with trouble():
        response = client.post("/message/", sent)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert TEXT in unescape(response.content.decode())
    assert not Message.objects.exists()
    assert "Traceback" not in caplog.text
    assert TEXT not in caplog.text
    receipt_code(client.post("/message/", sent | hidden_of(response)))
    assert Message.objects.get().text == TEXT


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_further_word_comes_back(client, typed, trouble, caplog):
    code = receipt_code(client.post("/message/", typed()))
    hidden = hidden_of(client.post("/message/status/", {"code": code}))
    with trouble():
        response = client.post("/message/status/", hidden | {"text": TEXT})
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert TEXT in unescape(response.content.decode())
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_an_editor_saves_comes_back_and_is_saved_later(trouble, caplog):
    person = make.user("editor")
    client, article = Client(enforce_csrf_checks=True), make.article()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    data = open_form(client, change(article)) | {"headline": "Not lost", "_step": "save"}
    autosave = reverse("admin:articles_article_autosave", args=[article.pk])
    place = {"_place": data["_place"][0]}
    script = {"HTTP_X_CSRFTOKEN": data["csrfmiddlewaretoken"][0], "HTTP_ACCEPT": "application/json"}
    with trouble():
        response = client.post(change(article), data)
        told = client.post(autosave, place | {"headline": "Not lost"}, **script)
    assert (response.status_code, told.status_code) == (503, 503)
    assert response.headers["Retry-After"]
    assert "Not lost" in response.content.decode()
    assert told.json()["error"]
    assert "Traceback" not in caplog.text
    assert Article.objects.get().headline == "A bridge opens"
    where, fields = carried_form(response)
    assert client.post(where, fields).status_code == 302
    assert Article.objects.get().headline == "Not lost"


def test_what_can_only_be_read_is_read(client):
    edition = make.published()
    with read_only():
        assert client.get(edition.get_absolute_url()).status_code == 200
        assert client.get("/search/?q=bridge").status_code == 200
        assert client.get("/message/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/message/", "/message/status/", "/search/?q=x"])
def test_a_page_that_needs_the_database_says_when_to_come_again(client, path, caplog):
    with gone():
        response = client.get(path)
    assert response.status_code in {200, 503}, path
    if response.status_code == 503:
        assert response.headers["Retry-After"]
        assert "cannot be made just now" in response.content.decode()
    assert "Traceback" not in caplog.text
    assert client.get(path).status_code == 200


@POSTGRESQL
def test_a_read_whose_connection_was_lost_is_tried_once_more(client):
    edition = make.published()
    address = edition.get_absolute_url()
    assert client.get(address).status_code == 200
    for _each in range(3):
        end_my_connection()
        response = client.get(address)
        assert response.status_code == 200
        assert b"A bridge opens" in response.content


@POSTGRESQL
def test_a_form_whose_connection_was_lost_is_not_tried_again_but_comes_back(client, typed):
    sent = typed(text=TEXT)
    end_my_connection()
    response = client.post("/message/", sent)
    assert response.status_code == 503
    assert TEXT in unescape(response.content.decode())
    connection.close()  # as at the end of each request, outside of tests
    assert not Message.objects.exists()
    receipt_code(client.post("/message/", sent | hidden_of(response)))


def end_my_connection():
    """What a failover or an administrator does to the connection of this test."""
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [number])
    other.close()
    # It is noticed when it is used, as in the middle of a request.
    connection.health_check_done = True


@pytest.fixture(autouse=True)
def _tidy():
    yield
    connections.close_all()
