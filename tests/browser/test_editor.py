"""The editor in Chromium, under the policy of its pages: what a hand does, what the form saves."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.richtext.urls"),
    pytest.mark.django_db(transaction=True),
]

DATA = Path(__file__).parent.parent / "richtext" / "data"
PASTE = """(body, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const manner = { clipboardData, bubbles: true, cancelable: true };
    body.dispatchEvent(new ClipboardEvent("paste", manner));
}"""
PHOTO = '<figure data-photo="12"><figcaption>Cap</figcaption></figure>'


class Editor:
    """The one editor of the page, driven by hand and by keyboard."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self, body="", theme="light"):
        self.page.goto(
            f"{self.address}/newsroom/editor/?{urlencode({'body': body, 'theme': theme})}"
        )
        self.text = self.page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
        expect(self.text).to_have_attribute("contenteditable", "true")
        return self

    def type(self, words):
        self.text.click()
        self.page.keyboard.type(words)

    def press(self, *names):
        for name in names:
            self.page.get_by_role("button", name=name).first.click()

    def format(self, name):
        # The list shows where the cursor stands once the editor has noticed it.
        label = self.page.locator(".cke_combo__format .cke_combo_text")
        expect(label).not_to_have_text("Format")
        panel = self.page.frame_locator("iframe.cke_panel_frame")
        option = panel.get_by_role("option", name=name, exact=True)
        # A photo that arrives in the text closes an open list; a hand would open it again.
        for _try in range(3):
            self.page.get_by_role("button", name="Format").click()
            with suppress(TookTooLong):
                option.wait_for(timeout=2_000)
                break
        option.click()

    def paste(self, html):
        self.text.click()
        self.text.evaluate(PASTE, html)

    def saved(self):
        # By its key: the button moves while a photo arrives and the text grows.
        # Chromium may swallow the first key after a dialog has closed over the editor's frame.
        saved = self.page.locator("#saved")
        self.page.get_by_role("button", name="Save").press("Enter")
        try:
            saved.wait_for(timeout=4000)
        except TookTooLong:
            self.page.get_by_role("button", name="Save").press("Enter")
        return saved.text_content()


@pytest.fixture
def editor(page, live_server):
    return Editor(page, live_server.url)


def test_words_subheads_bold_and_italic_are_saved(editor):
    editor.open().type("Fog")
    editor.format("Subhead")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.type("plain ")
    editor.press("Bold")
    editor.page.keyboard.type("bold")
    editor.press("Bold", "Italic")
    editor.page.keyboard.type("italic")
    # Browsers keep a space typed at the end of a line as one that does not break.
    assert (
        editor.saved().replace("&nbsp;", " ")
        == "<h2>Fog</h2>\n<p>plain <strong>bold</strong><em>italic</em></p>"
    )


def test_a_link_is_made_in_its_dialog(editor):
    editor.open().type("here")
    editor.page.keyboard.press("Control+a")
    editor.press("Link")
    editor.page.get_by_label("URL").fill("https://example.org/a?b=1&c=2")
    editor.press("OK")
    assert editor.saved() == '<p><a href="https://example.org/a?b=1&amp;c=2">here</a></p>'


def test_lists_and_quotes_are_saved(editor):
    editor.open().type("one")
    editor.press("Insert/Remove Bulleted List")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.type("two")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.type("said")
    editor.press("Block Quote")
    assert editor.saved() == (
        "<ul><li>one</li><li>two</li></ul>\n<blockquote><p>said</p></blockquote>"
    )


def test_a_table_is_made_in_its_dialog(editor):
    editor.open().text.click()
    editor.press("Table")
    editor.page.get_by_label("Rows").fill("1")
    editor.page.get_by_label("Columns").fill("2")
    editor.press("OK")
    # The dialog gives the cursor back in a moment of its own; a hand points at the cell.
    editor.text.locator("td").first.click()
    editor.page.keyboard.type("a")
    editor.page.keyboard.press("Tab")
    editor.page.keyboard.type("b")
    assert editor.saved() == "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"


