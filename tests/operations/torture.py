"""Kills the running portal in the middle of publishing, again and again, and looks for damage.

    make torture ROUNDS=200
    python -m tests.operations.torture [--rounds 200] [--seed 1]

Each round starts `manage.py serve`, lets four people publish about twenty articles a second through
the newsroom, sends SIGKILL to every process at a random moment and starts it again. Then whatever
was answered must be there with edition, search row, audit entry and line of the invalidation log;
whatever was not answered must be there whole or not at all; and each page must be whole. Works in
a scratch folder on SQLite, or in a database of its own (`<name>_torture`) on the PostgreSQL that
DATABASE_URL names. Needs Linux.
"""

import argparse
import http.client
import io
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]

PUBLISHERS = 4  # threads
A_SECOND = 20  # publications, all publishers together
LONGEST = 1.2  # seconds of publishing until the kill
ARTICLES = int(A_SECOND * LONGEST) + PUBLISHERS  # drafts of a round
TOKEN = "t" * 32  # a CSRF secret is its own token
SECONDS_TO_START = 60


class Damage(AssertionError):
    """Something is missing, half there or broken."""


class Torture:
    """A site in a scratch folder; `environment` names its database for this process and its own."""

    def __init__(self, folder: Path, port: int, chance: random.Random) -> None:
        self.folder, self.port, self.chance = folder, port, chance
        self.starts: list[float] = []
        self.portal: subprocess.Popen[bytes] | None = None
        self.answered = self.whole = self.absent = 0

    def found(self) -> None:
        """Make the site: its tables, its files, somebody who writes and somebody who publishes."""
        from django.core.management import call_command
        from django.test import Client

        from tests import factories as make

        call_command("migrate", verbosity=0, interactive=False)
        self.writer, publisher = make.user("editor"), make.user("publisher")
        client = Client()
        client.force_login(publisher, "django.contrib.auth.backends.ModelBackend")
        session = client.cookies["session"].value
        self.headers = {
            "Cookie": f"session={session}; csrf={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        self.start()
        self.starts.clear()  # the first one has prepared the files

    def round(self) -> None:
        """Publish, kill, start again and look; raises Damage."""
        from django.db import connections

        from tests import factories as make

        numbers = [make.article(f"Torture {n}", by=self.writer).pk for n in range(ARTICLES)]
        # As if this process were not there: what is left after the kill is for the portal alone.
        connections.close_all()
        published: set[int] = set()
        publishers = [
            threading.Thread(target=self.publish, args=[numbers[one::PUBLISHERS], published])
            for one in range(PUBLISHERS)
        ]
        for one in publishers:
            one.start()
        time.sleep(self.chance.uniform(0, LONGEST))
        kill(self.portal)
        for one in publishers:
            one.join()
        self.start()
        self.look(numbers, published)

    def start(self) -> None:
        """Start the portal and wait until it answers."""
        began = time.monotonic()
        self.portal = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while time.monotonic() < began + SECONDS_TO_START and self.portal.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    self.starts.append(time.monotonic() - began)
                    return
            time.sleep(0.02)
        raise Damage("The portal did not start again.")

    def publish(self, numbers: list[int], published: set[int]) -> None:
        """One person at work, until the portal is gone; `published` is what it has confirmed."""
        form = urlencode({"csrfmiddlewaretoken": TOKEN, "revision": 1})
        for number in numbers:
            due = time.monotonic() + PUBLISHERS / A_SECOND
            path = f"/newsroom/articles/article/{number}/publish/"
            try:
                status, body = self.ask("POST", path, form)
            except (OSError, http.client.HTTPException):
                return
            if status != 302:
                raise Damage(f"Publishing was answered with {status}: {body[-2000:]!r}")
            published.add(number)
            time.sleep(max(0.0, due - time.monotonic()))

    def ask(self, method: str, path: str, form: str = "") -> tuple[int, bytes]:
        """Status and body; raises OSError or HTTPException where the answer is not whole."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(link):
            headers = self.headers if method == "POST" else {}
            link.request(method, path, form, headers)
            response = link.getresponse()
            return response.status, response.read()

    def look(self, numbers: list[int], published: set[int]) -> None:
        """Compare what is stored and shown with what was answered."""
        from django.db import connection, connections

        from articles.models import Article, Edition

        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA integrity_check")
                expect(cursor.fetchall() == [("ok",)], "integrity_check")
                cursor.execute("PRAGMA foreign_key_check")
                expect(cursor.fetchall() == [], "foreign_key_check")
        for article in Article.objects.filter(pk__in=numbers):
            edition = Edition.objects.filter(article_number=article.pk).first()
            parts = traces_of(article, edition)
            if article.pk in published:
                expect(all(parts.values()), f"{article.pk} was answered: {parts}")
            expect(len(set(parts.values())) == 1, f"{article.pk} is half there: {parts}")
            self.answered += article.pk in published
            self.whole += edition is not None
            self.absent += edition is None
            path = edition.get_absolute_url() if edition else f"/city/{article.pk}/torture/"
            status, body = self.ask("GET", path)
            expect(status == (200 if edition else 404), f"{path} answers {status}")
            if edition is not None:
                is_whole = edition.headline.encode() in body and b"crossed it on foot" in body
                expect(is_whole and body.rstrip().endswith(b"</html>"), f"{path} is cut")
        connections.close_all()

    def verify(self) -> None:
        """What is asked of the whole site once: that no line of the audit log is missing."""
        from django.core.management import call_command

        call_command("audit", "verify", stdout=io.StringIO())


def traces_of(article, edition) -> dict[str, bool]:
    """What a publication leaves behind, and whether it is there."""
    from django.db import connection

    from newsportal.accounts.models import AuditEntry
    from newsportal.pagecache.models import Invalidation

    with connection.cursor() as cursor:
        question = "SELECT count(*) FROM articles_search WHERE edition_id = %s"
        cursor.execute(question, [edition.pk if edition else 0])
        [indexed] = cursor.fetchone()
    subject = f"article:{article.pk}"
    recorded = AuditEntry.objects.filter(action="article.publish", subject=subject)
    return {
        "edition": edition is not None,
        "state": article.state == "published",
        "search row": bool(indexed),
        "audit entry": recorded.exists(),
        "line of the log": Invalidation.objects.filter(tag=subject).exists(),
    }  # fmt: skip


def expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise Damage(what)


def kill(portal: subprocess.Popen[bytes]) -> None:
    """SIGKILL the portal and all its children at once, and wait until they are gone."""
    from tests.operations.test_serve import descendants, is_running

    family = [portal.pid, *descendants(portal.pid)]
    for process in family:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    portal.wait()
    while any(is_running(process) for process in family):
        time.sleep(0.01)


def of_its_own(url: str) -> str:
    """The address of the database `<name>_torture` on the same PostgreSQL."""
    parts = urlsplit(url)
    name = re.sub(r"\W", "", parts.path)
    return urlunsplit(parts._replace(path=f"/{name}_torture"))


def drop_database(url: str, *, make: bool = False) -> None:
    """Drop this database, if there is one; with `make`, there is an empty one then."""
    import psycopg2

    parts = urlsplit(url)
    name = parts.path.strip("/")
    server = urlunsplit(parts._replace(path="/postgres", scheme="postgresql"))
    with closing(psycopg2.connect(server)) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            if make:
                cursor.execute(f'CREATE DATABASE "{name}"')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None, help="of the moments of the kills")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsportal-torture-"))
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    os.environ.update(VAR_DIR=str(folder), PORT=str(port), SITE_URL=f"http://127.0.0.1:{port}")
    if url := os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = url = of_its_own(url)
        drop_database(url, make=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    import django

    django.setup()
    seed = options.seed if options.seed is not None else random.randrange(10**6)  # noqa: S311
    torture = Torture(folder, port, random.Random(seed))  # noqa: S311
    began, number = time.monotonic(), 0
    try:
        torture.found()
        for number in range(1, options.rounds + 1):
            torture.round()
            if number % 10 == 0:
                print(f"{number} rounds, {time.monotonic() - began:.0f} s", flush=True)
        torture.verify()
    except Damage as damage:
        sys.exit(f"Seed {seed}, round {number}: {damage} ({folder} is kept)")
    finally:
        if torture.portal:
            kill(torture.portal)
    shutil.rmtree(folder)
    if url:
        drop_database(url)
    print(
        f"{options.rounds} rounds (seed {seed}): {torture.answered} publications answered and all "
        f"there; {torture.whole - torture.answered} more whole without an answer, "
        f"{torture.absent} not begun or undone, none half there; start median "
        f"{statistics.median(torture.starts):.1f} s, at most {max(torture.starts):.1f} s"
    )


if __name__ == "__main__":
    main()
