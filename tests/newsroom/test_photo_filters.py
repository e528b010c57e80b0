"""What the photo library can be asked."""

from datetime import timedelta

import pytest

from articles.content import PhotoChoice
from articles.models import Licence, Photo
from newsportal.timeline import now
from tests import factories as make
from tests.newsroom.test_articles import sign_in
from tests.newsroom.test_photos import LIBRARY

pytestmark = pytest.mark.django_db


def listed(query, role="photo"):
    """The captions of the photos that the list shows."""
    answer = sign_in(role).get(LIBRARY + query)
    assert answer.status_code == 200
    return [photo.caption for photo in answer.context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?rights=ending", ["Soon"]),
        ("?rights=ended", ["Over"]),
        ("?rights=last", ["Plain", "Once", "Soon"]),
        ("?rights=counted", ["Once"]),
        ("?rights=not-social", ["Over"]),
        ("?rights=no-credit", ["Plain"]),
        ("?rights=nonsense", ["Plain", "Once", "Over", "Soon"]),
    ],
)
def test_photos_are_found_by_their_rights(query, found):
    for caption, columns in (
        ("Soon", {"usable_until": now() + timedelta(days=2)}),
        ("Over", {"usable_until": now() - timedelta(days=2), "not_for_social": True}),
        ("Once", {"most_uses": 1}),
        ("Plain", {"credit": ""}),
    ):
        photo = make.photo(caption=caption)
        Photo.objects.filter(pk=photo.pk).update(**columns)
    assert listed(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?shape=landscape", ["Wide"]),
        ("?shape=portrait", ["Tall"]),
        ("?shape=square", ["Even"]),
    ],
)
def test_photos_are_found_by_their_shape(query, found):
    for caption, width, height in (("Wide", 3, 2), ("Tall", 2, 3), ("Even", 2, 2)):
        Photo.objects.filter(pk=make.photo(caption=caption).pk).update(width=width, height=height)
    assert listed(query) == found


def test_photos_are_found_by_section_licence_and_person():
    licence = Licence.objects.create(name="Agency")
    city, culture = make.section("City"), make.section("Culture")
    draft, live, other = (make.photo(caption=name) for name in ("Draft", "Live", "Other"))
    make.article(section=culture.pk, photos=(PhotoChoice(draft.pk, alt="A view"),))
    make.published(section=culture.pk, photos=(PhotoChoice(live.pk, alt="A view"),))
    make.published(section=city.pk, photos=(PhotoChoice(other.pk, alt="A view"),))
    Photo.objects.filter(pk=other.pk).update(licence=licence)
    assert listed(f"?section={culture.pk}") == ["Live", "Draft"]
    # A reporter is not told what stands in the drafts of others.
    assert listed(f"?section={culture.pk}", "reporter") == ["Live"]
    assert listed("?section=x") == ["Other", "Live", "Draft"]
    assert listed(f"?licence__id__exact={licence.pk}") == ["Other"]
    assert listed(f"?added_by__id__exact={live.added_by_id}") == ["Live"]


@pytest.mark.parametrize("word", ["pier", "Xinhua", "ferry", "Nan'an", "DSC_77"])
def test_the_search_looks_into_what_a_photo_says_of_itself(word):
    photo = make.photo(caption="Found: a pier", credit="Xinhua")
    Photo.objects.filter(pk=photo.pk).update(
        keywords="ferry, river", place="Nan'an, Chongqing", file_name="DSC_7741.jpg"
    )
    make.photo(caption="Another")
    assert listed(f"?q={word}") == ["Found: a pier"]
    found = sign_in("photo").get(f"{LIBRARY}picker/", {"q": word}).json()["photos"]
    assert [one["id"] for one in found] == [photo.pk]
