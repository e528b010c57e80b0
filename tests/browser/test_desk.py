"""The review desk by hand: a reporter submits, an editor reviews, notes pass between them, and
somebody without an account reads the draft for as long as its link is open.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, DraftLinkOpening, InternalNote
from articles.workflow.notes import add_note, resolve_note
from newsportal.timeline import now
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reporter():
    return make.user("reporter", email="lin@paper.example", first_name="Lin", last_name="Mei")


@pytest.fixture
def editor():
    return make.user("editor", email="chen@paper.example", first_name="Chen", last_name="Rui")


def more(page, name):
    page.get_by_role("group", name="Actions").get_by_text("More", exact=True).click()
    page.get_by_role("button", name=name).click()


def body_of(page):
    body = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(body).to_have_attribute("contenteditable", "true")
    return body


def test_a_story_is_submitted_claimed_and_sent_back_with_a_note_by_mail(
    page, live_server, reporter, editor, mailoutbox, work
):
    article = make.article("The night ferry", by=reporter)
    sign_in(page, live_server.url, reporter.username)
    page.get_by_role("link", name="The night ferry").click()
    more(page, "Submit with a note …")
    page.get_by_label("Note to the reviewer").fill("Please check the times.")
    page.get_by_label("Date", exact=True).fill("2030-01-01")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_role("button", name="Submit with a note").click()
    expect(page.get_by_text("The article is in review.")).to_be_visible()
    sign_out(page)
    work()
    assert [mail.to for mail in mailoutbox] == [["chen@paper.example"]]

    sign_in(page, live_server.url, editor.username)
    waiting = page.get_by_role("region", name="Waiting for me")
    expect(waiting.get_by_text("Lin Mei")).to_be_visible()
    waiting.get_by_role("link", name="The night ferry").click()
    expect(page.get_by_text("Please check the times.")).to_be_visible()
    page.get_by_role("button", name="I review this").click()
    expect(page.get_by_text("Reviewed by Chen Rui")).to_be_visible()
    page.get_by_role("button", name="Send back …").click()
    page.get_by_label("Note to the author").fill("Who says so?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("The article is back with its author.")).to_be_visible()
    page.goto(f"{live_server.url}/newsroom/")
    sign_out(page)
    work()
    last = mailoutbox[-1]
    assert (last.to, last.subject) == (["lin@paper.example"], "Sent back: The night ferry")
    assert "Who says so?" in last.body

    sign_in(page, live_server.url, reporter.username)
    page.get_by_role("region", name="Waiting for me").get_by_role(
        "link", name="The night ferry"
    ).click()
    expect(page.locator(".note")).to_contain_text("Who says so?")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Reviewed by Chen Rui")).to_be_visible()
    article.refresh_from_db()
    assert article.claimed_by == editor


def test_a_note_on_a_passage_leaves_the_unsaved_text_alone(
    page, live_server, editor, reporter, mailoutbox, work
):
    make.article(
        "The night ferry",
        by=reporter,
        body="<p>It runs at night.</p><p>Tickets cost 12 yuan.</p>",
    )
    sign_in(page, live_server.url, editor.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{Article.objects.get().pk}/change/")
    page.get_by_label("Headline").fill("Not saved yet")
    body = body_of(page)
    body.get_by_text("Tickets cost").dblclick()
    body.get_by_text("Tickets cost").evaluate(
        "(paragraph) => paragraph.ownerDocument.getSelection().selectAllChildren(paragraph)"
    )
    page.keyboard.press("Control+Alt+m")
    expect(page.get_by_label("About the passage")).to_have_value("Tickets cost 12 yuan.")
    page.keyboard.type(f"@{reporter.username} who says so?")
    page.get_by_role("button", name="Keep the note").click()
    notes = page.get_by_role("region", name="Notes")
    expect(notes.get_by_text("On paragraph 2")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value("Not saved yet")
    assert InternalNote.objects.get().passage == "Tickets cost 12 yuan."
    work()
    assert [mail.to for mail in mailoutbox] == [["lin@paper.example"]]

    notes.get_by_label("Note", exact=True).fill("Half written")
    notes.get_by_role("button", name="Resolve").click()
    expect(notes.get_by_text("1 resolved")).to_be_visible()
    expect(notes.get_by_label("Note", exact=True)).to_have_value("Half written")
    expect(page.get_by_label("Headline")).to_have_value("Not saved yet")
    notes.get_by_text("1 resolved").click()
    expect(notes.get_by_text("Resolved by Chen Rui")).to_be_visible()
    notes.get_by_role("button", name="Reopen").click()
    expect(notes.get_by_role("button", name="Resolve")).to_be_visible()
    assert InternalNote.objects.get().resolved_at is None


def test_the_button_notes_on_the_paragraph_of_the_cursor(page, live_server, editor):
    article = make.article(body="<p>It runs at night.</p><p>Tickets cost 12 yuan.</p>")
    sign_in(page, live_server.url, editor.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/change/")
    body_of(page).get_by_text("It runs").click()
    page.get_by_role("button", name="Note on this").click()
    expect(page.get_by_label("About the passage")).to_have_value("It runs at night.")


def test_somebody_without_an_account_reads_a_draft_until_its_link_is_revoked(
    page, chromium, live_server, editor
):
    photo = make.photo(alt="A ferry")
    article = make.article(
        "The night ferry", body=f'<p>Text</p><figure data-photo="{photo.pk}"></figure>'
    )
    sign_in(page, live_server.url, editor.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Draft links").click()
    page.get_by_label("For whom").fill("A lawyer")
    page.get_by_role("button", name="Make a link").click()
    # The address in the link is that of SITE_URL, which the test's server has not.
    address = page.get_by_label("The new link").input_value()
    path = address[address.index("/draft/") :]

    stranger = chromium.new_context(locale="en-GB")
    reader = stranger.new_page()
    assert reader.goto(f"{live_server.url}{path}").status == 200
    expect(reader.get_by_role("heading", level=1)).to_have_text("The night ferry")
    picture = reader.get_by_role("img", name="A ferry")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert stranger.cookies() == []
    assert Axe().run(reader, options=STANDARD).violations_count == 0
    assert DraftLinkOpening.objects.count() == 1

    page.get_by_role("link", name="The night ferry").click()
    page.get_by_role("link", name="Draft links (1 open)").click()
    expect(page.get_by_text("Opened 1 time")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is revoked")).to_be_visible()
    assert reader.goto(f"{live_server.url}{path}").status == 404
    stranger.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_desk_can_be_used_by_everybody(page, live_server, editor, reporter, width, scheme):
    article = make.article("The night ferry", by=reporter)
    workflow.submit(article, by=reporter, note="Check the times.")
    Article.objects.update(due_at=now())
    for words, passage in (("Open", "People crossed"), ("Gone", "No such words at all")):
        add_note(article, f"{words} @{reporter.username}", by=editor, passage=passage)
    resolve_note(add_note(article, "Done", by=editor), by=editor)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_server.url, editor.username)
    own = f"/newsroom/articles/article/{article.pk}"
    for path in (
        "/newsroom/",
        "/newsroom/articles/article/?desk=waiting",
        f"{own}/change/",
        f"{own}/notes/",
        f"{own}/draft-links/",
        f"{own}/send_back/",
        f"{own}/set_due/",
    ):
        page.goto(f"{live_server.url}{path}")
        found = Axe().run(page, options=STANDARD)
        assert found.violations_count == 0, (path, found.generate_report())
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0 or path.endswith("/change/"), path
