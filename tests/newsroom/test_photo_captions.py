"""The captions of many photos on one page."""

import re

import pytest

from articles.admin.photo_captions import ForAllForm
from articles.models import Collection, Licence, Photo
from newsportal.accounts.models import AuditEntry
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import sign_in
from tests.newsroom.test_photos import LIBRARY

pytestmark = pytest.mark.django_db


def address(*photos):
    return f"{LIBRARY}captions/?photos={','.join(str(photo.pk) for photo in photos)}"


def open_page(client, *photos):
    """The fields of the page, as a browser would send them."""
    return fields_of(client.get(address(*photos)), "captions_form")


def shown(page):
    fieldset = r'<fieldset class="caption" data-photo="(\d+)"'
    return [int(number) for number in re.findall(fieldset, page)]


def copies_of(photo, count):
    """Further rows like `photo`, without files of their own; all of them, the oldest first."""
    rows = [Photo.objects.get(pk=photo.pk) for _number in range(count)]
    for number, row in enumerate(rows):
        row.pk, row.original_hash = None, f"{number:064x}"
    Photo.objects.bulk_create(rows)
    return list(Photo.objects.order_by("pk"))


def test_each_photo_gets_its_own_words_by_one_button():
    client, one, two = sign_in("photo"), make.photo(), make.photo()
    sent = open_page(client, two, one)
    sent |= {f"{one.pk}-caption": "A pier", f"{two.pk}-alt": "A red ferry", "do": "save"}
    answer = client.post(address(two, one), sent, follow=True)
    assert "2 photos are saved." in answer.text
    assert shown(answer.text) == [two.pk, one.pk]
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.caption, two.alt) == ("A pier", "A red ferry")
    entry = AuditEntry.objects.filter(subject=f"photo:{one.pk}").latest("id")
    assert entry.detail == {"changes": {"caption": ["", "A pier"]}}


def test_what_was_not_touched_is_not_written_over():
    client, photo = sign_in("photo"), make.photo()
    sent = open_page(client, photo) | {f"{photo.pk}-place": "Chongqing"}
    Photo.objects.filter(pk=photo.pk).update(caption="Written meanwhile")
    client.post(address(photo), sent)
    photo.refresh_from_db()
    assert (photo.caption, photo.place) == ("Written meanwhile", "Chongqing")


def test_what_two_people_wrote_is_shown_to_the_second_before_it_is_written_over():
    client, photo = sign_in("photo"), make.photo(caption="A pier\r\nat night")
    caption = f"{photo.pk}-caption"
    sent = open_page(client, photo) | {caption: "Mine"}
    Photo.objects.filter(pk=photo.pk).update(caption="Theirs")
    answer = client.post(address(photo), sent)
    assert answer.status_code == 400
    assert "Somebody has written meanwhile: “Theirs”." in answer.text
    photo.refresh_from_db()
    assert photo.caption == "Theirs"
    again = fields_of(answer, "captions_form")
    assert again[caption] == ["Mine"]
    assert client.post(address(photo), again).status_code == 302
    photo.refresh_from_db()
    assert photo.caption == "Mine"


@pytest.mark.parametrize("meanwhile", ["A pier", "A ferry"])
def test_nobody_is_in_the_way_who_wrote_nothing_else(meanwhile):
    client, photo = sign_in("photo"), make.photo(caption="A pier\nat night")
    Photo.objects.filter(pk=photo.pk).update(caption=meanwhile)
    opened = {"initial-caption": "A pier", "caption": "A ferry"}
    assert client.post(f"{LIBRARY}{photo.pk}/words/", opened).status_code == 200


def test_a_script_is_told_what_somebody_wrote_meanwhile():
    client, photo = sign_in("photo"), make.photo(caption="Theirs")
    words = f"{LIBRARY}{photo.pk}/words/"
    answer = client.post(words, {"initial-caption": "A pier", "caption": "Mine"})
    assert (answer.status_code, answer.json()["meanwhile"]) == (400, {"caption": "Theirs"})
    answer = client.post(words, {"initial-caption": "Theirs", "caption": "Mine"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("alt", "words"),
    [("A pier!", "This repeats the caption."), ("IMG_0001.jpg", "This is the name of a file.")],
)
def test_an_alternative_text_that_says_nothing_is_refused_and_the_rest_is_saved(alt, words):
    client, one, two = sign_in("photo"), make.photo(), make.photo()
    sent = open_page(client, one, two)
    sent |= {f"{one.pk}-caption": "A pier", f"{one.pk}-alt": alt, f"{two.pk}-caption": "A ferry"}
    answer = client.post(address(one, two), sent)
    assert answer.status_code == 400
    assert words in answer.text
    assert alt in answer.text
    assert "1 photo is saved." in answer.text
    assert "1 photo is not saved yet" in answer.text
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.caption, two.caption) == ("", "A ferry")


def test_a_photo_whose_text_was_wrong_before_can_still_get_a_place():
    client, photo = sign_in("photo"), make.photo()
    Photo.objects.filter(pk=photo.pk).update(caption="A pier", alt="A pier")
    answer = client.post(f"{LIBRARY}{photo.pk}/words/", {"place": "Chongqing"})
    assert answer.status_code == 200
    refused = client.post(f"{LIBRARY}{photo.pk}/words/", {"alt": "a pier"})
    assert refused.status_code == 400
    sentence = "This repeats the caption. Say what the photo shows."
    assert refused.json()["fields"] == {"alt": sentence}


