"""The choice about cookies: the notice, the settings page, the cookie and the receipt."""

import uuid

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver

from newsportal.accounts import limits
from newsportal.consent import choice as choices
from newsportal.consent import registry, versions
from newsportal.consent.choice import Choice
from newsportal.consent.models import Receipt
from tests.factories import user

pytestmark = pytest.mark.django_db

CHOICE = "/cookies/choice/"
RECEIPT = "5a0a3a5e-4f6c-4b60-9d3b-2f7a3d3f1a11"
STATES = {
    "fresh": "",
    "accepted": f"consent=v1:necessary+preferences+statistics+embeds:{RECEIPT}",
    "rejected": f"consent=v1:necessary:{RECEIPT}",
    "outdated": f"consent=v0:necessary:{RECEIPT}",
    "nonsense": "consent=%00%ff:::",
}


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    choices.receipts.forget()


@pytest.fixture(autouse=True)
def _all_purposes(db):
    versions.switch_on(registry.OPTIONAL)


# -- The registry ----------------------------------------------------------------------------


def test_the_necessary_is_always_granted_and_the_unknown_never():
    assert registry.granted(["embeds", "tracking"]) == ("necessary", "embeds")


@pytest.mark.parametrize(
    ("cookie", "gpc", "counted"),
    [
        ("", False, True),
        ("", True, False),
        (STATES["rejected"], False, False),
        (STATES["accepted"], False, True),
        ("a=b; " + STATES["accepted"], True, True),
        (STATES["nonsense"], False, True),
        (STATES["nonsense"], True, False),
    ],
)
def test_a_reader_is_counted_until_an_objection(cookie, gpc, counted):
    assert choices.counts(cookie, gpc=gpc) is counted


# -- The notice ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/about/", "/search/", "/no/such/page/"])
def test_the_html_is_byte_equal_in_all_states_of_consent(client, address):
    answers = [
        client.get(address, headers={"cookie": cookie, **signal}).content
        for cookie in STATES.values()
        for signal in ({}, {"sec-gpc": "1"})
    ]
    assert b"data-consent" in answers[0]
    assert set(answers) == {answers[0]}


@pytest.mark.parametrize("address", ["/", "/about/", "/cookies/", "/message/", "/search/"])
def test_reading_sets_no_cookie_and_does_not_vary_on_one(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_the_notice_stands_hidden_in_every_page_and_bundles_no_terms(client):
    content = client.get("/about/").content.decode()
    notice = content[content.index('<section class="consent"') :]
    notice = notice[: notice.index("</section>")]
    assert " hidden>" in notice.split("\n")[0]
    assert "/terms/" not in notice
    assert "continue to browse" not in notice.lower()
    assert 'href="/cookies/"' in notice
    assert 'href="/privacy/"' in notice


def test_the_notice_says_what_accepting_does_and_then_that_it_can_be_undone(client):
    content = client.get("/about/").content.decode()
    does = "your reading settings are remembered; videos, maps and posts of other sites are loaded."
    assert f"If you accept: {does} You can change your mind at any time." in content


# -- The settings page -----------------------------------------------------------------------


def test_the_settings_page_names_everything_that_is_stored_and_is_never_kept(client):
    response = client.get("/cookies/")
    assert response.headers["Cache-Control"] == "private, no-store"
    content = response.content.decode()
    for category in registry.CATEGORIES:
        assert str(category.title) in content
        for use in category.uses:
            assert f"<h3>{use.name} " in content
            assert str(use.lifetime) in content


def test_the_settings_page_says_that_nothing_was_chosen(client):
    assert "You have not chosen yet" in client.get("/cookies/").content.decode()


def test_global_privacy_control_is_shown_as_a_reject(client):
    content = client.get("/cookies/", headers={"sec-gpc": "1"}).content.decode()
    assert "That counts as a reject" in content
    assert "You have not chosen yet" not in content


def test_a_choice_for_an_earlier_version_counts_no_more(client):
    client.cookies["consent"] = f"v0:necessary+embeds:{RECEIPT}"
    response = client.get("/cookies/")
    assert "The question has changed since you chose" in response.content.decode()
    assert response.context["held"] == registry.NECESSARY


def test_the_receipt_is_shown_to_the_reader(client):
    client.post(CHOICE, {"choice": "accept"})
    content = client.get("/cookies/").content.decode()
    assert str(Receipt.objects.get().pk) in content
    Receipt.objects.all().delete()
    assert "no longer hold this receipt" in client.get("/cookies/").content.decode()


@pytest.mark.parametrize(
    "value",
    ["", "v1", "v1:necessary", "v1::x", "x1:necessary:" + RECEIPT, "vv:necessary:" + RECEIPT,
     "v1:necessary:<script>", "v9999999999999999999999:necessary:" + RECEIPT, "v1:a:b:c:d"],
)  # fmt: skip
def test_a_cookie_that_we_did_not_write_is_no_choice_for_today(client, value):
    client.cookies["consent"] = value
    response = client.get("/cookies/")
    assert response.status_code == 200
    # What runs until an objection, and nothing that needs consent.
    assert set(response.context["held"]) <= {"necessary", "statistics"}


# -- Choosing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "categories"),
    [
        ({"choice": "accept"}, ["necessary", "preferences", "statistics", "embeds"]),
        ({"choice": "reject"}, ["necessary"]),
        ({"choice": "reject", "category": ["embeds"]}, ["necessary"]),
        (
            {"choice": "selected", "category": ["embeds", "x"], "objection": "statistics"},
            ["necessary", "embeds"],
        ),
        ({"choice": "selected"}, ["necessary", "statistics"]),
    ],
)
def test_a_choice_is_kept_in_one_cookie_and_one_receipt(client, data, categories):
    response = client.post(CHOICE, data)
    assert response.status_code == 303
    assert response.headers["Location"] == "/cookies/#choice"
    receipt = Receipt.objects.get()
    assert receipt.categories == categories
    assert (receipt.policy_version, receipt.signal) == (1, "click")
    assert list(response.cookies) == ["consent"]
    cookie = response.cookies["consent"]
    assert cookie.value == f"v1:{'+'.join(categories)}:{receipt.pk}"
    assert cookie["path"] == "/"
    assert cookie["samesite"] == "Lax"
    assert not cookie["httponly"]
    assert 170 * 86_400 < cookie["max-age"] < 190 * 86_400


