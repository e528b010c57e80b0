"""What every test shares: storage in a scratch folder, fast hashing, tasks that run when asked."""

import smtplib
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate

from newsportal.accounts import append_only


def pytest_configure():
    """The portal's own entry keeps no pages here: its thread would outlive the test's database.

    The tests of the page cache make one of their own, and start the real server.
    """
    settings.PAGE_CACHE_BYTES = 0


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Say what needs a database, and what may run in one process with what.

    Marked `database` is what asks for one and is not marked `one_database`: the rest need not be
    run on each kind of it. The tests of a file stay together, but for those that commit: they
    empty every table at the end, the rows of migrations too, and each process has them last.
    """
    for item in items:
        marker, fixtures = item.get_closest_marker("django_db"), set(item.fixturenames)
        commits = bool(
            {"transactional_db", "live_server"} & fixtures
            or (marker and marker.kwargs.get("transaction"))
        )
        item.add_marker(
            pytest.mark.xdist_group(f"{item.nodeid.split('::')[0]}{'-commits' * commits}")
        )
        if item.get_closest_marker("one_database"):
            continue
        if marker or {"db", "transactional_db"} & fixtures:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Without the triggers of the audit log: a test that commits is cleaned up by emptying
    every table. The tests of the triggers put them in again.
    """
    accounts = apps.get_app_config("accounts")
    assert post_migrate.disconnect(sender=accounts, dispatch_uid="audit append-only")
    with django_db_blocker.unblock():
        append_only.remove()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file: in memory all threads of a test's server would share one connection, and
    with it one transaction. A file locks and waits as the real one does.
    """
    default = connections["default"]
    if default.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(autouse=True)
def scratch(settings, tmp_path):
    """Files of a test live and die with it; static files come from the source tree."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def work():
    """Carry out what is due, with the worker's own steps but on the connection of the test."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )

    def run():
        while due := DBTaskResult.objects.ready().first():
            due.claim(worker.worker_id)
            worker.run_task(due)

    return run


@pytest.fixture
def broken_mail(monkeypatch):
    """A mail server that is down; call the result to bring it up again."""

    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("down")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        yield patch.undo


@pytest.fixture
def due_now():
    """Wait for what is due by moving the tasks instead of the clock."""
    from django_tasks_db.models import DBTaskResult

    from newsportal.timeline import now

    return lambda: DBTaskResult.objects.filter(status="READY").update(
        run_after=now() - timedelta(seconds=1)
    )
