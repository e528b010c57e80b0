"""axe finds nothing on any public page, narrow and wide, light and dark; nothing runs off it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Edition
from newsportal.statistics.models import MostRead
from tests.factories import author, photo, published, section, topic, user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """
<p>For three years she ended her shift at 23:30.</p>
<h2>The notebook</h2><p>It is <a href="https://example.org/">green</a>.</p>
<blockquote><p>The cinema closed four years ago.</p></blockquote>
<h2>The stops</h2>
<table><thead><tr><th>Stop</th><th>Last bus</th></tr></thead>
<tbody><tr><td>East Gate</td><td>23:50</td></tr></tbody></table>
<h2>The drivers</h2><ul><li>A warm place</li><li>A table by the stove</li></ul>
<h2>The last bus</h2><figure data-photo="{photo}"></figure><p>She takes it home.</p>
"""


@pytest.fixture
def newspaper():
    """A small paper; the addresses of one page of each kind."""
    publisher = user("publisher")
    words = {
        "authors": (author("Lin Mei", description="Reporter").pk,),
        "topics": (topic("Transport").pk,),
        "standfirst": "From next week the last bus leaves 20 minutes later.",
    }
    for number in range(9):
        place = section(("City", "Culture", "Travel")[number % 3], description="News of the day.")
        pictures = (PhotoChoice(photo(credit="Xu").pk, "", "A street"),) if number > 6 else ()
        published(
            f"Bus number {number} will wait",
            section=place.pk,
            photos=pictures,
            by=publisher,
            **words,
        )
    in_text = photo(caption="A bridge at night", credit="File photo", alt="A bridge")
    edition = published(
        "Night bus waits for the end of the late shift",
        body=BODY.format(photo=in_text.pk),
        dateline="Chongqing",
        photos=(PhotoChoice(photo(credit="Xu").pk, "The bus", "A bus in the rain"),),
        by=publisher,
        **words,
    )
    gone = published("Withdrawn", by=publisher)
    workflow.withdraw(
        Article.objects.get(pk=gone.article_number), by=publisher, reason="error", public_note="No."
    )
    MostRead.every.create(numbers=list(Edition.every.values_list("article_number", flat=True)))
    return {
        "front": "/",
        "section": "/city/",
        "article": edition.get_absolute_url(),
        "topic": "/topics/transport/",
        "author": "/authors/lin-mei/",
        "day": f"/{timezone.localtime(edition.first_published_at):%Y/%m/%d}/",
        "search": "/search/?q=bus",
        "nothing found": "/search/?q=zeppelin",
        "a search with slips": "/search/?q=trafic&section=city&from=yesterday",
        "other words offered": "/search/?q=nihgt&section=city&from=2020-01-01",
        "about": "/about/",
        "corrections": "/corrections/",
        "cookies": "/cookies/",
        "message": "/message/",
        "not found": "/nothing/here/",
        "withdrawn": gone.get_absolute_url(),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    page, live_server, newspaper, page_problems, width, scheme
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for name, address in newspaper.items():
        page.goto(live_server.url + address)
        results = Axe().run(page)
        found += [f"{name}: {one['id']}: {one['help']}" for one in results.response["violations"]]
        room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(room) <= 0, name
        # Chromium reports the 404 and 410 that are asked for here.
        page_problems[:] = [one for one in page_problems if "server responded" not in one]
    assert found == []


def test_the_first_tab_stop_leads_past_the_masthead(page, live_server, newspaper):
    page.goto(live_server.url + newspaper["article"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_controls_are_large_enough_to_be_hit(page, live_server, newspaper):
    """WCAG 2.2, 2.5.8: 24 px, except for links in a sentence; of a card the whole is the link."""
    page.set_viewport_size({"width": 360, "height": 800})
    for name in ("front", "section", "article", "search", "message"):
        page.goto(live_server.url + newspaper[name])
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, textarea')]
            .filter((one) => one.checkVisibility()
                && !one.closest('p, figcaption, label, td, .card')
                && !one.closest('.message-trap') && one.type !== 'hidden')
            .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && box.height < 24)
            .map(([words, box]) => `${words}: ${box.height}`)"""
        )
        assert small == [], name


def test_an_article_is_read_without_scripts(chromium, live_server, newspaper):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + newspaper["article"])
    assert page.locator("h1").inner_text() == "Night bus waits for the end of the late shift"
    assert page.locator("figure.photo img").count() == 2
    page.get_by_role("searchbox").fill("late shift")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search/?q=late+shift")
    assert page.locator("main").inner_text().count("Night bus waits") == 1
    context.close()


def test_forced_colours_mark_no_section_but_the_one_that_is_open(page, live_server, newspaper):
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + newspaper["section"])
    lines = page.locator(".sections a").evaluate_all(
        """(links) => links.map(
            (link) => [link.textContent, getComputedStyle(link).borderBottomColor])"""
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [name for name, colour in lines if colour != ground] == ["City"]
