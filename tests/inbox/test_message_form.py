"""Sending a message: stored once, answered with a reference, nothing kept of the sender."""

import json
import re
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from django.utils.html import escape

from newsportal.inbox import views
from newsportal.inbox.models import LONGEST_TEXT, InboxSettings, Message
from newsportal.inbox.stamp import Stamp
from newsportal.timeline import at, now
from tests.inbox.pages import hidden_of, receipt_code

pytestmark = pytest.mark.django_db

ADDRESS = "/message/"
NAUGHTY = Path(django_settings.BASE_DIR).parent / "shared/testdata/text/blns.json"


def naughty_strings():
    """A public collection where it is at hand, and the worst of it where not."""
    found = json.loads(NAUGHTY.read_text("utf-8")) if NAUGHTY.exists() else []
    return [
        *found,
        "\0",
        "a\0b",
        "\ud7ff\uffff",
        "\u202etxt",
        "<script>alert(1)</script>",
        "\x1b[31m",
    ]


def sent(client, data, **extra):
    response = client.post(ADDRESS, data, **extra)
    assert response.status_code == 200, response.content.decode()[:2000]
    assert "Thank you" in response.content.decode()
    return response


# -- The form --------------------------------------------------------------------------------


def test_the_form_needs_no_cookie_and_is_never_stored(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"csrfmiddlewaretoken" not in response.content


def test_the_page_that_a_reader_came_from_is_filled_in(client):
    content = client.get(ADDRESS, {"about": "/city/12/night-bus/"}).content.decode()
    assert 'value="/city/12/night-bus/"' in content


@pytest.mark.parametrize(
    "about", ["https://e.example/", "//e.example", "javascript:alert(1)", '"><script>', "/\\e"]
)
def test_only_a_page_of_this_site_is_filled_in(client, about):
    content = client.get(ADDRESS, {"about": about}).content.decode()
    assert "e.example" not in content
    assert "alert(1)" not in content
    assert '<input type="text" name="page" inputmode="url" maxlength="500" id="id_page">' in content


def test_every_control_has_a_label_and_the_trap_is_out_of_the_way(client):
    content = client.get(ADDRESS).content.decode()
    for name in ("category", "text", "page", "sender_name", "sender_address"):
        assert f'<label for="id_{name}">' in content
    for slug in ("question", "tip", "other"):
        assert f'<option value="{slug}">' in content
    assert 'value="illegal"' not in content, "that has a form of its own"
    trap = content[content.index('class="message-trap"') :].split("</div>")[0]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


# -- Sending ---------------------------------------------------------------------------------


def test_a_message_is_stored_and_answered_with_its_reference(client, typed):
    response = sent(client, typed(text="Two lines\r\nof text", page="/city/12/night-bus/"))
    message = Message.objects.get()
    assert message.text == "Two lines\nof text"
    assert message.page == "/city/12/night-bus/"
    assert message.state == "new"
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", message.reference)
    assert message.reference in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_a_whole_address_of_a_page_of_this_site_is_taken(client, typed):
    sent(client, typed(page=f"{django_settings.SITE_URL}/city/12/night-bus/"))
    assert Message.objects.get().page == "/city/12/night-bus/"


def test_a_message_sent_twice_is_stored_once_with_one_answer(client, typed):
    data = typed()
    first, second = sent(client, data), sent(client, data)
    assert Message.objects.count() == 1
    assert first.content == second.content, "and a double click still shows the code"


def test_the_same_form_with_other_words_is_another_message(client, typed):
    data = typed()
    sent(client, data)
    sent(client, {**data, "text": "And when does it end?"})
    assert Message.objects.count() == 2


def test_the_same_words_from_two_forms_are_two_messages(client, typed):
    sent(client, typed())
    sent(client, typed())
    assert Message.objects.count() == 2


# -- What cannot be taken --------------------------------------------------------------------


def test_errors_keep_what_was_typed_and_lead_to_the_fields(client, typed):
    response = client.post(
        ADDRESS,
        typed(category="", text="Kept words", sender_address="nobody", page="https://e.example/"),
    )
    assert response.status_code == 422
    content = response.content.decode()
    assert "Kept words" in content
    assert 'value="nobody"' in content
    for name in ("category", "sender_address", "page"):
        assert f'<a href="#id_{name}">' in content
        assert f'id="error-{name}"' in content
        control = re.search(rf'<(?:input|select)[^>]*id="id_{name}"[^>]*>', content)[0]
        assert 'aria-invalid="true"' in control
        assert f"error-{name}" in control
    assert not Message.objects.exists()


def test_a_form_sent_again_after_an_error_is_no_hasty_one(client, typed):
    with at(now()):
        stamp = Stamp.fresh().signed
        wrong = client.post(ADDRESS, typed(text="", stamp=stamp))
        again = re.search(r'name="stamp" value="([^"]+)"', wrong.content.decode())[1]
    sent(client, typed(stamp=again), headers={})
    assert Message.objects.count() == 1


def test_the_longest_message_fits_and_a_longer_one_is_handed_back(client, typed):
    sent(client, typed(text="字" * (LONGEST_TEXT - 1) + "\r\n字"[:1]))
    text = "a" * (LONGEST_TEXT + 1)
    response = client.post(ADDRESS, typed(text=text))
    assert response.status_code == 422
    assert text in response.content.decode()
    assert "10001 characters" in response.content.decode()
    assert Message.objects.count() == 1


def test_line_ends_count_once(client, typed):
    sent(client, typed(text="\r\n".join(["a"] * (LONGEST_TEXT // 2))))


def test_a_body_beyond_all_measure_is_not_read(client, typed):
    response = client.post(ADDRESS, typed(text="a" * (views.LARGEST_BODY + 1)))
    assert response.status_code == 413
    assert not Message.objects.exists()


def test_an_old_form_comes_back_with_the_text_and_can_be_sent_at_once(client, typed):
    with at(now() - timedelta(hours=13)):
        old = Stamp.fresh().signed
    response = client.post(ADDRESS, typed(text="Long thought about", stamp=old))
    assert response.status_code == 422
    content = response.content.decode()
    assert "Long thought about" in content
    assert "press Send again" in content
    fresh = re.search(r'name="stamp" value="([^"]+)"', content)[1]
    sent(client, typed(text="Long thought about", stamp=fresh))
    assert Message.objects.get().state == "new"


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", "\0", Stamp.fresh().signed[:-1] + "!"])
def test_a_stamp_that_is_not_ours_is_handed_back_with_the_text(client, typed, stamp):
    response = client.post(ADDRESS, typed(text="Still here", stamp=stamp))
    assert response.status_code == 422
    assert "Still here" in response.content.decode()
    assert not Message.objects.exists()


def test_too_many_messages_from_one_network_are_handed_back(client, typed):
    InboxSettings.objects.create(messages_per_hour=2)
    sent(client, typed(), REMOTE_ADDR="198.51.100.1")
    sent(client, typed(), REMOTE_ADDR="198.51.100.2")
    response = client.post(ADDRESS, typed(text="Kept words"), REMOTE_ADDR="198.51.100.3")
    assert response.status_code == 429
    assert "Kept words" in response.content.decode()
    sent(client, typed(), REMOTE_ADDR="203.0.113.1")
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://e.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_another_site_cannot_send_in_a_readers_name(client, typed, headers):
    assert client.post(ADDRESS, typed(), headers=headers).status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_taken(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


# -- Spam ------------------------------------------------------------------------------------


def test_a_filled_trap_is_answered_alike_and_held(client, typed):
    response = sent(client, typed(leave_empty="cheap watches"))
    message = Message.objects.get()
    assert (message.state, message.mail_state) == ("spam", "none")
    assert message.held_because
    assert message.reference in response.content.decode()


def test_a_form_sent_faster_than_people_write_is_held(client, typed):
    with at(now()):
        sent(client, typed(stamp=Stamp.fresh().signed))
    assert Message.objects.get().state == "spam"


# -- Strange words ---------------------------------------------------------------------------


def test_no_string_makes_an_error_and_every_one_is_kept(client, typed):
    InboxSettings.objects.create(messages_per_hour=10_000)
    # Every fourth: each is a whole request.
    for text in naughty_strings()[::4]:
        response = client.post(ADDRESS, typed(text=text, sender_name=text[:100]))
        if text.strip():
            assert response.status_code == 200, repr(text)
            stored = Message.objects.latest("id").text
            assert stored == text.replace("\r", "\n").replace("\0", "\ufffd").strip()
        else:
            assert response.status_code == 422, repr(text)


def test_strange_words_in_any_field_are_at_most_handed_back(client, typed):
    InboxSettings.objects.create(messages_per_hour=10_000)
    fields = ["category", "page", "sender_address", "sender_name", "stamp"]
    # Every thirtieth string for each field: the page takes them all the same way.
    for field, text in zip(cycle(fields), naughty_strings()[::6], strict=False):
        response = client.post(ADDRESS, typed(**{field: text}))
        assert response.status_code in {200, 422}, repr(text)
        if response.status_code == 422 and "<" in text:
            assert escape(text)[:40] in response.content.decode() or text not in (
                response.content.decode()
            )


def test_strange_addresses_are_no_error(client):
    for text in naughty_strings()[::15]:
        assert client.get(ADDRESS, {"about": text}).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data", "x", ""]
)
def test_a_body_of_another_kind_is_no_error(client, content_type):
    response = client.post(ADDRESS, b"{}", content_type=content_type)
    assert response.status_code in {400, 422}


# -- What is kept ----------------------------------------------------------------------------


def test_nothing_of_the_sender_is_kept_but_what_was_typed(client, typed, settings, desk_address):
    settings.TRUSTED_PROXIES = 1
    headers = {"x-forwarded-for": "203.0.113.77", "user-agent": "CANARY-UA", "referer": "CANARY-R"}
    code = receipt_code(sent(client, typed(), headers=headers))
    shown = client.post("/message/status/", {"code": code}, headers=headers)
    words = {"text": "more", **hidden_of(shown)}
    assert client.post("/message/status/", words, headers=headers).status_code == 200
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            rows = repr(cursor.fetchall())
            assert "203.0.113" not in rows, table
            assert "CANARY" not in rows, table
            assert code not in rows, table
            assert code.replace("-", "") not in rows, table


def test_the_time_of_an_anonymous_message_is_kept_to_the_day(client, typed):
    sent(client, typed())
    sent(client, typed(sender_name="Lin Mei"))
    named, anonymous = Message.objects.all()
    assert timezone.localtime(anonymous.sent_at).strftime("%H:%M:%S.%f") == "00:00:00.000000"
    assert now() - named.sent_at < timedelta(minutes=1)


@pytest.mark.parametrize("length", ["9" * 10, "9" * 5000, "x"], ids=["10", "5000", "x"])
def test_a_length_beyond_all_bodies_is_too_large_and_no_error(client, typed, length):
    response = client.post(ADDRESS, typed(), CONTENT_LENGTH=length)
    assert response.status_code == 413
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        '"\x0bBcc:victim@e.example"@reader.example',
        '"a\x1e\x1eB"@reader.example',
        '"a,b"@reader.example',
        "=?utf-8?q?victim?=@reader.example",
        "vi\u017ftim@reader.example",
        "a@" + "\u00fc" * 60 + ".example",
    ],
)
def test_an_address_that_mail_programs_read_as_something_else_is_refused(client, typed, address):
    response = client.post("/message/", typed(sender_address=address))
    assert response.status_code == 422
    assert "This is not an e-mail address" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["o'lin+news@reader.example", "a.b_c-d@b\u00fccher.example", "1@[127.0.0.1]"]
)
def test_an_unusual_address_is_taken(client, typed, address):
    assert client.post("/message/", typed(sender_address=address)).status_code == 200
    assert Message.objects.get().sender_address == address


def test_a_name_is_one_line_in_its_own_direction(client, typed):
    name = "Lin\r\nMei\u2028\u202egnaW\x0b\x1b[1m"
    client.post("/message/", typed(sender_name=name))
    assert Message.objects.get().sender_name == "Lin Mei gnaW [1m"
