"""The photo library in Chromium: scrolling, collections, without scripts, and accessibility."""

import os
import re
from pathlib import Path
from threading import Lock

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Collection
from articles.photos import renditions
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import sign_in
from tests.newsroom.test_photo_grid import many
from tests.photos.bench import Bench
from tests.photos.makers import encoded, quarters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIBRARY = "/newsroom/articles/photo/"
PICTURES = os.environ.get("PICTURES_OF_PAGES")  # a folder: then somebody wants to look at them


@pytest.fixture
def quick_darkroom(monkeypatch):
    bench, alone = Bench(), Lock()

    def run(*args, **kwargs):
        with alone:
            return bench.run(*args, **kwargs)

    monkeypatch.setattr(renditions, "run_darkroom", run)
    yield
    bench.close()


@pytest.fixture
def desk(page, live_server, page_problems):
    """The page of a photo editor who has signed in, the editor, and the address of the library."""
    user = make.user("photo", username="photo")
    sign_in(page, live_server, "photo")
    return page, user, live_server.url + LIBRARY


def press(page, key, times=1):
    for _time in range(times):
        page.keyboard.press(key)


def test_the_library_goes_on_as_one_scrolls_and_is_where_it_was_when_one_comes_back(desk):
    page, user, library = desk
    many(130, by=user, caption="A pier")
    page.goto(f"{library}?q=pier")
    photos = page.locator("[data-photo-grid] > li")
    expect(photos).to_have_count(48)
    more = page.locator("[data-photo-more]")
    for count in (96, 130):
        more.scroll_into_view_if_needed()
        expect(photos).to_have_count(count)
    expect(more).to_be_hidden()
    opened = photos.nth(120).get_by_role("link")
    opened.scroll_into_view_if_needed()
    number, height = opened.get_attribute("data-photo"), page.evaluate("scrollY")
    opened.click()
    page.wait_for_url(re.compile(f"/{number}/change/"))
    page.go_back()
    expect(page.locator(f'a[data-photo="{number}"]')).to_be_focused()
    expect(photos).to_have_count(130)
    assert abs(page.evaluate("scrollY") - height) < 300


def test_enter_in_the_name_of_a_new_collection_makes_the_collection(desk):
    page, user, library = desk
    many(2, by=user, caption="A bridge")
    page.goto(library)
    page.locator(".photo-tick input").first.check()
    page.locator("summary", has_text="Collection").click()
    name = page.get_by_label("Name of a new collection")
    name.fill("Flood")
    name.press("Enter")
    expect(page.get_by_text("1 photo is in “Flood” now.")).to_be_visible()
    assert Collection.objects.get(name="Flood").photos.count() == 1


def test_on_a_phone_the_filters_come_first_and_what_is_ticked_stays_in_sight(desk):
    page, user, library = desk
    many(100, by=user)
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(library)
    filters = page.locator("summary", has_text="Filters")
    filters.click()
    page.get_by_role("link", name="Landscape").click()
    expect(page.locator("summary", has_text="Filters, in use")).to_be_in_viewport()
    chosen = page.get_by_role("button", name="Write captions and words for all")
    expect(chosen).not_to_be_in_viewport()
    page.locator(".photo-tick input").first.check()
    expect(chosen).to_be_in_viewport()


def test_without_scripts_the_next_photos_are_a_link_away(chromium, desk):
    page, user, library = desk
    many(60, by=user)
    signed_in = page.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=signed_in)
    plain = context.new_page()
    plain.goto(library)
    plain.get_by_role("link", name="Show more").click()
    expect(plain.locator("[data-photo-grid] > li")).to_have_count(12)
    context.close()


def pages(user):
    photos = many(50, by=user, caption="A pier in the fog, with people who wait for the ferry")
    collection = Collection.objects.create(name="River", added_by=user)
    collection.photos.set(photos)
    numbers = ",".join(str(photo.pk) for photo in photos[:3])
    return {
        "library": LIBRARY,
        "collection": f"{LIBRARY}?collection={collection.pk}&q=pier",
        "upload": f"{LIBRARY}add/",
        "captions": f"{LIBRARY}captions/?photos={numbers}",
        "collections": "/newsroom/articles/collection/",
    }


def test_axe_finds_nothing_and_nothing_runs_off_the_page(desk, live_server):
    page, user, _library = desk
    for name, address in pages(user).items():
        page.goto(live_server.url + address)
        page.wait_for_load_state("load")
        if name == "upload":
            page.get_by_label("Photos").set_input_files(
                [
                    {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": data}
                    for n, data in enumerate((encoded(quarters((61, 40))), b"just words"))
                ]
            )
        if name == "captions":
            page.locator("summary").first.click()
        if name == "library":
            page.locator(".photo-tick input").first.check()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # The colours of links fade from one to the other.
            page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
            for width in (360, 768, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                if PICTURES:
                    page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
                if (width, scheme) not in SCREENS:
                    continue
                found = Axe().run(page)
                wrong = found.response["violations"]
                assert not wrong, (name, width, scheme, found.generate_report())
