"""The list of articles as a whole: the table, and steps for several articles at once."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.admin.many import MOST, STEPS_OF_MANY
from articles.models import Article, Edition
from newsportal.accounts.models import AuditEntry
from newsportal.operations import makedata
from tests import factories as make
from tests.newsroom.test_articles import LIST, sign_in

pytestmark = pytest.mark.django_db

EXPORT = f"{LIST}export/"


def exported(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"))))


def send(client, verb, *articles, **more):
    numbers = [str(article.pk) for article in articles]
    data = {"action": verb, "_selected_action": numbers, "index": "0", **more}
    return client.post(LIST, data, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# -- The table -------------------------------------------------------------------------------


def test_the_filtered_list_is_taken_as_a_table_and_the_log_says_so():
    client = sign_in("editor")
    mei = make.author("Lin Mei")
    first = make.article("=HYPERLINK(1)", section=make.section("City").pk, authors=(mei.pk,))
    make.article("Another", section=make.section("Sport").pk)
    trashed = make.article("Gone", section=first.section_id)
    workflow.trash(trashed, by=trashed.created_by)
    query = f"section__id__exact={first.section_id}"
    page = client.get(f"{LIST}?{query}").content.decode()
    assert f'action="{EXPORT}?{query}"' in page
    (row,) = exported(client.post(f"{EXPORT}?{query}"))
    assert row["number"] == str(first.pk)
    assert row["headline"] == "'=HYPERLINK(1)"
    assert (row["state"], row["section"], row["authors"]) == ("Draft", "City", "Lin Mei")
    assert row["changed at"] == first.changed_at.isoformat(timespec="seconds")
    entry = AuditEntry.objects.get(action="article.export")
    assert (entry.by, entry.subject, entry.detail) == (client.user, "articles", {"filters": query})


def test_the_table_says_what_readers_see():
    live, waiting = make.published("Live"), make.published("Waiting", at=make.tomorrow())
    gone = make.published("Gone")
    article = Article.objects.get(pk=gone.article_number)
    workflow.withdraw(article, by=make.user("publisher"), reason="legal")
    rows = {row["headline"]: row["readers see"] for row in exported(sign_in("editor").post(EXPORT))}
    assert rows == {live.headline: "live", waiting.headline: "scheduled", "Gone": "withdrawn"}


def test_the_table_asks_no_more_of_a_long_list():
    client, asked = sign_in("publisher"), []
    for count in (60, 120):
        Article.objects.update(head=None, approved=None)
        Article.objects.all().delete()
        Edition.every.all().delete()
        makedata.make(count)
        with CaptureQueriesContext(connection) as queries:
            assert len(exported(client.post(EXPORT))) >= count
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
def test_nobody_else_takes_the_list(role):
    client = sign_in(role)
    make.article(by=client.user if role == "reporter" else make.user("editor"))
    assert client.post(EXPORT).status_code == 403
    assert EXPORT.encode() not in client.get(LIST).content
    assert not AuditEntry.objects.filter(action="article.export").exists()


def test_a_table_of_filters_that_make_no_sense_leads_back_to_the_list():
    client = sign_in("editor")
    for name in ("City", "Sport"):
        make.article(section=make.section(name).pk)
    response = client.post(f"{EXPORT}?section__id__exact=x")
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert client.get(EXPORT).status_code == 405


# -- Steps for several articles --------------------------------------------------------------


def test_a_publisher_submits_what_can_be_and_is_told_why_the_rest_was_not():
    client = sign_in("publisher")
    first, second = make.article("First"), make.article("Second")
    moved = make.article("On its way")
    workflow.submit(moved, by=moved.created_by)
    response = send(client, "submit", first, second, moved)
    assert {Article.objects.get(pk=a.pk).state for a in (first, second)} == {"in_review"}
    assert said(response) == [
        "Submit for review: 2 articles.",
        "“On its way”: The article is “In review” and cannot be submitted now.",
    ]
    assert AuditEntry.objects.filter(action="article.submit", by=client.user).count() == 2


def test_articles_are_claimed_given_up_and_put_into_the_trash_together():
    client = sign_in("publisher")
    articles = [make.article(f"Number {number}") for number in range(2)]
    for article in articles:
        workflow.submit(article, by=article.created_by)
    send(client, "claim", *articles)
    assert Article.objects.filter(claimed_by=client.user).count() == 2
    send(client, "release", *articles)
    assert not Article.objects.filter(claimed_by=client.user).exists()
    live = make.published("Readers know it")
    page = send(client, "trash", *articles, Article.objects.get(pk=live.article_number))
    assert Article.objects.exclude(trashed_at=None).count() == 2
    assert "“Readers know it”: Readers have seen this article" in said(page)[1]


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk", "admin"])
@pytest.mark.parametrize("verb", STEPS_OF_MANY)
def test_nobody_else_sends_the_list(role, verb):
    client = sign_in(role)
    article = make.article(by=client.user if role == "reporter" else make.user("editor"))
    before = Article.objects.values().get()
    assert (
        client.post(
            LIST, {"action": verb, "_selected_action": [article.pk], "index": "0"}
        ).status_code
        == 403
    )
    assert Article.objects.values().get() == before
    assert b"_selected_action" not in client.get(LIST).content


def test_more_than_a_page_at_once_are_refused_and_none_is_touched():
    client = sign_in("publisher")
    makedata.make(MOST + 1)
    Article.objects.update(state="draft")
    article = Article.objects.first()
    response = send(client, "submit", article, select_across="1")
    assert said(response) == ["Choose at most 50 articles at once."]
    assert not Article.objects.exclude(state="draft").exists()


def test_an_action_that_nobody_offers_and_a_choice_of_nothing_change_nothing():
    client, article = sign_in("publisher"), make.article()
    for verb in ("delete_selected", "publish", "approve", ""):
        assert send(client, verb, article).status_code == 200
    send(client, "trash")
    assert Article.objects.get().state == "draft"
    assert Article.objects.get().trashed_at is None
