"""A topic or an author who is renamed or deleted in the newsroom is found by what is true now."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles import search
from tests.factories import author, published, topic, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom(client):
    client.force_login(user("publisher"))
    return client


def found(text):
    return ["".join(part for part, _is_match in hit.headline) for hit in search.query(text).hits]


def carry_out_tasks():
    """What the task worker would do; returns how many tasks waited."""
    waiting = list(DBTaskResult.objects.ready())
    for result in waiting:
        result.task.func(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        result.delete()
    return len(waiting)


def change(newsroom, subject, **fields):
    address = reverse(f"admin:articles_{subject._meta.model_name}_change", args=[subject.pk])
    form = {"name": subject.name, "slug": subject.slug, **fields}
    assert newsroom.post(address, form).status_code == 302


@pytest.mark.parametrize("field", ["topics", "authors"])
def test_a_new_name_is_found_and_the_old_one_is_not(newsroom, field):
    subject = (topic if field == "topics" else author)("Zhao Qing")
    published("Renamed", **{field: (subject.pk,)})
    assert found("zhao") == ["Renamed"]
    change(newsroom, subject, name="Zhou Ming")
    assert carry_out_tasks() == 1
    assert found("zhao") == []
    assert found("zhou ming") == ["Renamed"]


def test_a_change_that_is_none_of_the_name_writes_nothing_anew(newsroom):
    subject = author("Zhao Qing")
    published(authors=(subject.pk,))
    change(newsroom, subject, description="Writes about ferries.")
    assert carry_out_tasks() == 0


def test_a_topic_without_editions_writes_nothing_anew(newsroom):
    change(newsroom, topic("Ferries"), name="Boats")
    assert carry_out_tasks() == 0


def test_an_edition_that_is_gone_when_the_task_runs_does_not_come_back():
    search.entries.index_again.func([12345])
    assert found("anything") == []


def test_a_deleted_topic_is_not_found_any_more(newsroom):
    for number, name in enumerate(("Ferries", "Lanterns")):
        published(f"Number {number}", topics=(topic(name).pk,))
    address = reverse("admin:articles_topic_delete", args=[topic("Ferries").pk])
    assert newsroom.post(address, {"post": "yes"}).status_code == 302
    assert carry_out_tasks() == 1
    assert found("ferries") == []
    assert found("lanterns") == ["Number 1"]
