"""The page of a photo: its words, where it is used, deletion, another file for it."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.content import PhotoChoice
from articles.models import Article, EditionPhoto, Photo, PhotoUse, Placement, Section
from articles.photos.replacing import replace
from articles.workflow.photo_removal import remove_from_past
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import Refused
from newsportal.timeline import at, now
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import sign_in
from tests.newsroom.test_photos import LIBRARY, words_of

pytestmark = pytest.mark.django_db


def page(photo, name="change"):
    return f"{LIBRARY}{photo.pk}/{name}/"


def places(client, photo):
    """Headline -> the places that the page names, in words."""
    uses = client.get(page(photo)).context["uses"]
    return {use.article.headline: use.places for use in uses.shown}


# -- Words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alt", "sentence"),
    [("The bridge!", "repeats the caption"), ("IMG_2041.JPG", "the name of a file")],
)
def test_an_alternative_text_that_says_nothing_is_refused_with_the_reason(alt, sentence):
    client, photo = sign_in("photo"), make.photo(alt="People on a bridge")
    data = words_of(client, photo) | {"caption": "The bridge", "alt": alt}
    answer = client.post(page(photo), data)
    assert sentence in answer.text
    assert alt in answer.text
    photo.refresh_from_db()
    assert photo.alt == "People on a bridge"


def test_two_people_on_the_page_of_a_photo_write_over_nothing_unseen():
    client, photo = sign_in("photo"), make.photo(caption="A pier")
    sent = words_of(client, photo) | {"place": "Chongqing", "credit": "Mine"}
    until = now().replace(microsecond=0) + timedelta(days=3)
    Photo.objects.filter(pk=photo.pk).update(
        caption="Theirs", credit="Theirs", usable_until=until, shows_minor=True
    )
    answer = client.post(page(photo), sent)
    assert "Somebody has written meanwhile: “Theirs”." in answer.text
    again = fields_of(answer, "photo_form")
    assert (again["credit"], again["place"]) == (["Mine"], ["Chongqing"])
    assert client.post(page(photo), again).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.credit, photo.place) == ("Theirs", "Mine", "Chongqing")
    assert (photo.usable_until, photo.shows_minor) == (until, True)
    assert set(AuditEntry.objects.latest("id").detail["changes"]) == {"credit", "place"}


def test_rights_are_the_photo_desks_and_words_are_everybodys():
    photo, editor, desk = make.photo(), sign_in("editor"), sign_in("photo")
    data = words_of(editor, photo)
    assert "most_uses" not in data
    editor.post(page(photo), data | {"place": "Chongqing", "most_uses": "1", "shows_minor": "on"})
    photo.refresh_from_db()
    assert (photo.place, photo.most_uses, photo.shows_minor) == ("Chongqing", None, False)
    sent = words_of(desk, photo) | {"source": "City", "most_uses": "1", "shows_minor": "on"}
    desk.post(page(photo), sent)
    photo.refresh_from_db()
    assert (photo.place, photo.most_uses, photo.shows_minor) == ("Chongqing", 1, True)
    changed = AuditEntry.objects.filter(subject=f"photo:{photo.pk}").order_by("-id")[:2]
    assert {entry.action: set(entry.detail["changes"]) for entry in changed} == {
        "photo.edit_meta": {"source"},
        "photo.set_rights_expiry": {"most_uses", "shows_minor"},
    }


@pytest.mark.parametrize(
    ("theirs", "mine", "words"),
    [
        ({"caption": "Theirs"}, {"caption": "Mine"}, "“Theirs”"),
        ({"most_uses": 1}, {"most_uses": "9"}, "“1”"),
        (
            {"usable_until": datetime(2032, 1, 2, tzinfo=UTC)},
            {"usable_until_0": "2031-01-02", "usable_until_1": "10:00"},
            "2 January 2032",
        ),
    ],
)
def test_what_two_changed_is_shown_to_the_second_before_it_is_written_over(theirs, mine, words):
    client, photo = sign_in("photo"), make.photo(caption="A pier")
    sent = words_of(client, photo) | mine
    Photo.objects.filter(pk=photo.pk).update(**theirs)
    answer = client.post(page(photo), sent)
    assert "Somebody has written meanwhile" in answer.text
    assert words in answer.text
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in theirs} == theirs
    again = fields_of(answer, "photo_form")
    assert client.post(page(photo), again).status_code == 302
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in theirs} != theirs


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "example.org"])
def test_a_rights_statement_lies_on_the_web(address):
    client, photo = sign_in("photo"), make.photo()
    data = words_of(client, photo) | {"web_statement": address}
    assert "Enter a valid URL" in client.post(page(photo), data).text
    photo.refresh_from_db()
    assert photo.web_statement == ""


# -- Where it is used ------------------------------------------------------------------------------


def test_each_kind_of_use_is_named():
    photo, other = make.photo(), make.photo()
    first = (PhotoChoice(other.pk, alt="A"),)
    mine = (PhotoChoice(photo.pk, alt="A"),)
    make.article("Leads a draft", photos=mine)
    make.article("In a gallery", photos=(*first, *mine))
    make.article("In a text", body=f'<p>x</p><figure data-photo="{photo.pk}"></figure>')
    live = make.published("Live and on the front page", photos=mine)
    Placement.objects.create(place="lead", article_number=live.article_number)
    waiting = make.published("Scheduled", photos=mine, at=make.tomorrow())
    was = make.published("Had it once", photos=mine)
    make.updated(was, photos=first)
    make.published("Without it", photos=first)
    Section.objects.filter(slug="city").update(fallback_photo=photo)
    client = sign_in("publisher")
    assert places(client, photo) == {
        "Leads a draft": ["Working copy: lead"],
        "In a gallery": ["Working copy: gallery"],
        "In a text": ["Working copy: in the text"],
        "Live and on the front page": ["Working copy: lead", "Readers see it: lead, front page"],
        "Scheduled": ["Working copy: lead", "Scheduled: lead"],
        "Had it once": ["1 earlier edition"],
    }
    assert "Picture instead of photos whose rights have run out" in client.get(page(photo)).text
    assert waiting.article_number


def test_the_number_of_uses_is_that_of_a_full_scan():
    photos = [make.photo() for _ in range(4)]
    for number in range(6):
        chosen = [photos[number % 4], photos[(number + 1) % 4]]
        body = f'<p>x</p><figure data-photo="{photos[(number + 2) % 4].pk}"></figure>'
        edition = make.published(
            f"Story {number}",
            body=body if number % 2 else "<p>x</p>",
            photos=tuple(PhotoChoice(photo.pk, alt="A view") for photo in chosen),
        )
        if number % 3 == 0:
            make.updated(edition, photos=())
    client = sign_in("publisher")
    for photo in photos:
        scanned = {
            article.pk
            for article in Article.objects.all()
            if photo.pk in {choice.photo for choice in article.content().photos}
            or f'data-photo="{photo.pk}"' in article.body
            or any(photo in edition.photos.all() for edition in article.editions)
        }
        uses = client.get(page(photo)).context["uses"]
        assert {use.number for use in uses.of_articles} == scanned


def test_the_page_of_a_photo_with_many_uses_asks_few_queries(django_assert_max_num_queries):
    photo = make.photo()
    for number in range(5):
        make.published(f"Story {number}", photos=(PhotoChoice(photo.pk, alt="A view"),))
    client = sign_in("publisher")
    client.get(page(photo))
    with django_assert_max_num_queries(26):
        client.get(page(photo))


# -- Deletion --------------------------------------------------------------------------------------


def delete(client, photo):
    return client.post(page(photo, "delete"), {"post": "yes"})


def test_a_photo_that_nothing_uses_is_deleted():
    photo = make.photo()
    assert "Delete the photo" in sign_in("photo").get(page(photo, "delete")).text
    assert delete(sign_in("photo"), photo).status_code == 302
    assert not Photo.objects.exists()


@pytest.mark.parametrize("role", ["photo", "publisher"])
@pytest.mark.parametrize("state", ["draft", "live", "waiting", "section"])
def test_a_photo_in_use_is_not_deleted_and_what_uses_it_is_listed(role, state):
    photo = make.photo()
    choice = {"photos": (PhotoChoice(photo.pk, alt="A view"),)}
    name = "Where it stands"
    match state:
        case "draft":
            make.article(name, **choice)
        case "live":
            make.published(name, **choice)
            PhotoUse.objects.all().delete()
        case "waiting":
            make.published(name, at=make.tomorrow(), **choice)
            PhotoUse.objects.all().delete()
        case "section":
            make.section(name, fallback_photo=photo)
    client = sign_in(role)
    asked, refused = client.get(page(photo, "delete")), delete(client, photo)
    assert (asked.status_code, refused.status_code) == (200, 403)
    for answer in (asked, refused):
        assert "is in use and cannot be deleted" in answer.text
        assert name in answer.text
        assert "Delete the photo" not in answer.text
    assert Photo.objects.get() == photo


def test_what_only_the_past_has_is_for_publishers_to_delete(client):
    photo, other = make.photo(), make.photo()
    edition = make.published("Had it once", photos=(PhotoChoice(photo.pk, alt="A view"),))
    make.updated(edition, photos=(PhotoChoice(other.pk, alt="Another"),))
    desk, publisher = sign_in("photo"), sign_in("publisher")
    assert "a publisher may delete it" in desk.get(page(photo, "delete")).text
    assert delete(desk, photo).status_code == 403
    assert "1 earlier edition" in publisher.get(page(photo, "delete")).text
    assert delete(publisher, photo).status_code == 302
    assert list(Photo.objects.all()) == [other]
    edition.refresh_from_db()
    assert edition.lead_photo is None
    assert client.get(edition.get_absolute_url()).status_code == 200
    with at(now() - timedelta(seconds=1)):
        assert not EditionPhoto.objects.filter(edition=edition).exists()


def test_the_verb_refuses_what_the_page_does_not_offer():
    photo = make.photo()
    make.published(photos=(PhotoChoice(photo.pk, alt="A view"),))
    with pytest.raises(Refused, match="in use"):
        remove_from_past(photo, by=make.user("publisher"))


def test_a_use_that_comes_while_the_photo_is_being_deleted_keeps_it():
    photo = make.photo()
    make.published(photos=(PhotoChoice(photo.pk, alt="A view"),))
    # As the page finds it a moment before the article takes the photo: no use, and yet it is held.
    PhotoUse.objects.all().delete()
    EditionPhoto.objects.all().delete()
    answer = delete(sign_in("publisher"), photo)
    assert answer.status_code == 403
    assert "is in use and cannot be deleted" in answer.text
    assert Photo.objects.get() == photo


# -- Another file ----------------------------------------------------------------------------------


def test_another_file_takes_the_place_and_the_earlier_one_can_be_downloaded():
    client, photo = sign_in("photo"), make.photo()
    with photo.original.open() as file:
        before = file.read()
    assert client.get(page(photo, "replace")).status_code == 200
    answer = client.post(page(photo, "replace"), {"file": make.jpeg(700, 500)}, follow=True)
    assert "Replaced." in answer.text
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (700, 500)
    version = photo.versions.get()
    address = page(photo, f"original/{version.pk}")
    assert address in answer.text
    assert client.get(address).getvalue() == before
    assert sign_in("editor").get(address).status_code == 403
    other = make.photo()
    assert client.get(page(other, f"original/{version.pk}")).status_code == 404


def test_a_file_that_is_refused_leaves_the_photo_as_it_was():
    client, photo, other = sign_in("photo"), make.photo(), make.photo()
    bad = make.BytesIO(b"<svg/>")
    bad.name = "x.jpg"
    with other.original.open() as file:
        again = make.BytesIO(file.read())
    again.name = "again.jpg"
    for data, sentence in (
        ({"file": bad}, "JPEG"),
        ({"file": again}, f"it is photo {other.pk}"),
        ({}, "Choose a file."),
    ):
        answer = client.post(page(photo, "replace"), data)
        assert answer.status_code == 400
        assert sentence in answer.text
    assert not photo.versions.exists()


def test_photos_that_look_alike_and_content_credentials_are_shown():
    from tests.photos.makers import encoded, quarters, take

    photo = take(quarters((400, 300)))
    twin = take(encoded(quarters((800, 600)), quality=60))
    Photo.objects.filter(pk=photo.pk).update(has_content_credentials=True)
    text = sign_in("photo").get(page(photo)).text
    assert "Photos that look like it" in text
    assert f"/photo/{twin.pk}/change/" in text
    assert "Content Credentials: present" in text
    assert "Content Credentials" not in sign_in("photo").get(page(twin)).text
    replace(photo, make.jpeg(), photo.added_by)
    assert "Earlier files" in sign_in("photo").get(page(photo)).text
