"""Every change of something public appends its tags to the log, in the same transaction."""

from datetime import timedelta

import pytest
from django.db import transaction

from articles.models import Placement, Section, Topic
from newsportal import timeline
from newsportal.pagecache import log
from newsportal.pagecache.models import Invalidation
from tests import factories as make

HOUR = timedelta(hours=1)


def lines():
    return list(Invalidation.objects.values_list("tag", "counts_from"))


def tags():
    return {tag for tag, _moment in lines()}


@pytest.mark.django_db(transaction=True)
def test_the_log_refuses_to_be_written_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        log.append(["front"])


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_line():
    with transaction.atomic():
        Section.objects.create(name="City", slug="city")
        assert lines()
        transaction.set_rollback(True)
    assert lines() == []


@pytest.mark.django_db
def test_a_section_that_is_saved_or_deleted_names_its_pages_and_the_navigation():
    section = make.section("Culture")
    assert tags() == {f"section:{section.pk}", "site"}
    Invalidation.objects.all().delete()
    expected = {f"section:{section.pk}", "site"}
    section.delete()
    assert tags() == expected


@pytest.mark.django_db
def test_a_row_with_an_interval_logs_now_and_both_of_its_bounds():
    moment = timeline.now()
    with timeline.at(moment):
        row = Placement(place="lead", article_number=1, live_from=moment + HOUR)
        row.live_until = moment + 2 * HOUR
        row.save()
    assert lines() == [("front", moment), ("front", moment + HOUR), ("front", moment + 2 * HOUR)]


@pytest.mark.django_db
def test_bulk_changes_log_the_old_and_the_new_bounds():
    moment = timeline.now()
    with timeline.at(moment):
        rows = [Placement(place="lead", article_number=n, live_from=moment) for n in (1, 2)]
        Placement.every.bulk_create(rows)
        assert tags() == {"front"}
        Invalidation.objects.all().delete()
        Placement.every.update(live_from=moment + HOUR)
    assert {when for _tag, when in lines()} == {moment, moment + HOUR}
    Invalidation.objects.all().delete()
    Placement.every.all().delete()
    assert tags() == {"front"}


@pytest.mark.django_db
def test_bulk_changes_of_rows_without_an_interval_are_logged_too():
    Topic.objects.bulk_create([Topic(name=name, slug=name) for name in ("bridges", "ferries")])
    first, second = Topic.objects.order_by("pk")
    both = [{f"topic:{topic.pk}", f"topic-name:{topic.pk}"} for topic in (first, second)]
    assert tags() == both[0] | both[1]
    second.delete()
    for change in (lambda: Topic.objects.update(name="River"), Topic.objects.all().delete):
        Invalidation.objects.all().delete()
        change()
        assert tags() == both[0]
