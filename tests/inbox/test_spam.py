"""Spam: simple rules, the desk's own first; what is held waits in a folder and is never dropped."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from newsportal.inbox import spam
from newsportal.inbox.models import InboxSettings, Message, SpamRule
from tests.factories import user

pytestmark = pytest.mark.django_db

COLLECTION = Path(settings.BASE_DIR).parent / "shared/testdata/spam/sms-odd.tsv"
REAL = [
    "When does bus 417 run on Sundays? The timetable in your piece has no line for it.",
    "I won the lottery in 1998, and your winner of the week is not the first from our street.",
    "The call to the hotline was free, but nobody answered. Please text me when it works again.",
    "URGENT: the lamp at 14 Gate Street hangs by one wire and children walk under it.",
    "Your report on online casino adverts near schools was overdue. The poker club is next door.",
    "The bank refused our loan because of the flood. Who decides that? We have three children.",
    "In the photo of the prize draw the cup is upside down. Congratulations to all of you anyway!",
    "See https://www.example.org/minutes.pdf and https://www.example.org/plan.pdf, page 3.",
    "你好，请问 417 路公交车周日几点开？",
]
SPAM = [
    "Buy cheap <a href='http://pills.example/v'>viagra</a> now",
    "[url=http://x.example]best casino bonus[/url] free spins",
    "WINNER!! You have won a guaranteed £1000 prize. To claim call 09061701461 now!",
    "We offer SEO services: first page of Google, backlinks, targeted traffic. Click here.",
    "Dear friend, I am a barrister. 10 million dollars of the deceased, you are the beneficiary.",
]


@pytest.mark.parametrize("text", REAL)
def test_what_readers_write_is_not_held(text):
    assert spam.verdict(text=text, name="Lin Mei", address="lin@reader.example") == ""


@pytest.mark.parametrize("text", SPAM)
def test_what_advertises_is_held_with_a_reason(text):
    assert "points" in spam.verdict(text=text)


@pytest.mark.skipif(not COLLECTION.exists(), reason="the public collection is not here")
def test_of_a_public_collection_hardly_any_real_message_is_held():
    rows = [line.split("\t", 1) for line in COLLECTION.read_text("utf-8").splitlines()]
    held = {
        label: [spam.is_held(text=text) for name, text in rows if name == label]
        for label in ("ham", "spam")
    }
    assert sum(held["ham"]) <= 0.005 * len(held["ham"])
    assert sum(held["spam"]) >= 0.75 * len(held["spam"])


def test_more_links_than_the_settings_allow_are_held():
    text = " and ".join(f"https://site{number}.example/page" for number in range(3))
    said = f"In the minutes and in both plans you find what we told the council last year: {text}"
    assert spam.verdict(text=said) == ""
    InboxSettings.objects.create(links_allowed=2)
    assert spam.verdict(text=said) == "3 links"


def test_a_link_to_a_known_site_is_held():
    known = (Path(spam.__file__).parent / "hosts.txt").read_text("utf-8").splitlines()[5]
    said = f"Our street has a page of its own now, please look: https://www.{known}/a"
    assert known in spam.verdict(text=said)


def test_the_desk_adds_rules_of_its_own(client, typed):
    client.force_login(user("desk"))
    add = "/newsroom/inbox/spamrule/add/"
    for kind, pattern in (("words", " Blue  Widgets "), ("host", "https://www.Widgets.example/x")):
        sent = client.post(add, {"kind": kind, "pattern": pattern, "remark": ""})
        assert sent.status_code == 302, sent.content.decode()
    assert {rule.pattern for rule in SpamRule.objects.all()} == {"blue  widgets", "widgets.example"}
    for text in ("We sell BLUE widgets here", "Look: http://shop.widgets.example/ for the paper"):
        assert "rule of the desk" in spam.verdict(text=text)
    assert spam.verdict(text="We sell blueish widgets, or notwidgets.example") == ""
    client.logout()
    client.post("/message/", typed(text="Blue widgets for the council?"))
    message = Message.objects.get()
    assert (message.state, message.held_because) == ("spam", "rule of the desk: blue  widgets")


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "admin"])
def test_the_rules_are_the_desks_alone(client, role):
    client.force_login(user(role))
    assert client.get("/newsroom/inbox/spamrule/").status_code == 403


@pytest.mark.parametrize("pattern", ["a ~ b ~ c ~ d ~ e", "## off", "# or # or # or #", "a#~#~"])
def test_a_rule_that_could_be_filled_in_too_many_ways_is_refused(pattern):
    SpamRule(pattern="only # of ~ left").full_clean()
    with pytest.raises(ValidationError, match="three times"):
        SpamRule(pattern=pattern).full_clean()
