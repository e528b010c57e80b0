"""The receipt and the status page: what a code opens, and what nobody learns without one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from newsportal.inbox import desk, readers, status
from newsportal.inbox.models import Answer, Desk, FurtherWord, Message
from newsportal.inbox.receipt import SIGNS, code_for, hash_of
from newsportal.timeline import at, now
from tests.factories import user
from tests.inbox.pages import hidden_of, receipt_code

pytestmark = pytest.mark.django_db

STATUS = "/message/status/"
WRONG = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"


@pytest.fixture
def code(client, typed):
    """The code of a message that has just been sent."""
    return receipt_code(client.post("/message/", typed(text="Own words of the reader")))


def shown(client, code, **extra):
    return client.post(STATUS, {"code": code}, **extra)


def add(client, code, text, **changes):
    """A further word, as the form on the status page sends it."""
    return client.post(STATUS, {**hidden_of(shown(client, code)), "text": text, **changes})


# -- The code --------------------------------------------------------------------------------


def test_a_code_has_125_bits_in_five_groups_and_no_sign_that_looks_like_another():
    assert len(set(SIGNS)) == 32
    assert not set("01IO") & set(SIGNS)
    codes = {code_for(str(number), "") for number in range(2000)}
    assert len(codes) == 2000
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){4}[2-9A-HJ-NP-Z]{5}", code) for code in codes)
    for place in range(29):
        if place % 6 != 5:
            assert {code[place] for code in codes} == set(SIGNS), "every sign, in every place"


def test_the_code_is_shown_and_its_hash_alone_is_stored(client, typed):
    response = client.post("/message/", typed())
    code = receipt_code(response)
    assert Message.objects.get().code_hash == hash_of(code)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_what_the_database_holds_does_not_lead_to_the_code(client, typed, settings):
    code = receipt_code(client.post("/message/", typed()))
    message = Message.objects.get()
    # Even with the key of the site: the number stands in the reader's form alone.
    for number in ("", message.sent_as, message.reference, str(message.pk)):
        assert code_for(number, message.sent_as) != code


def test_a_changed_key_shows_no_wrong_code(client, typed, monkeypatch):
    data = typed()
    client.post("/message/", data)
    monkeypatch.setattr("newsportal.inbox.forms.receipt.code_for", lambda *_any: WRONG)
    again = client.post("/message/", data).content.decode()
    assert WRONG not in again
    assert "You had sent it already" in again


# -- What it opens ---------------------------------------------------------------------------


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""),
                                    lambda code: f"  {code.replace('-', ' ')}\t",
                                    lambda code: code.replace("-", "\u2013")])  # fmt: skip
def test_case_spaces_and_hyphens_make_no_difference(client, code, change):
    assert Message.objects.get().reference in shown(client, change(code)).content.decode()


def test_the_page_shows_state_category_answers_and_further_words(client, code):
    message = Message.objects.get()
    page = shown(client, code).content.decode()
    assert "Nobody has taken it up yet" in page
    assert message.category.name in page
    assert "Own words" not in page, "whoever finds the code reads the answers alone"
    desk.open(message, by=user("desk"))
    Answer.objects.create(message=message, text="It runs\nuntil <midnight>.")
    page = shown(client, code).content.decode()
    assert "We are working on it" in page
    assert "It runs<br>until &lt;midnight&gt;." in page
    assert add(client, code, "Thank you").status_code == 200
    page = shown(client, code).content.decode()
    assert page.index("until") < page.index("Thank you")


def test_neither_page_nor_headers_hold_the_code(client, code):
    for response in (shown(client, code), add(client, code, "More"), shown(client, WRONG)):
        page = response.content.decode() + repr(response.headers)
        assert code not in page
        assert code.replace("-", "") not in page
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert not response.cookies
    assert "Nobody has taken it up" not in client.get(STATUS, {"code": code}).content.decode()


def test_a_held_message_shows_as_received(client, typed):
    held = receipt_code(client.post("/message/", typed(leave_empty="x")))
    page = shown(client, held).content.decode()
    assert "Nobody has taken it up yet" in page
    assert "spam" not in page.lower()
    add(client, held, "Are you there?")
    assert Message.objects.get().state == "spam"
    assert FurtherWord.objects.get().text == "Are you there?"


# -- A further word --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["waiting", "closed"])
def test_a_further_word_opens_the_message_again_and_tells_the_desk(
    client, code, mailoutbox, work, state
):
    Desk.objects.update(mail_address="desk@example.org")
    Message.objects.update(state=state, closed_at=now() if state == "closed" else None)
    response = add(client, code, "And on Sundays?")
    assert "has reached us" in response.content.decode()
    message = Message.objects.get()
    assert (message.state, message.closed_at) == ("open", None)
    work()
    (sent,) = mailoutbox
    assert "added something" in sent.body
    assert "Sundays" not in sent.message().as_string()


def test_a_further_word_sent_twice_is_kept_once(client, code):
    hidden = hidden_of(shown(client, code))
    for _each in range(2):
        assert client.post(STATUS, {**hidden, "text": "Once"}).status_code == 200
    assert FurtherWord.objects.count() == 1


def test_an_empty_or_endless_further_word_is_handed_back(client, code):
    for text in (" ", "a" * 10_001):
        response = add(client, code, text)
        assert response.status_code == 422
        assert 'href="#id_text"' in response.content.decode()
    assert text in response.content.decode()
    assert not FurtherWord.objects.exists()


def test_the_time_of_an_anonymous_further_word_is_kept_to_the_day(client, code):
    message = Message.objects.get()
    with at(now().replace(hour=12) + timedelta(days=1)):
        Answer.objects.create(message=message, text="Which bus?")
    with at(now().replace(hour=15) + timedelta(days=2)):
        add(client, code, "417")
    word = FurtherWord.objects.get()
    assert timezone.localtime(word.sent_at).strftime("%H:%M:%S.%f") == "00:00:00.000000"


@pytest.mark.parametrize("pass_", ["", "x", "a" * 64, hash_of(WRONG) + ":abc"])
def test_a_pass_that_is_not_ours_opens_nothing(client, code, pass_):
    assert add(client, code, "More", **{"pass": pass_}).status_code == 422
    assert not FurtherWord.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"origin": "https://e.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_ask_in_a_readers_name(client, code, headers):
    assert shown(client, code, headers=headers).status_code == 403


# -- What nobody learns ----------------------------------------------------------------------


def test_wrong_unknown_and_erased_codes_are_answered_with_the_same_bytes(
    client, code, django_assert_num_queries
):
    Message.objects.all().delete()
    answers = set()
    for typed in (code, WRONG, "", "x", code[:-1], code[:5] + WRONG[5:]):
        status.wrong.forget()
        response = shown(client, typed)
        assert response.status_code == 422
        answers.add(response.content)
    assert len(answers) == 1


def test_after_six_wrong_codes_a_network_waits(client, code):
    for _each in range(6):
        assert shown(client, WRONG, REMOTE_ADDR="198.51.100.1").status_code == 422
    for typed in (WRONG, code):
        response = shown(client, typed, REMOTE_ADDR="198.51.100.2")
        assert response.status_code == 429
        assert "wait an hour" in response.content.decode()
    assert shown(client, code, REMOTE_ADDR="203.0.113.1").status_code == 200


def test_wrong_codes_of_a_neighbour_do_not_stop_whoever_has_the_page_open(client, code):
    fields = hidden_of(shown(client, code))
    for _each in range(status.MOST_WRONG):
        shown(client, WRONG)
    assert shown(client, code).status_code == 429
    assert client.post(STATUS, fields | {"text": "One more thing"}).status_code == 200
    assert FurtherWord.objects.get().text == "One more thing"
    assert client.post(STATUS, fields | {"pass": "x:y", "text": "z"}).status_code == 429


def test_a_word_for_a_message_that_is_erased_meanwhile_gets_the_answer_of_an_erased_one(
    client, code, monkeypatch
):
    fields = hidden_of(shown(client, code))
    find = readers.find

    def find_and_lose(code_hash):
        found = find(code_hash)
        Message.objects.all().delete()
        return found

    monkeypatch.setattr(readers, "find", find_and_lose)
    late = client.post(STATUS, fields | {"text": "Too late"})
    assert late.status_code == 422
    assert "There is no message with this code" in late.content.decode()


def test_right_codes_are_not_counted(client, code):
    for _each in range(10):
        assert shown(client, code).status_code == 200


def test_many_guesses_from_fifty_networks_make_few_look_ups(client, code, monkeypatch):
    looked_up = []
    monkeypatch.setattr(status.readers, "find", lambda hashed: looked_up.append(hashed))
    monkeypatch.setattr(status, "ask_page", lambda *_any, **_more: status.HttpResponse())
    for guess in range(10):
        for network in range(50):
            shown(client, f"{guess}{WRONG}", REMOTE_ADDR=f"10.0.{network}.1")
    # Two processes count for themselves: at most 600 an hour, whatever the number of guesses.
    assert len(looked_up) == 6 * 50


def test_when_very_many_networks_guess_each_has_one_guess(client, code, monkeypatch):
    monkeypatch.setattr(status, "MOST_WRONG_IN_ALL", 4)
    for network in range(4):
        shown(client, WRONG, REMOTE_ADDR=f"10.0.{network}.1")
    assert shown(client, code, REMOTE_ADDR="10.0.1.1").status_code == 429
    assert shown(client, code, REMOTE_ADDR="10.0.9.1").status_code == 200, "no reader is shut out"


def test_a_body_beyond_all_measure_is_not_read(client):
    assert client.post(STATUS, {"code": "a" * 300_000}).status_code == 413
