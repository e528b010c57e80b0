"""The grid of the photo library: pages by key, few queries, and what is done with ticked photos."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.content import PhotoChoice
from articles.models import Collection, Photo
from newsportal.accounts.models import AuditEntry
from tests import factories as make
from tests.newsroom.test_articles import sign_in
from tests.newsroom.test_photos import LIBRARY

pytestmark = pytest.mark.django_db


def many(count, **words):
    """Photos that share the files of one: the grid does not look at them."""
    first = make.photo(**words)
    rows = [first]
    for number in range(count - 1):
        copy = Photo.objects.get(pk=first.pk)
        copy.pk, copy._state.adding, copy.original_hash = None, True, f"{first.pk}-{number}"
        copy.save()
        rows.append(copy)
    return rows


def shown(page):
    return [int(number) for number in re.findall(r'data-photo="(\d+)"', page)]


def following(page):
    return re.search(r'data-photo-more><a href="([^"]*)"', page)[1].replace("&amp;", "&")


def test_pages_follow_each_other_by_key_and_show_every_photo_once():
    photos = many(100, caption="A bridge")
    client = sign_in("photo")
    page = client.get(f"{LIBRARY}?q=bridge").content.decode()
    seen = shown(page)
    assert len(seen) == 48
    make.photo(caption="A bridge that came meanwhile")
    while address := following(page):
        assert "q=bridge" in address
        page = client.get(LIBRARY + address).content.decode()
        seen += shown(page)
    assert seen == sorted((photo.pk for photo in photos), reverse=True)


def test_a_filter_begins_at_the_top():
    many(60)
    page = sign_in("photo").get(LIBRARY).content.decode()
    below = sign_in("photo").get(LIBRARY + following(page)).content.decode()
    assert len(shown(below)) == 12
    filters = re.findall(r'href="(\?[^"]*)"', below[below.index('id="changelist-filter"') :])
    assert filters
    assert not [address for address in filters if "before" in address]


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=" + "9" * 30, "o=1", "p=7"])
def test_strange_questions_are_answered_with_the_list(query):
    photo = make.photo()
    assert shown(sign_in("photo").get(f"{LIBRARY}?{query}", follow=True).content.decode()) == [
        photo.pk
    ]


@pytest.mark.parametrize("query", ["", "?q=bridge", "?used=no&rights=last&shape=landscape"])
def test_the_grid_asks_as_many_queries_of_many_photos_as_of_few(query):
    client = sign_in("photo")
    asked = []
    for count in (2, 60):
        many(count, caption="A bridge")
        client.get(LIBRARY + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIBRARY + query).status_code == 200
        asked.append(len(queries))
        for one in queries:
            assert not re.search(r'COUNT\(\*\).*FROM "articles_photo"[^)]*$', one["sql"])
    assert asked[0] == asked[1] <= 13


def test_the_grid_says_in_how_many_articles_a_photo_is_used():
    photo, other = make.photo(), make.photo()
    for headline in ("One", "Two"):
        body = f'<figure data-photo="{photo.pk}"><figcaption>x</figcaption></figure>'
        make.article(headline, body=body, photos=(PhotoChoice(photo.pk),))
    page = sign_in("photo").get(LIBRARY).content.decode()
    assert page.count("used in 2 articles") == 1
    assert page.count("not used") == 1
    assert other.pk in shown(page)


# -- Ticked photos -----------------------------------------------------------------------------


def test_ticked_photos_go_to_their_captions_in_their_order():
    one, two = make.photo(), make.photo()
    client = sign_in("photo")
    answer = client.post(
        f"{LIBRARY}chosen/", {"photo": [two.pk, one.pk, two.pk, "x"], "do": "captions"}
    )
    assert answer.headers["Location"] == f"{LIBRARY}captions/?photos={two.pk},{one.pk}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"do": "captions"}, "Tick the photos first."),
        ({"do": "captions", "photo": list(range(1, 202))}, "At most 200 photos at once."),
        ({"do": "collect", "photo": [1]}, "Choose a collection, or write the name"),
        ({"do": "collect", "photo": [1], "collection": "77"}, "Choose a collection"),
        ({"do": "collect", "photo": [1], "name": "x" * 101}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_done_is_said_and_one_is_back_where_one_was(data, words):
    answer = sign_in("photo").post(
        f"{LIBRARY}chosen/", {"back": "q=bridge&used=no", **data}, follow=True
    )
    ((address, status),) = answer.redirect_chain
    assert status == 302
    assert re.fullmatch(rf"{LIBRARY}\?q=bridge&used=no(&ticked=[\d%C]+)?(&named=x+)?", address), (
        address
    )
    assert words in answer.content.decode()


def test_a_refusal_loses_neither_the_ticks_nor_the_name_and_they_go_no_further():
    client, photos = sign_in("photo"), many(50)
    page = collect(client, photos[40], photos[45], name="x" * 101).content.decode()
    ticked = re.findall(r'value="(\d+)" checked', page)
    assert ticked == [str(photos[45].pk), str(photos[40].pk)]
    assert f'value="{"x" * 101}"' in page
    assert "ticked" not in following(page)
    assert 'name="back" value=""' in page
    assert "checked" not in collect(client, photos[40], name="River").content.decode()


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "\r\nx: y"])
def test_the_way_back_leads_to_the_library_alone(back):
    answer = sign_in("photo").post(f"{LIBRARY}chosen/", {"back": back})
    assert answer.headers["Location"].startswith(f"{LIBRARY}?")


# -- Collections -------------------------------------------------------------------------------


def collect(client, *photos, **data):
    numbers = [photo.pk for photo in photos]
    return client.post(
        f"{LIBRARY}chosen/", {"do": "collect", "photo": numbers, **data}, follow=True
    )


def test_photos_are_gathered_found_and_taken_out_again():
    client, one, two = sign_in("photo"), make.photo(), make.photo()
    page = collect(client, one, two, name="River ").content.decode()
    assert "2 photos are in “River” now." in page
    collection = Collection.objects.get()
    assert (collection.name, collection.added_by) == ("River", client.user)
    query = f"?collection={collection.pk}"
    assert shown(client.get(LIBRARY + query).content.decode()) == [two.pk, one.pk]
    collect(client, one, collection=collection.pk)
    collect(client, two, do="take-out", collection=collection.pk)
    assert shown(client.get(LIBRARY + query).content.decode()) == [one.pk]
    assert Photo.objects.count() == 2
    lines = AuditEntry.objects.filter(subject=f"collection:{collection.pk}").order_by("id")
    assert [list(line.detail) for line in lines] == [
        ["added"],
        ["photos_added"],
        ["photos_added"],
        ["photos_removed"],
    ]


def test_the_same_name_again_is_the_same_collection_for_the_same_person():
    client, one, two = sign_in("photo"), make.photo(), make.photo()
    collect(client, one, name="River")
    collect(client, two, name="River")
    assert Collection.objects.get().photos.count() == 2
    collect(sign_in("editor"), one, name="River")
    assert Collection.objects.count() == 2


def test_a_collection_is_renamed_and_deleted_and_its_photos_stay():
    client, photo = sign_in("photo"), make.photo()
    collect(client, photo, name="River")
    collection = Collection.objects.get()
    room = "/newsroom/articles/collection/"
    assert "River" in client.get(room).content.decode()
    client.post(f"{room}{collection.pk}/change/", {"name": "Ferries"})
    collection.refresh_from_db()
    assert collection.name == "Ferries"
    client.post(f"{room}{collection.pk}/delete/", {"post": "yes"})
    assert not Collection.objects.exists()
    assert Photo.objects.get() == photo


def test_a_reporter_changes_own_collections_and_sees_those_of_others():
    reporter, photo = sign_in("reporter"), make.photo()
    collect(sign_in("photo"), photo, name="Desk")
    theirs = Collection.objects.get()
    room = f"/newsroom/articles/collection/{theirs.pk}/"
    assert reporter.get(f"{LIBRARY}?collection={theirs.pk}").status_code == 200
    assert reporter.get(f"{room}change/").status_code == 200
    assert reporter.post(f"{room}change/", {"name": "Mine"}).status_code == 403
    assert reporter.post(f"{room}delete/", {"post": "yes"}).status_code == 403
    page = collect(reporter, photo, collection=theirs.pk).content.decode()
    assert "Your role does not include this step" in page
    collect(reporter, photo, name="Mine")
    assert Collection.objects.get(name="Mine").added_by == reporter.user