def test_the_cookie_is_secure_where_the_site_is(client, settings):
    assert not client.post(CHOICE, {"choice": "reject"}).cookies["consent"]["secure"]
    settings.HTTPS = True
    assert client.post(CHOICE, {"choice": "reject"}).cookies["consent"]["secure"]


def test_a_script_is_answered_without_a_page(client):
    response = client.post(CHOICE, {"choice": "accept"}, headers={"sec-fetch-mode": "same-origin"})
    assert (response.status_code, response.content) == (204, b"")
    assert "consent" in response.cookies


def test_a_click_in_a_browser_with_the_signal_wins_and_says_so(client):
    client.post(CHOICE, {"choice": "accept"}, headers={"sec-gpc": "1"})
    assert Receipt.objects.get().signal == "gpc"
    content = client.get("/cookies/", headers={"sec-gpc": "1"}).content.decode()
    assert "counts before it" in content


def test_withdrawing_replaces_the_choice_and_keeps_both_receipts(client):
    client.post(CHOICE, {"choice": "accept"})
    client.post(CHOICE, {"choice": "reject"})
    response = client.get("/cookies/")
    assert response.context["held"] == ("necessary",)
    assert Receipt.objects.count() == 2


def test_withdrawing_deletes_the_cookies_of_the_category(client, monkeypatch):
    shelf = registry.Stored("cookie", "type-size", "size", "this site", "1 year")
    preferences = registry.Category("preferences", "Preferences", "", uses=(shelf,))
    kept = [c for c in registry.CATEGORIES if c.name != "preferences"]
    monkeypatch.setattr(registry, "CATEGORIES", (*kept, preferences))
    client.cookies["type-size"] = "large"
    assert "type-size" not in client.post(CHOICE, {"choice": "accept"}).cookies
    withdrawn = client.post(CHOICE, {"choice": "reject"}).cookies["type-size"]
    assert withdrawn["max-age"] == 0


def test_a_choice_returns_to_the_page_that_it_was_made_on(client):
    response = client.post(CHOICE, {"choice": "reject", "next": "/about/?a=1&b=重庆"})
    assert response.headers["Location"] == "/about/?a=1&b=%E9%87%8D%E5%BA%86"


@pytest.mark.parametrize(
    "target",
    ["//e.example", "/\\e.example", "\\\\e.example", "https:e.example", "https://e.example/",
     "http:///e.example", "///e.example", "javascript:alert(1)", "/\t/e.example", "/\n/e.example",
     " //e.example", "\x00//e.example", "/a\r\nSet-Cookie: x=1", "//e.example/%2f..", "data:,x",
     "http://testserver.e.example/", "http://127.0.0.1:8000.e.example/",
     "http://127.0.0.1:8000@e.example/", "http://127.0.0.1:8000//e.example", "//e。example",
     "/" + "a" * 600, "e.example", "?x", "#x", "/\u2028/e.example"],
)  # fmt: skip
def test_a_choice_never_leads_off_the_site(client, target):
    response = client.post(CHOICE, {"choice": "reject", "next": target})
    assert response.status_code == 303
    assert response.headers["Location"] == "/cookies/#choice"


