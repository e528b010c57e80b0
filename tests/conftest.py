"""What every test shares: storage in a scratch folder, fast hashing, no task worker."""

import pytest


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
