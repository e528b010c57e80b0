"""Photos in an object store that speaks S3: whole, private, and sound when the store is not."""

import logging
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from botocore.parsers import ResponseParserError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from storages.backends.s3 import S3Storage

from articles.content import PhotoChoice
from articles.models import Photo, Release
from articles.photos import sweep
from articles.photos.intake import accept
from articles.photos.renditions import file_of, rebuild
from newsportal import objectstore, storage_url
from newsportal.objectstore import ObjectStore
from newsportal.refusals import Refused
from tests import factories
from tests.photos.makers import encoded, person, printed, quarters, take, upload
from tests.photos.object_store import BUCKET, object_store

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def road():
    with object_store() as road:
        yield road


def past_the_road(road):
    """A client of the server itself, whatever happens on the road."""
    return boto3.client(
        "s3",
        endpoint_url="http://{}:{}".format(*road.target),
        aws_access_key_id="key",
        aws_secret_access_key="se/cret",
        region_name="us-east-1",
    )


@pytest.fixture
def bucket(road, settings, monkeypatch):
    """The media store of the test is a bucket, empty at first; gives its objects by name."""
    monkeypatch.setattr(ObjectStore, "_asked_again_at", 0.0)
    monkeypatch.setattr(objectstore, "READ", 1)
    monkeypatch.setattr(logging.getLogger("botocore"), "disabled", True)
    road.trouble = ""
    address = f"127.0.0.1:{road.port}"
    entry = storage_url.read(f"s3+http://key:se%2Fcret@{address}/{BUCKET}/site")
    client = past_the_road(road)
    client.create_bucket(Bucket=BUCKET)
    settings.STORAGES = {**settings.STORAGES, "default": entry}

    def names():
        return {row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}

    yield names
    road.trouble = ""
    for name in names():
        client.delete_object(Bucket=BUCKET, Key=name)


def files_of(photo):
    return {f"site/{file_of(one['name'])}" for one in photo.renditions} | {f"site/{photo.original}"}


# -- The settings ----------------------------------------------------------------------------------


def test_without_an_address_files_lie_in_the_folder():
    assert "OPTIONS" not in storage_url.read("")
    entry = storage_url.read("file:///srv/press%20photos")
    assert entry["OPTIONS"] == {"location": "/srv/press photos"}


def test_an_address_of_a_bucket_is_read_whole():
    entry = storage_url.read(
        "s3://AKIA:a%2Fb%2Bc@s3.example.org:9000/press/site?region=eu-central-1"
    )
    assert entry["OPTIONS"] == {
        "access_key": "AKIA",
        "secret_key": "a/b+c",
        "endpoint_url": "https://s3.example.org:9000",
        "bucket_name": "press",
        "location": "site",
        "region_name": "eu-central-1",
    }


@pytest.mark.parametrize("url", ["press", "https://s3.example.org/x", "s3://host", "file://x/y"])
def test_another_address_stops_the_start_with_a_sentence_that_tells_no_key(url):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "STORAGE_URL": url.replace("//", "//key:hush@", 1)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "STORAGE_URL must look like s3://" in done.stderr
    assert "hush" not in done.stderr
    assert "Traceback" not in done.stderr


# -- While it is well ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_photo_lives_in_the_bucket_and_goes_with_its_row(bucket, client):
    photo = take(quarters((700, 500)))
    assert bucket() == files_of(photo)
    printed(photo)
    for row in photo.renditions:
        response = client.get(reverse("photo", args=[photo.pk, row["name"]]))
        assert response.status_code == 200
        assert len(response.getvalue()) == default_storage.size(file_of(row["name"]))
    assert client.get(reverse("photo", args=[photo.pk, "none.jpg"])).status_code == 404


@pytest.mark.django_db
def test_nothing_in_the_bucket_is_public_or_has_a_name_of_the_uploader(bucket, road):
    accept(upload(encoded(quarters()), "../../secret source.jpg"), person("photo"))
    client = past_the_road(road)
    for name in bucket():
        assert "secret" not in name
        assert name.startswith(("site/originals/", "site/renditions/"))
        grants = client.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
        assert not [grant for grant in grants if "URI" in grant["Grantee"]]


@pytest.mark.django_db
def test_the_original_comes_back_byte_for_byte(bucket, client):
    data = encoded(quarters((900, 600)))
    photo = take(data)
    client.force_login(factories.user("photo"))
    response = client.get(reverse("admin:articles_photo_original", args=[photo.pk]))
    assert response.getvalue() == data


@pytest.mark.django_db
def test_lost_renditions_are_made_again_under_the_same_names(bucket):
    photo = take(quarters((700, 500)))
    before = bucket()
    for row in photo.renditions:
        default_storage.delete(file_of(row["name"]))
    assert bucket() == {f"site/{photo.original}"}
    rebuild(photo)
    assert before <= bucket()


