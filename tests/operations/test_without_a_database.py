"""The portal as it is started for real, and a database that goes, stays away and comes back."""

import signal
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests import factories as make
from tests.operations.test_serve import Portal, descendants, free_port, is_running, wait_for
from tests.pagecache.test_freshness import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def answer(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as got:
            return got.status, got.headers, got.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.fixture
def site(tmp_path):
    """A site with one article: its folder, what names its database, and the same without it."""
    edition = make.published("The last good page")
    if connection.vendor == "sqlite":
        database = tmp_path / "portal.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(database)])

        def take_away():
            for ending in ("", "-wal", "-shm"):
                if (path := tmp_path / f"portal.sqlite3{ending}").exists():
                    path.rename(tmp_path / f"away.sqlite3{ending}")
            return {}

        def bring_back():
            for ending in ("", "-wal", "-shm"):
                if (path := tmp_path / f"away.sqlite3{ending}").exists():
                    path.rename(tmp_path / f"portal.sqlite3{ending}")

        variables = {}
    else:
        variables = {"DATABASE_URL": database_url()}
        here = urlsplit(database_url()).port
        nowhere = database_url().replace(f":{here}/", f":{free_port()}/")

        def take_away():
            return {"DATABASE_URL": nowhere}

        bring_back = None
    return tmp_path, edition, variables, take_away, bring_back


def test_the_portal_starts_without_its_database_and_shows_saved_copies(site):
    var, edition, variables, take_away, bring_back = site
    address = edition.get_absolute_url()
    first = Portal(var, **variables)
    try:
        folder = var / "saved"
        assert wait_for(lambda: folder.exists() and len(list(folder.glob("*.page"))) == 2)
    finally:
        children = descendants(first.process.pid)
        first.process.kill()
        first.process.communicate()
        assert wait_for(lambda: not any(is_running(child) for child in children))
    second = Portal(var, first.port, **(variables | take_away()))
    try:
        assert any("Meanwhile readers get saved copies" in line for line in second.lines)
        for path in ("/", address):
            status, headers, body = answer(second.port, path)
            assert status == 200, path
            assert b'<p class="saved-copy">' in body
            assert b"The last good page" in body
            assert headers["Cache-Control"] == "no-store"
        status, headers, body = answer(second.port, "/about/")
        assert status == 503
        assert headers["Retry-After"]
        if bring_back:
            assert not (var / "portal.sqlite3").exists()
            bring_back()
            assert wait_for(lambda: answer(second.port, "/about/")[0] == 200)
            assert wait_for(lambda: b'<p class="saved-copy">' not in answer(second.port, "/")[2])
            # What was put off at the start is done now: the task worker runs.
            assert wait_for(lambda: len(descendants(second.process.pid)) >= 4)
    finally:
        code, printed = second.end(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in printed
    if bring_back:
        assert "The database is there again." in printed


@pytest.mark.one_database
def test_without_copies_either_a_missing_database_is_made_as_on_the_first_day(tmp_path):
    portal = Portal(tmp_path)
    assert answer(portal.port, "/")[0] == 200
    assert portal.end(signal.SIGTERM)[0] == 0
