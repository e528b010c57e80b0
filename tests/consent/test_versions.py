"""What is asked: by which sites, under which number, and who is asked again."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest

from newsportal.accounts.models import AuditEntry
from newsportal.consent import choice as choices
from newsportal.consent import upkeep, vendors, versions
from newsportal.consent.models import ConsentVersion, Purpose, Receipt
from newsportal.consent.vendors import Vendor
from newsportal.pagecache.models import Invalidation
from newsportal.pages.models import Page
from newsportal.timeline import at, now
from tests.factories import user

pytestmark = pytest.mark.django_db

CHOICE = "/cookies/choice/"


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    choices.receipts.forget()


@pytest.fixture
def video(monkeypatch):
    """The vendors of embeds: a list to change, one in it."""
    found = [vendor("video")]
    monkeypatch.setitem(vendors.SOURCES, "embeds", lambda: found)
    return found


def vendor(slug, *hosts):
    hosts = hosts or (f"{slug}.example",)
    return Vendor(slug, slug.title(), hosts, f"{slug} learns your address", "a year")


def notice(client):
    """The question as every page carries it: the number and what is asked since when."""
    html = client.get("/about/").content.decode()
    if "data-consent=" not in html:
        return None
    number = html.partition('data-consent="')[2].partition('"')[0]
    asked = html.partition('data-asked="')[2].partition('"')[0]
    return number, dict(pair.split(":") for pair in asked.split())


def on(client):
    return client.get("/cookies/").context["held"]


# -- Whether anything is asked ---------------------------------------------------------------


def test_a_fresh_site_asks_nothing_and_says_so(client):
    html = client.get("/about/").content.decode()
    assert "data-consent" not in html
    assert "consent.js" not in html
    assert "This site stores nothing on your device" in html
    html = client.get("/cookies/").content.decode()
    assert "There is nothing to choose" in html
    assert "Accept all" not in html
    response = client.post(CHOICE, {"choice": "accept"})
    assert response.status_code == 303
    assert not response.cookies
    assert not Receipt.objects.exists()


def test_a_choice_is_forgotten_when_the_last_purpose_goes(client):
    versions.switch_on(["preferences"])
    client.post(CHOICE, {"choice": "accept"})
    Purpose.objects.all().delete()
    versions.settle()
    assert notice(client) is None
    assert client.post(CHOICE, {"choice": "reject"}).cookies["consent"]["max-age"] == 0


def test_the_administrator_alone_switches_purposes_and_every_page_hears_of_it(client):
    client.force_login(user("publisher"))
    assert client.post("/newsroom/consent/purpose/add/", {"name": "embeds"}).status_code == 403
    client.force_login(user("admin"))
    client.post("/newsroom/consent/purpose/add/", {"name": "embeds"})
    assert notice(client) == ("1", {"embeds": "1"})
    assert Invalidation.objects.filter(tag="site").exists()
    assert AuditEntry.objects.filter(action="consent_text.edit").count() == 1
    client.post(f"/newsroom/consent/purpose/{Purpose.objects.get().pk}/delete/", {"post": "yes"})
    assert notice(client) is None
    page = client.get("/newsroom/consent/consentversion/")
    assert page.context["cl"].result_count == 2


# -- Under which number ----------------------------------------------------------------------


def test_what_is_added_is_asked_again_and_what_goes_is_not(client, video):
    versions.switch_on(["preferences"])
    versions.switch_on(["embeds"])
    client.post(CHOICE, {"choice": "accept"})
    assert notice(client) == ("2", {"preferences": "1", "embeds": "2", "embeds.video": "2"})
    video.append(vendor("map"))
    versions.settle()
    assert notice(client)[0] == "3"
    # What was accepted stays on, the newcomer is off until it was asked about.
    assert on(client) == ("necessary", "preferences", "embeds.video")
    video.pop()
    versions.settle()
    assert notice(client)[0] == "3"
    video.append(vendor("map"))
    versions.settle()
    assert notice(client)[0] == "4"


def test_a_new_host_asks_again_and_a_new_wording_does_not(client, video):
    versions.switch_on(["embeds"])
    client.post(CHOICE, {"choice": "accept"})
    video[0] = Vendor("video", "Better Name", ("video.example",), "other words", "a day")
    assert versions.settle().number == 1
    video[0] = vendor("video", "video.example", "more.example")
    assert versions.settle().number == 2
    assert on(client) == ("necessary",)
    assert ConsentVersion.objects.count() == 2


def test_a_corrected_policy_text_asks_nobody_again(client):
    versions.switch_on(["preferences"])
    Page(slug="cookies", title="Cookies", body="<p>Tpyo.</p>").replace()
    client.post(CHOICE, {"choice": "accept"})
    with at(now() + timedelta(hours=1)):
        Page(slug="cookies", title="Cookies", body="<p>Typo.</p>", change_note="a typo").replace()
        assert notice(client) == ("1", {"preferences": "1"})
        html = client.get("/cookies/").content.decode()
    then = f"/cookies/versions/{Receipt.objects.get().policy_text}/"
    assert f'href="{then}">the policy as it was then' in html
    with at(now() + timedelta(hours=1)):
        assert "<p>Tpyo.</p>" in client.get(then).content.decode()


def test_choices_from_before_there_were_versions_are_asked_again():
    Receipt.objects.create(policy_version=1, categories=[], signal="click")
    assert versions.switch_on(["embeds"]).number == 2


def test_an_answer_to_an_older_page_does_not_answer_what_came_since(client):
    versions.switch_on(["preferences"])
    versions.switch_on(["embeds"])
    client.post(CHOICE, {"choice": "accept", "version": "1"})
    assert client.cookies["consent"].value.startswith("v1:necessary+preferences:")
    assert Receipt.objects.get().categories == ["necessary", "preferences"]


# -- Parts -----------------------------------------------------------------------------------


def test_a_part_that_is_asked_about_can_be_granted_alone_and_no_other(client, video):
    versions.switch_on(["preferences", "embeds"])
    video.append(vendor("map"))
    versions.settle()
    names = ["embeds.map", "embeds.unknown", "preferences.map", "embeds.map"]
    client.post(CHOICE, {"choice": "allow", "category": names}, headers={"sec-gpc": "1"})
    assert on(client) == ("necessary", "embeds.map")
    client.post(CHOICE, {"choice": "allow", "category": "preferences"})
    assert on(client) == ("necessary", "preferences", "embeds.map")
    html = client.get("/cookies/").content.decode()
    assert 'value="embeds.map" aria-describedby="about-map" checked' in html
    assert 'value="embeds.video" aria-describedby="about-video">' in html
    assert "<h3>map.example " in html


def test_all_parts_together_are_the_whole(client, video):
    versions.switch_on(["embeds"])
    client.post(CHOICE, {"choice": "selected", "category": ["embeds.video"]})
    assert on(client) == ("necessary", "embeds")


# -- What runs until an objection ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "gpc", "counted"),
    [
        (None, "0", True),
        (None, "1", False),
        ({"choice": "reject"}, "0", False),
        ({"choice": "selected", "objection": "statistics"}, "0", False),
        ({"choice": "selected"}, "1", True),
        ({"choice": "accept"}, "1", True),
        # Who allows one thing has not objected to another.
        ({"choice": "allow", "category": "preferences"}, "0", True),
        ({"choice": "allow", "category": "preferences"}, "1", False),
    ],
)
def test_the_settings_say_of_statistics_what_holds(client, data, gpc, counted):
    versions.switch_on(["preferences", "statistics"])
    if data:
        client.post(CHOICE, data, headers={"sec-gpc": gpc})
    response = client.get("/cookies/", headers={"sec-gpc": gpc})
    box = response.content.decode().partition('value="statistics"')[2].partition(">")[0]
    assert ("checked" in box) is not counted
    assert ("what you read is counted" in response.content.decode()) is counted
    cookie = response.wsgi_request.headers.get("Cookie", "")
    assert choices.counts(cookie, gpc=gpc == "1") is counted


# -- Signals, receipts -----------------------------------------------------------------------


def test_the_site_says_where_machines_look_that_it_honours_the_signal(client):
    response = client.get("/.well-known/gpc.json")
    assert response.headers["Content-Type"] == "application/json"
    said = json.loads(response.content)
    assert said["gpc"] is True
    assert len(said["lastUpdate"]) == len("2026-01-31")


def test_the_administrator_takes_the_receipts_as_a_table(client):
    versions.switch_on(["preferences"])
    client.post(CHOICE, {"choice": "accept"})
    client.post(CHOICE, {"choice": "reject"}, headers={"sec-gpc": "1"})
    client.force_login(user("publisher"))
    assert client.post("/newsroom/consent/receipt/export/").status_code == 403
    client.force_login(user("admin"))
    assert "/newsroom/consent/receipt/export/" in (
        client.get("/newsroom/consent/receipt/").content.decode()
    )
    response = client.post("/newsroom/consent/receipt/export/?signal__exact=gpc")
    table = b"".join(response.streaming_content).decode("utf-8-sig")
    (line,) = csv.DictReader(StringIO(table))
    assert line["receipt"] == str(Receipt.objects.get(signal="gpc").pk)
    assert line["on"] == "necessary"
    assert AuditEntry.objects.filter(action="consent_receipts.export").count() == 1
    Receipt.objects.all().delete()
    assert client.post("/newsroom/consent/receipt/export/").status_code == 200


def test_receipts_are_deleted_after_24_months(client):
    versions.switch_on(["preferences"])
    for months in (1, 23, 25):
        with at(now() - timedelta(days=30.4 * months)):
            client.post(CHOICE, {"choice": "accept"})
    assert upkeep.delete_old_receipts() == 1
    assert Receipt.objects.count() == 2
