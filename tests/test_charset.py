"""A request is UTF-8, whatever its `Content-Type` says of itself."""

import pytest
from django.test import Client

from newsportal.inbox.models import Message
from newsportal.inbox.stamp import Stamp

pytestmark = pytest.mark.django_db

# No text, not for errors, characters without a place, hidden words, two bytes each, quadratic.
CODECS = ["zlib", "idna", "unicode_escape", "utf-7", "utf-16", "punycode", "rot13", "undefined"]


def send(path, codec, **fields):
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    client = Client(raise_request_exception=False)
    return client.generic(
        "POST", path, f"{body}--x--\r\n", f"multipart/form-data; boundary=x; charset={codec}"
    )


@pytest.mark.parametrize("path", ["/message/", "/message/status/", "/cookies/choice/"])
@pytest.mark.parametrize("codec", CODECS)
def test_a_form_in_another_encoding_is_refused(path, codec):
    response = send(path, codec, text=r"a \ud800", code=r"\ud800", choice="accept", next=r"/\ud800")
    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("codec", ["UTF-8", "utf8", "us-ascii", "unheard-of"])
def test_what_is_read_as_utf_8_is_taken(codec, typed_message):
    assert send("/message/", codec, **typed_message).status_code == 200
    assert Message.objects.get().text == "Grüße, 重庆 \\ud800"


@pytest.mark.parametrize("codec", CODECS)
def test_an_address_is_read_as_utf_8(client, codec):
    response = client.generic(
        "GET", "/search/?q=Gr%C3%BC%C3%9Fe%5Cud800", "", f"x/y; charset={codec}"
    )
    assert response.status_code == 200
    assert "Grüße\\ud800" in response.content.decode()


@pytest.fixture
def typed_message():
    """A message as the form sends it."""
    return {
        "category": "question",
        "text": "Grüße, 重庆 \\ud800",
        "stamp": Stamp.fresh(again=True).signed,
    }
