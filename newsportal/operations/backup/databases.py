"""A database into a file and back, for SQLite and PostgreSQL.

Both kinds have the same three verbs. A scratch database is one of its own, beside the live one;
what is done to it, nobody sees until it is put in the place of the live one, in one step.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import dj_database_url
import psycopg2  # type: ignore[import-untyped]
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.utils import ConnectionHandler

from newsportal.refusals import Refused

STOP_FIRST = "The portal is running. Stop it (systemctl stop newsportal), then restore again."


class Sqlite:
    """A file beside the live one is the scratch database."""

    vendor = "sqlite"

    def __init__(self) -> None:
        self.live = Path(settings.DATABASES["default"]["NAME"])

    def snapshot(self, to: Path) -> dict[str, int]:
        """Write the live database to a file; the rows of each table at that moment."""
        with closing(sqlite3.connect(self.live, timeout=20, isolation_level=None)) as source:
            # The backup reads in this transaction: it holds what was counted.
            source.execute("BEGIN")
            rows = {
                table: source.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
                for table in tables()
            }
            with closing(sqlite3.connect(to)) as target:
                source.backup(target)
        alone(to)
        return rows

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[str]:
        """A scratch database with what the file holds: its DATABASE_URL. Removed at the end.

        Raises Refused while another one is there: a proof in the night may meet a restore.
        """
        path = self.live.with_name(f".{self.live.name}.restoring")
        with locked(path.with_suffix(".lock"), "Another backup or restore is under way."):
            # One that was killed has left its log, which must not be replayed into this copy.
            remove(path)
            try:
                shutil.copyfile(dump, path)
                yield f"sqlite:///{path}"
            finally:
                remove(path)

    def put_in_place(self, url: str) -> str:
        """Let the scratch database be the live one; what the former one is called now."""
        path = Path(url.removeprefix("sqlite:///"))
        alone(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        if not self.live.exists():
            os.replace(path, self.live)
            return ""
        try:
            # Without a log of its own the old file is whole, and no log can be replayed into the
            # new one. Whoever is connected prevents it.
            alone(self.live)
        except sqlite3.OperationalError:
            raise Refused(STOP_FIRST) from None
        before = self.live.with_name(f"{self.live.name}.before-{stamp()}")
        os.link(self.live, before)
        os.replace(path, self.live)
        sync_folder(self.live.parent)
        return str(before)


class Postgresql:
    """A database beside the live one, on the same server, is the scratch database."""

    vendor = "postgresql"

    def __init__(self) -> None:
        self.url = urlsplit(url_of(settings.DATABASES["default"]))
        self.name = settings.DATABASES["default"]["NAME"]

    def snapshot(self, to: Path) -> dict[str, int]:
        with closing(psycopg2.connect(self._url(self.name))) as link:
            link.set_session(isolation_level="REPEATABLE READ", readonly=True)
            with link.cursor() as cursor:
                cursor.execute("SELECT pg_export_snapshot()")
                seen = cursor.fetchone()[0]
                self._run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={seen}",
                          f"--file={to}", f"--dbname={self._url(self.name)}")  # fmt: skip
                rows = {}
                for table in tables():
                    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own names
                    rows[table] = cursor.fetchone()[0]
        return rows

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[str]:
        name = f"{self.name}_restoring_{os.getpid()}"
        self._administer(f'CREATE DATABASE "{name}"')
        try:
            self._run("pg_restore", "--exit-on-error", "--no-owner",
                      f"--dbname={self._url(name)}", str(dump))  # fmt: skip
            yield self._url(name)
        finally:
            self._administer(f'DROP DATABASE IF EXISTS "{name}"')

    def put_in_place(self, url: str) -> str:
        scratch, before = urlsplit(url).path[1:], f"{self.name}_before_{stamp()}"
        # One transaction: at no moment is there no live database, or half of one.
        self._administer(
            f'ALTER DATABASE "{self.name}" RENAME TO "{before}"',
            f'ALTER DATABASE "{scratch}" RENAME TO "{self.name}"',
        )
        return before

    def _url(self, name: str) -> str:
        return urlunsplit(("postgresql", self.url.netloc, f"/{name}", "", ""))

    def _administer(self, *statements: str) -> None:
        connections["default"].close()
        with closing(psycopg2.connect(self._url("postgres"))) as link:
            # To make a database and to drop it go with no transaction.
            link.autocommit = len(statements) == 1
            try:
                with link.cursor() as cursor:
                    for statement in statements:
                        cursor.execute(statement)
                if not link.autocommit:
                    link.commit()
            except psycopg2.errors.ObjectInUse:
                raise Refused(STOP_FIRST) from None
            except psycopg2.errors.InsufficientPrivilege:
                raise Refused(
                    "The database user may not make databases, which a proof and a restore need: "
                    f"ALTER ROLE {self.url.username} CREATEDB"
                ) from None

    def _run(self, program: str, *arguments: str) -> None:
        if shutil.which(program) is None:
            raise Refused(f"{program} is missing: install the client programs of PostgreSQL.")
        command = [program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
            raise Refused(f"{program} failed: {said}")


def kind() -> Sqlite | Postgresql:
    """The kind of the live database."""
    return Postgresql() if connections["default"].vendor == "postgresql" else Sqlite()


def tables() -> list[str]:
    """The tables of all models, those between them included."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


@contextmanager
def opened(url: str) -> Iterator[Any]:
    """A connection of Django to another database than the live one."""
    handler = ConnectionHandler({"default": dj_database_url.parse(url)})
    connection = handler["default"]
    try:
        yield connection
    finally:
        connection.close()


def check(connection: Any) -> None:
    """Raise Refused for a database that is damaged, or whose rows point to nothing."""
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                if cursor.fetchall() != [("ok",)]:
                    raise Refused("The backup is damaged: its database is not whole.")
        connection.check_constraints()
    except DatabaseError as error:
        raise Refused(f"The backup is damaged: {str(error).splitlines()[0]}") from None


def migrate(url: str) -> None:
    """Bring another database up to this release, in a process of its own."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--noinput", "-v0"]
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(  # noqa: S603 - our own words
        manage, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise Refused(f"The backup cannot be brought up to this release: {said}")


def alone(path: Path) -> None:
    """Put the log of an SQLite database into its file, which is all there is of it then."""
    # Not a new and empty one in the place of a file that is not there.
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", timeout=2, uri=True)) as link:
        link.execute("PRAGMA journal_mode=DELETE")


def remove(path: Path) -> None:
    """Remove an SQLite database with all that belongs to it."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def url_of(database: Mapping[str, Any]) -> str:
    """The DATABASE_URL of an entry of DATABASES on PostgreSQL."""
    person = quote(database.get("USER") or "", safe="")
    if password := database.get("PASSWORD"):
        person += f":{quote(password, safe='')}"
    port = f":{database['PORT']}" if database.get("PORT") else ""
    return f"postgresql://{person}@{database.get('HOST') or ''}{port}/{database['NAME']}"


def stamp() -> str:
    """The moment, for names: 20261128T133000Z."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def locked(path: Path, sentence: str) -> Iterator[None]:
    """Hold the lock of this file; raises Refused with the sentence while somebody else does."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(sentence) from None
        yield
