"""The staff inbox: who reads what, the verbs, and the trace they leave."""

import pytest

from newsportal.accounts.models import AuditEntry
from newsportal.inbox import desk
from newsportal.inbox.models import Category, Message
from newsportal.refusals import NotAllowed, Refused
from tests.factories import user

pytestmark = pytest.mark.django_db

LIST = "/newsroom/inbox/message/"
EVERY_ROLE = ["reporter", "editor", "photo", "publisher", "desk", "admin"]


def received(**written):
    number = Message.objects.count()
    written = {
        "category": Category.objects.get(slug="tip"),
        "text": "The <b>ferry</b> is late",
        "sender_name": "Lin Mei",
        "sender_address": "lin@reader.example",
        "page": "/city/1/ferry/",
        **written,
    }
    return desk.receive(sent_as=str(number), **written)


def address(message):
    return f"{LIST}{message.pk}/change/"


def trace(message):
    rows = AuditEntry.objects.filter(subject=f"message:{message.pk}").order_by("id")
    return [(row.action, row.by.username if row.by else None) for row in rows]


# -- Who reads -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_only_the_desk_sees_the_list_and_reads_messages(client, role):
    message = received()
    client.force_login(person := user(role))
    expected = 200 if role == "desk" else 403
    assert client.get(LIST).status_code == expected
    response = client.get(address(message))
    assert response.status_code == expected
    assert (b"ferry" in response.content) == (role == "desk")
    assert trace(message) == ([("message.read", person.username)] if role == "desk" else [])


def test_nobody_who_is_not_signed_in_gets_further_than_the_sign_in(client):
    message = received()
    for page in (LIST, address(message)):
        response = client.get(page)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/newsroom/login/")


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
def test_an_assigned_colleague_reads_that_one_without_the_senders_contact(client, role):
    mine, other = received(), received(text="Another one")
    desk.assign(mine, person := user(role), by=user("desk"))
    client.force_login(person)
    content = client.get(address(mine)).content.decode()
    assert "The &lt;b&gt;ferry&lt;/b&gt; is late" in content
    assert "Lin Mei" not in content
    assert "lin@reader.example" not in content
    assert client.get(address(other)).status_code == 403
    assert client.get(LIST).status_code == 403
    assert ("message.read", person.username) in trace(mine)
    assert list(Message.objects.assigned(person)) == [mine]


def test_a_message_that_never_was_looks_like_one_that_may_not_be_read(client):
    message = received()
    client.force_login(user("reporter"))
    refused = client.get(address(message))
    for number in ("999999", "0", "x", "9" * 40, "١"):
        assert client.get(f"{LIST}{number}/change/").status_code == refused.status_code == 403
    client.force_login(user("desk"))
    assert client.get(f"{LIST}999999/change/").status_code == 404


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "desk"])
def test_an_assignee_cannot_ask_questions_of_other_messages(client, role):
    received()
    person = user(role)
    if role in {"reporter", "editor", "publisher"}:
        desk.assign(received(), person, by=user("desk"))
    client.force_login(person)
    for query in ("?text__startswith=T", "?sender_address__contains=lin", "?o=1", "?q=ferry"):
        assert client.get(LIST + query).status_code == 403
    asked = {"app_label": "inbox", "model_name": "note", "field_name": "message", "term": "T"}
    assert client.get("/newsroom/autocomplete/", asked).status_code == 403


@pytest.mark.parametrize("query", ["text__startswith=T", "sender_name__regex=l", "_connector=OR"])
def test_the_desk_filters_by_the_listed_fields_only(client, query):
    received()
    client.force_login(user("desk"))
    assert client.get(f"{LIST}?{query}").status_code == 400


def test_what_a_reader_wrote_is_shown_as_text(client):
    message = received(
        text="<script>alert(1)</script>",
        sender_name="<img src=x onerror=alert(1)>",
        page="/a/'\"/",
    )
    client.force_login(user("desk"))
    content = client.get(address(message)).content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_every_opening_is_written_down(client):
    message = received()
    client.force_login(user("desk"))
    client.get(address(message))
    client.get(address(message))
    assert [action for action, _by in trace(message)] == ["message.read"] * 2


