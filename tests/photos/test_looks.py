"""Photos that look alike are found, whatever became of their bytes."""

from io import BytesIO

import pytest
from django.db import connection
from PIL import Image, ImageFilter

from articles.models import Photo
from articles.photos.fingerprint import look_of
from articles.photos.looks import alike, candidates, differing_bits
from tests.photos.makers import encoded, quarters, take

pytestmark = pytest.mark.one_database


def scene(size=(600, 400)) -> Image.Image:
    """Shapes enough to be told from other pictures."""
    image = Image.radial_gradient("L").resize(size)
    image.paste(Image.linear_gradient("L").resize((size[0] // 3, size[1] // 2)), (30, 20))
    return image.convert("RGB")


def test_a_copy_keeps_its_look():
    look = look_of(scene())
    copies = [
        scene().resize((200, 133)),
        Image.open(BytesIO(encoded(scene(), quality=20))).convert("RGB"),
        scene().filter(ImageFilter.GaussianBlur(2)),
        scene().convert("L").convert("RGB"),
    ]
    assert all(differing_bits(look_of(copy), look) <= 3 for copy in copies)
    assert differing_bits(look_of(quarters((600, 400))), look) > 10
    assert differing_bits(look_of(scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT)), look) > 10


def test_a_picture_without_shapes_has_no_look():
    assert look_of(Image.new("RGB", (300, 200), "teal")) == ""


@pytest.mark.django_db
def test_an_upload_gets_its_look_and_finds_its_copies():
    first = take(scene())
    second = take(scene().resize((300, 200)), "WEBP", quality=60)
    other = take(quarters())
    assert len(first.look) == 16
    assert alike(first) == [second]
    assert alike(second) == [first]
    assert alike(other) == []


def photos_with(looks: list[str]) -> list[Photo]:
    first = take(quarters())
    return [first] + [
        Photo.objects.create(
            original=f"originals/{number}.jpg",
            original_hash=f"{number:064}",
            width=1,
            height=1,
            look=look,
            added_by=first.added_by,
        )
        for number, look in enumerate(looks)
    ]


@pytest.mark.django_db
def test_at_most_three_bits_and_six_photos_the_oldest_first():
    zero = "0" * 16
    first, *others = photos_with([zero, "1000000000010001", "1000100010001000", *[zero] * 7])
    Photo.objects.filter(pk=first.pk).update(look=zero)
    first.refresh_from_db()
    assert alike(first) == [others[0], others[1], *others[3:7]]
    nothing = others[0]
    nothing.look = ""
    assert alike(nothing) == []


@pytest.mark.django_db
def test_quarters_are_found_by_their_indexes():
    if connection.vendor != "sqlite":
        pytest.skip("The plan is read as SQLite prints it.")
    (first,) = photos_with([])
    first.look = "0123456789abcdef"
    plan = candidates(first).explain()
    assert plan.count("photo_look_") == 4, plan
