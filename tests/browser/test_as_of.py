"""A publisher looks at the site at another time, and corrects an article in view of readers."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article
from newsportal.newsroom.as_of.moments import stamp
from newsportal.timeline import at, in_words, now
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def publisher():
    return make.user("publisher")


@pytest.fixture
def due():
    """Tomorrow, at a whole minute."""
    return now().replace(second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def paper(publisher, due):
    """One article that is out, with a photo; another that comes out tomorrow."""
    lead = make.photo(caption="Fog", credit="City archive", alt="Two rivers in fog")
    with at(now() - timedelta(hours=3)):
        edition = make.published("Fog lifts", photos=(PhotoChoice(lead.pk),), by=publisher)
    make.published("Tomorrow’s news", at=due, photos=(PhotoChoice(lead.pk),), by=publisher)
    return Article.objects.get(pk=edition.article_number)


def test_a_publisher_walks_through_the_site_of_tomorrow_and_leaves_it(
    page, live_server, publisher, paper, due
):
    sign_in(page, live_server.url, publisher.username)
    page.get_by_role("link", name="The site at another time").click()
    there = timezone.localtime(due)
    page.get_by_label("Date").fill(f"{there:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{there:%H:%M}")
    page.get_by_role("button", name="Show the site").click()

    bar = page.get_by_role("complementary", name="The site at another time")
    expect(bar).to_contain_text(f"The site as of {in_words(due)}")
    page.get_by_role("link", name="Tomorrow’s news").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomorrow’s news")
    assert f"/newsroom/as-of/{stamp(due)}/city/" in page.url
    photo = page.locator("article figure img").first
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 0
    expect(page.locator(".consent")).to_have_count(0)

    page.get_by_role("searchbox").fill("tomorrow")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".results")).to_contain_text("Tomorrow’s news")
    page.go_back()
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()
    page.emulate_media(media="screen")

    page.get_by_role("navigation", name="Sections", exact=True).get_by_role(
        "link", name="City"
    ).click()
    bar.get_by_role("link", name="An hour earlier").click()
    expect(bar).to_contain_text(in_words(due - timedelta(hours=1)))
    expect(page.locator("main")).not_to_contain_text("Tomorrow’s news")
    bar.get_by_role("link", name="Change the time").click()
    expect(page.get_by_label("Time", exact=True)).to_have_value(
        f"{timezone.localtime(due - timedelta(hours=1)):%H:%M}"
    )
    page.go_back()
    bar.get_by_role("link", name="This page now").click()
    assert page.url == f"{live_server.url}/city/"
    page.go_back()
    bar.get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", level=1, name="Start")).to_be_visible()


def test_a_form_of_another_time_says_that_it_sends_nothing(
    page, live_server, publisher, paper, page_problems
):
    sign_in(page, live_server.url, publisher.username)
    page.goto(f"{live_server.url}/newsroom/as-of/{stamp(now())}/message/")
    page.get_by_label("What is it about?").select_option("tip")
    page.get_by_label("Your message").fill("It is spelt in three ways.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.locator("main")).to_contain_text("nothing can be sent from here")
    page_problems[:] = [one for one in page_problems if "403" not in one]


def test_a_correction_is_made_reworded_and_read(page, live_server, publisher, paper):
    sign_in(page, live_server.url, publisher.username)
    correct = f"{live_server.url}/newsroom/articles/article/{paper.pk}/correct/"
    page.goto(correct)
    page.get_by_label("Type").select_option("Clarification")
    page.get_by_label("Text for readers").fill("It lifted at nine, not at ten.")
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_text("The correction stands under the article.")).to_be_visible()
    page.goto(correct)
    page.get_by_role("link", name="Reword this Clarification").click()
    page.get_by_label("Text for readers").fill("It lifted at nine, not at eleven.")
    page.get_by_role("button", name="Reword the correction").click()
    expect(page.get_by_text("The new words stand")).to_be_visible()

    page.goto(f"{live_server.url}/corrections/")
    expect(page.locator(".corrected")).to_contain_text("It lifted at nine, not at eleven.")
    page.locator(".corrected").get_by_role("link", name="Fog lifts").click()
    box = page.get_by_role("region", name="Corrections of this article")
    expect(box).to_contain_text("Clarification")
    expect(box).to_contain_text("It lifted at nine, not at eleven.")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    page, live_server, publisher, paper, page_problems, width, scheme
):
    for kind in ("correction", "clarification"):
        newest = workflow.correct(paper, by=publisher, kind=kind, text="Nine, not ten.\nMonday.")
    edition = paper.editions.live().get()
    root = f"/newsroom/as-of/{stamp(now() + timedelta(days=2))}"
    sign_in(page, live_server.url, publisher.username)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = []
    for path, rules in (
        ("/newsroom/as-of/", STANDARD),
        (f"/newsroom/articles/article/{paper.pk}/correct/", STANDARD),
        (f"/newsroom/articles/article/{paper.pk}/corrections/{newest.pk}/amend/", STANDARD),
        (f"{root}/", None),
        (f"{root}/search/?q=fog", None),
        (root + edition.get_absolute_url(), None),
        (f"{root}/nothing/here/", None),
        ("/corrections/", None),
        (edition.get_absolute_url(), None),
    ):
        page.goto(live_server.url + path)
        results = Axe().run(page, options=rules) if rules else Axe().run(page)
        found += [f"{path}: {one['id']}: {one['help']}" for one in results.response["violations"]]
        assert page.evaluate(SIDEWAYS) <= 0, path
        page_problems[:] = [one for one in page_problems if "server responded" not in one]
    assert found == []
