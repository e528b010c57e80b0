"""The pages that say no: each with words that help, none with a cookie."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views import defaults


def test_the_page_of_a_failure_asks_neither_the_database_nor_a_context():
    # Without the `db` mark every query fails.
    html = render_to_string("500.html")
    assert "Something went wrong on our side" in html
    response = defaults.server_error(RequestFactory().get("/"))
    assert (response.status_code, response.content.decode()) == (500, html)


@pytest.mark.django_db
def test_a_page_of_another_role_answers_403_in_the_frame_of_the_site():
    response = defaults.permission_denied(RequestFactory().get("/"), PermissionDenied())
    html = response.content.decode()
    assert response.status_code == 403
    assert html.count("<h1>") == 1
    assert 'id="main"' in html


@pytest.mark.django_db
def test_a_missing_page_offers_a_search_and_is_not_indexed(client):
    response = client.get("/nothing/here/")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/search/"' in html.split("<main")[1]
    assert '<meta name="robots" content="noindex">' in html
    assert not response.cookies