@pytest.mark.parametrize("data", [{}, {"choice": "maybe"}, {"choice": ""}])
def test_something_that_is_no_choice_is_refused(client, data):
    response = client.post(CHOICE, data)
    assert response.status_code == 400
    assert not response.cookies
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://e.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"},
     {"sec-fetch-site": "same-site"},
     {"origin": "http://testserver", "sec-fetch-site": "cross-site"}],
)  # fmt: skip
def test_another_site_cannot_choose_for_a_reader(client, headers):
    response = client.post(CHOICE, {"choice": "accept"}, headers=headers)
    assert response.status_code == 403
    assert not response.cookies
    assert not Receipt.objects.exists()


def test_our_own_page_can_choose(client):
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert client.post(CHOICE, {"choice": "accept"}, headers=headers).status_code == 303


def test_a_choice_is_not_taken_by_get(client):
    assert client.get(CHOICE, {"choice": "accept"}).status_code == 405
    assert client.head(CHOICE).status_code == 405


def test_a_flood_of_choices_is_honoured_but_fills_no_table(client, monkeypatch):
    monkeypatch.setattr(choices, "RECEIPTS_PER_HOUR", 2)
    for _each in range(4):
        assert "consent" in client.post(CHOICE, {"choice": "reject"}).cookies
    assert Receipt.objects.count() == 2


# -- What is kept ----------------------------------------------------------------------------


def test_nothing_of_the_reader_is_in_the_receipt(client, settings):
    settings.TRUSTED_PROXIES = 1
    client.post(
        CHOICE,
        {"choice": "accept"},
        headers={"x-forwarded-for": "203.0.113.77", "user-agent": "CANARY-UA"},
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consent_receipt")
        row = repr(cursor.fetchall())
    assert "203.0.113" not in row
    assert "CANARY" not in row
    assert {field.name for field in Receipt._meta.get_fields()} == {
        "id", "made_at", "policy_version", "policy_text", "categories", "signal",
    }  # fmt: skip


def test_the_value_of_the_cookie_reads_back_as_the_choice(rf):
    choice = Choice(1, ("necessary", "embeds"), uuid.UUID(RECEIPT))
    request = rf.get("/", headers={"cookie": f"consent={choice.value}"})
    assert Choice.of(request) == choice


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "desk", "admin"])
def test_only_the_administrator_sees_the_receipts_and_nobody_changes_one(client, role):
    client.post(CHOICE, {"choice": "accept"})
    receipt = Receipt.objects.get()
    client.force_login(user(role))
    expected = 200 if role == "admin" else 403
    assert client.get("/newsroom/consent/receipt/").status_code == expected
    address = f"/newsroom/consent/receipt/{receipt.pk}/"
    assert client.get(f"{address}change/").status_code == expected
    assert client.post(f"{address}change/", {"signal": "gpc"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/newsroom/consent/receipt/add/").status_code == 403


# -- Counting networks -----------------------------------------------------------------------


def test_a_network_is_counted_for_an_hour_and_forgotten_after_a_day(rf, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: clock[0])
    limit = limits.NetworkLimit()
    here = rf.get("/", REMOTE_ADDR="198.51.100.7")
    neighbour = rf.get("/", REMOTE_ADDR="198.51.100.8")
    elsewhere = rf.get("/", REMOTE_ADDR="203.0.113.7")
    assert [limit.allows(here, per_hour=2) for _each in range(3)] == [True, True, False]
    assert not limit.allows(neighbour, per_hour=2)
    assert limit.allows(elsewhere, per_hour=2)
    clock[0] += limits.HOUR + 1
    assert limit.allows(here, per_hour=2)
    key = limit._key
    clock[0] += limits.DAY
    limit.allows(here, per_hour=2)
    assert limit._key != key
    assert "198.51.100" not in repr(vars(limit))


def test_counting_networks_takes_bounded_memory(rf, monkeypatch):
    monkeypatch.setattr(limits, "MOST_NETWORKS", 10)
    limit = limits.NetworkLimit()
    for number in range(50):
        limit.allows(rf.get("/", REMOTE_ADDR=f"10.0.{number}.1"), per_hour=1)
    assert len(limit._seen) == 10


# -- Posts without a CSRF token --------------------------------------------------------------


def test_the_forms_of_readers_alone_go_without_a_csrf_token():
    def views(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from views(pattern.url_patterns)
            else:
                yield pattern

    exempt = {
        pattern.name
        for pattern in views(get_resolver().url_patterns)
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    forms = {"message", "message-error", "message-notice", "message-status"}
    assert exempt == {"consent-choice", *forms}
