"""Corrections: where readers find them, when, and who may make them or take them back."""

import json
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils.html import escape as html

from articles import workflow
from articles.models import Article, Correction
from newsportal.accounts.models import AuditEntry
from newsportal.pagecache.models import Invalidation
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import at, now
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = "The barge makes 30 trips a month, not a week."
NASTY = 'Not <script>alert("1")</script> & ]]> but </script> “5 < 6”.'
FEEDS = ("/feed/", "/feed/rss/", "/feed.json", "/city/feed/")


def of(edition) -> Article:
    return Article.objects.get(pk=edition.article_number)


def corrected(text=TEXT, *, by=None, kind="correction", **options):
    """An edition of an hour ago, and its correction."""
    with at(now() - timedelta(hours=1)):
        edition = make.published("Barge runs on batteries")
    correction = workflow.correct(
        of(edition), by=by or make.user("editor"), kind=kind, text=text, **options
    )
    return edition, correction


def page(client, address) -> str:
    return client.get(address).content.decode()


def structured(markup: str) -> dict:
    start = markup.index('<script type="application/ld+json">')
    return json.loads(markup[markup.index("{", start) : markup.index("</script>", start)])


def entry(client) -> dict:
    return json.loads(client.get("/feed.json").content)["items"][0]


# -- Where it stands -------------------------------------------------------------------------


def test_a_correction_stands_on_the_article_with_its_type_and_date(client):
    edition, _correction = corrected(kind="clarification")
    shown = page(client, edition.get_absolute_url())
    box = shown[shown.index('<section class="corrections"') :]
    box = box[: box.index("</section>")]
    assert "Clarification</strong> <time datetime=" in box
    assert TEXT in box
    assert page(client, "/").count(TEXT) == 0


def test_a_correction_stands_in_the_list_with_its_article(client):
    edition, _correction = corrected()
    shown = page(client, "/corrections/")
    assert TEXT in shown
    assert f'href="{edition.get_absolute_url()}"' in shown
    assert "Corrections made" in shown
    assert "has not written this page yet" in shown


@pytest.mark.parametrize("address", FEEDS)
def test_a_correction_stands_in_every_feed_and_moves_the_date_of_its_entry(client, address):
    with at(now() - timedelta(minutes=30)):
        edition = make.published("Barge runs on batteries")
    before = page(client, address)
    workflow.correct(of(edition), by=make.user("editor"), kind="correction", text=TEXT)
    after = page(client, address)
    assert TEXT not in before
    assert TEXT in after
    items = entry(client)
    assert items["date_modified"] > items["date_published"]
    for name in ("updated>", "lastBuildDate>"):
        if name in before:
            assert before.split(name)[1] != after.split(name)[1]


def test_a_correction_stands_in_the_structured_data_and_moves_its_date(client):
    edition, _correction = corrected(NASTY)
    data = structured(page(client, edition.get_absolute_url()))
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "name": "Correction",
            "text": NASTY,
            "datePublished": data["dateModified"],
        }
    ]
    assert data["dateModified"] > data["datePublished"]


def test_a_correction_moves_the_date_in_the_sitemap(client):
    with at(now() - timedelta(minutes=30)):
        edition = make.published()
    part = make.sitemap_of("articles", edition.article_number)
    before = page(client, part)
    workflow.correct(of(edition), by=make.user("editor"), kind="correction", text=TEXT)
    assert page(client, part) != before


def test_an_article_without_corrections_has_no_box(client):
    shown = page(client, make.published().get_absolute_url())
    assert "corrections" not in shown[shown.index("<article") : shown.index("</article>")]
    assert "correction" not in structured(shown)


def test_the_text_is_plain_text_everywhere(client):
    edition, _correction = corrected(f"First line.\r\nSecond {NASTY}\x0b\0")
    for address in (edition.get_absolute_url(), "/corrections/"):
        shown = page(client, address)
        assert html(NASTY) in shown
        assert "First line.<br>Second" in shown
        assert "<script>alert" not in shown
    for address in ("/feed/", "/feed/rss/"):
        feed = client.get(address).content
        fromstring(feed)
        assert html(html(NASTY)) in feed.decode()
    assert html(NASTY) in entry(client)["content_html"]


