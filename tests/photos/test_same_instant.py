"""Two who mean the same files in the same instant: no file is lost, and none is left over.

Each of the two waits for the other at the point where they could harm each other. Where one is
kept out, as it should be, the wait ends by itself after a moment.
"""

import threading
from contextlib import suppress

import pytest
from django.db import connection
from PIL import Image

from articles.models import Photo
from articles.photos import leaving, renditions, store
from articles.photos.intake import accept
from newsportal.accounts import audit
from tests.photos.makers import encoded, files_in, files_of_rows, person, quarters, upload

pytestmark = pytest.mark.django_db(transaction=True)

MOMENT = 0.7  # seconds
DATA = encoded(quarters())


def at_once(**actions) -> dict:
    """What each of the actions gave or raised, begun in the same instant on threads of its name."""
    start, results = threading.Barrier(len(actions)), {}

    def run(name, action):
        try:
            start.wait()
            results[name] = action()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[name] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(name, action), name=name)
        for name, action in actions.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def is_thread(name: str) -> bool:
    return threading.current_thread().name == name


@pytest.fixture
def stored(monkeypatch):
    """Set when the uploader has stored its files; it then waits for `gone` before its row."""
    stored, gone, put_all = threading.Event(), threading.Event(), renditions.put_all

    def put_and_wait(*args):
        put_all(*args)
        if is_thread("uploader"):
            stored.set()
            gone.wait(MOMENT)

    monkeypatch.setattr(renditions, "put_all", put_and_wait)
    stored.gone = gone
    return stored


def remove(photo: Photo) -> None:
    """As the newsroom deletes a photo: the row, and then its files."""
    files = leaving.files_of(photo)
    Photo.objects.filter(pk=photo.pk).delete()
    leaving.forget(files)


def assert_whole(settings) -> None:
    named = files_of_rows()
    assert named
    assert set(files_in(settings.MEDIA_ROOT)) == named


def test_the_same_bytes_are_one_photo_with_whole_files(settings):
    users = [person("photo") for _number in range(3)]
    results = at_once(
        **{user.username: lambda user=user: accept(upload(DATA), user) for user in users}
    )
    assert len({photo.pk for photo in results.values()}) == 1
    assert_whole(settings)


def test_an_upload_that_fails_takes_no_file_from_one_that_does_not(settings, stored, monkeypatch):
    record = audit.record

    def breaks_for_one(*args, **named):
        if is_thread("unlucky"):
            stored.wait(MOMENT)
            raise RuntimeError("a fault of ours")
        record(*args, **named)

    def unlucky():
        try:
            accept(upload(DATA), first)
        finally:
            stored.gone.set()

    monkeypatch.setattr(audit, "record", breaks_for_one)
    first, second = person("photo"), person("photo")
    results = at_once(unlucky=unlucky, uploader=lambda: accept(upload(DATA), second))
    assert isinstance(results["unlucky"], RuntimeError | None)
    assert isinstance(results["uploader"], Photo)
    assert_whole(settings)


def test_a_deletion_takes_no_file_from_an_upload_of_the_same_bytes(settings, stored, monkeypatch):
    photo, user, drop = accept(upload(DATA), person("photo")), person("photo"), store.drop
    deleted = threading.Event()

    def wait_and_drop(name):
        if is_thread("remover"):
            stored.wait(MOMENT)
        drop(name)

    def remover():
        files = leaving.files_of(photo)
        Photo.objects.filter(pk=photo.pk).delete()
        deleted.set()
        leaving.forget(files)
        stored.gone.set()

    def uploader():
        deleted.wait(MOMENT)
        return accept(upload(DATA), user)

    monkeypatch.setattr(store, "drop", wait_and_drop)
    results = at_once(remover=remover, uploader=uploader)
    assert results["remover"] is None
    assert isinstance(results["uploader"], Photo)
    assert_whole(settings)
    monkeypatch.undo()
    remove(Photo.objects.get())
    assert files_in(settings.MEDIA_ROOT) == []


def test_a_quota_holds_to_the_byte(settings, monkeypatch):
    settings.UPLOAD_QUOTA_MB = 1
    user, picture = person("photo"), Image.effect_noise((900, 900), 90)
    files = [encoded(picture.rotate(turn), "PNG") for turn in (0, 90)]
    assert all(len(data) < 1024 * 1024 < 2 * len(data) for data in files)
    together, put_all = threading.Barrier(2), renditions.put_all

    def put_together(*args):
        with suppress(threading.BrokenBarrierError):
            together.wait(MOMENT)
        put_all(*args)

    monkeypatch.setattr(renditions, "put_all", put_together)
    results = at_once(
        first=lambda: accept(upload(files[0]), user), second=lambda: accept(upload(files[1]), user)
    )
    assert sorted(type(result).__name__ for result in results.values()) == ["Photo", "TooMuch"]
    assert Photo.objects.count() == 1
