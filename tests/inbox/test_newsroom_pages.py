"""The pages of the inbox: what the list says, what the buttons do, who else is there."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from newsportal.accounts import presence
from newsportal.accounts.models import AuditEntry
from newsportal.inbox import answering, desk, threads
from newsportal.inbox.models import (
    Answering,
    AnswerTemplate,
    BlockedSender,
    Category,
    Message,
    SavedView,
)
from newsportal.timeline import at, now
from tests.factories import user
from tests.inbox.pages import hidden_of
from tests.inbox.test_verbs import received

pytestmark = pytest.mark.django_db

LIST = "/newsroom/inbox/message/"


def address(message):
    return f"{LIST}{message.pk}/change/"


@pytest.fixture
def by(client):
    person = user("desk", first_name="Ada", last_name="Desk")
    client.force_login(person)
    return person


def row_of(client, message, query=""):
    rows = client.get(LIST + query).context["rows"]
    return next((row for row in rows if row.message == message), None)


def test_a_row_says_what_is_unread_and_what_is_overdue_in_words(client, by):
    with at(now() - timedelta(hours=80)):
        late = received()
    fresh = received()
    assert row_of(client, late).due.replace("\xa0", " ") == "overdue by 8 hours"
    assert (row_of(client, late).age, row_of(client, late).is_unread) == ("3 days", True)
    assert row_of(client, fresh).due.startswith("due in 2")
    page = client.get(LIST).content.decode()
    assert "overdue by" in page
    assert page.count("data-unread") == 2
    assert [row.message for row in client.get(f"{LIST}?work=overdue").context["rows"]] == [late]
    client.get(address(late))
    assert not row_of(client, late).is_unread
    assert row_of(client, late, "?work=unread") is None
    answering.reply(late, "We looked", by=by)
    assert row_of(client, late, "?state=waiting").due == ""
    answering.take_further_word(late, "And?", sent_as="1")
    assert row_of(client, late).is_unread


def test_of_an_anonymous_message_the_target_counts_from_the_end_of_its_day(client, by):
    with at(now() - timedelta(hours=72)):
        message = received(sender_name="", sender_address="")
    assert row_of(client, message, "?work=overdue") is None
    assert not row_of(client, message).is_late


def test_of_an_anonymous_message_the_newsroom_names_the_day_alone(client, by):
    message = received(sender_name="", sender_address="")
    assert row_of(client, message).age == "today"
    shown = client.get("/newsroom/").content.decode()
    assert f"{localtime(message.sent_at):%-d %B %Y}</span>" in shown
    assert "00:00" not in shown


def test_an_assignee_who_reads_leaves_a_message_unread_for_the_desk(client):
    message, colleague = received(), user("reporter")
    desk.assign(message, colleague, by=user("desk"))
    client.force_login(colleague)
    assert client.get(address(message)).status_code == 200
    client.force_login(user("desk"))
    assert row_of(client, message).is_unread


def test_a_refused_answer_is_shown_again_with_every_word(client, by):
    message = received(sender_address="", sender_name="Lin")
    answer = client.post(
        address(message), {"verb": "reply", "reply": "A long answer", "then": "waiting"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "would reach nobody" in page
    assert "A long answer</textarea>" in page


def test_an_answer_written_while_a_colleague_answered_goes_out_only_when_sent_again(client, by):
    message = received()
    typed = {"verb": "reply", "reply": "It runs at nine.", "then": "waiting"}
    opened = client.get(address(message)).context["last_read"]
    answering.reply(message, "At nine.", by=user("desk", first_name="Bo", last_name="Desk"))
    held = client.post(address(message), typed | {"last_read": opened})
    assert held.status_code == 422
    page = held.content.decode()
    assert "Bo Desk has answered meanwhile" in page
    assert "It runs at nine.</textarea>" in page
    assert message.answers.count() == 1
    again = hidden_of(held)["last_read"]
    assert client.post(address(message), typed | {"last_read": again}).status_code == 302
    # What one has written oneself is known, in another window too.
    assert client.post(address(message), typed | {"last_read": again}).status_code == 302
    assert message.answers.count() == 3


def test_a_message_that_is_erased_while_it_is_opened_is_not_found(client, by, monkeypatch):
    message, read = received(), desk.read

    def erased_before(found, **more):
        Message.objects.all().delete()
        read(found, **more)

    monkeypatch.setattr(desk, "read", erased_before)
    assert client.get(address(message)).status_code == 404
    assert not AuditEntry.objects.filter(action="message.read").exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_at_a_message_that_is_erased():
    by, erased = user("desk"), Message(pk=10**6)
    said = {"is_writing": False}
    assert presence.say_here(Answering.objects, by, said, message=erased) == []
    assert not Answering.objects.exists()


def test_a_colleague_who_is_shown_no_sender_reads_no_name_in_an_answer_either(client, by):
    message, colleague = received(), user("reporter")
    answering.reply(message, "Dear {name}, it was Lin Meier.", by=by)
    assert "Dear Lin Mei, it" in client.get(address(message)).content.decode()
    desk.assign(message, colleague, by=by)
    client.force_login(colleague)
    page = client.get(address(message)).content.decode()
    assert "Dear {name}, it was Lin Meier." in page
    assert message.answers.get().text == "Dear Lin Mei, it was Lin Meier."


def test_the_desk_answers_by_template_with_or_without_scripts(client, by, mailoutbox, work):
    template = AnswerTemplate.objects.create(name="Thanks", text="Dear {name}, see {article}.")
    message = received()
    page = client.get(address(message), {"template": template.pk}).content.decode()
    assert ">Dear Lin Mei, see http" in page
    assert 'data-text="Dear Lin Mei' in page
    typed = {"verb": "reply", "reply": "Dear Lin Mei, thanks.", "then": "closed"}
    sent = client.post(f"{address(message)}?state=all", typed)
    assert sent["Location"] == f"{address(message)}?state=all"
    work()
    assert "\n\nDear Lin Mei, thanks.\n" in mailoutbox[-1].body
    message.refresh_from_db()
    assert message.state == "closed"
    # Several readers: the places stay, and are filled in for each.
    other = received(text="Too")
    desk.open(message, by=by)
    threads.merge(other, message, by=by)
    page = client.get(address(message), {"template": template.pk}).content.decode()
    assert ">Dear {name}, see {article}.</textarea>" in page
    assert client.get(address(other))["Location"] == address(message)


def test_a_template_with_an_unknown_place_is_refused_with_a_sentence(client, by):
    typed = {"name": "Bad", "text": "Dear {nmae}", "position": "0"}
    page = client.post("/newsroom/inbox/answertemplate/add/", typed).content.decode()
    assert "Nothing is filled in for {nmae}." in page
    assert not AnswerTemplate.objects.exists()
    client.post("/newsroom/inbox/answertemplate/add/", {**typed, "text": "Dear {name}"})
    assert AnswerTemplate.objects.get().text == "Dear {name}"


def test_many_messages_at_once_and_one_that_cannot(client, by):
    first, second, spam = received(), received(), received(held_because="a trap")
    chosen = [first.pk, second.pk, spam.pk, "x"]
    page = client.post(
        f"{LIST}many/", {"do": "close", "message": chosen, "query": "state=all"}, follow=True
    )
    assert page.redirect_chain[0][0] == f"{LIST}?state=all"
    text = page.content.decode()
    assert "Done: 2 messages." in text
    assert f"{spam}: This message is in the spam folder." in text
    assert set(Message.objects.values_list("state", flat=True)) == {"closed", "spam"}
    assert AuditEntry.objects.filter(action="message.close").count() == 2
    colleague = user("editor")
    data = {"do": "assign", "message": [first.pk], "assignee": colleague.pk}
    client.post(f"{LIST}many/", data)
    first.refresh_from_db()
    assert first.assignee == colleague
    for data in ({"do": "close"}, {"do": "x", "message": [first.pk]}):
        assert client.post(f"{LIST}many/", data).status_code == 302


def test_a_view_is_saved_under_a_name_and_forgotten(client, by):
    client.post(f"{LIST}views/", {"name": " My  late ones", "query": "work=overdue&p=2"})
    saved = SavedView.objects.get()
    assert (saved.user, saved.name, saved.query) == (by, "My late ones", "work=overdue")
    assert "My late ones" in client.get(LIST).content.decode()
    client.post(f"{LIST}views/", {"name": "", "query": ""})
    client.post(f"{LIST}views/", {"forget": "My late ones", "query": ""})
    assert not SavedView.objects.exists()


def test_a_colleague_sees_within_seconds_that_somebody_is_answering(client, by):
    message = received()
    here = f"{LIST}{message.pk}/presence/"
    other = user("desk", first_name="Bo", last_name="Desk")
    lines = AuditEntry.objects.count()
    assert client.post(here, {"writing": "1"}).json() == {"others": ""}
    client.force_login(other)
    assert client.post(here).json() == {"others": "Ada Desk is answering."}
    assert "Ada Desk is answering." in client.get(address(message)).content.decode()
    client.force_login(by)
    assert client.post(here).json() == {"others": "Bo Desk has this message open too."}
    client.post(here, {"leave": "1"})
    client.force_login(other)
    assert client.post(here).json() == {"others": ""}
    with at(now() + timedelta(seconds=16)):
        client.force_login(by)
        assert client.post(here).json() == {"others": ""}
    assert AuditEntry.objects.filter(action="message.read").count() - lines <= 1


def test_the_desk_merges_parts_and_blocks_by_its_buttons(client, by):
    message, other = received(), received(text="The very same")
    page = client.post(address(other), {"verb": "merge", "into": "nonsense"}, follow=True)
    assert "No message has this reference." in page.content.decode()
    done = client.post(address(other), {"verb": "merge", "into": message.reference.lower()})
    assert done["Location"] == address(message)
    page = client.get(address(message)).content.decode()
    assert "The very same" in page
    assert row_of(client, other) is None
    assert row_of(client, message).message.others == 1
    client.post(address(message), {"verb": "part", "part": other.reference})
    assert row_of(client, other) is not None
    client.post(address(message), {"verb": "block"})
    blocked = BlockedSender.objects.get()
    assert "lin@reader.example" in client.get("/newsroom/inbox/blockedsender/").content.decode()
    client.post(f"/newsroom/inbox/blockedsender/{blocked.pk}/delete/", {"post": "yes"})
    assert not BlockedSender.objects.exists()
    assert "lin@" not in repr(list(AuditEntry.objects.values()))


def test_a_notice_is_decided_upon_on_its_page(client, by):
    notice = received("illegal")
    typed = {"verb": "decide", "outcome": "kept", "reasons": "Lawful", "redress": ""}
    refused = client.post(address(notice), typed)
    assert refused.status_code == 422
    assert ">Lawful</textarea>" in refused.content.decode()
    client.post(address(notice), {**typed, "redress": "The council"})
    page = client.get(address(notice)).content.decode()
    assert "the content is left as it is" in page
    assert [row.message for row in client.get(f"{LIST}?kind=notice&state=all").context["rows"]] == [
        notice
    ]


@pytest.mark.parametrize("many", [10, 200])
def test_lists_and_pages_cost_the_same_for_ten_and_for_two_hundred(
    client, by, many, django_assert_max_num_queries
):
    about = Category.objects.get(slug="tip")
    colleague = user("reporter")
    Message.objects.bulk_create(
        Message(sent_as=str(n), category=about, text="x" * 100, assignee=colleague)
        for n in range(many)
    )
    message = received()
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200
    client.get(address(message))
    with django_assert_max_num_queries(30):
        assert client.get(address(message)).status_code == 200
