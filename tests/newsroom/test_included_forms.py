"""Forms that stand in a part of a page: they carry the token without which they are refused."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from articles.workflow import reported
from newsportal.accounts.roles import ROLES
from tests import factories as make
from tests.newsroom.test_articles import LIST, sign_in

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INCLUDED = re.compile(r'{% include "([^"]+)"([^%]*) only %}')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def test_a_part_with_a_form_is_handed_the_token():
    # `only` keeps from a part what it is not handed, the token as well.
    texts = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.html")
    }
    without = [
        (page, part)
        for page, text in texts.items()
        for part, given in INCLUDED.findall(text)
        if "{% csrf_token %}" in texts.get(part, "") and "csrf_token=csrf_token" not in given
    ]
    assert without == []


def strict(*roles: str) -> Client:
    """Somebody who sends what a browser would, and is asked for the token as a browser is."""
    client = sign_in(*roles)
    client.handler.enforce_csrf_checks = True
    return client


def press(client: Client, page: str, action: str):
    """Send the form of the page that leads to this address, as it stands there."""
    shown = client.get(page).content.decode()
    form = next(
        found
        for found in re.findall(r"<form[^>]*>.*?</form>", shown, re.DOTALL)
        if f'action="{action}' in found
    )
    token = TOKEN.search(form)
    return client.post(action, {"csrfmiddlewaretoken": token[1]} if token else {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", [LIST, "/newsroom/consent/receipt/", "/newsroom/accounts/auditentry/"]
)
def test_the_button_above_a_list_gives_the_table(page):
    answer = press(strict(*ROLES), page, f"{page}export/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")


@pytest.mark.django_db
def test_an_editor_sets_a_report_aside_with_the_button_of_its_page():
    article = make.article("The night bus")
    draft = reported.report_error(article, "It leaves at 23:40.", by=make.user("desk"))
    page = f"/newsroom/articles/article/{article.pk}/reported/{draft.pk}/"
    assert press(strict("editor"), page, f"{page}dismiss/").status_code == 302
    draft.refresh_from_db()
    assert draft.dismissed_at