def test_the_newest_correction_stands_first():
    edition, first = corrected()
    second = workflow.correct(of(edition), by=make.user("editor"), kind="correction", text="Two.")
    assert list(Correction.objects.of_article(edition.article_number)) == [second, first]


# -- When ------------------------------------------------------------------------------------


def test_a_correction_with_a_time_ahead_is_seen_from_then_on(client):
    due = now() + timedelta(hours=1)
    edition, _correction = corrected(at=due)
    addresses = (edition.get_absolute_url(), "/corrections/", *FEEDS)
    assert not any(TEXT in page(client, address) for address in addresses)
    with at(due):
        assert all(TEXT in page(client, address) for address in addresses)
    assert Invalidation.objects.filter(tag="corrections", counts_from=due).exists()


def test_a_correction_goes_with_its_article_and_comes_back_with_it(client):
    edition, _correction = corrected()
    article, publisher = of(edition), make.user("publisher")
    workflow.withdraw(article, by=publisher, reason="error")
    assert TEXT not in page(client, edition.get_absolute_url())
    assert "Barge" not in page(client, "/corrections/")
    workflow.reinstate(article, by=publisher)
    assert TEXT in page(client, edition.get_absolute_url())
    assert TEXT in page(client, "/corrections/")


def test_a_correction_outlives_the_next_edition(client):
    edition, _correction = corrected()
    article = of(edition)
    text = make.content("Barge runs on two batteries")
    workflow.save(article, text, by=make.user("publisher"), based_on=article.head)
    edition = workflow.publish(article, by=make.user("publisher"))
    assert TEXT in page(client, edition.get_absolute_url())


def test_the_log_hears_of_a_correction_as_the_last_word():
    edition, _correction = corrected()
    last = Invalidation.objects.order_by("-pk").values_list("tag", flat=True)[:2]
    assert set(last) == {"corrections", f"article:{edition.article_number}"}


# -- The list --------------------------------------------------------------------------------


def test_the_list_pages_by_key_and_every_correction_comes_once(client):
    edition, editor = make.published(), make.user("editor")
    article = of(edition)
    for number in range(45):
        workflow.correct(article, by=editor, kind="correction", text=f"Number {number:02}.")
    found, address = [], "/corrections/"
    for _page in range(3):
        response = client.get(address)
        found += [correction.text for correction, _edition in response.context["corrected"]]
        listing = response.context["listing"]
        address = listing.older
    assert found == [f"Number {number:02}." for number in reversed(range(45))]
    assert (listing.older, client.get(listing.newer).status_code) == ("", 200)


@pytest.mark.parametrize("key", ["", "x", "0", "20261124T000000.000000+0800-", "9" * 3000, "%00"])
def test_a_key_that_no_page_gave_is_not_found(client, key):
    assert client.get(f"/corrections/?after={key}").status_code == 404


# -- Who, and what is refused ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_those_who_may_correct_do_and_the_audit_log_says_so_without_the_words(role):
    person = make.user(role)
    edition, correction = corrected(by=person)
    line = AuditEntry.objects.get(action="article.correct")
    assert (line.by, line.subject) == (person, f"article:{edition.article_number}")
    assert (line.detail["correction"], line.detail["kind"]) == (correction.pk, "correction")
    assert TEXT not in str(line.detail)


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin", None])
def test_others_may_not(role):
    edition = make.published()
    with pytest.raises(NotAllowed):
        workflow.correct(
            of(edition), by=make.user(*filter(None, [role])), kind="correction", text=TEXT
        )
    assert not Correction.every.exists()


@pytest.mark.parametrize("scheduled", [False, True])
def test_what_no_reader_has_seen_is_not_corrected(scheduled):
    draft = make.article()
    if scheduled:
        workflow.publish(draft, by=make.user("publisher"), at=now() + timedelta(hours=1))
    with pytest.raises(Refused, match="No reader has seen"):
        workflow.correct(draft, by=make.user("editor"), kind="correction", text=TEXT)