@pytest.mark.django_db
def test_what_lies_under_the_name_of_a_new_file_is_not_trusted(bucket):
    """It may be old, and about to be swept; or as long, and another."""
    photo = take(quarters((700, 500)))
    name = file_of(photo.renditions[0]["name"])
    with default_storage.open(name) as file:
        whole = file.read()
    Photo.objects.filter(pk=photo.pk).update(renditions=[])
    default_storage.save(name, ContentFile(bytes(len(whole))))
    rebuild(photo)
    with default_storage.open(name) as file:
        assert file.read() == whole


def test_a_file_that_is_not_there_is_missing_as_on_a_disk(bucket):
    for ask in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            ask("renditions/ab/none.jpg")
    assert not default_storage.exists("renditions/ab/none.jpg")
    default_storage.delete("renditions/ab/none.jpg")


# -- While it is not well ------


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["shut", "silent", "cut"])
def test_an_upload_says_so_soon_and_leaves_no_row(bucket, road, trouble):
    by, data = person("photo"), encoded(quarters((700, 500)))
    road.trouble, start = trouble, time.monotonic()
    with pytest.raises(Refused, match="could not be stored") as refusal:
        accept(upload(data), by)
    assert time.monotonic() - start < 5
    assert refusal.value.status == 503
    assert not Photo.objects.exists()
    road.trouble = ""
    ObjectStore._asked_again_at = 0.0
    photo = accept(upload(data), by)
    assert files_of(photo) <= bucket()


@pytest.mark.django_db
def test_with_every_third_answer_wrong_rows_and_whole_files_are_as_many(bucket, road, monkeypatch):
    by, taken = person("photo"), []
    road.trouble = "500"
    for number in range(int(os.environ.get("UPLOADS", "20"))):
        with suppress(Refused):
            taken.append(accept(upload(encoded(quarters((320 + number, 240)))), by))
    road.trouble = ""
    assert len(taken) == Photo.objects.count() > 0
    for photo in taken:
        assert files_of(photo) <= bucket()
    # What the failures left goes, once it is old enough; nothing else does.
    assert sweep.sweep() == 0
    monkeypatch.setattr(sweep, "YOUNG", timedelta(0))
    left = bucket() - set().union(*map(files_of, taken))
    assert sweep.sweep() == len(left)
    assert bucket() == set().union(*map(files_of, taken))


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["shut", "silent", "cut answers"])
def test_pages_answer_with_the_alternative_text_and_pictures_say_503(bucket, road, client, trouble):
    picture = encoded(Image.effect_noise((640, 427), 80).convert("RGB"))
    photo = accept(upload(picture), person("photo"), credit="Li", alt="The bridge at dusk")
    edition = factories.published(photos=(PhotoChoice(photo.pk),))
    road.trouble, start = trouble, time.monotonic()
    page = client.get(edition.get_absolute_url())
    assert page.status_code == 200
    assert "The bridge at dusk" in page.text
    assert time.monotonic() - start < 1
    answer = client.get(reverse("photo", args=[photo.pk, photo.renditions[-1]["name"]]))
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert time.monotonic() - start < 5


@pytest.mark.django_db
def test_what_is_deleted_while_the_store_is_gone_is_deleted(
    bucket, road, client, django_capture_on_commit_callbacks
):
    by = factories.user("photo")
    client.force_login(by)
    photo = take(quarters((700, 500)))
    for name in ("releases/a.pdf", "releases/b.pdf"):
        Release.objects.create(photo=photo, person="Li", added_by=by, file=name)
    first = photo.releases.first()
    road.trouble = "shut"
    for page, numbers in (("remove_release", [photo.pk, first.pk]), ("delete", [photo.pk])):
        with django_capture_on_commit_callbacks(execute=True):
            address = reverse(f"admin:articles_photo_{page}", args=numbers)
            assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Photo.objects.exists()


def test_an_answer_that_nobody_understands_is_trouble_as_any_other(bucket, monkeypatch):
    def mistaken(*_args, **_named):
        raise ResponseParserError("a page of some proxy")

    monkeypatch.setattr(S3Storage, "listdir", mistaken)
    with pytest.raises(OSError, match="did not answer for"):
        default_storage.listdir("renditions")


def test_no_answer_is_waited_for_longer_than_ten_seconds():
    pause = 1  # at most, before botocore asks a second time
    assert objectstore.ATTEMPTS * (max(objectstore.CONNECT, objectstore.READ) + pause) < 10


def test_a_store_that_is_silent_is_left_alone_for_a_while(bucket, road, monkeypatch):
    road.trouble = "silent"
    with pytest.raises(OSError, match="did not answer for"):
        default_storage.exists("a")
    start = time.monotonic()
    with pytest.raises(OSError, match="a moment ago"):
        default_storage.open("b")
    assert time.monotonic() - start < 0.1
    road.trouble = ""
    monkeypatch.setattr(ObjectStore, "_asked_again_at", time.monotonic() - objectstore.PAUSE)
    default_storage.save("b", ContentFile(b"there again"))
    with default_storage.open("b") as file:
        assert file.read() == b"there again"
