"""Twenty pastes from Word, WPS, Google Docs, Pages and the web, through the clipboard itself."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from newsportal.richtext import sanitise
from tests.browser.test_editor import Editor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.richtext.urls"),
    pytest.mark.django_db(transaction=True),
]

PASTES = Path(__file__).parent.parent / "richtext" / "data" / "pastes"
NAMES = sorted(path.stem for path in PASTES.glob("*.html") if ".expected" not in path.name)
# Whoever copies decides what lies on the clipboard: here, what the other program would write.
COPY = """(html) => {
    document.addEventListener("copy", (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/html", html);
        event.clipboardData.setData("text/plain", "plain words");
    }, { once: true });
    document.execCommand("selectAll");
    return document.execCommand("copy");
}"""


@pytest.fixture
def editor(page, context, live_server):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return Editor(page, live_server.url)


def paste(editor, html):
    editor.open()
    assert editor.page.evaluate(COPY, html)
    editor.text.click()
    editor.page.keyboard.press("Control+v")
    expect(editor.text).not_to_have_text("")
    return editor.saved()


def test_there_are_twenty_of_them():
    assert len(NAMES) == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_paste_keeps_its_structure_and_drops_the_rest(editor, name):
    html = (PASTES / f"{name}.html").read_text("utf-8")
    expected = (PASTES / f"{name}.expected.html").read_text("utf-8").strip()
    saved = paste(editor, html)
    assert saved == expected
    # Opened and saved again, it says the same.
    again = editor.saved()
    assert again == expected
    assert sanitise(saved) == saved
    assert set(re.findall(r"<([a-z0-9]+)", saved)) <= {
        "p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th",
        "td", "a", "strong", "em", "sub", "sup", "br",
    }  # fmt: skip
