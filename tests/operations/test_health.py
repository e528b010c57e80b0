"""`/healthz`, as a load balancer asks for it."""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_healthz_says_ok_and_is_never_stored(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_healthz_says_which_part_is_down(client, monkeypatch):
    def broken():
        raise OperationalError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content == b"database"
    assert answer.headers["Cache-Control"] == "no-store"


def test_healthz_only_answers_questions(client):
    assert client.post("/healthz").status_code == 405
