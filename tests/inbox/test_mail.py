"""The mails to the desk and to readers: they follow the message and hold none of its words."""

from datetime import timedelta
from email.errors import HeaderParseError

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from newsportal.accounts import retries
from newsportal.inbox import answering, desk, mail
from newsportal.inbox.models import Category, Desk, InboxSettings, Message
from newsportal.timeline import at, now
from tests.factories import user
from tests.inbox.pages import receipt_code

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "\r\nBcc: victim@e.example", "\nBcc: victim@e.example", "\rBcc: victim@e.example",
    "%0aBcc: victim@e.example", "%0d%0aBcc: victim@e.example", "\u2028Bcc: victim@e.example",
    "\u2029Cc: victim@e.example", "\x0bBcc: victim@e.example", "\x0cBcc: victim@e.example",
    "\x85Bcc: victim@e.example", "=?utf-8?q?=0ABcc:_victim@e.example?=", "\0\nTo: victim@e.example",
    "a\r\n\r\n<h1>victim</h1>", "\r\n.\r\nMAIL FROM:<x>", "victim@e.example, other@e.example",
    "Subject: victim " * 500, "a\r\n Bcc: victim@e.example", "a\n\tBcc: victim@e.example",
    "=?utf-8?b?CkJjYzogdmljdGltQGUuZXhhbXBsZQ==?=", "<victim@e.example>",
    "x@y.example>\r\nCc: victim", "x@y.example\0victim", "x@y.example%0Avictim",
    "x@y.example;victim@e.example",
    "\ufeffBcc: victim@e.example", "\u0085\u2028victim", "Content-Type: text/html\r\n\r\nvictim",
    "\r\nReply-To: victim@e.example", "\r\n\r\n--boundary\r\nvictim", "'victim' <x@y.example>",
]  # fmt: skip


def received(**written):
    number = Message.objects.count()
    about = Category.objects.get(slug="tip")
    written = {"category": about, "text": "Words of a reader", "sent_as": str(number), **written}
    return desk.receive(**written)


def test_a_new_message_is_told_to_the_desk_without_its_words(desk_address, mailoutbox, work):
    message = received(sender_name="Lin Mei", sender_address="lin@reader.example", page="/city/1/")
    assert not mailoutbox
    work()
    (sent,) = (each for each in mailoutbox if each.to == [desk_address])
    assert sent.to == [desk_address]
    raw = sent.message().as_string()
    for word in ("Words of a reader", "Lin Mei", "lin@reader.example", "/city/1/"):
        assert word not in raw
    assert message.reference in raw
    assert f"/newsroom/inbox/message/{message.pk}/change/" in raw
    message.refresh_from_db()
    assert (message.mail_state, message.mail_tries, message.mail_due_at) == ("sent", 1, None)


FIELDS = ["text", "sender_name", "sender_address", "page"]
HEADERS = [
    "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
    "Message-ID", "Subject", "To",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_no_word_of_a_reader_reaches_a_mail(client, typed, desk_address, mailoutbox, work, field):
    InboxSettings.objects.create(messages_per_hour=1000)
    assert len(PAYLOADS) == 30
    for number, payload in enumerate(PAYLOADS):
        reader = f"lin{number}@reader.example"
        client.post("/message/", typed(**{"sender_address": reader, field: payload}))
    messages = Message.objects.all()
    assert messages.count() == 30 if field == "text" else messages.count() < 30
    work()
    to_desk = [sent for sent in mailoutbox if sent.recipients() == [desk_address]]
    # What the checks for spam hold back is told to nobody.
    told = messages.exclude(state="spam")
    assert len(to_desk) == told.count()
    readers = {message.sender_address for message in told} - {""}
    assert {to for sent in mailoutbox for to in sent.recipients()} == readers | (
        {desk_address} if to_desk else set()
    )
    for sent in mailoutbox:
        assert len(sent.recipients()) == 1
        assert sorted(sent.message().keys()) == HEADERS
        assert sent.content_subtype == "plain"
        assert "victim" not in sent.message().as_string()


def test_the_reader_gets_the_reference_and_never_the_code_or_the_words(
    client, typed, mailoutbox, work
):
    response = client.post(
        "/message/error/",
        typed(page="/city/1/", text="Words of a reader", quote="Marked words",
              sender_name="Lin Mei", sender_address="lin@reader.example"),
    )  # fmt: skip
    work()
    (sent,) = mailoutbox
    assert sent.to == ["lin@reader.example"]
    raw = sent.message().as_string()
    message = Message.objects.get()
    assert message.reference in raw
    assert "/message/status/" in raw
    assert message.category.receipt in sent.body
    code = receipt_code(response)
    for word in (code, code.replace("-", ""), "Words of", "Marked", "Lin Mei", "/city/1/"):
        assert word not in raw
    message.refresh_from_db()
    assert (message.receipt_state, message.receipt_tries) == ("sent", 1)


def test_an_answer_goes_to_the_reader_below_the_receipt(mailoutbox, work):
    message = received(sender_address="lin@reader.example", sender_name="Lin Mei")
    answer = answering.reply(message, "It runs until midnight.", by=user("desk"))
    work()
    receipt, answered = mailoutbox
    assert answered.to == ["lin@reader.example"]
    assert "It runs until midnight." in answered.body
    assert "Words of a reader" not in answered.message().as_string()
    assert answered.extra_headers["References"] == receipt.extra_headers["Message-ID"]
    answer.refresh_from_db()
    assert answer.mail_state == "sent"


def test_without_an_address_no_mail_goes_to_a_reader(mailoutbox, work):
    answer = answering.reply(received(code_hash="a"), "Until midnight.", by=user("desk"))
    work()
    assert mailoutbox == []
    assert answer.mail_state == "none"


def test_nobody_is_flooded_with_receipts_by_others(mailoutbox, work):
    for _each in range(mail.MOST_RECEIPTS + 3):
        received(sender_address="Victim@reader.example")
    work()
    assert len(mailoutbox) == mail.MOST_RECEIPTS
    with at(now() + timedelta(days=2)):
        assert received(sender_address="victim@reader.example").receipt_state == "waiting"


def test_a_held_message_is_confirmed_once_it_is_no_spam(desk_address, mailoutbox, work):
    message = received(held_because="a trap", sender_address="lin@reader.example")
    work()
    assert mailoutbox == []
    desk.not_spam(message, by=user("desk"))
    work()
    assert sorted(sent.to[0] for sent in mailoutbox) == [desk_address, "lin@reader.example"]


def test_a_message_is_stored_while_the_mail_is_down_and_told_of_when_it_is_up(
    client, typed, desk_address, mailoutbox, work, broken_mail, due_now
):
    assert client.post("/message/", typed()).status_code == 200
    work()
    message = Message.objects.get()
    assert (message.mail_state, message.mail_tries) == ("waiting", 1)
    assert now() + timedelta(seconds=50) < message.mail_due_at < now() + timedelta(seconds=70)
    work()
    assert Message.objects.get().mail_tries == 1, "the next try waits for its time"
    due_now()
    work()
    assert Message.objects.get().mail_tries == 2
    broken_mail()
    due_now()
    work()
    message = Message.objects.get()
    assert (message.mail_state, len(mailoutbox)) == ("sent", 1)
    due_now()
    work()
    assert len(mailoutbox) == 1


def test_the_waits_double_up_to_an_hour_and_fill_three_days():
    waits = [retries.wait_after(tries) for tries in range(1, retries.most_tries() + 1)]
    assert waits[:7] == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 60)]
    assert max(waits) == timedelta(hours=1)
    assert timedelta(days=3) <= sum(waits, timedelta(0)) < timedelta(days=3, hours=1)


