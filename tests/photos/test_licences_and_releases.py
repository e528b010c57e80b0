"""Licences that fill what is empty, papers of consent, the section's picture, the start page."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Licence, Photo, Release, Section
from articles.photos.licensing import give
from newsportal.accounts.models import AuditEntry
from newsportal.timeline import at, now
from tests import factories as make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n<script>alert(1)</script>"


def sign_in(role: str) -> Client:
    client = Client()
    client.force_login(make.user(role))
    return client


def url(name: str, *numbers: int) -> str:
    return reverse(f"admin:articles_photo_{name}", args=numbers)


AGENCY = {
    "name": "Agency, one month",
    "credit": "Agency",
    "copyright": "© Agency",
    "usage_terms": "Once",
    "territory": "Asia",
    "days": 30,
    "most_uses": 1,
    "not_for_social": True,
}


def test_a_licence_fills_what_is_empty_and_leaves_what_people_wrote():
    photo = make.photo(credit="Li Wei / Agency")
    give(Licence.objects.create(**AGENCY), photo)
    photo.save()
    photo.refresh_from_db()
    assert photo.credit == "Li Wei / Agency"
    assert (photo.copyright, photo.usage_terms, photo.territory) == ("© Agency", "Once", "Asia")
    assert photo.usable_until == photo.added_at + timedelta(days=30)
    assert (photo.most_uses, photo.not_for_social) == (1, True)
    give(Licence.objects.create(name="Another", copyright="© B", days=1, most_uses=9), photo)
    assert photo.copyright == "© Agency"
    assert photo.usable_until == photo.added_at + timedelta(days=30)
    assert (photo.most_uses, photo.not_for_social) == (1, True)


def test_choosing_a_licence_on_the_page_of_a_photo_fills_its_fields():
    photo, licence = make.photo(), Licence.objects.create(**AGENCY)
    data = {"credit": "", "caption": "", "alt": "A wall", "ai": "none", "licence": licence.pk}
    answer = sign_in("photo").post(url("change", photo.pk), data)
    assert answer.status_code == 302
    photo.refresh_from_db()
    assert (photo.credit, photo.copyright, photo.most_uses) == ("Agency", "© Agency", 1)


def test_who_may_not_set_rights_sees_them_and_changes_none():
    photo, client = make.photo(), sign_in("editor")
    licence = Licence.objects.create(**AGENCY)
    page = client.get(url("change", photo.pk)).content.decode()
    assert 'name="licence"' not in page
    data = {"credit": "New", "caption": "", "alt": "A wall", "licence": licence.pk, "most_uses": 1}
    client.post(url("change", photo.pk), data)
    photo.refresh_from_db()
    assert (photo.credit, photo.licence, photo.most_uses) == ("New", None, None)
    assert client.get(url("releases", photo.pk)).status_code == 403


def test_a_licence_that_photos_have_stays():
    licence, client = Licence.objects.create(**AGENCY), sign_in("photo")
    photo = make.photo()
    Photo.objects.filter(pk=photo.pk).update(licence=licence)
    address = reverse("admin:articles_licence_delete", args=[licence.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    Photo.objects.update(licence=None)
    client.post(address, {"post": "yes"})
    assert not Licence.objects.exists()


def release(client, photo, data=PDF, **more):
    file = ContentFile(data, name="../../a.html")
    return client.post(url("releases", photo.pk), {"person": "A. Li", "file": file, **more})


def test_a_release_is_attached_downloaded_and_removed(django_capture_on_commit_callbacks):
    photo, client = make.photo(), sign_in("photo")
    assert release(client, photo, scope="Web", ends_on="2030-01-31").status_code == 302
    row = Release.objects.get()
    assert (row.person, row.scope, f"{row.ends_on}") == ("A. Li", "Web", "2030-01-31")
    assert str(row.file).startswith("releases/")
    assert str(row.file).endswith(".pdf")
    assert "A. Li" in client.get(url("releases", photo.pk)).content.decode()
    answer = client.get(url("release", photo.pk, row.pk))
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/octet-stream"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("remove_release", photo.pk, row.pk))
    assert not Release.objects.exists()
    assert not default_storage.exists(str(row.file))
    # The log says that, and not whom.
    told = AuditEntry.objects.filter(action="photo.set_rights_expiry")
    assert told.count() == 2
    assert "Li" not in str(list(told.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "no PDF and no picture"),
        (b"PK\x03\x04" + bytes(60), "no PDF and no picture"),
        (b"%PDF-" + bytes(10_000_000), "larger than 10 megabytes"),
        (b"", "empty"),
    ],
    ids=["html", "zip", "large", "empty"],
)
def test_another_file_is_refused_in_a_sentence_and_what_was_typed_stays(data, words):
    photo, client = make.photo(), sign_in("photo")
    before = default_storage.listdir("releases")[1] if default_storage.exists("releases") else []
    answer = release(client, photo, data, scope="Web and print")
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "Web and print" in answer.content.decode()
    assert not Release.objects.exists()
    after = default_storage.listdir("releases")[1] if default_storage.exists("releases") else []
    assert after == before


@pytest.mark.parametrize("beginning", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFFaaaaWEBP"])
def test_a_picture_of_the_paper_is_taken(beginning):
    photo = make.photo()
    assert release(sign_in("publisher"), photo, beginning + bytes(40)).status_code == 302


def test_the_paper_of_one_photo_is_not_found_under_another():
    photo, other, client = make.photo(), make.photo(), sign_in("photo")
    release(client, photo)
    assert client.get(url("release", other.pk, Release.objects.get().pk)).status_code == 404


def test_a_deleted_photo_takes_its_papers_along(django_capture_on_commit_callbacks):
    photo, client = make.photo(), sign_in("publisher")
    release(client, photo)
    name = str(Release.objects.get().file)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("delete", photo.pk), {"post": "yes"})
    assert not Photo.objects.exists()
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("credit", "", "has no credit"),
        ("alt", "", "has no alternative text"),
        ("usable_until", now() + timedelta(days=900), "end one day"),
        ("most_uses", 5, "counted"),
        ("shows_minor", True, "shows a minor"),
        ("caption", "", None),
    ],
)
def test_a_sections_picture_may_always_be_shown(column, value, words):
    photo, section = make.photo(), make.section()
    Photo.objects.filter(pk=photo.pk).update(**{column: value})
    address = reverse("admin:articles_section_change", args=[section.pk])
    data = {"name": "City", "slug": "city", "position": 0, "fallback_photo": photo.pk}
    answer = sign_in("publisher").post(address, data)
    section.refresh_from_db()
    if words is None:
        assert section.fallback_photo == photo
    else:
        assert words in answer.content.decode()
        assert section.fallback_photo is None


def test_a_sections_picture_is_not_deleted():
    photo = make.photo()
    Section.objects.create(name="City", slug="city", fallback_photo=photo)
    assert sign_in("publisher").post(url("delete", photo.pk), {"post": "yes"}).status_code == 403


def panel(client):
    panels = client.get("/newsroom/").context["panels"]
    return next((one for one in panels if str(one.title) == "Rights that end"), None)


def test_the_start_page_warns_the_day_before_and_goes_on_until_the_photo_is_gone():
    end = now() + timedelta(days=3)
    row = make.photo(caption="The ferry")
    Photo.objects.filter(pk=row.pk).update(usable_until=end)
    edition = make.published("The last ferry", photos=(PhotoChoice(row.pk),))
    make.article("Not printed", photos=(PhotoChoice(row.pk),))
    day, second = timedelta(days=1), timedelta(seconds=1)
    seen = []
    for moment in (end - day - second, end - day, end, end + day):
        with at(moment):
            shown = panel(sign_in("publisher"))
        seen.append([(one.text, one.by, one.words, one.is_late) for one in shown.rows])
    soon = [("The last ferry", "The ferry", "Ends", False)]
    late = [("The last ferry", "The ferry", "Ended", True)]
    assert seen == [[], soon, late, late]
    with at(end):
        assert panel(sign_in("photo")).count == 1
        assert panel(sign_in("reporter")) is None
        assert panel(sign_in("desk")) is None
    article = Article.objects.get(pk=edition.article_number)
    workflow.withdraw(article, by=make.user("publisher"), reason="rights")
    with at(end):
        assert panel(sign_in("publisher")).rows == []
