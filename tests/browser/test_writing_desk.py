"""The writing desk in Chromium: what a reporter, an editor and a publisher do there all day."""

import re
from base64 import b64encode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, ArticleTemplate, Edition, Photo
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "".join(f"<h2>Part {n}</h2><p>{'Some words of the text. ' * 60}</p>" for n in range(1, 6))
# What a program puts on the clipboard: files, or a text of another program.
HAND_OVER = """(body, {kind, files, html}) => {
    const transfer = new DataTransfer();
    for (const [name, type, data] of files ?? []) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, {type}));
    }
    if (html) transfer.setData("text/html", html);
    const manner = {bubbles: true, cancelable: true};
    if (kind === "drop") {
        const box = body.querySelector("p").getBoundingClientRect();
        const where = {clientX: box.left + 5, clientY: box.top + 5};
        body.querySelector("p").dispatchEvent(
            new DragEvent("drop", {dataTransfer: transfer, ...manner, ...where}));
    } else {
        body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: transfer, ...manner}));
    }
}"""


def until(page, expression):
    """Wait until the expression is true there; the page's policy lets playwright not do it."""
    for _try in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


class Desk:
    """The form of one article."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def sign_in(self, *roles):
        person = make.user(*roles)
        sign_in(self.page, self.address, person.username)
        return person

    def open(self, article=None):
        where = f"{article.pk}/change" if article else "add"
        self.page.goto(f"{self.address}/newsroom/articles/article/{where}/")
        return self.ready()

    def ready(self):
        self.text = self.page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
        expect(self.text).to_have_attribute("contenteditable", "true")
        return self

    def write_at_end(self, words):
        self.text.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    @property
    def status(self):
        return self.page.locator("[data-save-status]")


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server.url)


@pytest.fixture
def picture():
    return b64encode(make.jpeg().getvalue()).decode()


# -- Saving ----------------------------------------------------------------------------------


def test_the_keys_save_from_within_the_text_and_one_writes_on(desk):
    editor = desk.sign_in("editor")
    article = make.article(by=editor, authors=(make.author().pk,))
    desk.open(article)
    desk.page.evaluate(
        "document.addEventListener('newsroom:saved', (event) => { window.told = event.detail; })"
    )
    desk.write_at_end(" One")
    desk.page.keyboard.press("Control+s")
    expect(desk.status).to_contain_text("Saved. Revision 2")
    assert desk.page.evaluate("window.told.revision") == 2
    desk.page.keyboard.type(" two")
    desk.page.keyboard.press("Control+s")
    expect(desk.status).to_contain_text("Revision 3")
    article.refresh_from_db()
    assert article.body == "<p>People crossed it on foot. One two</p>"
    assert desk.page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_what_cannot_be_saved_is_said_and_nothing_is_lost(desk, page_problems):
    editor = desk.sign_in("editor")
    article = make.article(by=editor)
    desk.open(article)
    headline = desk.page.get_by_label("Headline")
    headline.fill("")
    desk.page.get_by_label("Standfirst").fill("Kept words")
    desk.page.keyboard.press("Control+s")
    problems = desk.page.locator("[data-save-problems]")
    expect(problems).to_contain_text("Headline: Write a headline first.")
    expect(desk.page.get_by_label("Standfirst")).to_be_focused()
    newer = make.content("Newer", section=article.section_id)
    workflow.save(article, newer, by=make.user("editor"), based_on=article.head)
    headline.fill("Mine")
    desk.page.keyboard.press("Control+s")
    expect(problems).to_contain_text("has saved this article in the meantime")
    expect(problems.get_by_role("link", name="Look at both texts")).to_be_visible()
    expect(desk.page.get_by_label("Standfirst")).to_have_value("Kept words")
    # Chromium reports answers of 400 and 409 in its console.
    assert len(page_problems) == 2
    page_problems.clear()


def test_a_new_article_gets_its_page_and_keeps_the_caret(desk):
    desk.sign_in("reporter")
    desk.open()
    desk.page.get_by_label("Headline").fill("A new one")
    desk.write_at_end("The first words.")
    desk.page.keyboard.press("Control+s")
    desk.page.wait_for_url(re.compile(r"/article/\d+/change/"))
    desk.ready()
    expect(desk.page.get_by_role("button", name="Submit for review")).to_be_visible()
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    desk.page.keyboard.type(" And more.")
    expect(desk.text).to_have_text("The first words. And more.")


def test_after_a_save_with_the_button_the_page_and_the_caret_are_where_they_were(desk):
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor, body=LONG))
    desk.text.get_by_text("Part 4").click()
    desk.page.keyboard.press("End")
    desk.page.keyboard.type("b")
    until(desk.page, "window.scrollY > 300")
    before = desk.page.evaluate("window.scrollY")
    # By its place: the row is in sight, and Playwright would scroll to where it stood without.
    box = desk.page.get_by_role("button", name="Save", exact=True).bounding_box()
    desk.page.mouse.click(box["x"] + 8, box["y"] + 8)
    expect(desk.page.get_by_text("Saved.")).to_be_attached()
    desk.ready()
    until(desk.page, f"Math.abs(window.scrollY - {before}) < 60")
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    desk.page.keyboard.type("c")
    expect(desk.text.get_by_text("Part 4bc")).to_be_visible()


# -- Writing ---------------------------------------------------------------------------------


def test_words_are_counted_and_the_outline_leads_to_its_subhead_by_key(desk):
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor, body=LONG))
    outline = desk.page.get_by_role("region", name="Outline")
    expect(outline).to_contain_text("1,510 words · 7 min to read")
    expect(outline.get_by_role("button")).to_have_count(5)
    outline.get_by_role("button", name="Part 3").press("Enter")
    desk.page.keyboard.type("New ")
    expect(outline.get_by_role("button", name="New Part 3")).to_be_visible()
    expect(outline).to_contain_text("1,511 words")


def test_the_text_fills_the_window_and_grows(desk):
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor))
    frame = desk.page.locator("iframe.cke_wysiwyg_frame")
    assert frame.bounding_box()["height"] >= 450
    desk.open(make.article(by=editor, body=LONG))
    until(desk.page, "document.querySelector('iframe.cke_wysiwyg_frame').offsetHeight > 1000")


def test_the_keys_go_from_field_to_field_out_of_the_text_too(desk):
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor))
    desk.page.get_by_label("Headline").focus()
    desk.page.keyboard.press("Alt+PageDown")
    expect(desk.page.get_by_label("Standfirst")).to_be_focused()
    desk.page.keyboard.press("Alt+PageDown")
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    desk.page.keyboard.press("Alt+PageUp")
    expect(desk.page.get_by_label("Standfirst")).to_be_focused()


def test_the_sheet_of_keys_opens_with_keys_and_a_single_key_can_be_switched_off(desk):
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor))
    sheet = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    desk.text.click()
    desk.page.keyboard.press("Control+/")
    expect(sheet).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    desk.page.get_by_role("button", name="Save", exact=True).focus()
    desk.page.keyboard.press("?")
    expect(sheet).to_be_visible()
    sheet.get_by_label("Open this sheet with").uncheck()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    expect(sheet).to_be_hidden()


def test_publishing_by_keys_asks_first(desk):
    publisher = desk.sign_in("publisher")
    desk.open(make.article(by=publisher))
    desk.text.click()
    desk.page.keyboard.press("Control+Shift+Enter")
    question = desk.page.get_by_role("dialog", name="Publish now? Readers see the article at once.")
    expect(question).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert not Edition.every.exists()
    desk.page.keyboard.press("Control+Shift+Enter")
    question.get_by_role("button", name="Publish now").press("Enter")
    expect(desk.page.get_by_text("The article is live.")).to_be_visible()


# -- Pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_put_into_the_text_goes_to_the_library_which_asks_about_it(desk, kind, picture):
    reporter = desk.sign_in("reporter")
    article = make.article(by=reporter)
    desk.open(article).write_at_end("")
    files = [["fog.jpg", "image/jpeg", picture]]
    desk.text.evaluate(HAND_OVER, {"kind": kind, "files": files})
    asked = desk.page.get_by_role("dialog", name="About this photo")
    expect(asked.get_by_label("Credit")).to_be_focused()
    asked.get_by_label("Caption").fill("Fog")
    asked.get_by_label("Credit").fill("Own photo")
    asked.get_by_label("Alternative text").fill("A bridge in fog")
    asked.get_by_role("button", name="Keep").click()
    expect(asked).to_be_hidden()
    expect(desk.text.locator("figure img")).to_be_visible()
    desk.page.keyboard.press("Control+s")
    expect(desk.status).to_contain_text("Saved.")
    photo = Photo.objects.get()
    assert (photo.credit, photo.alt, photo.added_by) == ("Own photo", "A bridge in fog", reporter)
    article.refresh_from_db()
    assert f'<figure data-photo="{photo.pk}">' in article.body
    assert "<img" not in article.body
    assert "data:" not in article.body


def test_a_picture_that_the_library_refuses_is_named_with_the_reason(desk, page_problems):
    desk.sign_in("reporter")
    desk.open().write_at_end("x")
    no_picture = b64encode(b"GIF89a, and nothing more").decode()
    files = [["fog.gif", "image/gif", no_picture]]
    desk.text.evaluate(HAND_OVER, {"kind": "paste", "files": files})
    expect(desk.page.locator(".rich-text-status")).to_contain_text("“fog.gif”:")
    assert not Photo.objects.exists()
    assert len(page_problems) == 1  # the answer of 400
    page_problems.clear()


def test_no_picture_of_others_stays_in_the_text(desk, picture):
    reporter = desk.sign_in("reporter")
    article = make.article(by=reporter)
    desk.open(article).write_at_end(" ")
    html = (
        f'<p>Theirs <img src="data:image/jpeg;base64,{picture}"> and '
        '<img src="https://example.org/x.png">.</p>'
    )
    desk.text.evaluate(HAND_OVER, {"kind": "paste", "html": html})
    expect(desk.page.locator(".rich-text-status")).to_contain_text("were left out")
    expect(desk.text).to_contain_text("Theirs")
    assert desk.text.locator("img").count() == 0
    desk.page.keyboard.press("Control+s")
    expect(desk.status).to_contain_text("Saved.")
    article.refresh_from_db()
    assert "img" not in article.body


def test_the_picker_finds_while_one_types_and_gives_the_focus_back(desk):
    for caption in ("The old bridge", "A market"):
        make.photo(caption=caption, credit="Studio")
    editor = desk.sign_in("editor")
    desk.open(make.article(by=editor)).write_at_end("")
    button = desk.page.get_by_role("button", name="Photo", exact=True).first
    button.click()
    picker = desk.page.get_by_role("dialog", name="Choose a photo")
    expect(picker.get_by_role("listitem")).to_have_count(2)
    picker.get_by_label("Search the library").press_sequentially("bridge")
    expect(picker.get_by_role("listitem")).to_have_count(1)
    expect(picker.get_by_role("listitem")).to_contain_text("Studio")
    # The first one empties the field of the search, as everywhere.
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()


# -- The preview beside ----------------------------------------------------------------------


def test_the_preview_beside_follows_the_words_at_three_widths(desk):
    editor = desk.sign_in("editor")
    article = make.article(by=editor)
    desk.open(article)
    desk.text.click()
    desk.page.keyboard.press("Control+Alt+p")
    pane = desk.page.get_by_role("dialog", name="Preview beside the text")
    frame = pane.frame_locator("iframe").last
    expect(frame.get_by_role("heading", level=1)).to_have_text("A bridge opens")
    history = desk.page.evaluate("history.length")
    desk.page.get_by_label("Headline").fill("A bridge closes")
    expect(frame.get_by_role("heading", level=1)).to_have_text("A bridge closes")
    desk.write_at_end(" Not saved.")
    expect(frame.get_by_text("Not saved.")).to_be_attached()
    expect(pane.locator("iframe")).to_have_count(1)
    assert desk.page.evaluate("history.length") == history
    for name, width in (("Phone", 360), ("Tablet", 768), ("Desktop", 1280)):
        pane.get_by_role("button", name=name).press("Enter")
        assert (
            frame.locator("html").evaluate("(page) => page.ownerDocument.defaultView.innerWidth")
            == width
        )
        box = pane.bounding_box()
        shown = pane.locator("iframe").bounding_box()
        assert shown["width"] <= box["width"] + 1
    desk.page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(desk.page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    assert article.revisions.count() == 1


def test_the_preview_says_what_it_still_lacks(desk):
    desk.sign_in("reporter")
    desk.open()
    desk.page.get_by_role("button", name="Preview beside").click()
    pane = desk.page.get_by_role("dialog", name="Preview beside the text")
    frame = pane.frame_locator("iframe").last
    expect(frame.get_by_text("Headline: Write a headline first.")).to_be_visible()
    desk.page.get_by_label("Headline").fill("There it is")
    expect(frame.get_by_role("heading", level=1)).to_have_text("There it is")


# -- Whole ways ------------------------------------------------------------------------------


@pytest.fixture
def phone(chromium, live_server, page_problems):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("pageerror", lambda error: page_problems.append(f"page error: {error}"))
    yield page
    context.close()
    assert page_problems == []


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_story_is_written_captioned_submitted_approved_and_published_on_a_phone(
    phone, live_server, tmp_path
):
    make.section("Technology")
    reporter, publisher = make.user("reporter"), make.user("publisher")
    file = tmp_path / "fog.jpg"
    file.write_bytes(make.jpeg().getvalue())
    desk = Desk(phone, live_server.url)
    sign_in(phone, live_server.url, reporter.username)
    phone.get_by_role("link", name="Write an article").tap()
    desk.ready()
    assert fits(phone)
    phone.get_by_label("Headline").fill("Fog over the bridge")
    desk.text.tap()
    phone.keyboard.type("It came at night.")
    phone.get_by_role("button", name="Photo", exact=True).first.tap()
    picker = phone.get_by_role("dialog", name="Choose a photo")
    picker.get_by_text("Upload a photo").tap()
    picker.get_by_label("File").set_input_files(file)
    picker.get_by_label("Credit").fill("Own photo")
    picker.get_by_label("Alternative text").fill("A bridge in fog")
    picker.get_by_role("button", name="Upload and use").tap()
    expect(desk.text.locator("figure img")).to_be_visible()
    desk.text.locator("figcaption").tap()
    phone.keyboard.type("Fog at six")
    phone.get_by_label("Section").select_option("Technology")
    assert fits(phone)
    phone.get_by_role("button", name="Submit for review").tap()
    expect(phone.get_by_text("The article is in review.")).to_be_visible()
    phone.goto(f"{live_server.url}/newsroom/")
    phone.get_by_role("button", name="Log out").tap()
    expect(phone.get_by_role("heading", name="Logged out")).to_be_visible()
    sign_in(phone, live_server.url, publisher.username)
    phone.get_by_role("link", name="Fog over the bridge").first.tap()
    desk.ready()
    phone.get_by_role("button", name="Approve", exact=True).tap()
    expect(phone.get_by_text("The article is approved.")).to_be_visible()
    phone.get_by_role("button", name="Publish now").tap()
    expect(phone.get_by_text("The article is live.")).to_be_visible()
    edition = Edition.objects.get()
    assert "Fog at six" in edition.body
    phone.goto(live_server.url + edition.get_absolute_url())
    expect(phone.get_by_text("Fog at six")).to_be_visible()


def test_a_story_goes_its_whole_way_by_keyboard_alone(desk):
    make.section("Technology")
    make.photo(caption="A bridge in fog", credit="Studio", alt="Fog")
    desk.sign_in("publisher")
    page, press, words = desk.page, desk.page.keyboard.press, desk.page.keyboard.type

    def tab_to(name, role="button", most=60):
        wanted = page.get_by_role(role, name=name, exact=True).first
        for _step in range(most):
            press("Tab")
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{name} is not reached by the tab key")

    tab_to("Write an article", "link")
    press("Enter")
    desk.ready()
    expect(page.get_by_label("Headline")).to_be_focused()
    words("Fog by keyboard")
    press("Alt+PageDown")
    press("Alt+PageDown")
    expect(page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    words("It came at night.")
    press("Alt+F10")
    for _step in range(12):
        if page.evaluate("document.activeElement.title") == "Photo":
            break
        press("ArrowRight")
    press("Enter")
    picker = page.get_by_role("dialog", name="Choose a photo")
    expect(picker.get_by_role("listitem")).to_have_count(1)
    press("Tab")
    press("Tab")
    press("Enter")
    expect(desk.text.locator("figcaption")).to_have_text("A bridge in fog")
    press("Alt+PageDown")
    for _step in range(30):
        if page.evaluate("document.activeElement.id") == "id_section":
            break
        press("Alt+PageDown")
    expect(page.locator("#id_section")).to_be_focused()
    press("ArrowDown")
    press("Control+Enter")
    expect(page.get_by_text("The article is in review.")).to_be_visible()
    desk.ready()
    tab_to("Skip to main content", "link")
    press("Enter")
    tab_to("Approve")
    press("Enter")
    expect(page.get_by_text("The article is approved.")).to_be_visible()
    desk.ready()
    press("Control+Shift+Enter")
    page.get_by_role("dialog").get_by_role("button", name="Publish now").wait_for()
    press("Enter")
    expect(page.get_by_text("The article is live.")).to_be_visible()
    assert Edition.objects.get().headline == "Fog by keyboard"


# -- Everybody ---------------------------------------------------------------------------------

TARGETS = ":is(#content, dialog) :is(button, summary, a, input:not([type=hidden]), select)"
SMALL = """(targets) => [...document.querySelectorAll(targets)]
    .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, .select2, .cke"))
    .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


