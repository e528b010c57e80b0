"""Addresses and values that no page of the newsroom offers: refused, and never an error of ours."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import SavedFilter
from newsportal.accounts.roles import ROLES
from newsportal.timeline import now
from tests import factories as make
from tests.newsroom.test_articles import LIST, sign_in

pytestmark = pytest.mark.django_db

USERS = "/newsroom/accounts/user/"
FILTERS = f"{LIST}filters/"
LISTS = {
    model._meta.label_lower: f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
}


@pytest.fixture
def client():
    """Somebody with every role: what is refused here is refused to all."""
    return sign_in(*ROLES)


# -- What a list may be asked ----------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["password__startswith=argon2", "is_superuser=1", "email__contains=a", "roles__title=Editor"],
)
def test_accounts_are_filtered_by_what_the_page_offers_alone(client, query):
    assert client.get(f"{USERS}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["roles__name__exact=editor", "is_active__exact=1"])
def test_the_filters_that_the_page_offers_work(client, query):
    editor = make.user("editor")
    assert editor in client.get(f"{USERS}?{query}").context["cl"].queryset


def test_dates_are_filtered_as_the_page_offers_it(client):
    make.photo()
    year, month = now().year, now().month
    page = client.get(f"/newsroom/accounts/auditentry/?at__year={year}&at__month={month}")
    assert page.context["cl"].queryset.exists()
    since = client.get("/newsroom/articles/photo/", {"added_at__gte": f"{year}-01-01 00:00+00:00"})
    assert since.context["cl"].queryset.count() == 1


def test_every_filter_of_every_list_may_be_used(client):
    for name in LISTS.values():
        url = reverse(f"{name}_changelist")
        listed = client.get(url).context["cl"]
        for spec in listed.filter_specs:
            for parameter in spec.expected_parameters():
                assert client.get(url, {parameter: "1"}).status_code in {200, 302}, parameter


@pytest.mark.parametrize("lookup", ["body__regex", "headline__regex", "pk__in", "id", "nothing"])
@pytest.mark.parametrize("name", LISTS.values(), ids=LISTS)
def test_no_list_answers_other_questions(client, name, lookup):
    assert client.get(reverse(f"{name}_changelist"), {lookup: "("}).status_code == 400


# -- Values that no database knows -----------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?state__exact=%00",
        f"{LIST}?q=%00",
        f"{LIST}?desk=%00",
        f"{LIST}?%00=1",
        f"{LIST}%00/change/",
        f"{USERS}?roles__name__exact=%00",
        "/newsroom/autocomplete/?app_label=articles&model_name=article&field_name=topics&term=%00",
        "/newsroom/articles/photo/picker/?q=%00",
        "/newsroom/?x=%00",
    ],
)
def test_an_address_with_nul_is_refused_in_a_sentence(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response.content.startswith(b"The address holds a character")


def test_nul_in_a_form_is_refused_beside_its_field(client):
    person = make.user("reporter")
    data = {"username": "a\0b", "first_name": "Kept as typed", "roles": ["a\0b"]}
    response = client.post(f"{USERS}{person.pk}/change/", data)
    assert response.status_code == 200
    assert "Null characters are not allowed." in response.content.decode()
    assert "Kept as typed" in response.content.decode()


def test_nul_at_the_sign_in_is_no_error(client):
    client.logout()
    response = client.post("/newsroom/login/", {"username": "a\0b", "password": "a\0b"})
    assert response.status_code == 200


def test_a_filter_is_saved_and_forgotten_without_nul(client):
    client.post(FILTERS, {"name": "Mi\0ne", "query": "q=a%00b&p=3"})
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("Mine", "q=ab")
    client.post(FILTERS, {"forget": "Mi\0ne"})
    assert not SavedFilter.objects.exists()


def test_a_filter_that_is_too_long_is_refused_and_not_cut(client):
    query = "q=" + "%E6%B8%9D" * 60
    response = client.post(FILTERS, {"name": "Mine", "query": query})
    assert response.status_code == 302
    assert not SavedFilter.objects.exists()
    page = client.get(response["Location"]).content.decode()
    assert "This filter is too long to be kept" in page


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1"], ids=["30", "5000", "below"])
def test_a_number_beyond_all_rows_is_no_error(client, number):
    for name in LISTS.values():
        url = reverse(f"{name}_changelist")
        for page in (
            "change",
            "delete",
            "history",
            "password-link",
            "thumbnail",
            "original",
            "publish",
            "preview",
            "revisions",
            "rendition/x.webp",
        ):
            response = client.get(f"{url}{number}/{page}/")
            assert response.status_code in {302, 403, 404}, (url, page)
        for parameter in ("p", "o", "all", "e"):
            assert client.get(url, {parameter: number}).status_code in {200, 302}, parameter
    assert client.get(LIST, {"section__id__exact": number}).status_code in {200, 302}
    assert client.get(LIST, {"section__isnull": number}).status_code in {200, 302}


@pytest.mark.parametrize("year", ["0", "1", "9999", "9" * 30, "9" * 5000, "x"])
def test_a_year_that_no_calendar_has_is_no_error(client, year):
    for url in ("/newsroom/accounts/auditentry/", "/newsroom/consent/receipt/"):
        name = "at" if "audit" in url else "made_at"
        for query in ({f"{name}__year": year}, {f"{name}__year": year, f"{name}__month": "12"}):
            assert client.get(url, query, follow=True).status_code == 200
    for value in (year, f"{year:0>4}-01-01 00:00:00+14:00", f"{year:0>4}-12-31 23:59:59-11:00"):
        found = client.get("/newsroom/articles/photo/", {"added_at__gte": value}, follow=True)
        assert found.status_code == 200


@pytest.mark.parametrize(("day", "time"), [("9999-12-31", "23:59"), ("0001-01-01", "00:00")])
def test_a_moment_beyond_the_calendar_is_refused_beside_its_field(client, day, time):
    edition = make.published()
    forms = {
        "/newsroom/articles/placement/add/": {
            "place": "lead",
            "article_number": edition.article_number,
        },
        "/newsroom/pages/slogan/add/": {"text": "Hello", "language": "en", "position": "0"},
        "/newsroom/pages/page/add/": {"slug": "about", "title": "About", "body": "<p>Us</p>"},
    }
    for url, data in forms.items():
        response = client.post(url, data | {"live_from_0": day, "live_from_1": time})
        assert response.status_code == 200, url
        assert "live_from" in response.context["adminform"].form.errors, url
    for page in ("/newsroom/", *(reverse(f"{name}_changelist") for name in LISTS.values()), "/"):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("seen", ["x", "１２", "-1", "9" * 30])
def test_a_step_with_a_revision_that_no_page_named_is_taken_with_none(client, seen):
    article = make.article(by=client.user)
    client.post(f"{LIST}{article.pk}/submit/")
    answer = client.post(f"{LIST}{article.pk}/approve/", {"revision": seen})
    assert answer.status_code in {200, 302}
