"""Several photos are chosen for an article at once."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import factories as make
from tests.browser.test_story import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("role", ["editor", "photo"])
def test_photos_are_chosen_together_and_stand_in_the_order_of_choosing(
    page, live_server, page_problems, role
):
    by = make.user("editor", username="writer")
    make.user(role, username=role)
    photos = [make.photo(caption=f"Pier {number}", credit="Xu") for number in range(4)]
    article = make.article("The pier", by=by)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/newsroom/articles/article/{article.pk}/change/")
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Add photos").click()
    dialog = page.get_by_role("dialog", name="Choose a photo")
    for name in ("Pier 2", "Pier 0", "Pier 3"):
        dialog.get_by_role("button", name=name).press("Enter")
    dialog.get_by_role("button", name="Pier 0").press("Enter")  # not that one
    expect(dialog.get_by_role("button", name="Use 2 photos")).to_be_visible()
    dialog.get_by_role("button", name="Use 2 photos").press("Enter")
    rows = page.locator("#photo_uses-group tr.dynamic-photo_uses .photo-field-name")
    expect(rows).to_have_text(["Pier 2", "Pier 3"])
    expect(page.locator("#photo_uses-group .photo-field-credit").first).to_have_text("(Xu)")
    # One that stands there already is not taken twice.
    page.get_by_role("button", name="Add photos").press("Enter")
    for name in ("Pier 2", "Pier 1"):
        dialog.get_by_role("button", name=name).press("Enter")
    dialog.get_by_role("button", name="Use 2 photos").press("Enter")
    expect(rows).to_have_text(["Pier 2", "Pier 3", "Pier 1"])
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Saved.").first).to_be_attached()
    saved = Article.objects.get(pk=article.pk).content()
    assert [choice.photo for choice in saved.photos] == [photos[n].pk for n in (2, 3, 1)]
    assert not page_problems
