"""What every test shares: storage in a scratch folder, fast hashing, no task worker."""

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate

from newsportal.accounts import append_only


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Without the triggers of the audit log: a test that commits is cleaned up by emptying
    every table. The tests of the triggers put them in again.
    """
    accounts = apps.get_app_config("accounts")
    assert post_migrate.disconnect(sender=accounts, dispatch_uid="audit append-only")
    with django_db_blocker.unblock():
        append_only.remove()


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
