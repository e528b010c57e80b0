"""The main job, whole: an editor writes the reference article, a publisher publishes it, a
reader finds and reads it, chooses about cookies and leaves a message, and the desk reads that.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.content import PhotoChoice
from articles.models import Article, Edition
from newsportal.consent import registry, versions
from newsportal.inbox import views as inbox
from newsportal.inbox.models import Message
from newsportal.inbox.stamp import Stamp
from newsportal.operations.demo.pictures import paint
from newsportal.operations.demo.reference import Caption, as_html, read
from newsportal.timeline import now
from tests import factories as make
from tests.browser.conftest import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Django's own templates break a "best practice" or two; the standard they keep.
STANDARD = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # Reading the style sheets again, axe writes inline styles, which the policy refuses.
    "preload": False,
}
PASTE = """(body, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const manner = { clipboardData, bubbles: true, cancelable: true };
    body.dispatchEvent(new ClipboardEvent("paste", manner));
}"""

CARET_AT_END = """(paragraph) => {
    paragraph.scrollIntoView();
    const range = paragraph.ownerDocument.createRange();
    range.selectNodeContents(paragraph);
    range.collapse(false);
    const selection = paragraph.ownerDocument.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
}"""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """People write for longer than two seconds; this test does not."""
    inbox.messages.forget()
    monkeypatch.setattr(Stamp, "is_hasty", property(lambda stamp: stamp.given_at > now()))


@pytest.fixture
def wafer(tmp_path) -> Path:
    path = tmp_path / "wafer.jpg"
    paint("wafer", width=960).save(path, quality=88)
    return path


def sign_in(page, address, name):
    page.goto(f"{address}/newsroom/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1, name="Start")).to_be_visible()


def sign_out(page):
    page.get_by_role("button", name="Log out").click()


def write_the_reference_article(page, source, picture):
    page.get_by_role("link", name="Write an article").click()
    page.get_by_label("Headline").fill(source.headline)
    page.get_by_label("Section").select_option("Technology")
    page.get_by_label("Dateline").fill(source.dateline)
    text = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(text).to_have_attribute("contenteditable", "true")
    words = [block for block in source.blocks if block != source.caption]
    text.click()
    text.evaluate(PASTE, "".join(as_html(block, 0) for block in words))
    # The photo goes where its caption stands on the reference page: after this paragraph.
    last = text.get_by_text(words[source.blocks.index(source.caption) - 1])
    last.evaluate(CARET_AT_END)
    page.get_by_role("button", name="Photo", exact=True).first.click()
    picker = page.get_by_role("dialog", name="Choose a photo")
    picker.get_by_text("Upload a photo").click()
    picker.get_by_label("File").set_input_files(picture)
    picker.get_by_label("Caption").fill(source.caption.text)
    picker.get_by_label("Credit").fill(source.caption.credit)
    picker.get_by_label("Alternative text").fill("A silicon wafer, shining in all colours")
    picker.get_by_role("button", name="Upload and use").click()
    expect(text.locator("figure img")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The article is in review.")).to_be_visible()


def test_the_reference_article_goes_from_an_editors_hands_to_a_readers_screen(
    page, context, live_server, wafer
):
    make.section("Technology", slug="technology")
    editor, publisher, desk = (make.user(role) for role in ("editor", "publisher", "desk"))
    source = read()

    sign_in(page, live_server.url, editor.username)
    write_the_reference_article(page, source, wafer)
    assert Article.objects.get().state == "in_review"
    assert page.goto(live_server.url).ok
    assert source.headline not in page.content()
    page.goto(f"{live_server.url}/newsroom/")
    sign_out(page)

    sign_in(page, live_server.url, publisher.username)
    page.get_by_role("link", name=source.headline).click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("The article is live.")).to_be_visible()
    page.goto(f"{live_server.url}/newsroom/")
    sign_out(page)
    context.clear_cookies()

    versions.switch_on(registry.OPTIONAL)
    page.goto(live_server.url)
    page.get_by_role("button", name="Reject all").click()
    page.get_by_role("link", name=source.headline).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(source.headline)
    article = " ".join(page.locator("article").first.inner_text().split())
    place = 0
    for block in source.blocks:
        words = f"{block.text} ({block.credit})" if isinstance(block, Caption) else block
        found = article.find(words, place)
        assert found >= place, words
        place = found
    assert page.locator("article h2[id]").count() >= 3
    photo = page.locator("article figure img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 0
    assert Axe().run(page, options=STANDARD).violations_count == 0

    page.get_by_role("link", name="Leave a message").first.click()
    page.get_by_label("What is it about?").select_option("tip")
    page.get_by_label("Your message").fill("It is spelt in three ways.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    reference = Message.objects.get().reference

    sign_in(page, live_server.url, desk.username)
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("It is spelt in three ways.")).to_be_visible()
    assert Edition.objects.count() == 1


def test_the_newsroom_has_no_accessibility_violation(page, live_server):
    publisher = make.user("publisher", "admin", "desk")
    photo = make.photo(caption="The old bridge.", alt="A bridge")
    article = make.article("One", topics=(make.topic().pk,), authors=(make.author().pk,))
    make.published("Two", photos=(PhotoChoice(photo.pk),))
    sign_in(page, live_server.url, publisher.username)
    base = f"{live_server.url}/newsroom"
    found = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in (
            "/",
            "/articles/article/",
            f"/articles/article/{article.pk}/change/",
            f"/articles/article/{article.pk}/history/",
            f"/articles/article/{article.pk}/schedule/",
            "/articles/photo/",
            "/articles/photo/add/",
            f"/articles/photo/{photo.pk}/change/",
            "/articles/placement/",
            "/inbox/message/",
            "/accounts/user/",
        ):
            page.goto(base + path)
            for violation in Axe().run(page, options=STANDARD).response["violations"]:
                targets = [node["target"] for node in violation["nodes"]][:3]
                found.append((path, width, scheme, violation["id"], targets))
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 0:
                found.append((path, width, scheme, "scrolls sideways", overflow))
    assert found == []
