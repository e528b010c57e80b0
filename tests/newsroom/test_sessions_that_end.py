"""A session that ends while somebody writes, a token that went stale, a database that is busy."""

import re
import sqlite3

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import Article
from newsportal.accounts.carried import proof_of_writer
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import ADD, change, open_form

LOGIN = "/newsroom/login/"
JSON = {"HTTP_ACCEPT": "application/json"}
OWN_PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def strict(person) -> Client:
    """A browser whose tokens are looked at."""
    client = Client(enforce_csrf_checks=True)
    client.user = person
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def carried_form(response) -> tuple[str, dict]:
    """Where the form of the page leads, and its fields."""
    page = response.content.decode()
    form = re.search(r'<form method="post" action="(/newsroom/[^"]*change/)"[^>]*>', page)
    marked = page.replace(form.group(), form.group().replace("<form", '<form id="it"'))
    response.content = marked.encode()
    return form.group(1), fields_of(response, "it")


def sign_in_with(client, response, person) -> object:
    data = fields_of(response, "login-form")
    carried = re.search(r'name="carried" value="([^"]*)"', response.content.decode()).group(1)
    words = {"username": person.username, "password": "correct horse battery"}
    return client.post(LOGIN, data | words | {"carried": carried})


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_goes_on_after_signing_in():
    person = make.user("editor")
    client, article = strict(person), make.article()
    data = open_form(client, change(article)) | {"headline": "Not lost", "_step": "save"}
    Session.objects.all().delete()
    response = client.post(change(article), data)
    assert response.status_code == 403
    assert "What you wrote is not lost" in response.content.decode()
    response = sign_in_with(client, response, person)
    assert Article.objects.get().headline == "A bridge opens"
    where, fields = carried_form(response)
    assert where == change(article)
    assert "data-send-on" in response.content.decode()
    assert client.post(where, fields).status_code == 302
    assert Article.objects.get().headline == "Not lost"


@pytest.mark.django_db
def test_what_one_person_typed_is_shown_to_another_before_it_is_saved():
    client, article, other = strict(make.user("editor")), make.article(), make.user("publisher")
    data = open_form(client, change(article)) | {"headline": "Typed by one", "_step": "publish"}
    Session.objects.all().delete()
    response = sign_in_with(client, client.post(change(article), data), other)
    assert "data-send-on" not in response.content.decode()
    where, fields = carried_form(response)
    response = client.post(where, fields)
    assert response.status_code == 200
    form = fields_of(response, "article_form")
    assert form["headline"] == ["Typed by one"]
    assert article.revisions.count() == 1
    client.post(where, form | {"_step": "save"})
    assert Article.objects.get().head.saved_by == other


@pytest.mark.django_db
def test_a_wrong_password_loses_nothing():
    person = make.user("editor")
    client = strict(person)
    data = open_form(client, ADD) | {"headline": "Not lost", "_step": "save"}
    Session.objects.all().delete()
    response = client.post(ADD, data)
    carried = re.search(r'name="carried" value="([^"]*)"', response.content.decode()).group(1)
    wrong = {"username": person.username, "password": "wrong", "carried": carried}
    again = client.post(LOGIN, fields_of(response, "login-form") | wrong)
    assert carried in again.content.decode()


@pytest.mark.django_db
def test_a_carried_form_that_is_not_ours_leads_nowhere():
    person = make.user("editor")
    words = {"username": person.username, "password": "correct horse battery"}
    forged = {"carried": '["https://evil.example/", {"a": ["b"]}]'}
    response = Client().post(LOGIN, words | forged)
    assert (response.status_code, response.url) == (302, "/newsroom/")


@pytest.mark.django_db
def test_a_password_is_never_carried():
    client = Client()
    response = client.post("/newsroom/password_change/", {"old_password": "secret words"})
    assert response.status_code == 302
    assert "secret words" not in str(response.headers)


@pytest.mark.django_db
def test_a_script_is_told_that_the_session_has_ended():
    article = make.article()
    url = reverse("admin:articles_article_autosave", args=[article.pk])
    assert Client().post(url, {}, **JSON).status_code == 401


