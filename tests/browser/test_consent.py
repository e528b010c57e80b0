"""The cookie notice in Chromium: who sees it, what it stores, and that it is in nobody's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.consent import registry, versions
from newsportal.consent.models import Receipt

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PAGES = ["/", "/about/", "/search/", "/message/", "/cookies/", "/no/such/page/"]
NOTICE = "[data-consent]"


@pytest.fixture(autouse=True)
def _all_purposes(transactional_db):
    versions.switch_on(registry.OPTIONAL)


@pytest.fixture
def site(live_server, page, page_problems):
    """Opens a path; a page that is not found is no problem of these tests."""

    def visit(path="/about/"):
        page.goto(live_server.url + path)
        page_problems[:] = [p for p in page_problems if "404" not in p]
        return page

    return visit


def stored(page):
    """Everything that the browser keeps for the site."""
    keys = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return sorted(cookie["name"] for cookie in page.context.cookies()) + keys


def chosen(page):
    return page.context.cookies()[0]["value"].split(":")[1]


def test_before_a_choice_nothing_is_stored_on_any_page(site):
    for path in PAGES:
        page = site(path)
        page.wait_for_load_state("networkidle")
        assert stored(page) == [], path
        # The settings page is the whole question: no notice above it.
        assert page.locator(NOTICE).is_visible() == (path != "/cookies/"), path


@pytest.mark.parametrize(
    ("button", "categories"),
    [
        ("Accept all", "necessary+preferences+statistics+embeds"),
        ("Reject all", "necessary"),
    ],
)
def test_one_click_answers_for_good_and_loads_no_page(site, button, categories):
    page = site()
    page.evaluate("window.stillHere = true")
    page.get_by_role("button", name=button).click()
    page.locator(NOTICE).wait_for(state="hidden")
    assert page.evaluate("window.stillHere")
    assert stored(page) == ["consent"]
    assert chosen(page) == categories
    assert Receipt.objects.count() == 1
    for path in PAGES:
        assert not site(path).locator(NOTICE).is_visible(), path
        assert stored(page) == ["consent"]


def test_the_back_button_never_brings_back_an_answered_notice(site):
    page = site("/about/")
    site("/contact/")
    page.get_by_role("button", name="Reject all").click()
    page.locator(NOTICE).wait_for(state="hidden")
    page.go_back()
    page.wait_for_url("**/about/")
    assert not page.locator(NOTICE).is_visible()


def test_a_page_from_memory_asks_again_whether_it_was_answered(site, live_server):
    page = site("/about/")
    expect(page.locator(NOTICE)).to_be_visible()
    page.context.add_cookies(
        [{"name": "consent", "value": "v1:necessary:x", "url": live_server.url}]
    )
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert not page.locator(NOTICE).is_visible()


def test_a_choice_for_an_earlier_version_is_asked_again(site, live_server):
    page = site()
    page.context.add_cookies(
        [{"name": "consent", "value": "v0:necessary:x", "url": live_server.url}]
    )
    assert site().locator(NOTICE).is_visible()


def test_global_privacy_control_answers_without_a_notice_or_a_cookie(site, page):
    page.add_init_script("navigator.globalPrivacyControl = true")
    page.set_extra_http_headers({"Sec-GPC": "1"})
    assert not site().locator(NOTICE).is_visible()
    site("/cookies/")
    expect(page.get_by_text("That counts as a reject")).to_be_visible()
    assert stored(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_three_answers_are_alike(site, page, width):
    page.set_viewport_size({"width": width, "height": 740})
    site()
    looks = """(element) => {
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        return [box.width, box.height, box.top].map(Math.round).concat(
            [style.color, style.backgroundColor, style.fontSize, style.fontWeight,
             style.fontFamily, style.borderTopColor, style.borderTopWidth]);
    }"""
    accept, reject, settings = [
        each.evaluate(looks) for each in page.locator(f"{NOTICE} .consent-action").all()
    ]
    assert accept == reject == settings
    assert accept[0] >= 80
    assert accept[1] >= 44


@pytest.mark.parametrize("width", [320, 1280])
def test_the_notice_shifts_nothing_and_makes_nothing_wider(site, page, width):
    page.set_viewport_size({"width": width, "height": 640})
    page.add_init_script("""
        window.shift = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    site()
    expect(page.locator(NOTICE)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [(320, 560), (1280, 720)])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_notice_never_covers_what_has_the_focus(site, page, size, key):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # Without the smooth scrolling, every place is final after the next frame.
    page.emulate_media(reduced_motion="reduce")
    site("/message/")
    expect(page.locator(NOTICE)).to_be_visible()
    seen = 0
    for _each in range(60):
        page.keyboard.press(key)
        place = page.evaluate("""async () => {
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const element = document.activeElement;
            const notice = document.querySelector("[data-consent]");
            if (element === document.body || notice.contains(element)) return null;
            const box = element.getBoundingClientRect(), bar = notice.getBoundingClientRect();
            return { name: element.outerHTML.slice(0, 80), top: box.top, bar: bar.top,
                     bottom: box.bottom };
        }""")
        if place:
            seen += 1
            # 2.4.12: nothing is hidden of what fits; a text area may be higher than what is free.
            if place["bottom"] - place["top"] < place["bar"] - 16:
                assert place["bottom"] <= place["bar"], place
            assert place["top"] < place["bar"] - 8, place
            assert place["bottom"] > 0, place
    assert seen > 20


