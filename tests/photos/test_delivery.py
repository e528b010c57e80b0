"""Who is given which file of a photo, and with which headers."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from articles.models import Section
from articles.photos import delivery
from articles.photos.renditions import file_of, rebuild
from newsportal.timeline import at, now
from tests.photos.makers import files_in, path_of, person, printed, quarters, take, take_all

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def ask(client, photo, name=None, method="get", **headers):
    """The answer for a rendition, its body read."""
    name = name or photo.renditions[0]["name"]
    response = getattr(client, method)(reverse("photo", args=[photo.pk, name]), headers=headers)
    # Reading to the end lets the test client close the file.
    response.body = response.getvalue() if response.streaming else response.content
    return response


def test_every_rendition_of_a_photo_in_live_use_is_delivered(client):
    photo = take_all(quarters((1300, 900)))
    printed(photo)
    for row in photo.renditions:
        response = ask(client, photo, row["name"])
        assert response.status_code == 200
        assert response.body == path_of(row).read_bytes()
        assert response["Content-Type"] == f"image/{row['format']}"
        assert response["Content-Length"] == str(len(response.body))


def test_a_delivered_file_can_be_kept_for_ever_and_does_nothing(client):
    photo = take(quarters())
    printed(photo)
    headers = ask(client, photo).headers
    assert headers["Cache-Control"] == "public, max-age=31536000, s-maxage=600, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["ETag"] == f'"{photo.renditions[0]["name"]}"'
    assert "Set-Cookie" not in headers
    assert "Vary" not in headers


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        (timedelta(days=400), "max-age=31536000, s-maxage=600"),
        (timedelta(hours=2), "max-age=7200, s-maxage=600"),
        (timedelta(seconds=90), "max-age=90, s-maxage=90"),
    ],
)
def test_nobody_keeps_a_file_beyond_the_rights_of_its_photo(client, left, kept):
    with at(now()):
        photo = take(quarters())
        photo.usable_until = now() + left
        photo.save()
        printed(photo)
        response = ask(client, photo)
        assert response["Cache-Control"] == f"public, {kept}, immutable"
        again = ask(client, photo, if_none_match=response["ETag"])
        assert (again.status_code, again["Cache-Control"]) == (304, response["Cache-Control"])


def test_a_photo_that_no_live_edition_prints_answers_404(client):
    photo = take(quarters())
    response = ask(client, photo)
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_a_photo_is_public_from_and_until_the_moments_of_its_edition(client):
    photo, start = take(quarters()), now() + timedelta(days=1)
    end = start + timedelta(hours=2)
    printed(photo, live_from=start, live_until=end)
    second = timedelta(seconds=1)
    seen = []
    for moment in (start - second, start, end - second, end):
        with at(moment):
            seen.append(ask(client, photo).status_code)
    assert seen == [404, 200, 200, 404]


def test_a_browser_that_asks_again_after_the_withdrawal_is_not_told_that_it_may_go_on(client):
    photo = take(quarters())
    edition = printed(photo)
    etag = ask(client, photo)["ETag"]
    assert ask(client, photo, if_none_match=etag).status_code == 304
    with at(now() + timedelta(minutes=1)):
        edition.live_until = now()
        edition.save()
        assert ask(client, photo, if_none_match=etag).status_code == 404


def test_a_conditional_request_is_answered_without_the_file(client):
    photo = take(quarters())
    printed(photo)
    default_storage.delete(file_of(photo.renditions[0]["name"]))
    etag = f'"{photo.renditions[0]["name"]}"'
    response = ask(client, photo, if_none_match=etag)
    assert response.status_code == 304
    assert response["ETag"] == etag
    assert response.body == b""


def test_head_is_answered_like_get_without_a_body(client):
    photo = take(quarters())
    printed(photo)
    response = ask(client, photo, method="head")
    assert response.status_code == 200
    assert int(response["Content-Length"]) > 500
    assert response.body == b""


def test_other_methods_are_not_allowed(client):
    photo = take(quarters())
    printed(photo)
    assert ask(client, photo, method="post").status_code == 405


@pytest.mark.parametrize("live", [True, False])
def test_a_name_that_is_not_listed_answers_404(client, live):
    photo = take(quarters())
    if live:
        printed(photo)
    stem = photo.renditions[0]["name"].split("-")[0]
    for name in (
        "x.jpg", "..%2f..%2fsecret_key", "%2e%2e", "..", ".", "%00.jpg", "original.jpg",
        f"{stem}-9999.jpg", f"{stem}-320.jpg.php", f"{stem}-320.JPG",
    ):  # fmt: skip
        assert client.get(f"/photos/{photo.pk}/{name}").status_code == 404, name


def test_the_files_of_one_photo_do_not_answer_under_the_number_of_another(client):
    public, secret = take(quarters()), take(quarters((200, 200)))
    printed(public)
    assert ask(client, public, secret.renditions[0]["name"]).status_code == 404
    assert client.get(f"/photos/999999/{secret.renditions[0]['name']}").status_code == 404


def test_the_original_has_no_public_address(client):
    photo = take(quarters())
    printed(photo)
    name = photo.original.name
    for path in (f"/photos/{photo.pk}/{name.rsplit('/')[-1]}", f"/media/{name}", f"/{name}"):
        assert client.get(path).status_code == 404


def test_a_file_that_is_lost_answers_404(client):
    photo = take(quarters())
    printed(photo)
    default_storage.delete(file_of(photo.renditions[0]["name"]))
    assert ask(client, photo).status_code == 404


def test_the_addresses_of_replaced_files_answer_for_thirty_days(client):
    photo = take_all(quarters())
    old = photo.renditions[0]
    printed(photo)
    photo.credit = "Somebody else"
    photo.save()
    assert ask(client, photo, old["name"]).status_code == 200  # the new ones are not made yet
    rebuild(photo)
    assert old not in photo.renditions
    seen = []
    for days in (0, 29, 31):
        with at(now() + timedelta(days=days)):
            seen.append(ask(client, photo, old["name"]).status_code)
    assert seen == [200, 200, 404]
    assert ask(client, photo).status_code == 200


def test_the_addresses_of_replaced_files_of_a_withdrawn_photo_do_not_answer(client):
    photo = take_all(quarters())
    old = photo.renditions[0]["name"]
    photo.credit = "Somebody else"
    photo.save()
    rebuild(photo)
    assert ask(client, photo, old).status_code == 404


def test_a_photo_is_public_until_its_rights_end(client):
    photo = take(quarters())
    printed(photo)
    photo.usable_until = now() + timedelta(days=1)
    photo.save()
    assert ask(client, photo).status_code == 200
    with at(photo.usable_until):
        assert ask(client, photo).status_code == 404


def test_the_picture_that_stands_in_for_others_is_public(client):
    photo = take(quarters())
    Section.objects.create(slug="city", name="City", fallback_photo=photo)
    assert ask(client, photo).status_code == 200


def test_a_thousand_invented_addresses_make_no_file(client, settings, django_assert_num_queries):
    photo = take(quarters())
    printed(photo)
    before = files_in(settings.MEDIA_ROOT)
    stem = photo.renditions[0]["name"].split("-")[0]
    real = {row["name"] for row in photo.renditions}
    names = {f"{stem}-{width}.{kind}" for width in range(300, 500) for kind in ("jpg", "avif")}
    names |= {f"{stem}-16x9-{width}.webp" for width in range(300)}
    names |= {f"{number:032x}-320.jpg" for number in range(300)}
    with django_assert_num_queries(len(names - real)):
        for name in names - real:
            assert client.get(f"/photos/{photo.pk}/{name}").status_code == 404
    assert files_in(settings.MEDIA_ROOT) == before


def test_a_name_that_none_of_ours_looks_like_is_not_looked_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/photos/1/320.jpg").status_code == 404


def test_a_photo_costs_two_queries(client, django_assert_num_queries):
    photo = take(quarters())
    printed(photo)
    with django_assert_num_queries(2):
        ask(client, photo)


def test_staff_get_the_thumbnail_and_the_original_and_nobody_keeps_them():
    photo = take(quarters((1300, 900)))
    for response, kind in (
        (delivery.thumbnail_response(photo), "inline"),
        (delivery.original_response(photo), "attachment"),
        (delivery.rendition_response(photo, photo.renditions[-1]["name"]), "inline"),
    ):
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Content-Disposition"].startswith(kind)
        response.close()
    assert delivery.rendition_response(photo, "../x.jpg").status_code == 404


def test_a_photo_without_renditions_has_no_thumbnail():
    photo = take(quarters())
    photo.renditions = []
    assert delivery.thumbnail_response(photo).status_code == 404
    assert photo.owned_by(photo.added_by)
    assert not photo.owned_by(person("photo"))
