"""The photo desk sets the focus and a frame of a photo, by keys and by pointer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from articles.photos.intake import accept
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import sign_in
from tests.photos.makers import encoded, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crop_page(page, live_server, page_problems):
    picture = Image.linear_gradient("L").resize((1200, 800)).convert("RGB")
    by = make.user("photo", username="photo")
    photo = accept(upload(encoded(picture)), by, credit="Xu", alt="A dark field")
    sign_in(page, live_server, "photo")
    page.goto(f"{live_server.url}/newsroom/articles/photo/{photo.pk}/crop/")
    page.wait_for_load_state("load")
    yield page, photo
    assert not page_problems


def press(page, key, times):
    for _time in range(times):
        page.keyboard.press(key)


def test_by_keys_alone(crop_page):
    page, photo = crop_page
    page.get_by_role("button", name="Focus", exact=True).focus()
    press(page, "Shift+ArrowRight", 4)
    press(page, "ArrowUp", 3)
    status = page.locator("[data-status]")
    assert status.text_content() == "Focus 70 % from the left, 37 % from the top"
    page.get_by_label("Focus", exact=True).first.focus()
    press(page, "ArrowRight", 3)  # to the frame 1:1
    page.get_by_role("button", name="Size of the frame").focus()
    press(page, "Shift+ArrowLeft", 4)
    page.get_by_role("button", name="Frame", exact=True).focus()
    press(page, "Shift+ArrowLeft", 2)
    assert "wide" in status.text_content()
    assert page.locator('[data-preview="1x1"] [data-by]').text_content() == "by hand"
    assert page.locator('[data-preview="16x9"] [data-by]').text_content() == ""
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y, list(photo.crops)) == (70, 37, ["1x1"])
    assert 46 < photo.crops["1x1"][2] < 48


def test_by_pointer_and_the_previews_show_what_will_be_cut(crop_page):
    page, photo = crop_page
    box = page.locator("[data-stage]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5)
    page.get_by_label("16:9", exact=True).check()
    corner = page.get_by_role("button", name="Size of the frame").bounding_box()
    page.mouse.move(corner["x"] + 5, corner["y"] + 5)
    page.mouse.down()
    page.mouse.move(corner["x"] + 5 - box["width"] / 2, corner["y"] + 5, steps=4)
    page.mouse.up()
    page.locator("details summary").click()
    width = float(page.get_by_label("16:9, width").input_value())
    assert 48 < width < 52
    shown = page.locator('[data-preview="16x9"] img').evaluate("img => parseFloat(img.style.width)")
    assert abs(shown - 10000 / width) < 1
    page.get_by_role("button", name="Follow the focus again").click()
    assert page.get_by_label("16:9, width").input_value() == ""
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/change/**")
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y, photo.crops) == (90, 50, {})


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(crop_page, width, scheme):
    page, _ = crop_page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for tool in ("Focus", "4:3"):
        page.get_by_label(tool, exact=True).first.check()
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
