"""The photo library in the newsroom."""

import pytest

from articles.content import PhotoChoice
from articles.models import Photo, PhotoUse
from articles.photos import renditions
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import sign_in
from tests.photos.bench import Bench
from tests.photos.makers import OTHER_FILES, encoded, quarters, upload

pytestmark = pytest.mark.django_db

LIBRARY = "/newsroom/articles/photo/"


def words_of(client, photo):
    """The form of the photo as a browser would send it."""
    return fields_of(client.get(f"{LIBRARY}{photo.pk}/change/"), "photo_form")


def test_many_photos_arrive_at_once_and_the_bad_one_is_named():
    client = sign_in("photo")
    bad = make.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "holiday.jpg"
    files = [make.jpeg(), bad, make.jpeg()]
    response = client.post(f"{LIBRARY}add/", {"files": files, "credit": "Studio"}, follow=True)
    page = response.content.decode()
    assert Photo.objects.filter(credit="Studio").count() == 2
    assert "holiday.jpg" in page
    assert "2 photos are in the library" in page


def test_of_forty_photos_the_three_bad_ones_are_named_and_the_rest_arrives(monkeypatch):
    bench = Bench()
    monkeypatch.setattr(renditions, "run_darkroom", bench.run)
    files = []
    for number in range(40):
        data = encoded(quarters((40 + number, 30)))
        data = {7: data[:300], 20: OTHER_FILES["iphone"][1], 39: b"just words"}.get(number, data)
        files.append(upload(data, f"IMG_{number:04}.jpg"))
    client = sign_in("photo")
    response = client.post(f"{LIBRARY}add/", {"files": files, "credit": "Studio"}, follow=True)
    bench.close()
    page = response.content.decode()
    assert Photo.objects.filter(credit="Studio").count() == 37
    assert "37 photos are in the library" in page
    sentences = {"IMG_0007": "damaged", "IMG_0020": "HEIC", "IMG_0039": "no picture"}
    for name, words in sentences.items():
        told = [str(message) for message in response.context["messages"] if name in str(message)]
        assert len(told) == 1
        assert words in told[0]


def test_an_upload_over_the_quota_is_answered_with_429(settings):
    settings.UPLOAD_QUOTA_MB = 1
    client = sign_in("reporter")
    make.photo(by=client.user)
    Photo.objects.update(size=1024 * 1024)
    answer = client.post(f"{LIBRARY}upload/", {"file": make.jpeg()})
    assert answer.status_code == 429
    assert "1 MB in 24 hours" in answer.json()["error"]


def test_the_picker_finds_photos_by_their_words():
    client = sign_in("reporter")
    bridge = make.photo(caption="The old bridge")
    make.photo(caption="A market")
    found = client.get(f"{LIBRARY}picker/", {"q": "BRIDGE old"}).json()
    assert [photo["id"] for photo in found["photos"]] == [bridge.pk]
    assert found["next"] is None
    thumbnail = client.get(found["photos"][0]["thumbnail"])
    assert thumbnail.headers["Content-Type"].startswith("image/")
    assert thumbnail.getvalue()


def test_an_upload_in_place_answers_with_the_photo_or_a_sentence():
    client = sign_in("reporter")
    answer = client.post(f"{LIBRARY}upload/", {"file": make.jpeg(), "caption": "New"})
    assert answer.status_code == 201
    assert answer.json()["photo"]["caption"] == "New"
    text = make.BytesIO(b"not a picture")
    text.name = "x.png"
    refused = client.post(f"{LIBRARY}upload/", {"file": text})
    assert refused.status_code == 400
    assert "JPEG" in refused.json()["error"]


@pytest.mark.parametrize("role", ["desk", "admin"])
def test_the_library_is_not_for_the_desk_or_the_administrator(role):
    client, photo = sign_in(role), make.photo()
    for page in ("", "add/", "picker/", f"{photo.pk}/thumbnail/", f"{photo.pk}/original/"):
        assert client.get(f"{LIBRARY}{page}").status_code == 403, page
    assert client.post(f"{LIBRARY}upload/", {"file": make.jpeg()}).status_code == 403
    assert Photo.objects.count() == 1


def test_the_original_is_for_whoever_added_it_and_the_photo_desk():
    reporter = sign_in("reporter")
    photo = make.photo(by=reporter.user)
    original = f"{LIBRARY}{photo.pk}/original/"
    for client in (reporter, sign_in("photo")):
        assert client.get(original).getvalue().startswith(b"\xff\xd8")
    assert sign_in("reporter").get(original).status_code == 403
    assert sign_in("editor").get(original).status_code == 403


def test_a_corrected_credit_is_written_to_the_log_of_changes():
    from newsportal.pagecache.models import Invalidation

    client, photo = sign_in("photo"), make.photo()
    Invalidation.objects.all().delete()
    page = f"{LIBRARY}{photo.pk}/change/"
    client.post(page, words_of(client, photo) | {"credit": "Corrected"})
    photo.refresh_from_db()
    assert photo.credit == "Corrected"
    assert list(Invalidation.objects.values_list("tag", flat=True)) == [f"photo:{photo.pk}"]


def test_a_photo_that_only_an_edition_prints_counts_as_used():
    printed, unused = make.photo(), make.photo()
    edition = make.published(photos=(PhotoChoice(printed.pk),))
    PhotoUse.objects.filter(article=edition.article_number).delete()
    client = sign_in("publisher")

    def listed(query):
        return list(client.get(LIBRARY + query).context["cl"].queryset)

    assert listed("?used=yes") == [printed]
    assert listed("?used=no") == [unused]
    assert edition.headline in client.get(f"{LIBRARY}{printed.pk}/change/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_photo_leaves_no_file_behind(settings):
    photo = make.photo()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    response = sign_in("publisher").post(f"{LIBRARY}{photo.pk}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert not Photo.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_a_reporter_sees_how_many_others_use_a_photo_and_not_what_they_write():
    client, photo = sign_in("reporter"), make.photo()
    for headline, by in (("My own story", client.user), ("A secret draft", make.user("editor"))):
        make.article(headline, by=by, photos=(PhotoChoice(photo.pk),))
    # A reporter may not change this photo; the publisher sees the same page with everything.
    page = client.get(f"{LIBRARY}{photo.pk}/change/").content.decode()
    assert "My own story" in page
    assert "A secret draft" not in page
    assert "And in 1 article of others." in page
    everything = sign_in("publisher").get(f"{LIBRARY}{photo.pk}/change/").content.decode()
    assert "A secret draft" in everything
    assert "of others" not in everything


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_photo_from_a_year_without_photographs_is_refused(day):
    client, photo = sign_in("photo"), make.photo()
    url = f"{LIBRARY}{photo.pk}/change/"
    data = words_of(client, photo) | {"taken_at_0": day, "taken_at_1": "23:59"}
    response = client.post(url, data)
    assert "Check the year." in response.content.decode()
    assert client.get(url).status_code == 200
