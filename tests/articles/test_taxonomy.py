"""Sections, topics and authors: slugs that can stand in an address, and slugs made of headlines."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Section
from articles.slugs import slug_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "slug",
    [
        *("about", "search", "message", "feed", "topics", "authors", "photos", "newsroom"),
        *("static", "2026", "zh-hans", "en", "cookies", "healthz", "corrections", "robots.txt"),
    ],
)
def test_a_section_cannot_hide_another_page(slug):
    with pytest.raises(ValidationError) as caught:
        Section(name="Any", slug=slug).full_clean()
    assert "slug" in caught.value.message_dict


@pytest.mark.parametrize("slug", ["culture", "city-life", "科技", "about-town", "a1"])
def test_a_section_can_have_any_other_word(slug):
    Section(name="Any", slug=slug).full_clean()


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Chongqing’s bridges: a guide", "chongqings-bridges-a-guide"),
        ("Café à la carte", "cafe-a-la-carte"),
        ("重庆高新区", "重庆高新区"),
        ("!!!", "article"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_headline_makes_a_slug_in_its_own_script(headline, slug):
    assert slug_of(headline) == slug
