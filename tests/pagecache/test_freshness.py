"""The real server on the database of the test: what was published is seen everywhere in time."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from tests import factories as make
from tests.forms import filled_in
from tests.newsroom.test_articles import sign_in
from tests.operations.test_serve import ROOT, environment, free_port

pytestmark = pytest.mark.django_db(transaction=True)

PUBLICATIONS = 60
READERS = 6
AT_THE_LATEST = 0.5  # seconds after the commit


def database_url():
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    password = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    host, port = given["HOST"] or "127.0.0.1", given["PORT"] or 5432
    return f"postgres://{given['USER']}{password}@{host}:{port}/{given['NAME']}"


@contextmanager
def served(var, **more):
    """Granian with its two processes; the port, and the process to kill."""
    port = free_port()
    variables = {
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "SECRET_KEY": settings.SECRET_KEY,
        **more,
    }
    if not (var / "static" / "staticfiles.json").exists():
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput"],
            cwd=ROOT,
            env=environment(var) | variables,
            check=True,
            capture_output=True,
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "newsportal.operations.web", "127.0.0.1", str(port)],
        cwd=ROOT,
        env=environment(var) | variables,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            with closing(link), suppress(OSError):
                ask(link, "/healthz")
                break
            threading.Event().wait(0.1)
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def ask(link, path):
    link.request("GET", path)
    response = link.getresponse()
    return response, response.read()


class Reader(threading.Thread):
    """Asks for one page all the time; keeps when it asked, what it saw, and how it was answered."""

    def __init__(self, port, path):
        super().__init__()
        self.port, self.path = port, path
        self.seen = []
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            # A new connection now and then: the kernel gives it to either process.
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            with closing(link):
                for _each in range(10):
                    asked_at = time.monotonic()
                    response, body = ask(link, self.path)
                    number = re.search(rb"Number (\d+)", body)
                    how = response.headers["Cache-Status"]
                    self.seen.append((asked_at, int(number[1]) if number else None, how))
                    if self.stop.wait(0.005):
                        break


def test_no_stale_page_survives_half_a_second_of_rapid_publications(tmp_path):
    edition = make.published("Number 0")
    publisher = make.user("publisher")
    committed = [time.monotonic()]
    with served(tmp_path) as (port, _process):
        paths = [edition.get_absolute_url(), "/", "/feed/"]
        readers = [Reader(port, paths[number % 3]) for number in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, PUBLICATIONS + 1):
                edition = make.updated(edition, by=publisher, headline=f"Number {number}")
                committed.append(time.monotonic())
            threading.Event().wait(AT_THE_LATEST + 0.2)
        finally:
            for reader in readers:
                reader.stop.set()
            for reader in readers:
                reader.join()
    seen = [one for reader in readers for one in reader.seen]
    stale = [
        (asked_at, number, how)
        for asked_at, number, how in seen
        if number is None
        or number < sum(moment + AT_THE_LATEST < asked_at for moment in committed) - 1
    ]
    assert not stale
    assert {reader.seen[-1][1] for reader in readers} == {PUBLICATIONS}
    # And most of them were ready pages, or this would prove little.
    hits = sum("hit" in how for _at, _number, how in seen)
    assert hits > len(seen) / 2


def test_two_nodes_show_the_same_and_one_outlives_the_other(tmp_path):
    gone, kept = make.published("Number 1"), make.published("Number 2")
    with (
        served(tmp_path) as (one, process),
        served(tmp_path) as (two, _process),
        closing(http.client.HTTPConnection("127.0.0.1", two, timeout=20)) as at_two,
    ):
        # The first look of a process at the log drops what was made before it.
        while not ask(at_two, gone.get_absolute_url())[0].headers["Cache-Status"].endswith("hit"):
            threading.Event().wait(0.1)
        withdraw(one, gone.article_number)
        answered = time.monotonic()
        while ask(at_two, gone.get_absolute_url())[0].status != 410:
            assert time.monotonic() < answered + AT_THE_LATEST
        reader = Reader(two, kept.get_absolute_url())
        reader.start()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        threading.Event().wait(AT_THE_LATEST)
        kept = make.updated(kept, by=make.user("publisher"), headline="Number 3")
        threading.Event().wait(AT_THE_LATEST)
        reader.stop.set()
        reader.join()
    numbers = [number for _at, number, _how in reader.seen]
    assert set(numbers) == {2, 3}
    assert numbers[-1] == 3


def withdraw(port, number):
    """Withdraw an article at the node that listens at `port`, as a publisher does."""
    session = sign_in("publisher").cookies["session"].value
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    page = reverse("admin:articles_article_withdraw", args=[number])
    with closing(link):
        link.request("GET", page, headers={"Cookie": f"session={session}"})
        response = link.getresponse()
        response.content = response.read()
        fields = filled_in(response)
        csrf = response.headers["Set-Cookie"].split(";")[0]
        link.request(
            "POST",
            page,
            urlencode(fields | {"reason": "error"}, doseq=True),
            {
                "Cookie": f"session={session}; {csrf}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        response = link.getresponse()
        assert response.status == 302, response.read()
