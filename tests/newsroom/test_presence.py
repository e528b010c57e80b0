"""Who else has an article open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Presence
from newsportal.accounts.models import AuditEntry
from newsportal.timeline import at, now
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db


def ask(client, article, **said):
    url = reverse("admin:articles_article_presence", args=[article.pk])
    return client.post(url, {"based_on": "1", **said}, HTTP_ACCEPT="application/json")


def test_each_hears_of_the_other_and_not_of_oneself():
    lin = sign_in("editor")
    lin.user.first_name, lin.user.last_name = "Lin", "Mei"
    lin.user.save()
    other, article = sign_in("reporter"), None
    article = make.article(by=other.user)
    assert ask(lin, article).json()["others"] == ""
    assert ask(other, article).json()["others"] == "Lin Mei has this article open too."
    assert ask(lin, article).json()["others"].startswith("reporter")


def test_who_leaves_or_falls_silent_is_forgotten():
    first, second, third, article = *(sign_in("editor") for _ in range(3)), make.article()
    for client in (first, second):
        ask(client, article)
    ask(first, article, leave="1")
    assert str(first.user) not in ask(third, article).json()["others"]
    with at(now() + timedelta(seconds=16)):
        assert ask(third, article).json()["others"] == ""


def test_a_save_by_somebody_else_is_told():
    client, article = sign_in("editor"), make.article()
    assert ask(client, article).json()["saved"] == ""
    newer = make.content("Newer", section=article.section_id)
    workflow.save(article, newer, by=make.user("publisher"), based_on=article.head)
    assert "has saved revision 2 at" in ask(client, article).json()["saved"]


def test_asking_writes_seldom_and_never_into_the_audit_log_or_the_session():
    client, article = sign_in("editor"), make.article()
    entries = AuditEntry.objects.count()
    ask(client, article)
    with CaptureQueriesContext(connection) as captured:
        ask(client, article)
    writes = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert len(captured) <= 8
    assert AuditEntry.objects.count() == entries
    assert Presence.objects.count() == 1


@pytest.mark.parametrize("role", ["desk", "admin", "reporter"])
def test_who_may_not_see_the_article_hears_nothing(role):
    article = make.article()
    assert ask(sign_in(role), article).status_code == 403
    assert not Presence.objects.exists()
