"""A form that is sent twice is carried out once, also when both come at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import Article, Edition, Photo
from newsportal.accounts.models import SentForm, User
from newsportal.accounts.once import REMEMBERED_FOR, SWEPT_EVERY
from newsportal.timeline import now
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

PARALLEL = 5


def filled(client: Client, url: str, **typed) -> dict:
    data = open_form(client, url)
    assert data["csrfmiddlewaretoken"]
    return data | typed


def five_times(client: Client, url: str, data: dict) -> list:
    """The answers to the same form, sent five times at the same moment."""

    def send(_number):
        again = Client()
        again.cookies = client.cookies
        try:
            return again.post(url, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(send, range(PARALLEL)))


@pytest.mark.django_db(transaction=True)
def test_an_article_that_is_sent_five_times_at_once_is_made_once():
    client = sign_in("editor")
    answers = five_times(client, ADD, filled(client, ADD, headline="Once", _step="save"))
    article = Article.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, change(article))}
    assert article.revisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_article_is_published_once_by_five_clicks():
    client, article = sign_in("publisher"), make.article()
    data = filled(client, change(article), _step="publish")
    answers = five_times(client, change(article), data)
    assert {answer.status_code for answer in answers} == {302}
    assert Edition.every.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_uploads_of_one_file_are_one_photo():
    client = sign_in("photo")
    url, content = reverse("admin:articles_photo_add"), make.jpeg().getvalue()

    def send(_number):
        from io import BytesIO

        again = Client()
        again.cookies = client.cookies
        file = BytesIO(content)
        file.name = "one.jpg"
        try:
            return again.post(url, {"files": file, "caption": "One"})
        finally:
            connection.close()

    with ThreadPoolExecutor(PARALLEL) as pool:
        answers = list(pool.map(send, range(PARALLEL)))
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert Photo.objects.count() == 1


@pytest.mark.django_db
def test_the_form_of_a_page_that_was_opened_anew_is_another_form():
    client = sign_in("editor")
    for _time in range(2):
        client.post(ADD, filled(client, ADD, headline="Twice", _step="save"))
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_the_same_form_with_other_words_is_another_form():
    client, article = sign_in("editor"), make.article()
    data = filled(client, change(article), _step="save")
    client.post(change(article), data | {"headline": "First words"})
    answer = client.post(change(article), data | {"headline": "Other words"})
    assert answer.status_code == 409
    assert article.revisions.count() == 3


@pytest.mark.django_db
def test_a_form_with_an_error_can_be_sent_again():
    client = sign_in("editor")
    data = filled(client, ADD, headline="", _step="save")
    for _time in range(2):
        assert client.post(ADD, data).status_code == 200
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_what_was_refused_as_forged_can_be_sent_when_the_right_is_there():
    client, article = sign_in("editor"), make.article()
    url = reverse("admin:articles_article_restore", args=[article.pk, 1])
    data = {"csrfmiddlewaretoken": "x" * 64}
    client.user.roles.clear()
    assert client.post(url, data).status_code == 403
    client.user.roles.set(["editor"])
    assert client.post(url, data).status_code == 302


@pytest.mark.django_db
def test_a_text_that_is_refused_as_stale_twice_is_kept_once():
    client, article = sign_in("editor"), make.article()
    data = filled(client, change(article), headline="Stale", _step="save")
    sign_in("editor").post(
        change(article), filled(client, change(article), headline="Newer", _step="save")
    )
    for _time in range(2):
        assert client.post(change(article), data).status_code == 409
    assert article.revisions.filter(is_refused=True).count() == 1


@pytest.mark.django_db
def test_the_form_of_one_person_is_not_that_of_another():
    first, second = sign_in("editor"), sign_in("editor")
    data = filled(first, ADD, headline="Mine", _step="save")
    for client in (first, second):
        client.post(ADD, data)
    assert {article.created_by for article in Article.objects.all()} == set(User.objects.all())


@pytest.mark.django_db
def test_old_forms_are_forgotten():
    client = sign_in("editor")
    old = SentForm.objects.create(digest="0" * 64, location="/newsroom/")
    SentForm.objects.update(sent_at=now() - REMEMBERED_FOR * 2)
    for _form in range(SWEPT_EVERY):
        client.post(
            "/newsroom/articles/article/filters/",
            {"csrfmiddlewaretoken": f"{_form:064}", "name": "Mine", "query": "q=a"},
        )
    assert not SentForm.objects.filter(pk=old.pk).exists()
    assert SentForm.objects.count() == SWEPT_EVERY
