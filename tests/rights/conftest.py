"""The world that the requests are about: made once for a module, and rolled back with it."""

import pytest
from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import override_settings

from tests.rights.world import World, make_world


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        made = make_world()
        made.media = media
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(world_of_module, settings, monkeypatch) -> World:
    """The world, with its files where they were put, and refusals in one line.

    The frame of the page that says no takes longer than the refusal; other tests look at it.
    """
    settings.MEDIA_ROOT = world_of_module.media
    monkeypatch.setattr("newsportal.urls.handler403", refuse, raising=False)
    monkeypatch.setattr("newsportal.urls.handler404", refuse_with_404, raising=False)
    return world_of_module


def refuse(request, exception):
    return HttpResponseForbidden(str(exception))


def refuse_with_404(request, exception):
    return HttpResponseNotFound(str(exception))
