"""What the desk does with messages: answers, merging, blocking, calls, decisions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.accounts.models import AuditEntry
from newsportal.inbox import answering, calls, desk, erasing, senders, threads
from newsportal.inbox.models import BlockedSender, Category, Message
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import at, now
from tests.factories import user

pytestmark = pytest.mark.django_db


def received(about="tip", **written):
    written = {
        "category": Category.objects.get(slug=about),
        "text": "The ferry is late",
        "sender_name": "Lin Mei",
        "sender_address": "lin@reader.example",
        "page": "/city/1/ferry/",
        **written,
    }
    return desk.receive(sent_as=str(Message.objects.count()), **written)


def answers(mailoutbox):
    """The mails with answers, without the receipts."""
    return [sent for sent in mailoutbox if sent.subject.startswith("Answer")]


def text_of(sent):
    """What the desk wrote, without the lines around it."""
    return sent.body.partition("\n\n")[2].rstrip()


@pytest.fixture
def by(db):
    return user("desk")


def test_an_answer_is_kept_mailed_and_moves_the_message_on(by, mailoutbox, work):
    message = received()
    answering.reply(message, "Dear {name},\r\nabout {article}: {other}. {number}", by=by)
    work()
    (sent,) = answers(mailoutbox)
    assert sent.to == ["lin@reader.example"]
    assert "Dear Lin Mei,\nabout http" in sent.body
    assert f"/city/1/ferry/: {{other}}. {message.reference}" in sent.body
    message.refresh_from_db()
    assert message.state == "waiting"
    assert message.first_answered_at is not None
    answer = message.answers.get()
    assert (answer.made_by, answer.mail_state, answer.text) == (by, "sent", text_of(sent))
    answering.reply(message, "And closed", by=by, then="closed")
    message.refresh_from_db()
    assert (message.state, bool(message.closed_at)) == ("closed", True)
    lines = AuditEntry.objects.filter(action="message.reply")
    assert lines.count() == 2
    assert "ferry" not in repr(list(lines.values()))
    assert "Dear" not in repr(list(lines.values()))


@pytest.mark.parametrize(
    ("text", "changes", "sentence"),
    [
        (" ", {}, "Write the answer first"),
        ("x" * 10_001, {}, "at most 10000"),
        ("x", {"sender_address": ""}, "would reach nobody"),
        ("x", {"held_because": "a trap"}, "Say first that it is not spam"),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused_and_nothing_is_kept(by, text, changes, sentence):
    message = received(**changes)
    with pytest.raises(Refused, match=sentence):
        answering.reply(message, text, by=by)
    assert not message.answers.exists()


def test_a_further_word_opens_the_message_again_and_makes_it_unread(by):
    message = received(sender_name="", sender_address="")
    desk.read(message, by=by)
    desk.close(message, by=by)
    word = answering.take_further_word(message, "One more thing", sent_as="1")
    assert answering.take_further_word(message, "One more thing", sent_as="1") == word
    message.refresh_from_db()
    assert (message.state, message.closed_at) == ("open", None)
    assert not hasattr(message, "opening")
    # Of an anonymous message only the day is known.
    assert word.sent_at == message.sent_at


def test_two_messages_become_one_thread_and_each_reader_keeps_to_himself(by, mailoutbox, work):
    first, second = (
        received(),
        received(text="Same ferry", sender_name="Bo", sender_address="b@r.example"),
    )
    desk.read(first, by=by)
    threads.merge(second, first, by=by)
    assert [entry.of for entry in threads.entries(first)] == [first, second]
    answering.reply(first, "Dear {name}, it runs again. {number}", by=by, then="closed")
    work()
    assert {(sent.to[0], text_of(sent)) for sent in answers(mailoutbox)} == {
        ("lin@reader.example", f"Dear Lin Mei, it runs again. {first.reference}"),
        ("b@r.example", f"Dear Bo, it runs again. {second.reference}"),
    }
    second.refresh_from_db()
    assert second.state == "closed"
    # The desk sees the answer once.
    assert [entry.kind for entry in threads.entries(first)] == ["message", "message", "answer"]
    answering.take_further_word(second, "Not today", sent_as="9")
    first.refresh_from_db()
    assert first.state == "open"
    with pytest.raises(Refused, match=first.reference):
        desk.close(second, by=by)
    threads.part(second, by=by)
    desk.close(second, by=by)
    first.refresh_from_db()
    assert first.state == "open"
    # What the parted reader was told stays in his thread.
    assert [entry.kind for entry in threads.entries(second)] == ["message", "answer", "word"]


def test_a_thread_in_the_spam_folder_is_kept_for_as_long_as_its_head(by):
    with at(now() - timedelta(days=90)):
        old = received()
    thread = received(text="Same ferry")
    threads.merge(old, thread, by=by)
    desk.mark_spam(thread, by=by)
    assert erasing.sweep() == 0
    # Nor does it begin anew.
    with at(now() + timedelta(days=20)), pytest.raises(Refused):
        desk.mark_spam(thread, by=by)
    desk.not_spam(thread, by=by)
    old.refresh_from_db()
    assert (old.state, old.held_at) == ("new", None)
    desk.mark_spam(thread, by=by)
    with at(now() + timedelta(days=32)):
        assert erasing.sweep() == 2


def test_a_message_is_parted_once(by):
    first, second = received(), received(text="Same ferry")
    threads.merge(second, first, by=by)
    seen_by_a_colleague = Message.objects.get(pk=second.pk)
    threads.part(second, by=by)
    with pytest.raises(Refused, match="meanwhile"):
        threads.part(seen_by_a_colleague, by=by)
    assert AuditEntry.objects.filter(action="message.part").count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_a_thread_is_held_whatever_its_state_while_a_word_is_added_or_it_is_erased(by):
    first, second = received(), received(text="Same ferry")
    threads.merge(second, first, by=by)
    with CaptureQueriesContext(connection) as captured:
        answering.take_further_word(second, "Not today", sent_as="9")
        erasing.sweep()
    held = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert len(held) == 3
    # The words behind WHERE, of the message, its thread, and what is past its time.
    assert ["state" in sql.partition("WHERE")[2] for sql in held] == [False, False, True]


def test_what_must_not_be_merged_is_not(by):
    message, notice, spam = received(), received("illegal"), received(held_because="a trap")
    for one, into in ((message, message), (message, notice), (spam, message), (message, spam)):
        with pytest.raises(Refused):
            threads.merge(one, into, by=by)
    assert not Message.objects.filter(merged_into__isnull=False).exists()


def test_a_blocked_sender_is_held_and_not_dropped(by):
    message = received()
    senders.block_sender(message, by=by)
    again = received(sender_address="LIN@Reader.example", text="And again")
    assert (again.state, again.held_because) == ("spam", "the sender is blocked")
    assert "lin@" not in repr(list(AuditEntry.objects.values()))
    senders.unblock(BlockedSender.objects.get(), by=by)
    assert received(text="Third").state == "new"
    with pytest.raises(Refused, match="no address"):
        senders.block_sender(received(sender_address=""), by=by)


def test_a_call_becomes_a_message_that_tells_nobody_by_mail(by, desk_address):
    about = Category.objects.get(slug="tip")
    call = calls.log_call(by=by, category=about, text="A pipe burst", sender_name="Bo")
    assert (call.channel, call.state, call.mail_state) == ("phone", "new", "none")
    assert call.opening.opened_by == by
    with pytest.raises(Refused, match="Write down"):
        calls.log_call(by=by, category=about, text=" ")


def test_a_decision_about_a_notice_tells_the_reasons_and_what_can_be_done(by, mailoutbox, work):
    notice = received("illegal")
    says = {
        "outcome": "kept",
        "reasons": "It is lawful {name}.",
        "redress": "Write to the council.",
    }
    decision = answering.decide(notice, **says, by=by)
    work()
    (sent,) = answers(mailoutbox)
    for words in ("left as it is", "It is lawful", "Write to the council.", "no automated means"):
        assert words in sent.body
    notice.refresh_from_db()
    assert (notice.state, decision.answer.text) == ("closed", text_of(sent))
    with pytest.raises(Refused, match="stands already"):
        answering.decide(notice, **says, by=by)
    with pytest.raises(Refused, match="Only a notice"):
        answering.decide(received(), **says, by=by)
    with pytest.raises(Refused, match="reasons"):
        answering.decide(received("illegal"), **{**says, "redress": " "}, by=by)


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "admin"])
def test_no_other_role_does_any_of_it(role):
    message, other, person = received(), received(), user(role)
    Message.objects.update(assignee=person)
    message.refresh_from_db()
    verbs = [
        lambda: answering.reply(message, "x", by=person),
        lambda: answering.wait(message, by=person),
        lambda: answering.decide(message, outcome="kept", reasons="x", redress="x", by=person),
        lambda: threads.merge(message, other, by=person),
        lambda: senders.block_sender(message, by=person),
        lambda: calls.log_call(by=person, category=message.category, text="x"),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_a_note_to_a_message_that_is_erased_meanwhile_is_refused(by):
    message = received()
    Message.objects.all().delete()
    with pytest.raises(Refused, match="deleted this message meanwhile"):
        desk.add_note(message, "Ask the ferry", by=by)