def test_undo_takes_back_and_redo_brings_again(editor):
    editor.open("<p>kept</p>").text.click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.type(" typed")
    editor.press("Undo")
    expect(editor.text).to_have_text("kept")
    editor.press("Redo")
    expect(editor.text).to_have_text("kept typed")


def test_a_photo_is_chosen_in_the_picker_and_its_caption_edited_in_place(editor):
    editor.open().type("before")
    editor.press("Photo")
    picker = editor.page.get_by_role("dialog", name="Choose a photo")
    expect(picker.get_by_role("listitem")).to_have_count(2)
    picker.get_by_role("button", name="A <b>wafer</b>").click()
    expect(picker).to_be_hidden()
    caption = editor.text.locator("figcaption")
    expect(caption).to_have_text("A <b>wafer</b>")
    assert editor.text.locator("figure img").get_attribute("src") == "/newsroom/photo/12/thumbnail/"
    caption.click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.type(", close")
    assert editor.saved() == (
        "<p>before</p>\n"
        '<figure data-photo="12">'
        "<figcaption>A &lt;b&gt;wafer&lt;/b&gt;, close</figcaption></figure>"
    )


def test_a_photo_is_replaced_by_a_double_click_and_undone(editor):
    editor.open(PHOTO).text.locator("figure > img").dblclick()
    picker = editor.page.get_by_role("dialog", name="Choose a photo")
    picker.get_by_role("button", name="Fog over the bridge").click()
    expect(editor.text.locator("figcaption")).to_have_text("Fog over the bridge")
    editor.press("Undo")
    expect(editor.text.locator("figcaption")).to_have_text("Cap")
    assert editor.saved() == PHOTO


def test_an_embed_is_put_in_by_its_address_captioned_and_changed(editor):
    editor.open().type("before")
    editor.press("Embed")
    dialog = editor.page.get_by_role("dialog", name="Embed something of another site")
    address = dialog.get_by_label("Address")
    expect(address).to_be_focused()
    address.fill("https://other.example/1")
    dialog.get_by_role("button", name="Embed").click()
    expect(dialog.get_by_role("alert")).to_have_text("Known are: Video Place.")
    address.fill("https://video.example/?a=1&b=2")
    address.press("Enter")
    expect(dialog).to_be_hidden()
    figure = editor.text.locator("figure")
    expect(figure).to_contain_text("Embed: https://video.example/?a=1&b=2")
    figure.locator("figcaption").click()
    editor.page.keyboard.type("A <b> film")
    expect(figure.locator("figcaption")).to_have_text("A <b> film")
    figure.locator(".embed-address").dblclick()
    expect(address).to_have_value("https://video.example/?a=1&b=2")
    address.fill("https://video.example/?a=1&c=3")
    address.press("Enter")
    expect(figure).to_contain_text("c=3")
    assert editor.saved() == (
        '<p>before</p>\n<figure data-embed="https://video.example/?a=1&amp;c=3">'
        "<figcaption>A &lt;b&gt; film</figcaption></figure>"
    )


def test_a_photo_of_the_text_is_described_for_this_place_or_marked_as_decoration(editor):
    editor.open(f"<p>a</p>{PHOTO}").text.locator("p").first.click()
    button = editor.page.get_by_role("button", name="Alternative text").first
    expect(button).to_have_attribute("aria-disabled", "true")
    editor.text.locator("figure > img").click()
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()
    dialog = editor.page.get_by_role("dialog", name="What this photo shows")
    words = dialog.get_by_label("Alternative text here")
    expect(words).to_be_focused()
    words.fill('A "red" arch')
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_be_hidden()
    described = PHOTO.replace('"12"', '"12" data-alt="A &quot;red&quot; arch"')
    assert editor.saved() == f"<p>a</p>\n{described}"
    # From the caption too, and by keys.
    editor.open(f"<p>a</p>{described}").text.locator("figcaption").click()
    expect(button).to_have_attribute("aria-disabled", "false")
    button.press("Enter")
    expect(words).to_have_value('A "red" arch')
    dialog.get_by_label("Decoration").press("Space")
    expect(words).to_be_disabled()
    dialog.get_by_role("button", name="Keep").press("Enter")
    expect(dialog).to_be_hidden()
    decorative = PHOTO.replace('"12"', '"12" data-decorative=""')
    assert editor.saved() == f"<p>a</p>\n{decorative}"