# -- The list --------------------------------------------------------------------------------


def test_the_list_shows_what_is_to_do_and_keeps_spam_apart(client):
    new, closed, spam = received(), received(), received()
    desk.close(closed, by=user("desk"))
    desk.mark_spam(spam, by=user("desk"))
    client.force_login(user("desk"))

    def listed(query):
        return set(client.get(LIST + query).context["cl"].queryset)

    assert listed("") == {new}
    assert listed("?state=closed") == {closed}
    assert listed("?state=spam") == {spam}
    assert listed("?state=all") == {new, closed, spam}
    error = Category.objects.get(slug="error")
    assert listed(f"?category__id__exact={error.pk}&state=all") == set()


def test_the_desk_finds_a_message_by_its_words_sender_or_reference(client):
    message = received()
    received(text="Something else", sender_name="", sender_address="", page="")
    client.force_login(user("desk"))
    for word in ("ferry", "lin@reader", "Lin", message.reference, "/city/1/"):
        assert list(client.get(LIST, {"q": word}).context["cl"].queryset) == [message]


# -- The verbs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "before", "state", "word"),
    [
        ("open", "new", "open", "message.open"),
        ("close", "open", "closed", "message.close"),
        ("open", "closed", "open", "message.open"),
        ("spam", "new", "spam", "message.mark_spam"),
        ("not_spam", "spam", "new", "message.not_spam"),
    ],
)
def test_a_button_moves_the_message_on_and_leaves_a_line(client, verb, before, state, word):
    message = received()
    Message.objects.update(state=before)
    client.force_login(person := user("desk"))
    response = client.post(address(message), {"verb": verb})
    assert response.status_code == 302
    message.refresh_from_db()
    assert message.state == state
    assert bool(message.closed_at) == (state == "closed")
    assert trace(message) == [(word, person.username)]
    detail = AuditEntry.objects.get(action=word).detail
    assert detail == {"state": [before, state]}


def test_a_held_message_goes_the_way_of_every_other_when_it_is_no_spam(desk_address):
    message = received(held_because="a trap")
    assert (message.state, message.mail_state) == ("spam", "none")
    desk.not_spam(message, by=user("desk"))
    message.refresh_from_db()
    assert (message.state, message.mail_state, message.held_because) == ("new", "waiting", "")


def test_a_message_that_is_no_spam_cannot_be_taken_out_of_spam():
    with pytest.raises(Refused, match="not in the spam folder"):
        desk.not_spam(received(), by=user("desk"))


def test_assigning_takes_a_message_up_and_nobody_takes_it_back():
    message, colleague = received(), user("reporter")
    desk.assign(message, colleague, by=user("desk"))
    assert (message.assignee, message.state) == (colleague, "open")
    desk.assign(message, None, by=user("desk"))
    message.refresh_from_db()
    assert message.assignee is None


@pytest.mark.parametrize("role", ["photo", "admin"])
def test_a_message_is_not_assigned_to_somebody_who_could_not_read_it(client, role):
    message, colleague = received(), user(role)
    with pytest.raises(Refused, match="does not include reading"):
        desk.assign(message, colleague, by=user("desk"))
    client.force_login(user("desk"))
    client.post(address(message), {"verb": "assign", "assignee": str(colleague.pk)})
    message.refresh_from_db()
    assert message.assignee is None


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "desk"])
def test_no_other_role_can_do_what_the_desk_does(client, role):
    message, person = received(), user(role)
    for verb in (desk.open, desk.close, desk.mark_spam, desk.not_spam, desk.delete):
        Message.objects.update(state="spam" if verb is desk.not_spam else "new")
        message.refresh_from_db()
        with pytest.raises(NotAllowed):
            verb(message, by=person)
    with pytest.raises(NotAllowed):
        desk.assign(message, None, by=person)
    with pytest.raises(NotAllowed):
        desk.add_note(message, "mine", by=person)
    client.force_login(person)
    for verb in ("open", "close", "spam", "not_spam", "assign", "note"):
        assert client.post(address(message), {"verb": verb, "text": "x"}).status_code == 403
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert trace(message) == []


