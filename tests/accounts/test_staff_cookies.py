"""The cookies of the staff stay in the newsroom, and its pages are stored by nobody."""

import pytest
from django.test import Client

from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/feed/", "/nothing/", "/healthz", "/message/"])
@pytest.mark.parametrize("cookie", ["csrf=abc", "session=abc", "csrf=abc; session=abc"])
def test_a_public_page_answers_no_strange_cookie_with_one_of_its_own(path, cookie):
    response = Client(HTTP_COOKIE=cookie).get(path)
    assert "Set-Cookie" not in str(response.headers)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["", "login/", "password_change/", "articles/article/", "nothing/", "accounts/user/"]
)
def test_no_page_of_the_newsroom_may_be_stored(path):
    response = sign_in("editor").get(f"/newsroom/{path}")
    assert "no-store" in response.headers["Cache-Control"]


def test_a_refused_target_after_signing_in_leads_to_the_start_page():
    person = make.user("editor")
    words = {"username": person.username, "password": "correct horse battery"}
    response = Client().post("/newsroom/login/", words | {"next": "//evil.example/"})
    assert response.url == "/newsroom/"


@pytest.mark.parametrize("kind", ["author", "section", "topic"])
def test_a_reporter_can_look_at_a_word_that_nobody_owns(kind):
    row = getattr(make, kind)()
    page = sign_in("reporter").get(f"/newsroom/articles/{kind}/{row.pk}/change/")
    assert page.status_code == 200


def test_a_question_of_two_thousand_words_is_answered():
    words = "+".join(["word"] * 2000)
    assert sign_in("editor").get(f"/newsroom/articles/article/?q={words}").status_code == 200
