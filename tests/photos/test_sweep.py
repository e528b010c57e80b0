"""What the sweep takes out of the store, and what it leaves."""

import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Photo, RetiredRenditions
from articles.photos import renditions, sweep
from newsportal.timeline import now
from tests.photos.makers import files_in, quarters, take, take_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings):
    """The folder of the store; `age` makes all its files two hours old."""
    return Path(settings.MEDIA_ROOT)


def age(media, hours=2):
    for path in files_in(media):
        os.utime(path, (time.time() - hours * 3600,) * 2)


def test_what_rows_name_stays(media):
    photo = take_all(quarters((1300, 900)))
    photo.credit = "Somebody else"
    photo.save()
    renditions.rebuild(photo)
    age(media)
    before = files_in(media)
    assert sweep.sweep() == 0
    assert files_in(media) == before


def test_replaced_files_go_after_thirty_days(media):
    photo = take_all(quarters())
    old = {row["name"] for row in photo.renditions}
    photo.credit = "Somebody else"
    photo.save()
    renditions.rebuild(photo)
    RetiredRenditions.objects.update(retired_at=now() - timedelta(days=31))
    age(media)
    assert sweep.sweep() == len(old)
    names = {path.name for path in files_in(media)}
    assert names.isdisjoint(old)
    assert names >= {row["name"] for row in photo.renditions}
    assert not RetiredRenditions.objects.exists()


def test_old_files_without_a_row_go_and_young_ones_stay(media):
    photo = take(quarters())
    kept = len(files_in(media))
    age(media)
    orphans = [
        media / "renditions" / "ab" / f"{'ab' * 16}-320.jpg",
        media / "renditions" / "ab" / ".incoming-x1",
        media / "originals" / "ab" / f"{'ab' * 32}.jpg",
        media / "releases" / "a.pdf",
    ]
    for path in orphans:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert sweep.sweep() == 0
    age(media)
    out = StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue() == "Files removed: 4.\n"
    assert len(files_in(media)) == kept
    assert Photo.objects.get() == photo


def test_an_empty_store_is_swept(media):
    assert sweep.sweep() == 0