def test_an_assigned_colleague_may_note_but_not_close(client):
    message = received()
    desk.assign(message, person := user("reporter"), by=user("desk"))
    client.force_login(person)
    assert client.post(address(message), {"verb": "note", "text": "I asked."}).status_code == 302
    assert client.post(address(message), {"verb": "close"}).status_code == 403
    assert [note.text for note in message.notes.all()] == ["I asked."]
    assert "I asked." in client.get(address(message)).content.decode()


def test_an_empty_note_is_refused_with_a_sentence(client):
    message = received()
    client.force_login(user("desk"))
    response = client.post(address(message), {"verb": "note", "text": " "}, follow=True)
    assert "Write the note first." in response.content.decode()
    assert not message.notes.exists()


@pytest.mark.parametrize("data", [{}, {"verb": "explode"}, {"verb": "assign", "assignee": "x"}])
def test_a_strange_button_is_no_error(client, data):
    message = received()
    client.force_login(user("desk"))
    assert client.post(address(message), data).status_code == 302


def test_deleting_leaves_only_the_line_that_says_so(client):
    message = received()
    desk.add_note(message, "a note", by=user("desk"))
    number = message.pk
    client.force_login(person := user("desk"))
    response = client.post(f"{LIST}{number}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert not Message.objects.exists()
    rows = AuditEntry.objects.filter(subject=f"message:{number}")
    assert rows.filter(action="message.delete", by=person).count() == 1
    assert "ferry" not in repr(list(rows.values()))
    assert "Lin Mei" not in repr(list(rows.values()))


def test_the_desks_address_is_the_administrators_to_set(client):
    for role in EVERY_ROLE:
        client.force_login(user(role))
        expected = 200 if role == "admin" else 403
        assert client.get("/newsroom/inbox/desk/add/").status_code == expected


# -- What a browser would not send -----------------------------------------------------------


@pytest.mark.parametrize("verb", ["open", "close"])
def test_a_held_message_leaves_the_spam_folder_by_one_way_only(client, verb, desk_address):
    message = received(held_because="a trap")
    client.force_login(user("desk"))
    page = client.post(address(message), {"verb": verb}, follow=True).content.decode()
    assert "Say first that it is not spam." in page
    message.refresh_from_db()
    assert message.state == "spam"
    assert trace(message)[0][0] == "message.read"


def test_a_message_that_a_colleague_took_out_of_spam_meanwhile_is_not_told_of_twice(desk_address):
    message = received(held_because="a trap")
    opened_before = Message.objects.get()
    desk.not_spam(message, by=user("desk"))
    desk.close(message, by=user("desk"))
    with pytest.raises(Refused, match="not in the spam folder"):
        desk.not_spam(opened_before, by=user("desk"))
    assert Message.objects.get().state == "closed"


def test_a_message_that_a_colleague_deleted_meanwhile_is_a_refusal():
    message = received()
    opened_before = Message.objects.get()
    desk.delete(message, by=user("desk"))
    with pytest.raises(Refused, match="has deleted this message"):
        desk.close(opened_before, by=user("desk"))


@pytest.mark.parametrize("digits", [30, 5000])
def test_a_number_beyond_all_messages_is_no_error(client, digits):
    message, number = received(), "9" * digits
    client.force_login(user("desk"))
    assert client.get(f"{LIST}{number}/change/").status_code == 404
    data = {"verb": "assign", "assignee": number}
    page = client.post(address(message), data, follow=True).content.decode()
    assert "Choose a colleague from the list." in page
