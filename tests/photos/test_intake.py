"""What `accept` takes, what it refuses, and what it leaves behind."""

import errno
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo
from articles.photos import intake, renditions, store
from articles.photos.intake import accept
from articles.photos.sentences import sentence_for
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import NotAllowed, Refused
from tests.photos.makers import (
    OTHER_FILES,
    encoded,
    files_in,
    person,
    png_that_claims,
    quarters,
    take,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scratch_folder(settings, tmp_path):
    """Where uploads are worked on: empty again after every test, whatever it did."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    yield folder
    assert list(folder.iterdir()) == []


def refused(data: bytes, name: str = "picture.jpg") -> str:
    """The sentence that `data` is refused with; nothing of it may be left."""
    with pytest.raises(Refused) as refusal:
        accept(upload(data, name), person("photo"))
    assert not Photo.objects.exists()
    return refusal.value.sentence


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("TIFF", "tif")],
)
def test_a_picture_becomes_a_photo_with_its_original_kept_byte_for_byte(kind, ending, settings):
    data = encoded(quarters(), kind)
    photo = accept(upload(data, "../../Old Town.gif"), person("photo"))
    original = Path(settings.MEDIA_ROOT) / photo.original.name
    assert original.read_bytes() == data
    assert photo.original.name == (
        f"originals/{photo.original_hash[:2]}/{photo.original_hash}.{ending}"
    )
    assert (photo.width, photo.height, photo.file_name) == (400, 300, "Old Town.gif")
    assert photo.size == len(data)


def test_an_upload_that_was_read_before_is_taken_from_its_beginning():
    file = SimpleUploadedFile("a.jpg", encoded(quarters()))
    file.read()
    assert accept(file, person("photo")).width == 400


def test_the_same_bytes_twice_are_one_photo(settings):
    first, before = take(quarters()), len(files_in(Path(settings.MEDIA_ROOT)))
    second = take(quarters())
    assert first.pk == second.pk
    assert Photo.objects.count() == 1
    assert len(files_in(Path(settings.MEDIA_ROOT))) == before


def test_the_same_bytes_at_the_same_moment_are_one_photo(monkeypatch):
    develop = renditions.develop

    def after_somebody_else(*args):
        monkeypatch.setattr(renditions, "develop", develop)
        take(quarters())
        return develop(*args)

    monkeypatch.setattr(renditions, "develop", after_somebody_else)
    photo = take(quarters())
    assert Photo.objects.get() == photo
    assert all(path.exists() for path in map(store_path, photo.renditions))


def store_path(row) -> Path:
    return Path(store.default_storage.path(renditions.file_of(row["name"])))


def test_an_upload_stands_in_the_audit_log():
    photo = take(quarters())
    entry = AuditEntry.objects.get(subject=f"photo:{photo.pk}")
    assert (entry.action, entry.by) == ("photo.upload", photo.added_by)


@pytest.mark.parametrize("role", ["desk", "admin", None])
def test_who_may_not_upload_is_refused(role):
    with pytest.raises(NotAllowed):
        accept(upload(encoded(quarters())), person(*([role] if role else [])))
    assert not Photo.objects.exists()


@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_not_taken_is_refused_with_the_way_out_whatever_its_name(name):
    kind, data = OTHER_FILES[name]
    assert refused(data, f"{name}.jpg") == sentence_for(kind)


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF"])
def test_an_animation_is_refused(kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "lime", "blue")]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    assert "more than one frame" in refused(data)


@pytest.mark.parametrize(
    ("kind", "keep"), [("JPEG", 0.5), ("PNG", 0.5), ("WEBP", 0.5), ("JPEG", 0.02)]
)
def test_a_cut_file_is_refused(kind, keep):
    data = encoded(Image.effect_noise((400, 300), 50).convert("RGB"), kind)
    assert "upload" in refused(data[: int(len(data) * keep)])


def test_an_empty_file_is_refused():
    assert "empty" in refused(b"")


def test_a_file_of_more_than_forty_megabytes_is_refused_before_all_of_it_is_read():
    class Endless:
        name, read_bytes = "endless.jpg", 0

        def seekable(self):
            return False

        def read(self, size):
            self.read_bytes += size
            return bytes(size)

    file = Endless()
    with pytest.raises(Refused, match="larger than 40 MB"):
        accept(file, person("photo"))
    assert file.read_bytes < intake.MAX_BYTES + 1_000_000


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (30_000, 30_000, "80 million"),
        (13_000, 13_000, "80 million"),
        (20_001, 10, "20000 pixels"),
    ],
)
def test_a_picture_that_claims_too_many_pixels_is_refused(width, height, words):
    assert words in refused(png_that_claims(width, height))


def test_a_webp_that_claims_too_many_pixels_is_refused():
    data = bytearray(encoded(quarters(), "WEBP", exif=b"Exif\x00\x00MM\x00*"))
    assert data[12:16] == b"VP8X"
    data[24:30] = (15_999).to_bytes(3, "little") * 2
    assert "80 million" in refused(bytes(data))


def test_a_webp_that_its_decoder_could_not_open_in_bounds_is_refused():
    data = bytearray(encoded(quarters(), "WEBP", exif=b"Exif\x00\x00MM\x00*"))
    data[24:30] = (7_999).to_bytes(3, "little") * 2
    assert "too much memory" in refused(bytes(data))


def test_what_a_person_typed_wins_over_the_file():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "From the camera", "Wang Fang"
    photo = accept(
        upload(encoded(quarters(), exif=exif)), person("photo"), caption=" A  bridge ", credit="Li"
    )
    assert (photo.caption, photo.credit, photo.creator) == ("A  bridge", "Li", "Wang Fang")


def test_every_text_of_a_photo_can_be_typed():
    words = {
        "headline": "A bridge opens",
        "source": "Xinhua",
        "place": "Nan'an, Chongqing, China",
        "keywords": "bridge, river",
        "usage_terms": "Editorial use alone",
        "web_statement": "https://example.org/rights",
        "licensor": "Xinhua",
    }
    photo = accept(upload(encoded(quarters())), person("photo"), **words)
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in words} == words


def test_an_address_that_is_none_is_refused():
    with pytest.raises(Refused, match="address of the rights statement"):
        accept(upload(encoded(quarters())), person("photo"), web_statement="javascript:alert(1)")


def test_what_is_no_text_of_a_photo_cannot_be_typed():
    with pytest.raises(TypeError):
        accept(upload(encoded(quarters())), person("photo"), original_hash="0" * 64)


def test_words_that_do_not_fit_are_refused_and_not_cut():
    with pytest.raises(Refused, match="201 characters; 200 fit"):
        accept(upload(encoded(quarters())), person("photo"), credit="x" * 201)


def test_a_disk_that_fails_leaves_neither_row_nor_file(monkeypatch, settings):
    put_on_disk, written = store.put_on_disk, []

    def until_full(source, target):
        written.append(target)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        put_on_disk(source, target)

    monkeypatch.setattr(store, "put_on_disk", until_full)
    assert "could not be stored" in refused(encoded(quarters()))
    assert files_in(Path(settings.MEDIA_ROOT)) == []


def test_a_disk_that_is_nearly_full_takes_no_photos(monkeypatch):
    usage = store.shutil.disk_usage(".")._replace(free=store.FREE_SPACE - 1)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage)
    assert "nearly full" in refused(encoded(quarters()))
