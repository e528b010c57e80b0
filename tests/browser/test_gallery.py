"""A reader looks at the photos of a gallery, with keys, with a finger, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.articles.test_gallery import with_photos
from tests.browser.conftest import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story():
    edition, photos = with_photos(3, headline="The pier is rebuilt")
    return edition.get_absolute_url(), [photo.pk for photo in photos[1:]]


def test_the_keys_walk_through_the_photos_and_lead_back(page, live_server, story, page_problems):
    address, numbers = story
    page.goto(live_server.url + address)
    page.wait_for_load_state("load")
    page.locator("a.enlarge").first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.lightbox")
    status = dialog.get_by_role("status")
    assert status.text_content() == "Photo 1 of 3"
    assert dialog.locator("img").get_attribute("alt") == "The pier, step 1"
    assert "Pier 1 (Xu 1)" in dialog.text_content()
    assert dialog.get_by_role("button", name="Previous").is_disabled()
    page.keyboard.press("ArrowRight")
    assert status.text_content() == "Photo 2 of 3"
    assert page.url.endswith(f"#photo-{numbers[1]}")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert status.text_content() == "Photo 3 of 3"
    expect(dialog.get_by_role("button", name="Previous")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    expect(page.locator("a.enlarge").nth(1)).to_be_focused()
    assert "#" not in page.url
    assert not page_problems


def test_a_link_to_a_photo_opens_it(page, live_server, story):
    address, numbers = story
    page.goto(f"{live_server.url}{address}#photo-{numbers[2]}")
    assert page.locator("dialog.lightbox [role=status]").text_content() == "Photo 3 of 3"
    page.get_by_role("button", name="Close").click()
    expect(page.locator(f"#photo-{numbers[2]} a")).to_be_focused()


@pytest.mark.parametrize(("across", "photo"), [(-120, 2), (120, 1), (-20, 1)])
def test_a_finger_turns_the_photos(page, live_server, story, across, photo):
    page.goto(live_server.url + story[0])
    page.locator("a.enlarge").first.click()
    page.locator("dialog.lightbox [data-photo]").evaluate(
        """(place, across) => {
            const touch = { bubbles: true, isPrimary: true, pointerType: "touch", clientY: 200 };
            const finger = (type, clientX) =>
              place.dispatchEvent(new PointerEvent(type, { ...touch, clientX }));
            finger("pointerdown", 200);
            finger("pointerup", 200 + across);
        }""",
        across,
    )
    status = page.locator("dialog.lightbox [role=status]")
    assert status.text_content() == f"Photo {photo} of 3"


def test_without_scripts_it_is_a_list_of_figures_that_lead_to_the_whole_photos(
    chromium, live_server, story
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + story[0])
    assert page.locator(".gallery figure img").count() == 3
    page.locator("a.enlarge").first.click()
    assert page.url.endswith(".jpg")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_the_lightbox(page, live_server, story, width, scheme):
    page.set_viewport_size({"width": width, "height": 780})
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + story[0])
    page.locator("a.enlarge").nth(1).click()
    page.locator("dialog.lightbox img").wait_for()
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