def test_words_that_were_not_sent_stay():
    client, photo = sign_in("photo"), make.photo(caption="A pier", keywords="river")
    client.post(f"{LIBRARY}{photo.pk}/words/", {"caption": "A ferry"})
    photo.refresh_from_db()
    assert (photo.caption, photo.keywords, photo.credit) == ("A ferry", "river", "Portal Studio")


def test_words_for_all_fill_what_is_empty_or_take_its_place():
    client = sign_in("photo")
    one, two = make.photo(place="Wanzhou"), make.photo()
    sent = open_page(client, one, two) | {"all-place": "Chongqing", "all-keywords": "fog"}
    answer = client.post(address(one, two), sent | {"do": "save", f"{one.pk}-caption": "A pier"})
    assert set(Photo.objects.values_list("place", flat=True)) == {"Wanzhou", ""}
    assert "1 photo is saved." in answer.text
    assert "not written yet" in answer.text
    sent = fields_of(answer, "captions_form")
    assert (sent["all-place"], sent[f"initial-{one.pk}-caption"]) == (["Chongqing"], ["A pier"])
    client.post(address(one, two), sent | {"do": "all", f"{two.pk}-caption": "A ferry"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.place, one.keywords) == ("Wanzhou", "fog")
    assert (two.place, two.keywords, two.caption) == ("Chongqing", "fog", "A ferry")
    sent = open_page(client, one, two) | {"all-place": "Chengdu", "all-over": "on", "do": "all"}
    client.post(address(one, two), sent)
    assert set(Photo.objects.values_list("place", flat=True)) == {"Chengdu"}


def test_words_for_all_take_back_nothing_that_was_written_as_they_were_saved(monkeypatch):
    client, photo = sign_in("photo"), make.photo()
    sent = open_page(client, photo) | {"all-place": "Chengdu", "do": "all"}
    is_valid = ForAllForm.is_valid

    def and_others_write(form):
        Photo.objects.filter(pk=photo.pk).update(made_for="theirs", headline="Theirs")
        return is_valid(form)

    monkeypatch.setattr(ForAllForm, "is_valid", and_others_write)
    assert client.post(address(photo), sent).status_code == 302
    photo.refresh_from_db()
    assert (photo.place, photo.headline) == ("Chengdu", "Theirs")


def test_a_licence_for_all_is_for_those_who_set_rights():
    licence = Licence.objects.create(name="Agency", usage_terms="Once")
    editor, desk, photo = sign_in("editor"), sign_in("photo"), make.photo()
    sent = open_page(editor, photo)
    assert "all-licence" not in sent
    editor.post(address(photo), sent | {"all-licence": licence.pk, "do": "all"})
    photo.refresh_from_db()
    assert photo.licence is None
    desk.post(address(photo), open_page(desk, photo) | {"all-licence": licence.pk, "do": "all"})
    photo.refresh_from_db()
    assert (photo.licence, photo.usage_terms) == (licence, "Once")


# -- Which photos -----------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["photos", "collection"])
def test_of_very_many_photos_a_page_has_what_a_form_can_carry_and_leads_to_the_rest(by):
    client = sign_in("photo")
    photos = copies_of(make.photo(), 129)
    page = address(*photos)
    if by == "collection":
        collection = Collection.objects.create(name="River", added_by=client.user)
        collection.photos.set(photos)
        page = f"{LIBRARY}captions/?collection={collection.pk}"
        photos.reverse()
    seen = []
    while page:
        answer = client.get(page)
        seen += shown(answer.text)
        last = shown(answer.text)[-1]
        sent = fields_of(answer, "captions_form") | {f"{last}-caption": f"Pier {last}"}
        assert client.post(page, sent).status_code == 302
        link = re.search(r'<a href="([^"]+)">Further photos</a>', answer.text)
        page = link and link[1].replace("&amp;", "&")
    assert seen == [photo.pk for photo in photos]
    assert Photo.objects.filter(caption__startswith="Pier").count() == 3


def test_a_collection_is_described_as_well():
    collection = Collection.objects.create(name="River", added_by=make.user("photo"))
    one, two, _other = make.photo(), make.photo(), make.photo()
    collection.photos.add(one, two)
    page = sign_in("photo").get(f"{LIBRARY}captions/?collection={collection.pk}").text
    assert shown(page) == [two.pk, one.pk]


def test_a_reporter_describes_own_photos_alone():
    client = sign_in("reporter")
    own, theirs = make.photo(by=client.user), make.photo()
    page = client.get(address(own, theirs)).text
    assert shown(page) == [own.pk]
    assert "1 further photo left out" in page
    sent = open_page(client, own, theirs) | {f"{theirs.pk}-caption": "Mine now"}
    client.post(address(own, theirs), sent)
    theirs.refresh_from_db()
    assert theirs.caption == ""


@pytest.mark.parametrize("query", ["", "?photos=", "?photos=x,-1,99999999", "?collection=77"])
def test_a_page_without_photos_says_where_to_begin(query):
    answer = sign_in("photo").get(f"{LIBRARY}captions/{query}")
    assert answer.status_code == 200
    assert "Tick photos in the library" in answer.text
