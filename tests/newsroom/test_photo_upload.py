"""Many files of one upload: words for all, duplicates, photos that look alike, refusals."""

from hashlib import sha256

import pytest
from django_tasks_db.models import DBTaskResult

from articles.models import Collection, Licence, Photo
from articles.photos.developing import make_files
from tests import factories as make
from tests.newsroom.test_articles import sign_in
from tests.newsroom.test_photos import LIBRARY
from tests.photos.makers import encoded, quarters, upload

pytestmark = pytest.mark.django_db


def send(client, file, **words):
    return client.post(f"{LIBRARY}upload/", {"file": file, **words})


def send_all(client, *files):
    """The page after the form that works without scripts."""
    return client.post(f"{LIBRARY}add/", {"files": files}, follow=True).text


def test_the_words_for_all_are_those_of_each_file():
    client = sign_in("photo")
    words = {"credit": "Studio", "keywords": "river, fog", "place": "Chongqing", "caption": "Fog"}
    answer = client.post(f"{LIBRARY}add/", {"files": [make.jpeg(), make.jpeg()], **words})
    photos = list(Photo.objects.order_by("pk"))
    assert [{name: getattr(photo, name) for name in words} for photo in photos] == [words] * 2
    numbers = ",".join(str(photo.pk) for photo in photos)
    assert answer.headers["Location"] == f"{LIBRARY}captions/?photos={numbers}"


def test_a_licence_fills_what_is_empty_and_a_typed_credit_stays():
    licence = Licence.objects.create(name="Agency", credit="AGY", usage_terms="Once", most_uses=1)
    send(sign_in("photo"), make.jpeg(), licence=licence.pk, credit="Lin Mei / AGY")
    photo = Photo.objects.get()
    assert (photo.licence, photo.credit) == (licence, "Lin Mei / AGY")
    # Its files are made once, with the licence's words inside from the beginning.
    assert DBTaskResult.objects.filter(task_path=make_files.module_path).count() == 1
    assert (photo.usage_terms, photo.most_uses) == ("Once", 1)


def test_who_may_not_set_rights_is_not_offered_a_licence_and_cannot_send_one():
    licence = Licence.objects.create(name="Agency", credit="AGY")
    reporter = sign_in("reporter")
    assert 'name="licence"' not in reporter.get(f"{LIBRARY}add/").text
    assert 'name="licence"' in sign_in("photo").get(f"{LIBRARY}add/").text
    send(reporter, make.jpeg(), licence=licence.pk)
    photo = Photo.objects.get()
    assert (photo.licence, photo.credit) == (None, "")


def test_a_new_collection_is_made_once_for_all_files():
    client = sign_in("reporter")
    for _file in range(3):
        send(client, make.jpeg(), new_collection="River")
    assert Collection.objects.get().photos.count() == 3
    send(client, make.jpeg(), collection=Collection.objects.get().pk)
    assert Collection.objects.get().photos.count() == 4


def test_a_collection_of_somebody_else_is_refused_to_a_reporter():
    theirs = Collection.objects.create(name="Desk", added_by=make.user("photo"))
    answer = send(sign_in("reporter"), make.jpeg(), collection=theirs.pk)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Collection: ")
    assert not Photo.objects.exists()


def test_the_same_bytes_again_are_said_to_be_there_and_keep_their_words():
    client = sign_in("photo")
    data = encoded(quarters((60, 40)))
    first = send(client, upload(data, "a.jpg"), caption="First")
    assert (first.status_code, first.json()["was_there"]) == (201, False)
    again = send(client, upload(data, "b.jpg"), caption="Second", new_collection="River")
    assert (again.status_code, again.json()["was_there"]) == (200, True)
    photo = Photo.objects.get()
    assert photo.caption == again.json()["photo"]["caption"] == "First"
    assert again.json()["page"] == f"{LIBRARY}{photo.pk}/change/"
    assert Collection.objects.get().photos.get() == photo


def test_without_scripts_too_a_file_that_is_there_is_named_with_its_photo():
    client = sign_in("photo")
    data = encoded(quarters((60, 40)))
    photo = send(client, upload(data, "a.jpg"), caption="<First>").json()["photo"]["id"]
    page = send_all(client, upload(data, "c & d.jpg"), make.jpeg())
    link = f'<a href="{LIBRARY}{photo}/change/">&lt;First&gt;</a>'
    assert f"“c &amp; d.jpg” is in the library already: {link}" in page
    assert "1 photo is in the library." in page


def test_photos_that_look_alike_are_named_beside_the_new_one():
    client = sign_in("photo")
    large = send(client, upload(encoded(quarters((120, 80))), "large.jpg")).json()["photo"]["id"]
    answer = send(client, upload(encoded(quarters((90, 60))), "small.jpg")).json()
    assert [other["name"] for other in answer["alike"]] == ["large.jpg"]
    page = send_all(client, upload(encoded(quarters((60, 40))), "x.jpg"), make.jpeg())
    assert f'“x.jpg” looks like <a href="{LIBRARY}{large}/change/">large.jpg</a>, <a' in page


def test_the_library_tells_by_the_hash_whether_it_has_a_file():
    client = sign_in("reporter")
    data = encoded(quarters((60, 40)))
    address = f"{LIBRARY}known/?sha256={sha256(data).hexdigest()}"
    assert client.get(address).json() == {"photo": None}
    number = send(client, upload(data, "a.jpg")).json()["photo"]["id"]
    page = f"{LIBRARY}{number}/change/"
    assert client.get(address).json() == {"photo": {"id": number, "name": "a.jpg", "page": page}}


@pytest.mark.parametrize("sent", ["", "x" * 10_000, "é"])
def test_a_hash_that_is_none_is_the_hash_of_nothing(sent):
    assert sign_in("photo").get(f"{LIBRARY}known/", {"sha256": sent}).json() == {"photo": None}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"caption": "Fog", "alt": "fog."}, "This repeats the caption."),
        ({"alt": "DSC_0001"}, "This is the name of a file."),
        ({"credit": "x" * 201}, "Credit: "),
        ({"licence": "77"}, "Licence: "),
    ],
)
def test_words_that_cannot_be_kept_are_refused_with_the_reason(words, sentence):
    answer = send(sign_in("photo"), make.jpeg(), **words)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert not Photo.objects.exists()


def test_refused_words_are_shown_again_in_the_form():
    sent = {"files": [make.jpeg()], "place": "y", "credit": "x" * 201}
    page = sign_in("photo").post(f"{LIBRARY}add/", sent).text
    assert "x" * 201 in page
    assert "at most 200 characters" in page
