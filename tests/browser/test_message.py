"""A reader leaves a message and the desk reads it: the whole way, in Chromium."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.inbox import answering, status, views
from newsportal.inbox.models import Message
from newsportal.inbox.stamp import Stamp
from newsportal.timeline import now
from tests.factories import published, user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """People write for longer than two seconds; these tests do not."""
    views.messages.forget()
    status.wrong.forget()
    monkeypatch.setattr(Stamp, "is_hasty", property(lambda stamp: stamp.given_at > now()))


def test_an_error_is_reported_from_the_article_and_followed_by_its_code(
    page, context, live_server, settings
):
    settings.SITE_URL = live_server.url
    article = published(body="<p>The old bridge was built in 1999. It spans the river.</p>")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_text("The old bridge").evaluate(
        """paragraph => {
            const range = document.createRange();
            range.setStart(paragraph.firstChild, 0);
            range.setEnd(paragraph.firstChild, 33);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.get_by_role("link", name="Report an error in this article").click()
    page.wait_for_url("**/message/error/**")
    assert page.get_by_label("The article", exact=True).input_value() == article.get_absolute_url()
    sentence = page.get_by_label("The sentence that is wrong")
    expect(sentence).to_have_value("The old bridge was built in 1999.")
    assert "#" not in page.url
    page.get_by_label("What is wrong, and what is right?").fill("It was 1989.")
    # A double click in a hurry: one message, and the code is still shown.
    page.get_by_role("button", name="Send the report").dblclick()
    page.get_by_role("heading", name="Thank you").wait_for()
    message = Message.objects.get()
    assert (message.state, message.quote) == ("new", "The old bridge was built in 1999.")
    code = page.locator("#receipt-code").inner_text()
    assert code not in page.url
    page.get_by_role("button", name="Copy the code").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.emulate_media(media="print")
    expect(page.locator("#receipt-code")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the code")).to_be_hidden()
    page.emulate_media(media="screen")

    answering.reply(message, "You are right: it was 1989.", by=user("desk"))
    page.get_by_role("link", name="See how a message stands").click()
    page.get_by_label("Receipt code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Show the message").click()
    page.get_by_text("You are right: it was 1989.").wait_for()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("Add something").fill("Thank you for mending it.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("What you added has reached us.").wait_for()
    message.refresh_from_db()
    assert message.state == "open"
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_scripts_a_message_is_sent_and_a_reload_adds_none(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/message/?about=/about/")
    assert page.get_by_label("The page it is about").input_value() == "/about/"
    page.get_by_role("combobox", name="What is it about?").select_option("tip")
    page.get_by_role("textbox", name="Your message").fill("The bridge is older than you say.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.get_by_role("button", name="Copy the code")).to_be_hidden()
    assert context.cookies() == []
    page.reload()
    assert Message.objects.count() == 1
    context.close()


def test_errors_lead_to_their_fields_and_lose_nothing(page, live_server, page_problems):
    page.goto(f"{live_server.url}/message/")
    ways = page.locator(".message-ways li")
    assert ways.first.bounding_box()["y"] == ways.nth(1).bounding_box()["y"]
    page.get_by_role("textbox", name="Your message").fill("Words to keep")
    page.get_by_role("textbox", name="Your e-mail address").fill("nobody")
    page.get_by_role("button", name="Send the message").click()
    summary = page.get_by_role("alert")
    assert "has not been sent yet" in summary.inner_text()
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Your e-mail address").click()
    assert page.evaluate("document.activeElement.id") == "id_sender_address"
    assert page.get_by_role("textbox", name="Your message").input_value() == "Words to keep"
    assert not Message.objects.exists()
    # Chromium writes each answer above 399 to the console.
    page_problems[:] = [problem for problem in page_problems if "422" not in problem]


def test_nobody_meets_the_trap(page, live_server):
    page.goto(f"{live_server.url}/message/")
    assert page.get_by_role("textbox", name="Leave this field empty").count() == 0
    names = []
    page.get_by_role("combobox", name="What is it about?").focus()
    for _each in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name"))
    assert "leave_empty" not in names
    assert "sender_address" in names
    box = page.locator("[name=leave_empty]").bounding_box()
    assert box is None or box["x"] + box["width"] < 0


@pytest.mark.parametrize(
    ("size", "scheme"), [((320, 640), "dark"), ((768, 1000), "light"), ((1280, 900), "dark")]
)
def test_axe_finds_nothing_on_the_forms_their_errors_the_receipt_and_the_status(
    page, live_server, page_problems, size, scheme
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)

    def check():
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        if pictures := os.environ.get("PICTURES"):
            heading = page.get_by_role("heading", level=1).inner_text().replace(" ", "-")
            wrong = "-wrong" * page.get_by_role("alert").count()
            name = f"{heading}{wrong}-{size[0]}-{scheme}.png"
            page.screenshot(path=f"{pictures}/{name}", full_page=True)

    def press(name):
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    for kind, button in (("notice/", "notice"), ("error/", "report"), ("", "message")):
        page.goto(f"{live_server.url}/message/{kind}")
        check()
        press(f"Send the {button}")
        check()
    page.get_by_role("combobox", name="What is it about?").select_option("tip")
    page.get_by_role("textbox", name="Your message").fill("Words")
    page.get_by_role("button", name="Send the message").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check()
    code = page.locator("#receipt-code").inner_text()
    answering.reply(Message.objects.get(), "We look into it.", by=user("desk"))
    page.goto(f"{live_server.url}/message/status/")
    for typed in ("AAAAA", code):
        page.get_by_label("Receipt code").fill(typed)
        press("Show the message")
        check()
    page_problems[:] = [problem for problem in page_problems if "422" not in problem]