def test_a_photo_is_deleted_with_a_key(editor):
    editor.open(f"<p>a</p>{PHOTO}<p>b</p>").text.locator("figure > img").click()
    editor.page.keyboard.press("Delete")
    expect(editor.text.locator("figure")).to_have_count(0)
    assert editor.saved() == "<p>a</p>\n<p>b</p>"


def test_a_picker_closed_without_a_choice_changes_nothing(editor):
    editor.open("<p>a</p>").text.click()
    editor.press("Photo")
    editor.page.keyboard.press("Escape")
    editor.press("Photo")
    editor.page.get_by_role("button", name="Fog over the bridge").click()
    assert editor.saved().count("<figure") == 1


def test_the_picker_searches_shows_more_and_is_driven_by_keys(editor):
    editor.open().text.click()
    editor.press("Photo")
    picker = editor.page.get_by_role("dialog", name="Choose a photo")
    expect(picker.get_by_label("Search the library")).to_be_focused()
    picker.get_by_role("button", name="Show more").click()
    expect(picker.get_by_role("button", name="Steps at dusk")).to_be_focused()
    picker.get_by_label("Search the library").fill("nothing")
    editor.page.keyboard.press("Enter")
    expect(picker.get_by_role("status")).to_contain_text("No photo found")
    picker.get_by_label("Search the library").fill("dusk")
    editor.page.keyboard.press("Enter")
    expect(picker.get_by_role("listitem")).to_have_count(1)
    editor.page.keyboard.press("Tab")
    editor.page.keyboard.press("Tab")
    editor.page.keyboard.press("Enter")
    expect(editor.text.locator("figcaption")).to_have_text("Steps at dusk")


def test_a_photo_is_uploaded_in_place_and_a_refusal_is_a_sentence(editor, page_problems):
    editor.open().text.click()
    editor.press("Photo")
    picker = editor.page.get_by_role("dialog", name="Choose a photo")
    picker.get_by_text("Upload a photo").click()
    picker.get_by_label("Caption").fill("A new one")
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b""}
    picker.get_by_label("File").set_input_files(file)
    picker.get_by_role("button", name="Upload and use").click()
    expect(picker.get_by_role("alert")).to_have_text("This file is empty. Choose another.")
    # Chromium reports an answer of 400 in its console.
    assert len(page_problems) == 1
    page_problems.clear()
    picker.get_by_label("File").set_input_files({**file, "buffer": b"jpeg"})
    picker.get_by_role("button", name="Upload and use").click()
    expect(editor.text.locator("figcaption")).to_have_text("A new one")
    assert 'data-photo="14"' in editor.saved()


WORD = (DATA / "word.html").read_text("utf-8")


def test_a_paste_from_word_comes_out_clean(editor):
    editor.open().paste(WORD)
    expect(editor.text.locator("li")).to_have_count(2)
    assert editor.saved() == (
        "<h2>Title</h2>\n<p><strong>Bold</strong> and <em>italic</em></p>\n"
        "<ul><li>one</li><li>two</li></ul>"
    )


GOOGLE = (DATA / "google-docs.html").read_text("utf-8")


@pytest.mark.parametrize("style", ['style="list-style-type:disc;font-size:11pt"', ""])
def test_a_paste_from_google_docs_comes_out_clean_with_styles_and_without(editor, style):
    editor.open().paste(GOOGLE.replace("{style}", style))
    expect(editor.text.locator("li")).to_have_count(2)
    assert editor.saved() == (
        "<h2>Title</h2>\n<p><strong>Bold</strong> plain</p>\n<ul><li>one</li><li>two</li></ul>"
    )


