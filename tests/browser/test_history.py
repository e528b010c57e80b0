"""The past of an article in a browser: compared, named, restored and redacted, by keyboard too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import workflow
from articles.content import Content, PhotoChoice
from articles.models import Article, Edition, RevisionName
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Quentin Zabriskie"


def save(article, by, **changes):
    stored = Content.from_json(article.head.content)
    content = Content(**{**stored.__dict__, **changes})
    return workflow.save(article, content, by=by, based_on=article.head)


@pytest.fixture
def publisher(db):
    return make.user("publisher")


@pytest.fixture
def article(publisher):
    """A published article with four revisions, one of them refused."""
    photo, other = make.photo(caption="The old bridge", alt="A bridge"), make.photo(caption="Night")
    figure = f'<figure data-photo="{photo.pk}"><figcaption>%s</figcaption></figure>'
    article = make.article(
        "One bridge opens",
        by=publisher,
        standfirst="It is old.",
        authors=(make.author("Lin Mei").pk, make.author("Daniel Okoro").pk),
        photos=(PhotoChoice(photo.pk, "First"), PhotoChoice(other.pk)),
        body="<p>People crossed it on foot.</p><p>It is <strong>of steel</strong>.</p>"
        + "".join(f"<p>Paragraph {n} stays.</p>" for n in range(6))
        + figure % "At noon",
    )
    workflow.publish(article, by=publisher)
    first = article.head
    save(
        article,
        publisher,
        headline="Two bridges open",
        authors=(make.author("Daniel Okoro").pk, make.author("Lin Mei").pk),
        photos=(PhotoChoice(other.pk), PhotoChoice(photo.pk, "Last")),
        body="<h2>People crossed it on foot.</h2><p>It is of stone.</p>"
        + "".join(f"<p>Paragraph {n} stays.</p>" for n in range(6))
        + figure % f"At night, {WORDS} watches",
        change_note="There are two bridges.",
    )
    workflow.publish(article, by=publisher)
    with pytest.raises(workflow.Stale):
        workflow.save(article, make.content("Too late"), by=make.user("editor"), based_on=first)
    save(article, publisher, standfirst=f"Says {WORDS}, who came on foot.")
    return article


def test_two_revisions_are_compared_and_one_is_named_and_restored(
    page, live_server, publisher, article
):
    sign_in(page, live_server.url, publisher.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/history/")
    page.get_by_label("Older: revision 1").check()
    page.get_by_label("Newer: revision 4").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare the two").press("Enter")
    expect(page.get_by_role("heading", name="Revision 1")).to_be_visible()
    expect(page.locator(".differences del").first).to_have_text("One bridge opens")
    expect(page.locator(".differences ins").first).to_have_text("Two bridges open")
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".line-pair").first).to_be_visible()
    page.get_by_text("lines without a change").click()
    expect(page.get_by_text("Paragraph 3 stays.").first).to_be_visible()

    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/history/")
    page.locator("summary", has_text="Name revision 1").press("Enter")
    page.get_by_label("Name of revision 1").fill("Sent to the lawyer")
    page.get_by_label("Name of revision 1").press("Enter")
    expect(page.locator(".revision-name")).to_have_text("Sent to the lawyer")
    assert RevisionName.objects.get().revision.number == 1

    page.get_by_role("link", name="Restore … revision 1").click()
    expect(page.get_by_text("Nothing is lost")).to_be_visible()
    expect(page.locator(".differences ins").first).to_have_text("One bridge opens")
    page.get_by_role("button", name="Restore revision 1").click()
    expect(page.get_by_text("is the newest again, as revision 5")).to_be_visible()
    assert Article.objects.get().headline == "One bridge opens"
    assert Edition.objects.get().headline == "Two bridges open"


def test_words_are_redacted_in_two_steps_and_readers_see_the_mark(
    page, live_server, publisher, article
):
    sign_in(page, live_server.url, publisher.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/history/")
    page.get_by_role("link", name="Redact words").click()
    page.get_by_label("Words that the court").fill(WORDS)
    page.get_by_label("Reason").fill("District court, 12 O 34/26")
    page.get_by_role("button", name="Look for the words").click()
    expect(page.get_by_text("places will change")).to_be_visible()
    expect(page.get_by_role("cell", name=WORDS).first).to_be_visible()
    assert WORDS in Article.objects.get().standfirst
    page.get_by_role("button", name="for good").click()
    expect(page.get_by_text("places were redacted")).to_be_visible()
    assert WORDS not in page.content()
    page.goto(f"{live_server.url}{Edition.objects.get().get_absolute_url()}")
    expect(page.get_by_text("At night, [redacted] watches")).to_be_visible()
    expect(page.get_by_text("There are two bridges.")).to_be_visible()


def test_the_pages_of_the_past_keep_the_standard(page, live_server, publisher, article):
    workflow.name_revision(article, article.head, "Sent to the lawyer", by=publisher)
    sign_in(page, live_server.url, publisher.username)
    base = f"{live_server.url}/newsroom/articles/article/{article.pk}"
    found = []

    def look(name, width, scheme):
        for violation in Axe().run(page, options=STANDARD).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]][:3]
            found.append((name, width, scheme, violation["id"], targets))
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            found.append((name, width, scheme, "scrolls sideways", overflow))

    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in (
            *("history/", "compare/1/4/", "compare/1/4/?view=side", "restore/1/", "change/"),
        ):
            page.goto(f"{base}/{path}")
            for summary in page.locator("#content-main details > summary").all():
                summary.click()
            look(path, width, scheme)
        page.goto(f"{base}/redact/")
        look("redact/", width, scheme)
        page.get_by_label("Words that the court").fill(WORDS)
        page.get_by_label("Reason").fill("District court")
        page.get_by_role("button", name="Look for the words").click()
        expect(page.get_by_text("places will change")).to_be_visible()
        look("redact/, the places", width, scheme)
        page.goto(f"{live_server.url}{Edition.objects.get().get_absolute_url()}")
        look("the article", width, scheme)
    assert found == []
