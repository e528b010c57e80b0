"""The mails of the inbox as a mail server gets them: one recipient, plain text, no trackers.

The server is a small one of the test, so that Django's own SMTP backend writes the bytes.
"""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest

from newsportal.inbox import answering, desk
from newsportal.inbox.models import Category, InboxSettings
from tests.factories import user

pytestmark = pytest.mark.django_db


class Session(socketserver.StreamRequestHandler):
    """One connection: takes whatever comes, and keeps who it was for."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        recipients = []
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT":
                recipients.append(line.decode("ascii").partition("<")[2].partition(">")[0])
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                # A dot at the beginning of a line travels as two.
                raw = b"".join(line.removeprefix(b".") for line in lines)
                self.server.taken.append((recipients, raw))
                recipients = []
            self.wfile.write(b"250 test\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def taken(settings):
    """What the server took, as pairs of the recipients and the bytes."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.taken = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server.taken
        server.shutdown()
        thread.join()


def test_each_mail_goes_to_one_recipient_as_plain_text_that_says_how_to_go_on(
    taken, desk_address, work
):
    InboxSettings.objects.create(reply_address="mail@paper.example")
    message = desk.receive(
        sent_as="1",
        code_hash="a",
        category=Category.objects.get(slug="tip"),
        text="Words of a reader",
        sender_name="Bcc: victim@e.example",
        sender_address="lin@reader.example",
    )
    work()
    answering.reply(message, "Until midnight, 直到午夜.\n.\nBcc: x@e.example", by=user("desk"))
    answering.take_further_word(message, "More words", sent_as="2")
    work()
    answering.tell(message, "The correction stands.", closes=True)
    work()
    mails = {}
    for recipients, raw in taken:
        assert raw.partition(b"\r\n\r\n")[0].isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        mail = message_from_bytes(raw, policy=policy.default)
        assert recipients == [mail["To"]]
        assert {mail["Cc"], mail["Bcc"]} == {None}
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail.get_content_type() == "text/plain"
        assert b"Words of a reader" not in raw
        assert b"<img" not in raw
        mails.setdefault(recipients[0], []).append(mail)
    assert len(mails["lin@reader.example"]) == 3  # the receipt, the answer, the correction
    assert len(mails[desk_address]) == 2  # the message, the further word
    assert len({mail["Message-ID"] for each in mails.values() for mail in each}) == 5
    receipt, answer, told = mails["lin@reader.example"]
    assert {mail["Reply-To"] for mail in mails["lin@reader.example"]} == {"mail@paper.example"}
    assert {mail["Reply-To"] for mail in mails[desk_address]} == {None}
    assert answer["References"] == told["References"] == receipt["Message-ID"]
    assert "直到午夜.\r\n.\r\nBcc: x@e.example" in answer.get_content()
    assert "/message/status/" in answer.get_content()
