"""The mail to the desk: it follows the message, tries for three days, holds none of its words."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from newsportal.accounts import retries
from newsportal.inbox import desk, mail
from newsportal.inbox.models import Desk, Message
from newsportal.timeline import at, now
from tests.factories import user

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "\r\nBcc: victim@e.example", "\nBcc: victim@e.example", "\rBcc: victim@e.example",
    "%0aBcc: victim@e.example", "%0d%0aBcc: victim@e.example", "\u2028Bcc: victim@e.example",
    "\u2029Cc: victim@e.example", "\x0bBcc: victim@e.example", "\x0cBcc: victim@e.example",
    "\x85Bcc: victim@e.example", "=?utf-8?q?=0ABcc:_victim@e.example?=", "\0\nTo: victim@e.example",
    "a\r\n\r\n<h1>victim</h1>", "\r\n.\r\nMAIL FROM:<x>", "victim@e.example, other@e.example",
    "Subject: victim " * 500,
]  # fmt: skip


def received(**written):
    number = Message.objects.count()
    written = {"category": "tip", "text": "Words of a reader", "sent_as": str(number), **written}
    return desk.receive(**written)


def test_a_new_message_is_told_to_the_desk_without_its_words(desk_address, mailoutbox, work):
    message = received(sender_name="Lin Mei", sender_address="lin@reader.example", page="/city/1/")
    assert not mailoutbox
    work()
    (sent,) = mailoutbox
    assert sent.to == [desk_address]
    raw = sent.message().as_string()
    for word in ("Words of a reader", "Lin Mei", "lin@reader.example", "/city/1/"):
        assert word not in raw
    assert message.reference in raw
    assert f"/newsroom/inbox/message/{message.pk}/change/" in raw
    message.refresh_from_db()
    assert (message.mail_state, message.mail_tries, message.mail_due_at) == ("sent", 1, None)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["text", "sender_name", "sender_address", "page"])
def test_no_word_of_a_reader_reaches_the_mail(
    client, typed, desk_address, mailoutbox, work, field, payload
):
    client.post("/message/", typed(**{field: payload}))
    work()
    for sent in mailoutbox:
        assert sent.recipients() == [desk_address]
        raw = sent.message().as_string()
        assert "victim" not in raw
        assert sorted(sent.message().keys()) == sorted(
            ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To",
             "Date", "Message-ID", "Auto-Submitted"]
        )  # fmt: skip
    assert len(mailoutbox) == Message.objects.count()


def test_a_message_is_stored_while_the_mail_is_down_and_told_of_when_it_is_up(
    client, typed, desk_address, mailoutbox, work, broken_mail, due_now
):
    assert client.post("/message/", typed()).status_code == 303
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
