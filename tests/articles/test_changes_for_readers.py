"""What readers are told of a change: the date that moves, the line, and the silent edit."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from articles import workflow
from articles.content import Content
from articles.models import Article, Edition
from newsportal import timeline
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import change, open_form, sign_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
HOUR = timedelta(hours=1)


def change_and_publish(article: Article, by, **changes) -> Edition:
    stored = Content.from_json(article.head.content).without_note()
    content = Content(**{**stored.__dict__, **changes})
    workflow.save(article, content, by=by, based_on=article.head)
    return workflow.publish(article, by=by)


@pytest.fixture
def publisher(db):
    return make.user("publisher")


@pytest.fixture
def article(publisher):
    with timeline.at(NOON):
        draft = make.article("A bridge opens", by=publisher)
        workflow.publish(draft, by=publisher)
    return draft


def page_of(client, article: Article) -> str:
    address = Edition.objects.get(article_number=article.pk).get_absolute_url()
    return client.get(address).content.decode()


def dates_everywhere(client, article: Article) -> dict[str, str]:
    """When each machine-readable place says that the article was last changed."""
    page = page_of(client, article)
    ld = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    rss, atom = (client.get(url).content.decode() for url in ("/feed/rss/", "/feed/"))
    part = make.sitemap_of("articles", article.pk)
    return {
        "JSON-LD": json.loads(ld)["dateModified"],
        "Atom": re.search(r"</published>\s*<updated>(.*?)<", atom)[1],
        "RSS": re.search(r"<atom:updated>(.*?)<", rss)[1],
        "JSON feed": client.get("/feed.json").json()["items"][0]["date_modified"],
        "sitemap": re.search(r"<lastmod>(.*?)<", client.get(part).content.decode())[1],
    }


def updated_in(page: str) -> str | None:
    found = re.search(r'<p class="updated">Updated <time datetime="(.*?)"', page)
    return found and found[1]


def test_a_change_of_substance_moves_the_date_everywhere_to_the_same_second(
    client, article, publisher
):
    with timeline.at(NOON + HOUR):
        change_and_publish(
            article, publisher, headline="Two bridges open", change_note="It is two."
        )
    with timeline.at(NOON + 2 * HOUR):
        assert set(dates_everywhere(client, article).values()) == {"2026-06-01T13:00:00+08:00"}
        page = page_of(client, article)
        assert updated_in(page) == "2026-06-01T13:00:00+08:00"
        assert 'property="article:modified_time" content="2026-06-01T13:00:00+08:00"' in page
        assert "It is two." in page


def test_a_silent_edit_moves_no_date_anywhere_and_prints_no_line(client, article, publisher):
    with timeline.at(NOON + HOUR):
        change_and_publish(article, publisher, standfirst="One.", change_note="A standfirst.")
    with timeline.at(NOON + 2 * HOUR):
        before = dates_everywhere(client, article)
        change_and_publish(
            article, publisher, headline="A typo less", is_silent=True, change_note="Not told."
        )
    with timeline.at(NOON + 3 * HOUR):
        assert dates_everywhere(client, article) == before
        page = page_of(client, article)
        assert updated_in(page) == "2026-06-01T13:00:00+08:00"
        assert "A typo less" in page
        assert "Not told." not in page
        assert "A standfirst." in page


def test_a_silent_edit_of_what_was_never_updated_leaves_it_never_updated(
    client, article, publisher
):
    with timeline.at(NOON + HOUR):
        change_and_publish(article, publisher, headline="A typo less", is_silent=True)
        assert updated_in(page_of(client, article)) is None
        assert set(dates_everywhere(client, article).values()) == {"2026-06-01T12:00:00+08:00"}


def test_a_change_without_a_note_moves_the_date_and_prints_no_line(client, article, publisher):
    with timeline.at(NOON + HOUR):
        change_and_publish(article, publisher, headline="Two bridges open")
        page = page_of(client, article)
    assert updated_in(page) == "2026-06-01T13:00:00+08:00"
    assert "What changed" not in page


def test_the_lines_stand_newest_first_and_all_but_three_are_folded(client, article, publisher):
    for number in range(1, 6):
        with timeline.at(NOON + number * HOUR):
            change_and_publish(
                article, publisher, standfirst=f"Take {number}", change_note=f"Note {number}."
            )
    with timeline.at(NOON + 6 * HOUR):
        page = page_of(client, article)
    assert re.findall(r'class="change">(.*?)<', page) == [f"Note {n}." for n in (5, 4, 3, 2, 1)]
    assert page.index("<details>") > page.index("Note 3.")
    assert page.index("<details>") < page.index("Note 2.")


def test_a_line_that_waits_for_its_time_is_not_told_before(client, article, publisher):
    later = Content.from_json(article.head.content)
    content = Content(**{**later.__dict__, "headline": "Later", "change_note": "Canary note."})
    with timeline.at(NOON + HOUR):
        workflow.save(article, content, by=publisher, based_on=article.head)
        workflow.publish(article, by=publisher, at=NOON + 3 * HOUR)
    with timeline.at(NOON + 2 * HOUR):
        change_and_publish_before(article, publisher)
        assert "Canary note." not in page_of(client, article)
    with timeline.at(NOON + 3 * HOUR):
        page = page_of(client, article)
        assert "Canary note." in page
        assert "A fix." in page
        assert updated_in(page) == "2026-06-01T15:00:00+08:00"


def change_and_publish_before(article: Article, by) -> None:
    stored = Content.from_json(article.head.content)
    content = Content(**{**stored.__dict__, "headline": "A fix", "change_note": "A fix."})
    workflow.save(article, content, by=by, based_on=article.head)
    workflow.publish(article, by=by, waiting="keep")


def test_a_withdrawal_and_its_undoing_keep_dates_and_lines(client, article, publisher):
    with timeline.at(NOON + HOUR):
        change_and_publish(article, publisher, headline="Two", change_note="It is two.")
    with timeline.at(NOON + 2 * HOUR):
        before = dates_everywhere(client, article)
        workflow.withdraw(article, by=publisher, reason="error")
    with timeline.at(NOON + 3 * HOUR):
        workflow.reinstate(article, by=publisher)
    with timeline.at(NOON + 4 * HOUR):
        assert dates_everywhere(client, article) == before
        assert page_of(client, article).count("It is two.") == 1


def test_a_line_costs_an_updated_page_one_query(client, article, publisher):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, article)
        return len(captured)

    before = queries()
    change_and_publish(article, publisher, headline="Two", change_note="It is two.")
    assert queries() == before + 1


# -- The form --------------------------------------------------------------------------------


def test_the_form_asks_what_changed_once_readers_have_seen_the_article():
    client = sign_in("publisher")
    draft = make.article()
    assert "change_note" not in open_form(client, change(draft))
    workflow.publish(draft, by=client.user)
    assert "change_note" in open_form(client, change(draft))


def test_a_note_holds_for_one_change_and_does_not_stick_to_the_next():
    client = sign_in("publisher")
    article = make.article()
    workflow.publish(article, by=client.user)
    typed = {"headline": "Two bridges", "change_note": "It is two.", "_step": "save"}
    client.post(change(article), open_form(client, change(article)) | typed)
    # It stays while the change is being written ...
    assert open_form(client, change(article))["change_note"] == ["It is two."]
    client.post(change(article), open_form(client, change(article)) | {"_step": "publish"})
    assert Edition.objects.get().change_note == "It is two."
    # ... and is gone once the change is out; looking at the form and saving it changes nothing.
    data = open_form(client, change(article))
    assert data["change_note"] == [""]
    count = article.revisions.count()
    client.post(change(article), data | {"_step": "save"})
    assert article.revisions.count() == count
    client.post(change(article), data | {"headline": "Three bridges", "_step": "publish"})
    assert Edition.objects.get().headline == "Three bridges"
    assert Edition.objects.get().change_note == ""


def test_a_silent_mark_does_not_stick_either():
    client = sign_in("publisher")
    article = make.article()
    workflow.publish(article, by=client.user)
    data = open_form(client, change(article)) | {"headline": "Typo", "is_silent": "on"}
    client.post(change(article), data | {"_step": "publish"})
    assert Edition.objects.get().is_silent
    data = open_form(client, change(article))
    assert "is_silent" not in data
    client.post(change(article), data | {"headline": "Substance", "_step": "publish"})
    edition = Edition.objects.get()
    assert not edition.is_silent
    assert edition.updated_at == edition.live_from


def test_a_scheduled_change_that_is_cancelled_has_its_note_again():
    client = sign_in("publisher")
    article = make.article()
    workflow.publish(article, by=client.user)
    data = open_form(client, change(article)) | {"headline": "Two", "change_note": "It is two."}
    client.post(change(article), data | {"_step": "save"})
    article.refresh_from_db()
    workflow.publish(article, by=client.user, at=timeline.now() + HOUR)
    workflow.cancel(article, by=client.user)
    assert open_form(client, change(article))["change_note"] == ["It is two."]


def test_a_photo_editor_who_changes_a_photo_after_publication_repeats_no_note():
    publisher, client = make.user("publisher"), sign_in("photo")
    article = make.article()
    workflow.publish(article, by=publisher)
    change_and_publish(article, publisher, headline="Two", change_note="It is two.")
    data = open_form(client, change(article)) | {
        "photo_uses-TOTAL_FORMS": "1",
        "photo_uses-0-photo": str(make.photo().pk),
        "photo_uses-0-position": "0",
        "change_note": "Forged",
        "is_silent": "on",
        "_step": "save",
    }
    client.post(change(article), data)
    article.refresh_from_db()
    content = article.content()
    assert len(content.photos) == 1
    assert (content.change_note, content.is_silent) == ("", False)


def test_the_preview_shows_the_line_that_is_being_written():
    client = sign_in("publisher")
    article = make.article()
    workflow.publish(article, by=client.user)
    change_and_publish(article, client.user, headline="Two", change_note="It is two.")
    data = open_form(client, change(article)) | {"change_note": "Now three.", "_step": "preview"}
    page = client.post(change(article), data).content.decode()
    assert re.findall(r'class="change">(.*?)<', page) == ["Now three.", "It is two."]
    preview = client.get(reverse("admin:articles_article_preview", args=[article.pk]))
    assert preview.content.decode().count("It is two.") == 1


def test_a_note_that_is_too_long_is_refused_in_the_form():
    client = sign_in("publisher")
    article = make.article()
    workflow.publish(article, by=client.user)
    data = open_form(client, change(article)) | {"change_note": "x" * 301, "_step": "save"}
    response = client.post(change(article), data)
    assert response.status_code == 200
    assert fields_of(response, "article_form")["change_note"] == ["x" * 301]
