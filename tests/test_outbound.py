"""Fetching from other sites: off by default, and never from a machine that is not public."""

import re
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as project

from newsportal import outbound

PUBLIC = "93.184.216.34"


@pytest.fixture
def switched_on(settings):
    settings.MAY_FETCH = frozenset({"links"})


@contextmanager
def stub(*answers: bytes, pause: float = 0):
    """A server on the loopback address that gives these answers in turn; what it was asked."""
    asked: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        for answer in answers:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65536).decode("latin-1"))
                try:
                    for piece in [answer] if not pause else [bytes([one]) for one in answer]:
                        connection.sendall(piece)
                        time.sleep(pause)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield (
            asked,
            lambda ip, port, seconds: socket.create_connection(server.getsockname(), seconds),
        )
    finally:
        server.close()
        thread.join(5)


def answer(status: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", *headers, "Content-Length: 0", "", ""]).encode()


def look(address: str, connect, resolve=lambda host, port: [PUBLIC]) -> int:
    return outbound.look_at(address, purpose="links", resolve=resolve, connect=connect)


def never(*_asked):
    raise AssertionError("something was connected to")


def test_nothing_is_fetched_unless_it_is_switched_on():
    assert frozenset() == project.MAY_FETCH
    with pytest.raises(outbound.Unreachable, match="switched off"):
        look("http://example.org/", never, never)


def test_a_status_is_told_without_cookies_names_or_a_body(switched_on):
    with stub(answer(200)) as (asked, connect):
        assert look("http://example.org/a?b=c", connect) == 200
    assert asked[0].startswith("HEAD /a?b=c HTTP/1.1\r\nHost: example.org\r\n")
    assert set(re.findall(r"^([\w-]+):", asked[0], re.M)) == {
        "Host",
        "User-Agent",
        "Accept-Encoding",
        "Connection",
    }


def test_an_error_is_believed_only_if_get_is_answered_alike(switched_on):
    with stub(answer(405), answer(200)) as (asked, connect):
        assert look("http://example.org/", connect) == 200
    assert [one.split()[0] for one in asked] == ["HEAD", "GET"]
    with stub(answer(404), answer(404)) as (_asked, connect):
        assert look("http://example.org/", connect) == 404


def test_letters_of_all_scripts_are_encoded(switched_on):
    with stub(answer(200)) as (asked, connect):
        look("http://bücher.example/重庆?q=渝", connect)
    assert "HEAD /%E9%87%8D%E5%BA%86?q=%E6%B8%9D" in asked[0]
    assert "Host: xn--bcher-kva.example" in asked[0]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/",
        "http://", "http:///x", "http://example.org:22/", "http://example.org:8000/",
        "https://example.org:99999/", "http://user@example.org/", "http://user:word@example.org/",
        "http://exam ple.org/", "http://example.org/\r\nX: y", "http://example.org/\0",
        "http://[::1%25eth0]/", "http://[/", "http://" + "a" * 3000, "javascript:alert(1)",
        "http://" + "a" * 70 + ".org/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_never_asked(switched_on, address):
    with pytest.raises(outbound.Unreachable):
        look(address, never)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "::7f00:1", "no address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(switched_on, ip):
    with pytest.raises(outbound.Unreachable, match="public internet"):
        look("http://example.org/", never, lambda host, port: [ip])
    # One private address among public ones is enough.
    with pytest.raises(outbound.Unreachable, match="public internet"):
        look("http://example.org/", never, lambda host, port: [PUBLIC, ip])


@pytest.mark.parametrize("ip", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"])
def test_a_public_address_is_public(ip):
    assert outbound.is_public(ip)


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f000001", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_the_loopback_address_is_not_reached_under_any_name(switched_on, host):
    with pytest.raises(outbound.Unreachable):
        outbound.look_at(f"http://{host}/", purpose="links", connect=never)


def test_each_redirect_is_checked_anew_and_there_are_at_most_three(switched_on):
    def public_once(host, port):
        return ["127.0.0.1"] if host == "inside.example" else [PUBLIC]

    with (
        stub(answer(302, "Location: http://inside.example/")) as (_asked, connect),
        pytest.raises(outbound.Unreachable, match="public internet"),
    ):
        look("http://example.org/", connect, public_once)
    with (
        stub(answer(302, "Location: ftp://example.org/")) as (_asked, connect),
        pytest.raises(outbound.Unreachable, match="no address of the web"),
    ):
        look("http://example.org/", connect)
    on = answer(301, "Location: /next")
    with stub(on, on, on, answer(200)) as (_asked, connect):
        assert look("http://example.org/", connect) == 200
    with (
        stub(on, on, on, on, on) as (_asked, connect),
        pytest.raises(outbound.Unreachable, match="without end"),
    ):
        look("http://example.org/", connect)


def test_the_connection_goes_to_the_address_that_was_checked(switched_on):
    names = iter([[PUBLIC], ["127.0.0.1"]])
    reached = []
    with stub(answer(200)) as (_asked, connect):

        def noted(ip, port, seconds):
            reached.append((ip, port))
            return connect(ip, port, seconds)

        look("http://example.org/", noted, lambda host, port: next(names))
    assert reached == [(PUBLIC, 80)]


def test_a_name_that_answers_differently_the_second_time_is_refused(switched_on):
    names = iter([[PUBLIC], ["127.0.0.1"]])
    with (
        stub(answer(404)) as (_asked, connect),
        pytest.raises(outbound.Unreachable, match="public internet"),
    ):
        look("http://example.org/", connect, lambda host, port: next(names))


def test_a_server_that_drips_and_a_name_that_never_comes_end_in_time(switched_on, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.6)
    begun = time.monotonic()
    with (
        stub(answer(200, "X: " + "y" * 200), pause=0.05) as (_asked, connect),
        pytest.raises(outbound.Unreachable, match="does not answer"),
    ):
        look("http://example.org/", connect)
    gate = threading.Event()
    with pytest.raises(outbound.Unreachable, match="not found in time"):
        look("http://example.org/", never, lambda host, port: gate.wait(20) and [PUBLIC])
    gate.set()
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("noise", [b"", b"\x00" * 4000, b"HTTP/1.1 banana\r\n\r\n", b"x" * 200_000])
def test_an_answer_that_is_none_is_no_error_of_ours(switched_on, noise, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    with stub(noise, noise) as (_asked, connect), pytest.raises(outbound.Unreachable):
        look("http://example.org/", connect)


def test_https_is_spoken_by_the_name_that_was_asked_for(switched_on):
    with stub(b"no TLS at all") as (_asked, connect):
        listener = {}

        def noted(ip, port, seconds):
            listener["port"] = port
            return connect(ip, port, seconds)

        with pytest.raises(outbound.Unreachable):
            look("https://example.org/", noted)
    assert listener == {"port": 443}


def test_no_other_module_of_ours_speaks_to_other_machines():
    root = Path(project.BASE_DIR)
    reaching = re.compile(
        r"^\s*(?:import|from) (?:http\.client|urllib\.request|requests|httpx|urllib3|aiohttp)\b",
        re.M,
    )
    found = {
        str(path.relative_to(root))
        for folder in ("newsportal", "articles")
        for path in (root / folder).rglob("*.py")
        if reaching.search(path.read_text("utf-8"))
    }
    assert found == {
        "newsportal/outbound.py",
        # Both ask their own web server whether it is there.
        "newsportal/operations/serve.py",
        "newsportal/operations/answering.py",
        # A CDN that the operator names on the command line, and no other machine.
        "newsportal/pagecache/purging/cdn.py",
    }