def test_after_three_days_the_failure_is_shown_in_the_inbox(
    client, desk_address, work, broken_mail
):
    message = received()
    Message.objects.update(mail_tries=retries.most_tries() - 1)
    mail.notify_desk.enqueue(message.pk, retries.most_tries() - 1)
    work()
    message.refresh_from_db()
    assert (message.mail_state, message.mail_due_at) == ("failed", None)
    client.force_login(user("desk"))
    assert "state-mail-failed" in client.get("/newsroom/inbox/message/").content.decode()


def test_an_address_that_no_header_can_hold_fails_at_once_and_is_told_nowhere(work, monkeypatch):
    def send(mail):
        raise HeaderParseError(f"embedded header: {mail.to}")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    message = received(sender_address="lin@reader.example")
    work()
    message.refresh_from_db()
    assert message.receipt_state == "failed"
    assert not DBTaskResult.objects.filter(traceback__contains="lin@").exists()


def test_a_task_that_runs_twice_sends_once(desk_address, mailoutbox, work):
    message = received()
    mail.notify_desk.enqueue(message.pk, 0)
    mail.notify_desk.enqueue(message.pk, 0)
    work()
    assert len(mailoutbox) == 1


def test_what_a_killed_worker_left_is_found_again(desk_address, mailoutbox, work):
    message = received()
    DBTaskResult.objects.all().delete()
    assert mail.resume() == 0, "not before its time"
    with at(now() + timedelta(minutes=11)):
        assert mail.resume() == 1
    work()
    message.refresh_from_db()
    assert (len(mailoutbox), message.mail_state) == (1, "sent")


def test_a_message_and_its_task_are_stored_together_or_not_at_all(desk_address, monkeypatch):
    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", fail)
    with pytest.raises(OSError, match="disk full"):
        received()
    assert not Message.objects.exists()


def test_without_an_address_no_mail_is_tried(work, mailoutbox):
    message = received()
    work()
    assert message.mail_state == "none"
    assert not DBTaskResult.objects.exists()


def test_an_address_taken_away_ends_the_tries(desk_address, work, mailoutbox):
    message = received()
    Desk.objects.update(mail_address="")
    work()
    message.refresh_from_db()
    assert (message.mail_state, mailoutbox) == ("none", [])


def test_task_arguments_hold_numbers_only(desk_address):
    message = received(text="Words of a reader")
    assert DBTaskResult.objects.get().args_kwargs == {"args": [message.pk, 0], "kwargs": {}}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="few rows are read without any index")
def test_the_receipts_of_an_address_are_counted_among_those_of_a_day_alone():
    with CaptureQueriesContext(connection) as captured:
        desk.receive(
            sent_as="1",
            category=Category.objects.get(slug="tip"),
            text="The ferry is late",
            sender_address="lin@reader.example",
        )
    (counted,) = (query["sql"] for query in captured if "COUNT(" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "SEARCH inbox_message USING INDEX message_sent" in plan
