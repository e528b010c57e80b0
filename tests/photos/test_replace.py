"""A new file in the place of an old one: the photo stays, and the old file is kept."""

from pathlib import Path

import pytest
from PIL import Image

from articles.models import Photo, PhotoVersion, RetiredRenditions
from articles.photos import leaving, renditions, replacing, store
from articles.photos.intake import accept, known
from articles.photos.replacing import replace
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import NotAllowed, Refused, TooMuch, Unavailable
from tests.photos.makers import encoded, files_in, person, quarters, take, upload

pytestmark = pytest.mark.django_db

FIRST = encoded(quarters())
SECOND = encoded(Image.new("RGB", (500, 200), "teal"))


def test_the_photo_gets_the_new_file_and_keeps_the_old_one(settings):
    photo, editor = take(FIRST), person("photo")
    Photo.objects.filter(pk=photo.pk).update(
        crops={"1x1": [0, 0, 50, 50]}, focus_x=20, focus_y=30, made_for="something"
    )
    old = [row["name"] for row in photo.renditions]
    replaced = replace(photo, upload(SECOND, "better.jpg"), editor)
    replaced.refresh_from_db()
    assert replaced.pk == photo.pk
    assert (replaced.width, replaced.height, replaced.size) == (500, 200, len(SECOND))
    assert (replaced.file_name, replaced.added_by) == ("better.jpg", photo.added_by)
    assert (replaced.crops, replaced.focus_x, replaced.focus_y) == ({}, 20, 30)
    version = PhotoVersion.objects.get(photo=photo)
    assert (version.original_hash, version.size) == (photo.original_hash, len(FIRST))
    assert (version.file_name, version.replaced_by) == ("picture.jpg", editor)
    assert (settings.MEDIA_ROOT / str(version.original)).read_bytes() == FIRST
    assert (settings.MEDIA_ROOT / str(replaced.original)).read_bytes() == SECOND
    retired = RetiredRenditions.objects.get(photo=photo)
    assert [row["name"] for row in retired.renditions] == old
    for name in old + [row["name"] for row in replaced.renditions]:
        assert Path(store.default_storage.path(renditions.file_of(name))).exists()


def test_it_stands_in_the_audit_log():
    photo, editor = take(FIRST), person("photo")
    after = replace(photo, upload(SECOND), editor).original_hash
    entry = AuditEntry.objects.get(action="photo.crop_replace")
    assert (entry.by, entry.subject) == (editor, f"photo:{photo.pk}")
    assert entry.detail == {"before": photo.original_hash, "after": after}


def test_words_stay_and_the_new_file_fills_what_is_empty():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "From the camera", "Wang Fang"
    photo = accept(upload(FIRST), person("photo"), caption="Typed")
    replaced = replace(photo, upload(encoded(quarters((80, 60)), exif=exif)), person("photo"))
    assert (replaced.caption, replaced.creator) == ("Typed", "Wang Fang")


def test_words_that_changed_meanwhile_are_kept():
    photo = take(FIRST)
    Photo.objects.filter(pk=photo.pk).update(caption="Written meanwhile")
    assert replace(photo, upload(SECOND), person("photo")).caption == "Written meanwhile"


def test_the_bytes_of_an_earlier_version_are_known():
    photo = take(FIRST)
    old = photo.original_hash
    replace(photo, upload(SECOND), person("photo"))
    assert known(old) == photo
    assert take(FIRST) == photo
    assert Photo.objects.count() == 1


def test_an_earlier_version_comes_back_and_is_whole(settings):
    photo, editor = take(FIRST), person("photo")
    replaced = replace(photo, upload(SECOND), editor)
    again = replace(replaced, upload(FIRST), editor)
    assert again.original_hash == photo.original_hash
    assert [version.size for version in again.versions.all()] == [len(SECOND)]
    assert (settings.MEDIA_ROOT / str(again.original)).read_bytes() == FIRST


def test_the_same_bytes_change_nothing():
    photo = take(FIRST)
    assert replace(photo, upload(FIRST), person("photo")) == photo
    assert not PhotoVersion.objects.exists()
    assert not AuditEntry.objects.filter(action="photo.crop_replace").exists()


def test_the_bytes_of_another_photo_are_refused_and_it_is_named():
    photo, other = take(FIRST), take(SECOND)
    with pytest.raises(Refused, match=f"photo {other.pk}"):
        replace(photo, upload(SECOND), person("photo"))
    assert not PhotoVersion.objects.exists()


@pytest.mark.parametrize(("role", "may"), [("editor", False), ("reporter", False), ("photo", True)])
def test_who_may_replace_the_photo_of_another(role, may):
    photo = take(FIRST)
    if may:
        assert replace(photo, upload(SECOND), person(role)).width == 500
    else:
        with pytest.raises(NotAllowed):
            replace(photo, upload(SECOND), person(role))
    reporter = person("reporter")
    own = accept(upload(encoded(quarters((60, 60)))), reporter)
    assert replace(own, upload(encoded(quarters((70, 60)))), reporter).width == 70


def test_what_fails_half_way_leaves_the_photo_as_it_was(settings, monkeypatch):
    photo, before = take(FIRST), None
    before = sorted(files_in(settings.MEDIA_ROOT))
    monkeypatch.setattr(replacing, "exchange", fails_with(OSError("gone")))
    with pytest.raises(Unavailable):
        replace(photo, upload(SECOND), person("photo"))
    monkeypatch.setattr(replacing, "exchange", fails_with(RuntimeError("a fault of ours")))
    with pytest.raises(RuntimeError):
        replace(photo, upload(SECOND), person("photo"))
    assert sorted(files_in(settings.MEDIA_ROOT)) == before
    assert Photo.objects.get().original_hash == photo.original_hash


def fails_with(error):
    def fail(*args):
        raise error

    return fail


def test_the_quota_holds_for_replacements(settings):
    photo, editor = take(FIRST), person("photo")
    settings.UPLOAD_QUOTA_MB = 1
    Photo.objects.filter(pk=photo.pk).update(size=1024 * 1024, added_by=editor)
    with pytest.raises(TooMuch):
        replace(photo, upload(SECOND), editor)


def test_a_photo_that_was_deleted_meanwhile_is_not_made_again(settings):
    photo = take(FIRST)
    files = leaving.files_of(photo)
    Photo.objects.get().delete()
    leaving.forget(files)
    with pytest.raises(Refused, match="deleted meanwhile"):
        replace(photo, upload(SECOND), person("photo"))
    assert files_in(settings.MEDIA_ROOT) == []


def test_a_deleted_photo_takes_its_versions_and_retired_files_with_it(settings):
    photo = replace(take(FIRST), upload(SECOND), person("photo"))
    files = leaving.files_of(photo)
    photo.delete()
    leaving.forget(files)
    assert files_in(settings.MEDIA_ROOT) == []
