"""Times in the newsroom, by a publisher's hands: schedule, fix, embargo, withdraw, and look at the
calendar by keyboard; all of it without a violation of the accessibility standard.
"""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Edition
from newsportal.timeline import now
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def fill_moment(page, moment):
    local = timezone.localtime(moment)
    page.get_by_label("Date", exact=True).fill(f"{local:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{local:%H:%M}")


def put_in_headline(page, words):
    page.get_by_label("Headline").fill(words)


def test_a_publisher_schedules_fixes_embargoes_and_withdraws(page, live_server):
    publisher = make.user("publisher")
    make.published("The old timetable", by=publisher)
    article = Article.objects.get()
    sign_in(page, live_server.url, publisher.username)
    form = f"{live_server.url}/newsroom/articles/article/{article.pk}/change/"

    page.goto(form)
    put_in_headline(page, "The timetable of tomorrow")
    page.get_by_role("button", name="Schedule …").click()
    expect(page.get_by_text("The text is saved.")).to_be_visible()
    expect(page.get_by_text("Asia/Shanghai, UTC+08:00")).to_be_visible()
    fill_moment(page, now() + DAY)
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Revision 2, “The timetable of tomorrow”, goes live")).to_be_visible()

    put_in_headline(page, "The fix of today")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("What becomes of the change that is scheduled?")).to_be_visible()
    page.get_by_label("Keep it: it takes the place of this one at its time").check()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("The article is live.")).to_be_visible()
    assert Edition.objects.get().headline == "The fix of today"
    assert Edition.every.waiting().get().headline == "The timetable of tomorrow"

    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Withdraw …").click()
    fill_moment(page, now() + 2 * DAY)
    page.get_by_label("Reason").select_option("other")
    page.get_by_label("Why, in words for the newsroom").fill("The line is closed from then on.")
    page.get_by_label("Let it go out first").check()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.locator(".timetable")).to_contain_text("It will be withdrawn on")
    page.get_by_role("link", name="Cancel it").first.click()
    page.get_by_label("The text that would go live").check()
    page.get_by_role("button", name="Cancel what is scheduled").click()
    expect(page.locator(".timetable")).not_to_contain_text("goes live on")
    expect(page.locator(".timetable")).to_contain_text("It will be withdrawn on")


def test_an_embargoed_article_goes_out_with_a_reason_alone(page, live_server):
    publisher, article = make.user("publisher"), make.article("The report")
    sign_in(page, live_server.url, publisher.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/change/")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Embargo …").click()
    fill_moment(page, now() + DAY)
    page.get_by_role("button", name="Embargo", exact=True).click()
    expect(page.locator(".timetable")).to_contain_text("Under embargo until")
    put_in_headline(page, "The report, corrected")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("It cannot go out like this:")).to_be_visible()
    expect(page.get_by_text("It is under embargo until")).to_be_visible()
    assert not Edition.every.exists()
    assert Article.objects.get().headline == "The report, corrected"
    page.get_by_label("Why it goes out all the same").fill("The ministry has just sent it out.")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("The article is live.")).to_be_visible()


def test_the_calendar_is_walked_by_keyboard(page, live_server):
    publisher = make.user("publisher")
    make.published("Here today", by=publisher)
    sign_in(page, live_server.url, publisher.username)
    page.goto(f"{live_server.url}/newsroom/articles/article/")
    page.get_by_role("link", name="Calendar").click()
    page.wait_for_load_state("load")  # with the script that hears the keys
    today = timezone.localtime(now()).date()
    here = page.locator("[data-day][aria-current=date]")
    here.focus()
    is_first = page.locator("[data-day]").first.get_attribute("aria-current") is not None
    away, back, there = (
        ("ArrowRight", "ArrowLeft", today + DAY)
        if is_first
        else ("ArrowLeft", "ArrowRight", today - DAY)
    )
    page.keyboard.press(away)
    expect(page.locator(":focus")).to_have_attribute("href", f"?day={there.isoformat()}")
    page.keyboard.press(back)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Here today")
    page.keyboard.press("PageDown")
    coming = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{coming:%B %Y}")
    page.get_by_role("link", name="Today").focus()
    page.keyboard.press("Enter")
    here.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{today:%A, %-d %B %Y}")
    expect(page.get_by_role("link", name="Here today")).to_be_visible()


def test_the_pages_of_times_have_no_accessibility_violation(page, live_server):
    publisher = make.user("publisher")
    edition = make.published("Live, with a change and a withdrawal", by=publisher)
    live = Article.objects.get(pk=edition.article_number)
    workflow.withdraw(live, by=publisher, reason="legal", at=now() + 3 * DAY)
    content = make.content("The change", section=live.section_id)
    workflow.save(live, content, by=publisher, based_on=live.head)
    workflow.publish(live, by=publisher, at=now() + DAY)
    content = make.content("The fix", section=live.section_id)
    workflow.save(live, content, by=publisher, based_on=live.head)
    kept = make.article("Under embargo")
    workflow.set_embargo(kept, by=publisher, until=now() + 2 * DAY)
    for number in range(6):
        workflow.publish(make.article(f"Notice {number}"), by=publisher, at=now() + DAY)
    sign_in(page, live_server.url, publisher.username)
    base = f"{live_server.url}/newsroom/articles/article"
    found = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in (
            "/calendar/",
            "/calendar/?view=list",
            "/",
            f"/{live.pk}/change/",
            f"/{live.pk}/publish/",
            f"/{live.pk}/schedule/",
            f"/{live.pk}/withdraw/",
            f"/{live.pk}/cancel/",
            f"/{kept.pk}/publish/",
            f"/{kept.pk}/set_embargo/",
            f"/{kept.pk}/lift_embargo/",
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