def test_a_paste_from_the_web_brings_no_picture_and_no_address_of_others(editor):
    editor.open().paste(
        '<div><h4>Head</h4><img src="https://example.org/x.png" onerror="alert(1)"><b>bold</b>'
        '<script>alert(1)</script><a href="javascript:alert(1)" style="color:red">x</a></div>'
    )
    assert editor.saved() == "<h3>Head</h3>\n<p><strong>bold</strong>x</p>"


def test_the_toolbar_is_reached_and_used_by_keys(editor):
    editor.open().type("words")
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.press("Alt+F10")
    expect(editor.page.get_by_role("button", name="Format")).to_be_focused()
    editor.page.keyboard.press("ArrowRight")
    expect(editor.page.get_by_role("button", name="Bold")).to_be_focused()
    editor.page.keyboard.press("Enter")
    assert editor.saved() == "<p><strong>words</strong></p>"


def test_every_file_that_the_editor_asks_for_is_there_and_ours(editor):
    answers = []
    editor.page.on("response", lambda response: answers.append((response.status, response.url)))
    editor.open(f"<p>words</p>{PHOTO}").text.locator("p").first.click()
    editor.format("Subhead")
    for button in ("Link", "Table"):
        editor.press(button, "Cancel")
        expect(editor.page.locator(".cke_dialog_container:visible")).to_have_count(0)
    editor.press("Photo", "Close")
    editor.paste(WORD)
    expect(editor.text.locator("li")).to_have_count(2)
    editor.paste(GOOGLE)
    expect(editor.text.locator("li")).to_have_count(4)
    editor.page.keyboard.press("Alt+0")
    expect(editor.page.get_by_text("Accessibility Instructions")).to_be_visible()
    assert len(answers) > 20
    assert [answer for answer in answers if answer[0] != 200] == []
    assert [url for _status, url in answers if not url.startswith(editor.address)] == []


def test_vectors_against_ckeditor_itself_do_not_run_in_it(editor):
    image = "<img src=x onerror=window.top.__xss=1>"
    vectors = [
        f"<p><![CDATA[<style></style>]]>{image}</p>",
        f"<style><![CDATA[</style>{image}>]]></style>",
        f'<textarea></textarea><noscript><p title="</noscript>{image}">',
        '<figure data-photo="12" data-cke-onclick="x"><figcaption '
        'data-cke-widget-data="%7B%7D">c</figcaption></figure>',
        "<p data-cke-onmouseover='CKEDITOR.tools.callFunction(1)'>x</p>",
        f"<!--{{cke_protected}}{quote(image)}-->",
    ]
    editor.open("".join(vectors)).text.click()
    assert editor.page.evaluate("window.__xss") is None
    assert editor.text.locator("img[onerror]").count() == 0
    assert "onerror" not in editor.saved()


def test_the_editor_and_the_picker_fit_a_narrow_screen(editor):
    editor.page.set_viewport_size({"width": 360, "height": 740})
    editor.open(f"<p>{'word ' * 50}</p>{PHOTO}").text.click()
    editor.press("Photo")
    picker = editor.page.get_by_role("dialog", name="Choose a photo")
    expect(picker.get_by_role("listitem")).to_have_count(2)
    box = picker.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert editor.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert picker.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")


def test_the_text_follows_the_newsrooms_theme(editor):
    background = "(body) => getComputedStyle(body).backgroundColor"
    editor.open("<p>x</p>", theme="dark")
    expect(editor.text.locator("xpath=..")).to_have_attribute("data-theme", "dark")
    assert editor.text.evaluate(background) == "rgb(18, 18, 18)"
    editor.page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(editor.text.locator("xpath=..")).to_have_attribute("data-theme", "light")
    assert editor.text.evaluate(background) == "rgb(255, 255, 255)"


def test_without_scripts_the_text_stands_in_a_text_area(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/newsroom/editor/?body=%3Cp%3Ex%3C/p%3E")
    expect(page.get_by_label("Body")).to_have_value("<p>x</p>")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#saved")).to_have_text("<p>x</p>")
    context.close()
