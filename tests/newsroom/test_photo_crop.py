"""Focus and frames of a photo, as the photo desk sets them."""

import pytest

from articles.models import Photo
from articles.photos.encoding import RATIOS, cut_for
from newsportal.accounts.models import AuditEntry
from tests import factories as make
from tests.newsroom.test_articles import open_form, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    """A photo of 640 x 427 pixels."""
    return make.photo()


def page_of(photo):
    return f"/newsroom/articles/photo/{photo.pk}/crop/"


def send(client, photo, **numbers):
    data = open_form(client, page_of(photo)) | {"focus_x": 50, "focus_y": 40} | numbers
    return client.post(page_of(photo), data)


def test_the_focus_is_kept_and_the_cuts_follow_it(photo):
    client = sign_in("photo")
    assert send(client, photo, focus_x=90, focus_y=10).status_code == 302
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y, photo.crops) == (90, 10, {})
    left, top, width, height = cut_for((640, 427), "1x1", (90, 10), photo.crops)
    assert (round(left + width), top, height) == (100, 0, 100)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.detail["focus"]) == ("photo.crop_replace", [90, 10])


def test_a_frame_by_hand_has_the_shape_of_its_ratio_and_leaves_the_others_alone(photo):
    client = sign_in("photo")
    send(client, photo, **{"16x9-left": "10.5", "16x9-top": 20, "16x9-width": 60})
    photo.refresh_from_db()
    assert list(photo.crops) == ["16x9"]
    left, top, width, height = photo.crops["16x9"]
    assert (left, top, width) == (10.5, 20, 60)
    assert abs((width * 640) / (height * 427) - 16 / 9) < 0.01
    assert cut_for((640, 427), "16x9", (0, 0), photo.crops) == (left, top, width, height)
    send(client, photo, **{"16x9-left": "", "16x9-top": "", "16x9-width": ""})
    photo.refresh_from_db()
    assert photo.crops == {}


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_largest_frame_of_each_ratio_fits(photo, ratio):
    left, top, width, _height = cut_for((640, 427), ratio, (50, 50), {})
    numbers = {"left": round(left, 2), "top": round(top, 2), "width": round(width, 2)}
    data = {f"{ratio}-{part}": number for part, number in numbers.items()}
    assert send(sign_in("photo"), photo, **data).status_code == 302
    photo.refresh_from_db()
    kept = photo.crops[ratio]
    assert kept[0] + kept[2] <= 100
    assert kept[1] + kept[3] <= 100


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"1x1-left": 10}, "Fill in all three numbers"),
        ({"1x1-left": 60, "1x1-top": 0, "1x1-width": 50}, "over the right edge"),
        ({"1x1-left": 0, "1x1-top": 80, "1x1-width": 40}, "over the lower edge"),
        ({"1x1-left": 0, "1x1-top": 0, "1x1-width": 2}, "greater than or equal to 5"),
        ({"focus_x": 101}, "less than or equal to 100"),
        ({"focus_x": "far"}, "whole number"),
        ({"1x1-left": "NaN", "1x1-top": "1e9", "1x1-width": "Infinity"}, "Enter a number"),
    ],
)
def test_wrong_numbers_are_named_and_stay_in_the_form(photo, numbers, sentence):
    before = Photo.objects.values("focus_x", "focus_y", "crops").get(pk=photo.pk)
    answer = send(sign_in("photo"), photo, **numbers)
    assert answer.status_code == 400
    assert sentence in answer.text
    for value in numbers.values():
        assert f'value="{value}"' in answer.text
    assert Photo.objects.values("focus_x", "focus_y", "crops").get(pk=photo.pk) == before


def test_a_photo_that_is_cut_as_before_is_not_touched(photo):
    lines = AuditEntry.objects.count()
    assert send(sign_in("photo"), photo).status_code == 302
    assert AuditEntry.objects.count() == lines


def test_reporters_cut_their_own_photos_and_editors_none(photo):
    own = make.photo(by=make.user("reporter"))
    client = sign_in("reporter")
    assert client.get(page_of(photo)).status_code == 403
    client.force_login(own.added_by)
    assert client.get(page_of(own)).status_code == 200
    assert "Focus and cuts" in client.get(page_of(own).replace("crop/", "change/")).text
    editor = sign_in("editor")
    assert editor.get(page_of(photo)).status_code == 403
    assert "Focus and cuts" not in editor.get(page_of(photo).replace("crop/", "change/")).text