@pytest.mark.django_db
def test_a_script_signs_in_and_gets_the_token_of_today():
    person = make.user("editor")
    client = Client(enforce_csrf_checks=True)
    nobody = client.get(LOGIN, **JSON).json()
    assert nobody["user"] is None
    token = {"HTTP_X_CSRFTOKEN": nobody["token"], **JSON}
    words = {"username": person.username, "password": "wrong"}
    refused = client.post(LOGIN, words, **token)
    assert refused.status_code == 403
    assert "correct username and password" in refused.json()["error"]
    said = client.post(LOGIN, words | {"password": "correct horse battery"}, **token).json()
    assert said["user"] == person.pk
    data = {"headline": "By script", "_step": "save"}
    fresh = open_form(client, ADD) | data | {"csrfmiddlewaretoken": said["token"]}
    assert client.post(ADD, fresh).status_code == 302


@pytest.mark.django_db
def test_a_form_whose_token_went_stale_is_carried_on():
    person = make.user("editor")
    client, article = strict(person), make.article()
    data = open_form(client, change(article)) | {"headline": "Not lost", "_step": "save"}
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32  # somebody signed in in another tab
    response = client.post(change(article), data, **OWN_PAGE)
    assert response.status_code == 403
    where, fields = carried_form(response)
    assert client.post(where, fields, **OWN_PAGE).status_code == 302
    assert Article.objects.get().headline == "Not lost"


@pytest.mark.django_db
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
def test_the_form_of_a_strange_page_is_not_carried(site):
    person = make.user("editor")
    client, article = strict(person), make.article()
    data = open_form(client, change(article)) | {"headline": "Forged", "_step": "save"}
    headers = {"HTTP_SEC_FETCH_SITE": site} if site else {}
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    response = client.post(change(article), data, **headers)
    assert response.status_code == 403
    assert "Forged" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_locked_for_long_answers_503_and_loses_nothing():
    person = make.user("editor")
    client, article = strict(person), make.article()
    data = open_form(client, change(article)) | {"headline": "Not lost", "_step": "save"}
    script = {"HTTP_X_CSRFTOKEN": data["csrfmiddlewaretoken"][0], **JSON}
    place = {"_place": data["_place"][0], "headline": "Not lost"}
    autosave = reverse("admin:articles_article_autosave", args=[article.pk])
    with locked():
        response = client.post(change(article), data)
        told = client.post(autosave, place, **script)
        assert client.get(change(article)).status_code == 200
    assert response.status_code == told.status_code == 503
    assert response.headers["Retry-After"]
    assert "busy" in told.json()["error"]
    where, fields = carried_form(response)
    assert client.post(where, fields).status_code == 302
    assert Article.objects.get().headline == "Not lost"


class locked:  # noqa: N801 - reads as a word
    """Somebody else writes for longer than anybody waits."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout=50")
                self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
                self.other.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("SET lock_timeout = 50")
                self.other = connection.copy()
                self.other.set_autocommit(False)
                with self.other.cursor() as theirs:
                    theirs.execute("LOCK TABLE articles_article, articles_autosave IN SHARE MODE")

    def __exit__(self, *_error):
        self.other.rollback()
        self.other.close()
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout=20000")
            else:
                cursor.execute("SET lock_timeout = 0")


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["own", "number"])
def test_a_form_that_a_colleague_left_behind_is_not_carried_out_by_signing_in(forged):
    publisher, article, stranger = make.user("publisher"), make.article(), make.user("reporter")
    proof = {"own": proof_of_writer(stranger), "number": str(publisher.pk)}[forged]
    trap = Client(enforce_csrf_checks=True)
    token = fields_of(trap.get(LOGIN), "login-form")["csrfmiddlewaretoken"]
    step = reverse("admin:articles_article_publish", args=[article.pk])
    sent = {"csrfmiddlewaretoken": token, "_writer": proof, "revision": article.head.number}
    response = sign_in_with(trap, trap.post(step, sent), publisher)
    page = response.content.decode()
    assert "data-send-on" not in page
    assert "Somebody else may have typed this" in page
    without = trap.post(step, sent | {"csrfmiddlewaretoken": "stale"}, **OWN_PAGE)
    assert "data-send-on" not in without.content.decode()
    article.refresh_from_db()
    assert article.state == "draft"


@pytest.mark.django_db
def test_a_step_that_is_carried_on_says_what_it_is_and_that_it_counts_as_ones_own():
    publisher, article = make.user("publisher"), make.article()
    client = strict(publisher)
    step = reverse("admin:articles_article_publish", args=[article.pk])
    token = fields_of(client.get(change(article)), "article_form")["csrfmiddlewaretoken"]
    Session.objects.all().delete()
    sent = {"csrfmiddlewaretoken": token, "revision": article.head.number}
    page = sign_in_with(client, client.post(step, sent), publisher).content.decode()
    assert "Go on only if it was you" in page
    assert f"<code>{step}</code>" in page
