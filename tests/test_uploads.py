"""How much of an upload reaches the disk."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import RequestFactory

from articles.photos import intake
from newsportal import uploads
from newsportal.accounts.models import User


@pytest.fixture
def written(monkeypatch):
    """All bytes that are written into temporary files."""
    sizes, receive = [], TemporaryFileUploadHandler.receive_data_chunk

    def count(self, raw_data, start):
        sizes.append(len(raw_data))
        return receive(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", count)
    return sizes


@pytest.fixture
def send():
    """A request with a file of so many bytes; its files are closed behind the test."""
    sent = []

    def send(size: int, user):
        file = BytesIO(bytes(size))
        file.name = "a.jpg"
        request = RequestFactory().post("/newsroom/login/", {"word": "kept", "file": file})
        request.user = user
        sent.append(request)
        return request

    yield send
    for request in sent:
        request.close()


def test_nothing_of_a_stranger_is_written(written, send):
    request = send(3_000_000, AnonymousUser())
    assert request.POST["word"] == "kept"
    assert not request.FILES
    assert not written


def test_a_file_is_cut_where_it_is_too_large_anyway(written, send, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_KEPT", 3_000_000)
    request = send(9_000_000, User(username="somebody"))
    assert request.POST["word"] == "kept"
    assert 2_900_000 < request.FILES["file"].size <= 3_000_000
    assert sum(written) <= 3_000_000


def test_a_file_that_may_be_used_arrives_whole(written, send):
    request = send(3_000_000, User(username="somebody"))
    assert request.FILES["file"].size == 3_000_000


def test_what_is_kept_is_enough_to_be_refused():
    assert uploads.MOST_KEPT >= intake.MAX_BYTES + 64 * 1024
