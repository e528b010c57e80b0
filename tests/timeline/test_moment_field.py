"""A date and a time in the newsroom's zone: skipped hours refused, doubled ones asked about."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone

from newsportal.timeline.forms import MomentField


class Form(forms.Form):
    at = MomentField(label="When", required=False)


def filled(day="", clock="", which=""):
    return Form({"at_0": day, "at_1": clock, "at_2": which})


@pytest.fixture
def berlin():
    with timezone.override("Europe/Berlin"):
        yield


@pytest.mark.usefixtures("berlin")
def test_a_time_is_that_of_the_newsroom():
    form = filled("2026-06-01", "10:00")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.mark.usefixtures("berlin")
def test_a_skipped_time_is_refused_with_the_reason():
    form = filled("2026-03-29", "02:30")
    assert not form.is_valid()
    assert form.errors["at"] == [
        "On 29 March 2026 the clock is put forward, and there is no 02:30 in Europe/Berlin. "
        "Choose a time before or after that."
    ]


@pytest.mark.usefixtures("berlin")
def test_a_time_that_comes_twice_asks_which():
    form = filled("2026-10-25", "02:30")
    assert not form.is_valid()
    assert "comes twice in Europe/Berlin" in form.errors["at"][0]
    page = str(form)
    assert "the first, UTC+02:00" in page
    assert "the second, UTC+01:00" in page


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("which", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_the_answer_decides_and_is_shown_again(which, hour):
    form = filled("2026-10-25", "02:30", which)
    assert form.is_valid()
    moment = form.cleaned_data["at"]
    assert moment == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    again = str(Form(initial={"at": moment}))
    assert f'<option value="{which}" selected>' in again


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "twice_on", "twice"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-11-01", "01:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-04-05", "01:45"),
        ("Africa/Casablanca", "2026-03-22", "02:30", "2026-02-15", "02:30"),
        ("Pacific/Apia", "2011-12-30", "12:00", "2021-04-04", "03:30"),
    ],
)
def test_changes_of_the_clock_all_over_the_world(zone, day, skipped, twice_on, twice):
    with timezone.override(zone):
        assert not filled(day, skipped).is_valid()
        assert not filled(twice_on, twice).is_valid()


def test_a_zone_with_an_odd_offset_shows_it():
    with timezone.override("Asia/Kathmandu"):
        assert "UTC<span data-moment-offset>+05:45</span>" in str(Form())


def test_nothing_typed_is_no_moment():
    assert filled().is_valid()


@pytest.mark.parametrize(("day", "clock"), [("2026-06-01", ""), ("", "10:00")])
def test_half_a_moment_is_refused(day, clock):
    assert filled(day, clock).errors["at"] == ["Give both a date and a time."]


@pytest.mark.parametrize(("day", "clock"), [("9999-12-31", "23:59"), ("0001-01-01", "00:00")])
def test_a_moment_beyond_the_calendar_is_no_error_of_ours(day, clock):
    with timezone.override("America/New_York"):
        str(filled(day, clock))
        filled(day, clock).is_valid()


def test_what_was_typed_stands_there_again():
    page = str(filled("2026-06-01", "nonsense"))
    assert 'value="2026-06-01"' in page
    assert 'value="nonsense"' in page


OPENED = datetime(2026, 6, 1, 8, 0, 0, 123, tzinfo=UTC)


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("clock", "opened", "is_changed"),
    [
        ("10:00", str(OPENED), False),
        ("10:01", str(OPENED), True),
        ("10:00", "", True),
        ("10:00", "2026-13-45 10:00", True),
    ],
)
def test_a_moment_has_changed_where_it_is_another_one(clock, opened, is_changed):
    sent = {"at_0": "2026-06-01", "at_1": clock, "initial-at": opened}
    form = Form(sent, initial={"at": OPENED})
    form.fields["at"].show_hidden_initial = True
    assert form.has_changed() == is_changed
    assert Form(sent, initial={"at": OPENED}).has_changed() == (clock != "10:00")
