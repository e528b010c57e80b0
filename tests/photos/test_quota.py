"""How much one person may upload in a day: exactly that, and nobody else is touched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Photo
from articles.photos import quota
from articles.photos.intake import accept
from newsportal.refusals import TooMuch
from tests.photos.makers import encoded, person, quarters, upload

pytestmark = pytest.mark.django_db

NEXT = encoded(quarters((80, 60)))


@pytest.fixture
def reporter(settings):
    """Somebody who has one photo, of bytes that the tests set, under a quota of one megabyte."""
    settings.UPLOAD_QUOTA_MB = 1
    user = person("reporter")
    accept(upload(encoded(quarters())), user)
    return user


def has_uploaded(bytes_: int, **changes) -> None:
    Photo.objects.update(size=bytes_, **changes)


def test_the_last_byte_of_the_quota_is_there_and_not_one_more(reporter):
    has_uploaded(quota.MEGABYTE - len(NEXT) + 1)
    with pytest.raises(TooMuch, match="more than 1 MB in 24 hours"):
        accept(upload(NEXT), reporter)
    assert Photo.objects.count() == 1
    has_uploaded(quota.MEGABYTE - len(NEXT))
    assert accept(upload(NEXT), reporter).size == len(NEXT)


def test_others_may_go_on(reporter):
    has_uploaded(quota.MEGABYTE)
    assert accept(upload(NEXT), person("reporter"))


def test_what_was_uploaded_before_the_last_day_does_not_count(reporter):
    has_uploaded(quota.MEGABYTE, added_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert accept(upload(NEXT), reporter)


def test_what_is_there_already_costs_nothing(reporter):
    has_uploaded(quota.MEGABYTE)
    assert accept(upload(encoded(quarters())), reporter)


def test_nothing_set_is_no_limit(reporter, settings):
    settings.UPLOAD_QUOTA_MB = 0
    has_uploaded(10**12)
    assert accept(upload(NEXT), reporter)


def test_the_door_of_the_newsroom_answers_429():
    refusal = TooMuch("…")
    assert refusal.status == 429
