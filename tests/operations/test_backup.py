"""Backups: made while people work, proved, and the way back that is all or nothing."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from articles.content import PhotoChoice
from newsportal.operations.backup import databases, making, restoring, rotation
from newsportal.operations.backup.manifest import DUMP, Kept, Manifest
from newsportal.refusals import Refused
from tests import factories as make

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ROOT = Path(settings.BASE_DIR)
SQLITE = connection.vendor == "sqlite"
of_files = pytest.mark.skipif(not SQLITE, reason="about files alone: asked on SQLite")


class Site:
    """A portal of its own, with the rows of this test, and the commands that are given it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.backups = folder, folder / "backups"
        var = folder / "var"
        var.mkdir()
        shutil.copytree(default_storage.location, var / "media", dirs_exist_ok=True)
        self.media = var / "media"
        if SQLITE:
            self.database = var / "portal.sqlite3"
            connection.cursor().execute(f"VACUUM INTO '{self.database}'")
            with closing(sqlite3.connect(self.database)) as link:
                link.execute("PRAGMA journal_mode=WAL")
            self.url = f"sqlite:///{self.database}"
        else:
            kind = databases.Postgresql()
            self.name = f"{kind.name}_site"
            kind._administer(f'DROP DATABASE IF EXISTS "{self.name}"')
            kind._administer(f'CREATE DATABASE "{self.name}" TEMPLATE "{kind.name}"')
            self.url = kind._url(self.name)
        self.environment = {**os.environ, "VAR_DIR": str(var), "DATABASE_URL": self.url}

    def command(self, *arguments):
        return [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]

    def manage(self, *arguments):
        """What the command printed, and its exit code."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.stdout + done.stderr, done.returncode

    def headlines(self):
        with databases.opened(self.url) as link, link.cursor() as cursor:
            databases.check(link)
            cursor.execute("SELECT headline FROM articles_edition ORDER BY headline")
            return [row[0] for row in cursor.fetchall()]

    def rename(self, headline):
        """What somebody publishes after the backup."""
        with databases.opened(self.url) as link, link.cursor() as cursor:
            cursor.execute("UPDATE articles_edition SET headline = %s", [headline])

    def applied(self):
        with databases.opened(self.url) as link, link.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return {".".join(row) for row in cursor.fetchall()}

    def remove(self):
        if not SQLITE:
            kind = databases.Postgresql()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.name}%"]
                )
                names = [row[0] for row in cursor.fetchall()]
            for name in names:
                kind._administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def site(tmp_path):
    photo = make.photo()
    make.published("The bridge", photos=(PhotoChoice(photo=photo.pk),))
    found = Site(tmp_path)
    yield found
    found.remove()


@pytest.fixture
def backup(site):
    """The site with one backup."""
    said, code = site.manage("backup", site.backups)
    assert (code, said.splitlines()[-1][:3]) == (0, "OK:"), said
    return site


def bytes_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- Making one ------------------------------------------------------------------------------


def test_a_site_that_was_lost_comes_back_whole(backup):
    originals = bytes_of(backup.media / "originals")
    assert originals
    shutil.rmtree(backup.media)
    backup.rename("Defaced")
    said, code = backup.manage("restore", backup.backups)
    assert code == 0, said
    assert backup.headlines() == ["The bridge"]
    assert bytes_of(backup.media / "originals") == originals
    assert "What was there before is kept" in said


@of_files
def test_the_second_backup_takes_over_the_files_of_the_first(backup):
    before = {path: path.stat().st_mtime_ns for path in (backup.backups / "files").glob("??/*")}
    (backup.media / "originals" / "later.jpg").write_bytes(b"A photo that came later.")
    time.sleep(1.1)  # backups are named by the second
    _said, code = backup.manage("backup", backup.backups)
    after = {path: path.stat().st_mtime_ns for path in (backup.backups / "files").glob("??/*")}
    assert code == 0
    assert {path: after[path] for path in before} == before
    assert len(after) == len(before) + 1


@of_files
def test_a_photo_whose_file_is_not_what_it_was_is_no_proof(site):
    original = next((site.media / "originals").rglob("*.*"))
    original.write_bytes(b"Something else.")
    said, code = site.manage("backup", site.backups)
    assert code == 1
    assert "has another file in its place" in said
    assert rotation.backups(site.backups) == []


@of_files
def test_two_backups_at_once_do_not_mix(tmp_path):
    with databases.locked(tmp_path / ".lock", ""), pytest.raises(Refused, match="under way"):
        making.backup(tmp_path, print)


@of_files
def test_a_restore_is_refused_while_a_backup_proves_itself(backup):
    backup.rename("Later")
    lock = backup.database.with_name(f".{backup.database.name}.lock")
    with databases.locked(lock, ""):
        said, code = backup.manage("restore", backup.backups)
    assert (code, backup.headlines()) == (1, ["Later"])
    assert "Another backup or restore is under way." in said


# -- Going back ------------------------------------------------------------------------------


@of_files
def test_of_a_damaged_backup_nothing_is_taken(backup):
    [place] = rotation.backups(backup.backups)
    parts = [place / "manifest.json", place / "manifest.sha256", place / DUMP]
    parts += list((backup.backups / "files").glob("??/*"))
    rng = random.Random(6)  # noqa: S311 - no secret
    for part in parts * 4:
        whole = part.read_bytes()
        at, bit = rng.randrange(len(whole)), 1 << rng.randrange(8)
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]):
            part.write_bytes(damaged)
            with pytest.raises(Refused):
                restoring.check(backup.backups)
        part.write_bytes(whole)
    assert restoring.check(backup.backups).rows["articles_edition"] == 1
    (place / DUMP).write_bytes(b"SQLite format 3\0")
    backup.rename("Later")
    said, code = backup.manage("restore", backup.backups)
    assert (code, backup.headlines()) == (1, ["Later"])
    assert (
        said.strip() == "The backup is damaged: the file of its database is not what it was."
        or ("The backup is damaged" in said)
    )


def test_a_backup_of_an_older_release_is_brought_up_and_one_of_a_newer_refused(site):
    newest = site.applied()
    said, code = site.manage("migrate", "inbox", "0008", "-v0")
    assert code == 0, said
    assert site.applied() < newest
    site.manage("backup", site.backups)
    said, code = site.manage("restore", site.backups)
    assert code == 0, said
    assert site.applied() == newest
    [place] = rotation.backups(site.backups)
    data = json.loads((place / "manifest.json").read_text())
    data.pop("format")
    forge(place, data | {"migrations": [*data["migrations"], "articles.9999_from_the_future"]})
    with pytest.raises(Refused, match="newer release"):
        restoring.check_release(Manifest.read(place))


def forge(place, data):
    """A manifest with a sum that is right."""
    data = data | {
        "database": Kept(**data["database"]),
        "files": {name: Kept(**kept) for name, kept in data["files"].items()},
    }
    Manifest(**data).write(place)


@of_files
@pytest.mark.parametrize("name", ["../../etc/passwd", "originals/../../x", "/etc/x", "static/a.js"])
def test_a_forged_backup_names_no_file_outside_of_the_store(tmp_path, name):
    empty = Kept(sha256(b"").hexdigest(), 0)
    Manifest(
        made_at="2026-01-01T00:00:00+00:00", vendor="sqlite", database=empty, rows={},
        migrations=[], files={name: empty}, settings={},
    ).write(tmp_path)  # fmt: skip
    with pytest.raises(Refused, match="damaged"):
        Manifest.read(tmp_path)


def test_a_portal_that_is_running_is_left_alone(backup):
    backup.rename("Later")
    with databases.opened(backup.url) as running, running.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_edition")
        said, code = backup.manage("restore", backup.backups)
    assert (code, backup.headlines()) == (1, ["Later"])
    assert "Stop it" in said


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(backup):
    rng = random.Random()  # noqa: S311 - no secret
    for round_ in range(3):
        backup.rename(f"Later {round_}")
        process = subprocess.Popen(
            backup.command("restore", backup.backups), env=backup.environment,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            process.wait(rng.uniform(0.1, 1.5))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()
        assert backup.headlines() in ([f"Later {round_}"], ["The bridge"])
    assert backup.manage("restore", backup.backups)[1] == 0
    assert backup.headlines() == ["The bridge"]
    assert list((backup.folder / "var").glob(".*restoring*")) == []


# -- Which are kept --------------------------------------------------------------------------


@of_files
def test_seven_days_four_weeks_and_twelve_months_are_kept(tmp_path):
    last = datetime(2026, 11, 28, 3, tzinfo=UTC)
    places = [
        tmp_path / (last - timedelta(hours=12 * back)).strftime("%Y%m%dT%H%M%SZ")
        for back in range(2 * 800)
    ][::-1]
    days = sorted({rotation.made_at(place).date() for place in rotation.kept(places)})
    assert days[-7:] == [last.date() - timedelta(days=back) for back in range(7)][::-1]
    months = sorted({(day.year, day.month) for day in days})
    assert months[0] == (2025, 12)
    assert len(months) == 12
    assert len(rotation.kept(places)) <= 7 + 4 + 12
