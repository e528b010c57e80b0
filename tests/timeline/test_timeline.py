"""The clock that can be moved, and rows that are live for a while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from articles.models import Placement
from newsportal import timeline
from newsportal.timeline.middleware import FrozenClockMiddleware

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_clock_stands_where_it_was_moved_and_goes_on_afterwards():
    with timeline.at(NOON):
        assert timeline.now() == NOON
        with timeline.at(NOON + HOUR):
            assert timeline.now() == NOON + HOUR
        assert timeline.now() == NOON
    assert timeline.now() > NOON - HOUR * 24 * 365


def test_the_clock_refuses_a_moment_without_a_zone():
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"), timeline.at(naive):
        pass


def test_a_request_sees_one_moment(rf):
    moments = FrozenClockMiddleware(lambda request: (timeline.now(), timeline.now()))(rf.get("/"))
    assert moments[0] == moments[1]


def test_a_request_at_a_moved_clock_stays_there(rf):
    with timeline.at(NOON):
        assert FrozenClockMiddleware(lambda request: timeline.now())(rf.get("/")) == NOON


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "live"),
    [(NOON - HOUR, False), (NOON, True), (NOON + HOUR / 2, True), (NOON + HOUR, False)],
)
def test_a_row_is_live_from_its_beginning_and_not_at_its_end(moment, live):
    row = Placement(place="lead", article_number=1, live_from=NOON, live_until=NOON + HOUR)
    row.save()
    with timeline.at(moment):
        assert Placement.objects.exists() is live
        assert row.is_live is live
        assert row.is_waiting is (moment < NOON)
    assert Placement.every.count() == 1


@pytest.mark.parametrize("moment", ["0001-01-01", "1999-12-31", "9999-12-31"])
@pytest.mark.parametrize("bound", ["live_from", "live_until"])
def test_a_row_refuses_bounds_that_nobody_can_mean(moment, bound):
    row = Placement(place="lead", article_number=1, live_from=NOON)
    setattr(row, bound, datetime.fromisoformat(f"{moment}T12:00+08:00"))
    with timeline.at(NOON), pytest.raises(ValidationError) as refused:
        row.clean()
    assert set(refused.value.message_dict) == {bound}


def test_a_row_takes_bounds_within_ten_years():
    row = Placement(place="lead", article_number=1, live_from=NOON)
    row.live_until = NOON + timedelta(days=3650)
    with timeline.at(NOON):
        row.clean()
