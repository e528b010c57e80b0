"""A reader types into the search field, and is offered articles: with keys, and with a finger."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import SCREENS
from tests.factories import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bridges():
    return [published(f"Bridge <b>{number}</b>").get_absolute_url() for number in range(3)]


@pytest.fixture
def field(page, live_server, bridges):
    page.goto(f"{live_server.url}/search/")
    return page.get_by_role("combobox", name="Words to look for")


def test_the_keys_choose_an_article(page, live_server, bridges, field):
    field.press_sequentially("brid")
    options = page.get_by_role("listbox", name="Articles").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_have_text("Bridge <b>2</b> City")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    marked = options.nth(1).get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", marked)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url(live_server.url + bridges[0])


def test_a_press_chooses_an_article(page, live_server, bridges, field):
    field.press_sequentially("brid")
    page.get_by_role("listbox", name="Articles").get_by_role("option").nth(2).click()
    page.wait_for_url(live_server.url + bridges[0])


def test_without_a_choice_enter_searches(page, live_server, field):
    field.press_sequentially("brid")
    expect(page.get_by_role("listbox", name="Articles").get_by_role("option")).to_have_count(3)
    field.press("Enter")
    page.wait_for_url("**/search/?q=brid&section=&from=&to=")


def test_escape_and_leaving_close_the_list(page, field):
    field.press_sequentially("brid")
    expect(page.get_by_role("listbox", name="Articles")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox", include_hidden=True)).to_be_hidden()
    expect(field).to_have_value("brid")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("g")
    expect(page.get_by_role("listbox", name="Articles")).to_be_visible()
    field.press("Tab")
    expect(page.get_by_role("listbox", include_hidden=True)).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [*SCREENS, (320, "light")])
def test_the_open_list_is_accessible_and_stays_on_the_page(page, field, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    published("Bridge " + "of the very long names " * 8)
    field.press_sequentially("brid")
    expect(page.get_by_role("listbox", name="Articles").get_by_role("option")).to_have_count(4)
    field.press("ArrowDown")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(room) <= 0


def test_without_scripts_the_field_is_a_plain_one(chromium, live_server, bridges):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/search/")
    page.get_by_label("Words to look for").fill("bridge")
    page.get_by_label("Section", exact=True).select_option("City")
    page.get_by_label("Published from").fill("2020-01-01")
    with page.expect_navigation():
        page.get_by_label("Words to look for").press("Enter")
    assert page.locator(".results > li").count() == 3
    assert page.get_by_label("Section", exact=True).input_value() == "city"
    context.close()
