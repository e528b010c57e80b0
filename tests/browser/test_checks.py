"""The checks beside the form: they follow the writing, lead to the place, and mend on a click."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.checks import first_rules
from articles.content import PhotoChoice
from articles.models import Article, HouseRule
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import PASTE, STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


SELECTED = """() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
}"""


@pytest.fixture(autouse=True)
def _house_style():
    # A test that commits empties every table afterwards, that of the rules too.
    HouseRule.objects.all().delete()
    HouseRule.objects.bulk_create(first_rules())


class Desk:
    """The form of one article in the browser."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.panel = page.get_by_role("region", name="Checks")
        self.text = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")

    def open(self, article):
        self.page.goto(f"{self.address}/newsroom/articles/article/{article.pk}/change/")
        expect(self.text).to_have_attribute("contenteditable", "true")
        return self

    def finding(self, words):
        return self.panel.get_by_role("listitem").filter(has_text=words)

    def saved(self, article) -> Article:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_text("Saved.")).to_be_visible()
        return Article.objects.get(pk=article.pk)


@pytest.fixture
def desk(page, live_server):
    person = make.user("publisher")
    sign_in(page, live_server.url, person.username)
    return Desk(page, live_server.url)


def test_the_panel_follows_the_writing_and_mends_on_a_click(desk):
    article = make.article(dateline="Chongqing", body="<p>Words.</p>")
    desk.open(article)
    expect(desk.panel).to_contain_text("Nothing was found.")
    desk.text.click()
    desk.text.evaluate(PASTE, "<p>Nowadays, 1 in every <em>four</em> laptops is made here.</p>")
    finding = desk.finding("Digits and words are mixed")
    expect(finding).to_be_visible()
    expect(desk.panel.get_by_text("Checks: 1 found, 0 of them block publication.")).to_be_attached()
    finding.get_by_role("button", name="Write “one in every four”").click()
    expect(desk.panel).to_contain_text("Nothing was found.")
    expect(desk.panel).to_contain_text("Done. Undo takes it back.")
    expect(desk.text).to_contain_text("one in every four laptops")
    assert "<em>four</em>" in desk.saved(article).body


def test_a_fix_is_undone_by_the_editor(desk):
    article = make.article(dateline="Chongqing", body="<p>Now 1 in every four is made here.</p>")
    desk.open(article)
    desk.panel.get_by_role("button", name="Write “one in every four”").click()
    expect(desk.text.locator("p")).to_have_text("Now one in every four is made here.")
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.finding("Digits and words are mixed")).to_be_visible()
    assert "1 in every four" in desk.saved(article).body


def test_a_name_is_written_alike_everywhere_with_one_click(desk):
    photo = make.photo(credit="Studio", caption="x")
    article = make.article(
        dateline="Chongqing",
        standfirst="The High Tech Zone grows.",
        body="<p>The High-tech Zone. The High-Tech Zone. The High-tech Zone.</p>"
        "<p><strong>High-Tech</strong> Zone and High-Tech Zones.</p>",
        photos=(PhotoChoice(photo.pk, "In the High-Tech Zone."),),
    )
    desk.open(article)
    desk.finding("“High-Tech Zone” is spelt").get_by_role(
        "button", name="Write “High-tech Zone” everywhere", exact=True
    ).click()
    expect(desk.finding("“High-Tech Zone” is spelt")).to_have_count(0)
    desk.finding("“High Tech Zone” is spelt").get_by_role(
        "button", name="Write “High-tech Zone” everywhere", exact=True
    ).click()
    expect(desk.panel).to_contain_text("Nothing was found.")
    saved = desk.saved(article)
    assert saved.standfirst == "The High-tech Zone grows."
    assert saved.photo_uses.get().caption == "In the High-tech Zone."
    assert "<strong>High-tech</strong> Zone and High-Tech Zones." in saved.body


def test_a_dateline_moves_from_the_text_into_its_field(desk):
    article = make.article(body="<p>Chongqing– China’s <em>Ministry</em> has said so.</p>")
    desk.open(article)
    desk.panel.get_by_role("button", name="Move “Chongqing” to the dateline").click()
    expect(desk.page.get_by_label("Dateline")).to_have_value("Chongqing")
    expect(desk.panel).to_contain_text("Nothing was found.")
    saved = desk.saved(article)
    assert saved.dateline == "Chongqing"
    assert saved.body == "<p>China’s <em>Ministry</em> has said so.</p>"


