"""A reader meets embeds: nothing is asked of anybody before a click, and a choice can be undone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.consent import versions
from newsportal.consent.models import Receipt
from newsportal.embeds.models import Provider
from tests import factories as make
from tests.browser.conftest import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def provider(slug, kind):
    return Provider.objects.create(
        slug=slug,
        name=slug.title(),
        kind=kind,
        addresses=f"{slug}.example/{{id}}",
        frame=f"https://frames.{slug}.example/of/{{id}}",
        owner=f"{slug.title()} Ltd",
        learns="It learns your internet address, your browser and that you read this site.",
        privacy_policy=f"https://{slug}.example/privacy",
    )


def figure(slug, name, caption):
    address = f"https://{slug}.example/{name}"
    return f'<figure data-embed="{address}"><figcaption>{caption}</figcaption></figure>'


@pytest.fixture
def article():
    provider("video", "video"), provider("map", "map")
    versions.switch_on(["embeds"])
    return make.published(
        "The ferry",
        body="<p>Watch.</p>"
        + figure("video", "one", "The ferry sails")
        + figure("map", "way", "Its way")
        + figure("video", "two", "The ferry lands"),
    ).get_absolute_url()


@pytest.fixture
def asked(context):
    """The addresses on other sites that the browser asked for; a stand-in answers."""
    addresses = []

    def answer(route):
        addresses.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(body="<title>A frame</title><p>Played.", content_type="text/html")

    context.route("https://*.example/**", answer)
    return addresses


def test_nothing_is_asked_before_a_click_and_a_choice_holds_until_it_is_taken_back(
    page, live_server, article, asked, page_problems
):
    def named(name):
        return page.locator("figure.embed", has_text=name)

    video, way, second = map(named, ("The ferry sails", "Its way", "The ferry lands"))
    page.goto(live_server.url + article)
    page.mouse.wheel(0, 4000)
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert page.locator("iframe").count() == 0

    # One click loads one, and stores nothing.
    video.get_by_role("button", name="Load this video").press("Enter")
    frame = video.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame.content_frame.get_by_text("Played.")).to_be_visible()
    assert asked == [("https://frames.video.example/of/one", f"{live_server.url}/")]
    assert frame.get_attribute("title") == "Video from Video: The ferry sails"
    assert frame.get_attribute("sandbox") == (
        "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    )
    assert frame.get_attribute("allow") == "fullscreen"
    expect(video.get_by_role("button")).to_have_count(0)
    expect(video.get_by_role("link", name="Open on Video")).to_be_visible()
    assert page.context.cookies() == []

    # "Always" is a choice: a receipt, and the other frame of this provider, but of no other.
    second.get_by_role("button", name="Always load from Video").click()
    expect(second.locator("iframe")).to_be_visible()
    assert "embeds.video" in Receipt.objects.get().categories
    assert way.locator("iframe").count() == 0
    page.reload()
    second.scroll_into_view_if_needed()
    expect(second.locator("iframe").content_frame.get_by_text("Played.")).to_be_visible()
    expect(video.locator("iframe")).to_be_visible()
    assert way.locator("iframe").count() == 0

    # Taken back, here by a choice as the settings send it: the frames go without a reload.
    way.get_by_role("button", name="Load this map").click()
    expect(way.locator("iframe")).to_be_visible()
    page.evaluate(
        """() => {
            const form = document.querySelector("figure.embed form[data-consent-form]");
            form.elements.choice.value = "reject";
            form.requestSubmit();
        }"""
    )
    expect(page.locator("iframe")).to_have_count(0)
    expect(second.get_by_role("button", name="Load this video")).to_be_visible()
    count = len(asked)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(asked) == count
    # The recorder of all journeys has seen the same requests, and nothing else was wrong.
    assert {line.split("/of/")[0] for line in page_problems} == {
        "off-origin request: https://frames.video.example",
        "off-origin request: https://frames.map.example",
    }
    page_problems.clear()


def test_without_scripts_there_is_the_link(chromium, live_server, article):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + article)
    embed = page.locator("figure.embed", has_text="The ferry sails")
    link = embed.get_by_role("link", name="Open on Video")
    assert link.get_attribute("href") == "https://video.example/one"
    expect(embed.get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_an_offer(page, live_server, article, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + article)
    expect(page.get_by_role("button", name="Load this map")).to_be_visible()
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