def test_the_desk_has_no_accessibility_violation_and_no_small_target(desk):
    publisher = desk.sign_in("publisher")
    article = make.article(by=publisher, body=LONG, authors=(make.author().pk,))
    trashed = make.article("In the trash", by=publisher)
    workflow.trash(trashed, by=publisher)
    workflow.save_as_template(article, "A template", by=publisher)
    template = ArticleTemplate.objects.get()
    page, found = desk.page, []

    def look(name):
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
        desk.open(article)
        look("form")
        found += [(width, small) for small in page.evaluate(SMALL, TARGETS)]
        page.get_by_text("More", exact=True).click()
        look("menu")
        page.get_by_role("button", name="Keyboard shortcuts").click()
        look("sheet")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Preview beside").click()
        expect(
            page.frame_locator("iframe[name^=preview]").get_by_role("heading", level=1)
        ).to_be_attached()
        look("preview")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Photo", exact=True).first.click()
        look("picker")
        for path in (
            "",
            "articles/article/add/",
            "articles/article/trash/",
            f"articles/article/{trashed.pk}/delete_forever/",
            f"articles/article/{article.pk}/copy/",
            f"articles/article/{article.pk}/template/",
            "articles/articletemplate/",
            f"articles/articletemplate/{template.pk}/change/",
        ):
            page.goto(f"{desk.address}/newsroom/{path}")
            look(path)
    assert found == []
    assert Article.objects.count() == 2