def test_a_credit_moves_from_the_caption_into_the_library(desk):
    photo = make.photo(credit="", caption="The wafer. (iChongqing file photo)")
    figure = f'<figure data-photo="{photo.pk}"><figcaption>{photo.caption}</figcaption></figure>'
    article = make.article(dateline="Chongqing", body=f"<p>Words.</p>{figure}<p>More.</p>")
    desk.open(article)
    expect(desk.panel).to_contain_text("Blocks publication")
    desk.panel.get_by_role("button", name="Make “iChongqing file photo” the credit").click()
    expect(desk.panel).to_contain_text("The credit stands in the library now.")
    expect(desk.panel).to_contain_text("Nothing was found.")
    expect(desk.text.locator("figcaption")).to_have_text("The wafer.")
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("The wafer.", "iChongqing file photo")
    assert "<figcaption>The wafer.</figcaption>" in desk.saved(article).body


def test_a_finding_leads_to_its_place_by_keyboard(desk):
    photo = make.photo(alt="", caption="The bridge.")
    article = make.article(
        standfirst="Two  billion, she said. It costs 5 billion.",
        body="<p>First.</p><p>It rose 20%-15% in May.</p>",
        photos=(PhotoChoice(photo.pk),),
    )
    desk.open(article)

    def go(words):
        desk.finding(words).get_by_role("link", name="Go there").focus()
        desk.page.keyboard.press("Enter")

    go("The dateline is missing")
    expect(desk.page.get_by_label("Dateline")).to_be_focused()
    go("“5 billion” of what?")
    expect(desk.page.get_by_label("Standfirst")).to_be_focused()
    assert "It costs 5 billion." in desk.page.evaluate(SELECTED)
    go("The range runs downwards")
    assert desk.text.evaluate("(body) => body.ownerDocument.getSelection().toString()") == "20%-15%"
    go("has no alternative text")
    expect(desk.page.locator("#id_photo_uses-0-alt")).to_be_focused()


def test_what_blocks_stops_publishing_until_it_is_mended(desk):
    photo = make.photo(alt="", caption="The bridge.")
    article = make.article(dateline="Chongqing", photos=(PhotoChoice(photo.pk),))
    desk.open(article)
    expect(desk.panel).to_contain_text("Blocks publication")
    desk.page.get_by_role("button", name="Publish now").click()
    expect(desk.page.get_by_text("has no alternative text").first).to_be_visible()
    assert not article.editions.exists()
    desk.open(article).page.locator("#id_photo_uses-0-alt").fill("A red arch in mist")
    expect(desk.panel).to_contain_text("Nothing was found.")
    desk.page.get_by_role("button", name="Publish now").click()
    expect(desk.page.get_by_text("The article is live.")).to_be_visible()


def test_without_scripts_the_findings_of_the_saved_text_are_there(
    context, chromium, live_server, page
):
    article = make.article(body="<p>It costs 5 billion.</p>")
    sign_in(page, live_server.url, make.user("editor").username)
    plain = chromium.new_context(java_script_enabled=False, storage_state=context.storage_state())
    without = plain.new_page()
    without.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/change/")
    expect(without.get_by_text("“5 billion” of what?").first).to_be_visible()
    expect(without.get_by_role("link", name="Go there").first).to_be_visible()
    plain.close()


@pytest.mark.parametrize(("width", "theme"), SCREENS)
def test_the_panel_and_the_house_style_keep_the_standard(desk, theme, width):
    photo = make.photo(alt="", credit="", caption="The wafer. (iChongqing file photo)")
    article = make.article(
        body="<p>Nowadays, 1 in every four costs 5 billion.</p>", photos=(PhotoChoice(photo.pk),)
    )
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.page.emulate_media(color_scheme=theme)
    desk.open(article)
    rule = HouseRule.objects.get(kind="amounts")
    result = Axe().run(desk.page, context=".findings", options=STANDARD)
    assert result.violations_count == 0, result.generate_report()
    assert desk.panel.evaluate("(panel) => panel.scrollWidth <= panel.clientWidth + 1")
    for path in ("", f"{rule.pk}/change/"):
        desk.page.goto(f"{desk.address}/newsroom/articles/houserule/{path}")
        result = Axe().run(desk.page, options=STANDARD)
        assert result.violations_count == 0, result.generate_report()
