"""Nothing lost in the browser: a killed tab, a lost network, an ended session, two at one story."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Autosave
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# From the last key to the server: what the promise allows, in milliseconds. How long the server
# takes to answer is a matter of the machine.
SOON = 2_000
AUTOSAVE = "**/autosave/"


def change(live_server, article) -> str:
    return f"{live_server.url}/newsroom/articles/article/{article.pk}/change/"


def text_of(page):
    text = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(text).to_have_attribute("contenteditable", "true")
    return text


def kept(page):
    return page.locator("[data-autosave]")


def type_at_the_end(page, words):
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@pytest.fixture
def editor(page, live_server):
    person = make.user("editor", first_name="Lin", last_name="Mei")
    sign_in(page, live_server.url, person.username)
    return person


def test_a_tab_killed_two_seconds_after_typing_loses_no_character(
    page, context, live_server, editor
):
    article = make.article(body="<p>Old words.</p>")
    page.goto(change(live_server, article))
    type_at_the_end(page, " New words.")
    with page.expect_request(AUTOSAVE, timeout=SOON):
        page.get_by_label("Headline").fill("A headline typed at the last moment")
    expect(kept(page)).to_contain_text("Kept at")
    page.close()
    again = context.new_page()
    again.goto(change(live_server, article))
    assert article.revisions.count() == 1
    offer = again.locator("[data-unsaved-offer]")
    offer.get_by_text("What differs").click()
    expect(offer.locator("ins", has_text="New")).to_be_visible()
    offer.get_by_role("link", name="Restore").click()
    expect(again.get_by_label("Headline")).to_have_value("A headline typed at the last moment")
    expect(text_of(again)).to_contain_text("Old words. New words.")
    again.get_by_role("button", name="Save", exact=True).click()
    expect(again.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(again.locator("[data-unsaved-offer]")).to_have_count(0)
    assert Article.objects.get().headline == "A headline typed at the last moment"


def test_a_new_article_is_offered_on_the_start_page_after_a_crash(
    page, context, live_server, editor
):
    page.goto(f"{live_server.url}/newsroom/articles/article/add/")
    type_at_the_end(page, "Only in the text")
    page.get_by_label("Headline").fill("Never saved")
    expect(kept(page)).to_contain_text("Kept at")
    page.close()
    again = context.new_page()
    again.goto(f"{live_server.url}/newsroom/")
    again.get_by_role("link", name="Never saved").click()
    expect(text_of(again)).to_have_text("Only in the text")


def test_offline_it_is_kept_in_the_browser_and_sent_when_the_network_is_back(
    page, context, live_server, editor, page_problems
):
    article = make.article()
    page.goto(change(live_server, article))
    text_of(page)
    context.set_offline(True)
    page.get_by_label("Headline").fill("Typed in a tunnel")
    expect(kept(page)).to_have_text("Offline: kept in this browser")
    assert not Autosave.objects.exists()
    context.set_offline(False)
    expect(kept(page)).to_contain_text("Kept at")
    assert Autosave.objects.get().fields["headline"] == ["Typed in a tunnel"]
    page_problems.clear()  # the console tells of each request that failed


def test_what_was_typed_offline_in_a_killed_tab_is_for_its_writer_alone(
    page, context, live_server, editor, page_problems
):
    article, other = make.article(), make.user("editor")
    page.goto(change(live_server, article))
    text_of(page)
    context.set_offline(True)
    page.get_by_label("Headline").fill("Typed in a tunnel")
    expect(kept(page)).to_have_text("Offline: kept in this browser")
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    again = context.new_page()
    sign_in(again, live_server.url, other.username)
    with again.expect_response("**/presence/"):
        again.goto(change(live_server, article))
    expect(again.locator("[data-unsaved-offer]")).to_have_count(0)
    assert not Autosave.objects.exists()
    context.clear_cookies()
    sign_in(again, live_server.url, editor.username)
    again.goto(change(live_server, article))
    again.locator("[data-unsaved-offer]").get_by_role("link", name="Restore").click()
    expect(again.get_by_label("Headline")).to_have_value("Typed in a tunnel")
    assert Autosave.objects.get().user == editor
    page_problems.clear()


def test_discarding_takes_the_offer_away_without_leaving_the_page(page, live_server, editor):
    article = make.article()
    page.goto(change(live_server, article))
    page.get_by_label("Headline").fill("Not wanted")
    expect(kept(page)).to_contain_text("Kept at")
    page.goto(change(live_server, article))
    page.get_by_label("Dateline").fill("Yuzhong")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("[data-unsaved-offer]")).to_have_count(0)
    expect(page.get_by_label("Dateline")).to_have_value("Yuzhong")
    assert not Autosave.objects.filter(fields__headline=["Not wanted"]).exists()


def test_two_at_one_story_see_each_other_within_five_seconds(page, chromium, live_server, editor):
    article, other = make.article(), make.user("publisher", first_name="Sofia", last_name="Marin")
    page.goto(change(live_server, article))
    expect(page.locator("[data-presence-others]")).to_be_hidden()
    second = chromium.new_context()
    theirs = second.new_page()
    sign_in(theirs, live_server.url, other.username)
    theirs.goto(change(live_server, article))
    expect(page.get_by_text("Sofia Marin has this article open too.")).to_be_visible(timeout=5_000)
    expect(theirs.get_by_text("Lin Mei has this article open too.")).to_be_visible(timeout=5_000)
    theirs.get_by_label("Headline").fill("Newer")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Sofia Marin has saved revision 2 at")).to_be_visible(timeout=5_000)
    theirs.goto(f"{live_server.url}/newsroom/")
    expect(page.locator("[data-presence-others]")).to_be_hidden(timeout=5_000)
    second.close()


def test_a_session_that_ends_while_one_writes_is_begun_again_in_place(
    page, live_server, editor, page_problems
):
    article = make.article()
    page.goto(change(live_server, article))
    text_of(page)
    Session.objects.all().delete()
    page.get_by_label("Headline").fill("Written without a session")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("Username")).to_have_value(editor.username)
    dialog.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("correct username and password")
    dialog.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(kept(page)).to_contain_text("Kept at")
    # By key: right after a dialog was closed, Chromium takes a first click for the frame below.
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Article.objects.get().headline == "Written without a session"
    page_problems.clear()


def test_a_form_sent_after_the_session_ended_is_saved_after_signing_in(
    page, live_server, editor, page_problems
):
    article = make.article()
    page.goto(change(live_server, article))
    text_of(page)
    Session.objects.all().delete()
    page.get_by_label("Headline").fill("Sent too late")
    page.get_by_label("Headline").evaluate(
        "area => area.form.requestSubmit(area.form.querySelector('[name=_step][value=save]'))"
    )
    expect(page.get_by_text("What you wrote is not lost")).to_be_visible()
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Article.objects.get().headline == "Sent too late"
    page_problems.clear()


def two_texts(page, live_server, by):
    """The merge page of somebody who comes second."""
    article = make.article(body="<p>One.</p><p>Two.</p><p>Three.</p>", standfirst="Before.")
    page.goto(change(live_server, article))
    type_at_the_end(page, " And four.")
    page.get_by_label("Standfirst").fill("Mine.")
    newer = make.content(
        "Theirs",
        section=article.section_id,
        body="<p>Eins.</p><p>Two.</p><p>Three.</p>",
        standfirst="Theirs.",
    )
    workflow.save(article, newer, by=by, based_on=article.head)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("have both worked on")).to_be_visible()
    return article


def test_two_texts_are_made_one_by_keyboard_alone(page, live_server, editor, page_problems):
    other = make.user("publisher", first_name="Sofia", last_name="Marin")
    article = two_texts(page, live_server, other)
    page_problems.clear()  # Chromium reports the answer of 409
    page.get_by_role("link", name="Standfirst").press("Enter")
    part = page.get_by_role("group", name="Standfirst")
    radios = part.get_by_role("radio")
    radios.first.focus()
    page.keyboard.press("Space")
    expect(radios.first).to_be_checked()
    area = part.get_by_role("textbox")
    while not area.evaluate("area => area === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Ours.")
    expect(part.get_by_label("Written by hand", exact=True)).to_be_checked()
    button = page.get_by_role("button", name="Save as one text")
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The two texts are one now.")).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Theirs", "Ours.")
    assert article.body == "<p>Eins.</p>\n<p>Two.</p>\n<p>Three. And four.</p>"


def test_the_pages_that_keep_and_merge_are_accessible(page, live_server, editor, page_problems):
    article = two_texts(page, live_server, make.user("publisher"))
    merge = f"{live_server.url}/newsroom/articles/article/{article.pk}/merge/3/"
    page.goto(change(live_server, article))
    page.get_by_label("Headline").fill("Not saved")
    expect(kept(page)).to_contain_text("Kept at")
    unsaved = f"{live_server.url}/newsroom/articles/article/unsaved/"
    found = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for url in (merge, change(live_server, article), unsaved):
            page.goto(url)
            if page.locator("[data-unsaved-offer]").count():
                page.get_by_text("What differs").first.click()
            result = Axe().run(page, options=STANDARD).response["violations"]
            for violation in result:
                targets = [node["target"] for node in violation["nodes"]][:3]
                found.append((url, width, scheme, violation["id"], targets))
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 0:
                found.append((url, width, scheme, "scrolls sideways", overflow))
    page_problems.clear()
    assert found == []
