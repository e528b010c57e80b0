"""The desk in Chromium: on a phone, beside the list, by keys alone, two at one message."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.inbox.models import AnswerTemplate, Message
from tests.factories import user
from tests.inbox.test_verbs import received

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

LIST = "/newsroom/inbox/message/"


def sign_in(page, live_server, person):
    page.goto(f"{live_server.url}/newsroom/login/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", "correct horse battery")
    page.locator("[type=submit]").click()
    page.wait_for_url("**/newsroom/")


def check(page, width):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_desk_works_through_its_messages(page, chromium, live_server, tmp_path):
    AnswerTemplate.objects.create(name="Thanks", text="Dear {name}, thank you for {number}.")
    first = received(text="First line\n<b>second</b> line")
    second, third = received(sender_name="Bo Ek"), received(sender_name="", sender_address="")
    ada = user("desk", first_name="Ada", last_name="Desk")
    sign_in(page, live_server, ada)

    # A message opens beside the list, at its own address; by keys alone.
    page.goto(f"{live_server.url}{LIST}")
    expect(page.locator("[data-unread]")).to_have_count(3)
    page.keyboard.press("j")
    expect(page.locator(f"[data-message='{third.pk}']")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second.pk}/change/")
    expect(page.locator("#pane h1")).to_contain_text(second.reference)
    expect(page.locator("[data-unread]")).to_have_count(2)
    check(page, 1280)
    page.locator("#pane h1").focus()
    page.keyboard.press("r")
    expect(page.locator("#reply-text")).to_be_focused()
    page.keyboard.type("jk/!c?")
    expect(page.locator("#reply-text")).to_have_value("jk/!c?")

    # A colleague sees within seconds that somebody is answering.
    other = chromium.new_context(viewport={"width": 360, "height": 740})
    phone = other.new_page()
    sign_in(phone, live_server, user("desk", first_name="Bo", last_name="Desk"))
    phone.goto(f"{live_server.url}{LIST}{second.pk}/change/")
    expect(phone.locator("[data-inbox-presence]")).to_have_text("Ada Desk is answering.")
    expect(page.locator("[data-inbox-presence]")).to_contain_text("Bo Desk", timeout=5000)

    # On a phone: an answer by template, sent and closed.
    phone.goto(f"{live_server.url}{LIST}")
    check(phone, 360)
    phone.locator(f"[data-message='{first.pk}']").click()
    expect(phone.get_by_text("<b>second</b> line")).to_be_visible()
    check(phone, 360)
    phone.get_by_role("button", name="Put it in").click()
    expect(phone.locator("#reply-text")).to_have_value(
        f"Dear Lin Mei, thank you for {first.reference}."
    )
    phone.get_by_role("button", name="Send, and close").click()
    phone.locator(".inbox-entry.is-answer").wait_for()
    first.refresh_from_db()
    assert (first.state, first.answers.get().text[:12]) == ("closed", "Dear Lin Mei")
    other.close()

    # The keys can be switched off, and close what is open.
    page.locator("#reply-text").fill("")
    page.locator("#pane h1").focus()
    page.keyboard.press("?")
    page.get_by_label("Keys without Ctrl are on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#pane h1").focus()
    page.keyboard.press("c")
    assert Message.objects.get(pk=second.pk).state == "new"
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys without Ctrl are on").check()
    page.keyboard.press("Escape")
    page.locator("#pane h1").focus()
    page.keyboard.press("c")
    page.get_by_role("button", name="Open again").wait_for()
    assert Message.objects.get(pk=second.pk).state == "closed"
