"""What a reader wrote survives a database that is locked, full, read-only or away."""

import sqlite3
from html import unescape

import pytest
from django.db import InternalError, OperationalError, connection

from newsportal.inbox import desk
from newsportal.inbox.models import Message
from tests.inbox.pages import hidden_of, receipt_code

TEXT = "Long thought about & <typed> with care"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the file of SQLite is locked here")
def test_while_the_database_is_locked_the_text_comes_back_and_is_sent_once_later(client, typed):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        response = client.post("/message/", typed(text=TEXT, sender_address="lin@reader.example"))
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        page = response.content.decode()
        assert "could not be stored just now" in page
        assert TEXT in unescape(page)
        assert 'value="lin@reader.example"' in page
        other.execute("ROLLBACK")
        again = typed(text=TEXT, sender_address="lin@reader.example") | hidden_of(response)
        codes = {receipt_code(client.post("/message/", again)) for _each in range(2)}
    finally:
        other.close()
        connection.close()
    assert len(codes) == 1
    assert Message.objects.get().text == TEXT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("attempt to write a readonly database"),
        OperationalError("database or disk is full"),
        InternalError("cannot execute INSERT in a read-only transaction"),
    ],
    ids=["read-only", "full", "standby"],
)
def test_a_disk_that_takes_nothing_gives_the_form_back(client, typed, monkeypatch, caplog, trouble):
    def fail(*_any, **_more):
        raise trouble

    monkeypatch.setattr(desk.Message, "save", fail)
    response = client.post("/message/notice/", typed(
        text=TEXT, page="/a/", sender_name="Lin", sender_address="a@e.example", in_good_faith="on",
    ))  # fmt: skip
    assert response.status_code == 503
    assert TEXT in unescape(response.content.decode())
    assert not Message.objects.exists()
    assert TEXT not in caplog.text


@pytest.mark.django_db
def test_when_nothing_can_be_read_the_words_come_back_on_a_bare_page(client, typed, monkeypatch):
    def fail(*_any, **_more):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", fail)
        response = client.post("/message/", typed(text=TEXT))
        asked = client.post("/message/status/", {"code": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"})
    assert (response.status_code, asked.status_code) == (503, 503)
    page = response.content.decode()
    assert TEXT in unescape(page)
    assert "AAAAA" not in asked.content.decode()
    assert receipt_code(client.post("/message/", hidden_of(response) | {"text": TEXT}))
    assert Message.objects.get().text == TEXT


@pytest.mark.django_db
def test_a_further_word_that_cannot_be_stored_comes_back(client, typed, monkeypatch):
    code = receipt_code(client.post("/message/", typed()))
    hidden = hidden_of(client.post("/message/status/", {"code": code}))

    def fail(*_any, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr("newsportal.inbox.answering.heard_again", fail)
    response = client.post("/message/status/", hidden | {"text": TEXT})
    assert response.status_code == 503
    assert TEXT in unescape(response.content.decode())
