"""A reader leaves a message and the desk reads it: the whole way, in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.inbox import views
from newsportal.inbox.models import Message
from newsportal.inbox.stamp import Stamp
from newsportal.timeline import now
from tests.factories import user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """People write for longer than two seconds; these tests do not."""
    views.messages.forget()
    monkeypatch.setattr(Stamp, "is_hasty", property(lambda stamp: stamp.given_at > now()))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_message_is_sent_without_cookies_and_with_or_without_scripts(
    chromium, live_server, scripts
):
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{live_server.url}/message/?about=/about/")
    assert page.get_by_label("The page it is about").input_value() == "/about/"
    page.get_by_role("combobox", name="What is it about?").select_option("error")
    page.get_by_role("textbox", name="Your message").fill("The bridge is older than you say.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    message = Message.objects.get()
    expect(page.get_by_text(message.reference)).to_be_visible()
    assert (message.state, message.page) == ("new", "/about/")
    assert context.cookies() == []
    page.reload()
    assert Message.objects.count() == 1
    context.close()


def test_errors_lead_to_their_fields_and_lose_nothing(page, live_server, page_problems):
    page.goto(f"{live_server.url}/message/")
    page.get_by_role("textbox", name="Your message").fill("Words to keep")
    page.get_by_role("textbox", name="Your e-mail address").fill("nobody")
    page.get_by_role("button", name="Send the message").click()
    summary = page.get_by_role("alert")
    assert "has not been sent yet" in summary.inner_text()
    summary.get_by_role("link", name="Your e-mail address").click()
    assert page.evaluate("document.activeElement.id") == "id_sender_address"
    assert page.get_by_role("textbox", name="Your message").input_value() == "Words to keep"
    assert not Message.objects.exists()
    # Chromium writes each answer above 399 to the console.
    page_problems[:] = [problem for problem in page_problems if "422" not in problem]


def test_a_double_click_sends_one_message(page, live_server):
    page.goto(f"{live_server.url}/message/")
    page.get_by_role("combobox", name="What is it about?").select_option("tip")
    page.get_by_role("textbox", name="Your message").fill("Only once")
    page.get_by_role("button", name="Send the message").dblclick()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert Message.objects.count() == 1


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


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (1280, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_form_its_errors_and_the_thanks(
    page, live_server, page_problems, size, scheme
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/message/")

    def check():
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    check()
    page.get_by_role("button", name="Send the message").click()
    check()
    page.get_by_role("combobox", name="What is it about?").select_option("tip")
    page.get_by_role("textbox", name="Your message").fill("Words")
    page.get_by_role("button", name="Send the message").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check()
    page_problems[:] = [problem for problem in page_problems if "422" not in problem]


def test_the_desk_reads_answers_and_closes_a_message(page, live_server):
    message = Message.objects.create(
        sent_as="1",
        category="error",
        text="First line\n<b>second</b> line",
        sender_name="Lin Mei",
        sender_address="lin@reader.example",
    )
    desk, colleague = user("desk"), user("reporter")
    page.goto(f"{live_server.url}/newsroom/login/")
    page.fill("[name=username]", desk.username)
    page.fill("[name=password]", "correct horse battery")
    page.locator("[type=submit]").click()
    page.goto(f"{live_server.url}/newsroom/inbox/message/")
    page.get_by_role("link", name=message.reference).click()
    expect(page.get_by_text("<b>second</b> line")).to_be_visible()
    expect(page.get_by_text("lin@reader.example")).to_be_visible()
    page.get_by_label("Add a note").fill("I asked the photographer.")
    page.get_by_role("button", name="Keep the note").click()
    page.locator(".inbox-note", has_text="I asked the photographer.").wait_for()
    page.get_by_label("Assign to").select_option(str(colleague.pk))
    page.get_by_role("button", name="Assign").click()
    page.locator(".inbox-facts", has_text=str(colleague)).wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Open again").wait_for()
    message.refresh_from_db()
    assert (message.state, message.assignee) == ("closed", colleague)
