"""Moments are printed in the site's time zone, and say which one that is."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from articles.templatetags.times import moment, short_moment, zone_in_words
from newsportal.timeline import at

MORNING = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 24 November, 07:30 in Chongqing


def test_a_moment_is_printed_with_its_zone():
    assert moment(MORNING) == (
        '<time datetime="2026-11-24T07:30:00+08:00">24 November 2026, 07:30 (UTC+8)</time>'
    )


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), "07:30"),
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "24 Nov"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "24 Nov 2026"),
    ],
)
def test_a_card_shows_the_hour_on_its_own_day_and_the_date_afterwards(now, text):
    with at(now):
        assert f">{text}</time>" in short_moment(MORNING)


def test_the_zone_of_a_thread_does_not_change_the_day_of_the_paper():
    with timezone.override("America/New_York"):
        assert "24 November 2026, 07:30" in moment(MORNING)


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Asia/Kolkata", "UTC+5:30"), ("America/New_York", "UTC-5"), ("UTC", "UTC")],
)
def test_every_zone_has_a_name(settings, zone, text):
    settings.TIME_ZONE = zone
    assert zone_in_words(MORNING) == text


def test_the_masthead_has_the_date_of_the_clock():
    with at(MORNING):
        page = Template("{% load times %}{% today as day %}{{ day|date:'Y-m-d' }}")
        assert page.render(Context()) == "2026-11-24"