def test_a_withdrawn_article_was_published_and_can_be_corrected():
    edition, publisher = make.published(), make.user("publisher")
    workflow.withdraw(of(edition), by=publisher, reason="error")
    assert workflow.correct(of(edition), by=publisher, kind="correction", text=TEXT).pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " \n "},
        {"text": "\0"},
        {"text": "x" * 1001},
        {"kind": "retraction"},
        {"kind": ""},
        {"at": timedelta(hours=-1)},
        {"at": timedelta(days=4000)},
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(wrong):
    edition = make.published()
    if "at" in wrong:
        wrong = {"at": now() + wrong["at"]}
    with pytest.raises(Refused):
        workflow.correct(
            of(edition), by=make.user("editor"), **{"kind": "correction", "text": TEXT, **wrong}
        )
    assert not Correction.every.exists()
    assert not AuditEntry.objects.filter(action="article.correct").exists()


# -- Other words, and none -------------------------------------------------------------------


def test_a_reworded_correction_ends_and_what_stood_there_can_still_be_seen(client):
    edition, first = corrected()
    with at(now() + timedelta(hours=1)):
        second = workflow.amend(
            of(edition), first, by=make.user("editor"), kind="clarification", text="Better words."
        )
    with at(second.live_from):
        shown = page(client, edition.get_absolute_url())
        assert "Better words." in shown
        assert TEXT not in shown
    with at(second.live_from - timedelta(minutes=1)):
        assert TEXT in page(client, edition.get_absolute_url())
    line = AuditEntry.objects.get(action="article.amend")
    assert (line.detail["instead_of"], line.detail["correction"]) == (first.pk, second.pk)
    assert line.detail["kind"] == "clarification"
    assert "Better words." not in str(line.detail)
    assert TEXT not in str(line.detail)


def test_a_correction_that_waits_is_reworded_at_its_time():
    due = now() + timedelta(hours=1)
    edition, first = corrected(at=due)
    workflow.amend(of(edition), first, by=make.user("editor"), kind="correction", text="Better.")
    [left] = Correction.every.all()
    assert (left.text, left.live_from) == ("Better.", due)


def test_the_same_words_again_are_no_change():
    edition, first = corrected()
    with pytest.raises(Refused, match="says that already"):
        workflow.amend(
            of(edition), first, by=make.user("editor"), kind="correction", text=f"{TEXT} "
        )


def test_a_publisher_retracts_a_wrong_correction_with_a_trace(client):
    edition, correction = corrected()
    publisher = make.user("publisher")
    workflow.retract(of(edition), correction, by=publisher, reason="It was right all along.")
    for address in (edition.get_absolute_url(), "/corrections/", *FEEDS):
        assert TEXT not in page(client, address)
        assert "right all along" not in page(client, address)
    line = AuditEntry.objects.get(by=publisher, action="article.retract")
    assert (line.detail["retracted"], line.detail["kind"]) == (correction.pk, "correction")
    assert TEXT not in str(line.detail)
    assert "right all along" in line.detail["reason"]
    assert Correction.every.get().live_until is not None


def test_an_editor_retracts_what_waits_and_nothing_else():
    editor = make.user("editor")
    edition, public = corrected()
    waits = workflow.correct(
        of(edition), by=editor, kind="correction", text="Soon.", at=now() + timedelta(hours=1)
    )
    with pytest.raises(NotAllowed):
        workflow.retract(of(edition), public, by=editor, reason="No.")
    workflow.retract(of(edition), waits, by=editor, reason="No.")
    assert list(Correction.every.all()) == [public]


def test_a_retraction_says_why_and_happens_once():
    edition, correction = corrected()
    publisher = make.user("publisher")
    with pytest.raises(Refused, match="Say why"):
        workflow.retract(of(edition), correction, by=publisher, reason=" ")
    workflow.retract(of(edition), correction, by=publisher, reason="Wrong.")
    for verb, words in (
        (workflow.retract, {"reason": "Wrong."}),
        (workflow.amend, {"kind": "correction", "text": "Other."}),
    ):
        with pytest.raises(Refused, match="Look again"):
            verb(of(edition), correction, by=publisher, **words)


def test_a_correction_of_another_article_is_not_touched():
    _edition, correction = corrected()
    other = of(make.published("Another"))
    with pytest.raises(Refused, match="Look again"):
        workflow.retract(other, correction, by=make.user("publisher"), reason="Wrong.")


def test_the_address_of_the_site_begins_every_link_of_the_list_head(client):
    corrected()
    shown = page(client, "/corrections/")
    assert f'<link rel="canonical" href="{settings.SITE_URL}/corrections/">' in shown
