"""Uploads that were cut, that lost a bit, or whose sender went away: no trace, or a whole photo."""

import os
import random
import socket
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from PIL import Image

from articles.models import Photo
from articles.photos import renditions
from articles.photos.intake import accept
from newsportal.refusals import Refused, TooMuch, Unavailable
from tests.newsroom.test_articles import sign_in
from tests.photos.bench import Bench
from tests.photos.makers import encoded, files_in, files_of_rows, person, upload

pytestmark = pytest.mark.one_database

# As many that are cut, and as many that lost a bit: in twenty seconds.
CASES = int(os.environ.get("BROKEN_UPLOADS", "80"))
SEED = 20261125
KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"]


@pytest.fixture(autouse=True)
def scratch_folder(settings, tmp_path):
    """Where uploads are worked on."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


@pytest.fixture
def bench(monkeypatch):
    """One darkroom for all pictures of a test."""
    bench = Bench()
    monkeypatch.setattr(renditions, "run_darkroom", bench.run)
    yield bench
    bench.close()


def originals() -> list[bytes]:
    """One small picture of each format, with words in it."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "A bridge", 6
    image = Image.effect_noise((60, 40), 60).convert("RGB")
    return [encoded(image, kind, exif=exif) for kind in KINDS]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(broken)


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [cut, flipped])
def test_a_broken_file_leaves_no_trace_or_becomes_a_whole_photo(
    broken, bench, settings, scratch_folder, capsys
):
    chance, user, pictures = random.Random(SEED), person("photo"), originals()  # noqa: S311
    taken = 0
    for number in range(CASES):
        data = broken(pictures[number % len(pictures)], chance)
        try:
            accept(upload(data), user)
            taken += 1
        except Refused as refusal:
            assert not isinstance(refusal, TooMuch | Unavailable)  # noqa: PT017
            assert len(refusal.sentence) > 20  # noqa: PT017
        assert not list(scratch_folder.iterdir())
    assert set(files_in(settings.MEDIA_ROOT)) == files_of_rows()
    assert Photo.objects.count() <= taken
    assert bench.ended == 0
    with capsys.disabled():
        print(f"\n{broken.__name__}: {CASES} files, {taken} taken")  # noqa: T201


@pytest.fixture
def port():
    """Where a server of this test listens; when it closes, all requests have ended."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.daemon_threads = False
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def request_for(port: int, cookies: str, token: str, body: bytes, declared: int) -> bytes:
    return (
        f"POST /newsroom/articles/photo/upload/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: {cookies}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=line\r\nContent-Length: {declared}\r\n\r\n"
    ).encode() + body


@pytest.mark.django_db(transaction=True)
def test_a_sender_who_goes_away_leaves_no_trace(port, settings, scratch_folder):
    """Ten times, at another point of a file that is too large to be kept in memory."""
    settings.ALLOWED_HOSTS = ["*"]
    client = sign_in("photo")
    client.get("/newsroom/articles/photo/add/")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    picture = encoded(Image.effect_noise((1600, 1200), 90).convert("RGB"), "PNG")
    assert len(picture) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    head = (
        b'--line\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n"
    )
    body = head + picture + b"\r\n--line--\r\n"
    for part in range(10):
        sent = body[: len(body) * part // 10]
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(request_for(port, cookies, token, sent, len(body)))
            line.shutdown(socket.SHUT_WR)
            while line.recv(65_536):
                pass
    assert not Photo.objects.exists()
    assert list(scratch_folder.iterdir()) == []
    assert files_in(settings.MEDIA_ROOT) == []
    # The same request, sent to its end, does arrive.
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(request_for(port, cookies, token, body, len(body)))
        assert b" 201 " in line.recv(65_536).split(b"\r\n")[0]
    assert Photo.objects.count() == 1