def test_the_notice_is_a_region_with_a_name_and_works_by_keyboard(site):
    page = site()
    expect(page.get_by_role("region", name="Your choice about cookies")).to_be_visible()
    page.get_by_role("button", name="Reject all").focus()
    page.keyboard.press("Enter")
    page.locator(NOTICE).wait_for(state="hidden")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_notice_comes_back_with_what_was_accepted_and_goes_again(site):
    page = site()
    page.get_by_role("button", name="Accept all").click()
    page.locator(NOTICE).wait_for(state="hidden")
    link = page.get_by_role("link", name="Cookie settings").last
    link.click()
    accepted = page.locator("[data-consent-now] strong:visible").evaluate_all(
        """(names) => names.map(
            (name) => [getComputedStyle(name, "::before").content, name.innerText])"""
    )
    assert accepted == [["none", "Preferences"], ['", "', "Embeds"]]
    page.keyboard.press("Escape")
    page.locator(NOTICE).wait_for(state="hidden")
    expect(link).to_be_focused()


def test_the_notice_is_not_printed(site, page):
    site()
    page.emulate_media(media="print")
    assert not page.locator(NOTICE).is_visible()


def test_a_failed_request_falls_back_to_the_plain_way(site, page, page_problems):
    site("/about/?a=1")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.get_by_role("button", name="Accept all").click()
    page.wait_for_url("**/about/?a=1")
    page.locator(NOTICE).wait_for(state="hidden")
    assert chosen(page) == "necessary+preferences+statistics+embeds"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(site, page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in ("/about/", "/cookies/"):
        site(path)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_without_scripts_the_choice_is_made_on_the_settings_page(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/about/")
    assert not page.locator(NOTICE).is_visible()
    page.get_by_role("link", name="Cookie settings").click()
    page.get_by_label("Preferences").check()
    page.get_by_role("button", name="Save my selection").click()
    assert page.url == f"{live_server.url}/cookies/#choice"
    assert page.get_by_label("Preferences").is_checked()
    assert not page.get_by_label("Embeds").is_checked()
    assert not page.get_by_label("do not count").is_checked()
    assert chosen(page) == "necessary+preferences+statistics"
    page.get_by_role("button", name="Reject all").click()
    assert chosen(page) == "necessary"
    assert not page.get_by_label("Preferences").is_checked()
    assert page.get_by_label("do not count").is_checked()
    context.close()
