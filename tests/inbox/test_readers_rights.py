"""A reader's rights: found, taken away, erased to the last byte; and what is kept how long."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.accounts.models import AuditEntry
from newsportal.inbox import answering, desk, erasing, persons, senders
from newsportal.inbox.models import BlockedSender, Category, Message, SavedView
from newsportal.timeline import at, now
from tests.factories import user
from tests.inbox.test_verbs import received

pytestmark = pytest.mark.django_db

PERSON = "/newsroom/inbox/message/person/"


@pytest.fixture
def by(client):
    client.force_login(person := user("desk"))
    return person


def test_a_person_is_found_exported_and_erased_by_the_address(client, by):
    message = received(text="My own words", sender_address="Lin@Reader.example")
    answering.reply(message, "Our answer", by=by)
    desk.add_note(message, "A note of ours", by=by)
    senders.block_sender(message, by=by)
    other = received(text="I know lin@reader.example", sender_address="b@r.example")
    SavedView.objects.create(user=by, name="Lin", query="q=lin%40reader.example")

    asked = {"address": " lin@READER.example "}
    page = client.post(PERSON, {**asked, "do": "find"}).content.decode()
    assert message.reference in page
    assert other.reference in page
    assert "Cookie receipts belong to no person" in page

    taken = client.post(PERSON, {**asked, "do": "export"})
    values = json.loads(taken.content)
    (own,) = values["messages"]
    assert (own["text"], own["answers"][0]["text"]) == ("My own words", "Our answer")
    assert own["notes"][0]["text"] == "A note of ours"
    assert values["mentioned_in"] == [other.reference]
    assert b"I know" not in taken.content

    refused = client.post(PERSON, {**asked, "do": "erase", "confirmed": "yes"}).content.decode()
    assert "Type the address once more" in refused
    assert Message.objects.count() == 2
    client.post(PERSON, {**asked, "do": "erase", "confirmed": "lin@reader.example"})
    assert list(Message.objects.all()) == [other]
    assert not BlockedSender.objects.exists()
    assert not SavedView.objects.exists()
    lines = AuditEntry.objects.filter(action__startswith="reader.")
    assert set(lines.values_list("action", flat=True)) == {
        "reader.find", "reader.export", "reader.erase",
    }  # fmt: skip
    assert "lin@" not in repr(list(AuditEntry.objects.values())).lower()


def test_a_person_with_many_notices_takes_no_more_queries(by):
    asked = []
    for number in range(3):
        received("illegal", text=f"Number {number}")
        with CaptureQueriesContext(connection) as captured:
            taken = persons.export(persons.find("lin@reader.example", by=by), by=by)
        assert len(taken["messages"]) == number + 1
        asked.append(len(captured))
    assert asked[1] == asked[2]


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "admin"])
def test_nobody_else_looks_for_persons(client, role):
    client.force_login(user(role))
    assert client.get(PERSON).status_code == 403
    assert client.post(PERSON, {"address": "lin@reader.example"}).status_code == 403


def test_what_is_no_address_is_refused_with_a_sentence(client, by):
    page = client.post(PERSON, {"address": "lin", "do": "find"}).content.decode()
    assert "Give the whole e-mail address." in page


def test_closed_messages_and_spam_are_kept_as_long_as_was_said(by):
    Category.objects.filter(slug="tip").update(keep_for_days=10)
    past, open_one, spam = received(), received(), received(held_because="a trap")
    long_about = received("illegal")
    desk.close(past, by=by)
    desk.close(long_about, by=by)
    with at(now() + timedelta(days=9)):
        assert erasing.sweep() == 0
    with at(now() + timedelta(days=20)):
        # Kept open for long and only then called spam: it has its own thirty days.
        desk.mark_spam(open_one, by=by)
    with at(now() + timedelta(days=32)):
        assert erasing.sweep() == 2
    assert set(Message.objects.all()) == {open_one, long_about}
    assert spam not in Message.objects.all()


SCRIPT = """
import django; django.setup()
from django.db import connection
from newsportal.inbox import desk, erasing
from newsportal.inbox.models import Category, Message, Note
from newsportal.accounts.models import User
from django.conf import settings
by = User.objects.create(username="x", is_active=True)
message = desk.receive(
    sent_as="1", category=Category.objects.first(), text="zqcanaryqz " * 900,
    sender_name="zqcanaryqz", sender_address="zqcanaryqz@example.org", page="/zqcanaryqz/",
)
Note.objects.create(message=message, made_by=by, text="zqcanaryqz")
def hits():
    start = settings.DATABASES["default"]["NAME"]
    from pathlib import Path
    return sum(
        file.read_bytes().count(b"zqcanaryqz")
        for file in Path(start).parent.glob(Path(start).name + "*")
    )
before = hits()
erasing.erase([message])
print(before, hits())
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL: docs/operations.md")
def test_erased_words_are_gone_from_the_file_and_its_log(tmp_path):
    """A process of its own with a database file, whose tables are copied from this test's."""
    file = tmp_path / "portal.sqlite3"
    copied = sqlite3.connect(file)
    connection.ensure_connection()
    copied.executescript("PRAGMA journal_mode=WAL;")
    # The rows that a fresh site has, and no transaction of this test.
    copied.executescript("".join(f"{line}\n" for line in connection.connection.iterdump()))
    copied.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=Path(settings.BASE_DIR),
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsportal.settings",
            "DATABASE_URL": f"sqlite:///{file}",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, after = map(int, done.stdout.split())
    assert before > 900
    assert after == 0
