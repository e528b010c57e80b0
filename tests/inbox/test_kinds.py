"""The report of an error and the notice of illegal content: each asks for what it needs."""

import pytest

from newsportal.inbox.models import Category, Message
from tests.inbox.pages import receipt_code

pytestmark = pytest.mark.django_db

ERROR, NOTICE = "/message/error/", "/message/notice/"


@pytest.fixture
def notice(typed):
    """The fields of a notice as a reader sends them."""

    def fields(**changes):
        return (
            typed(
                page="/city/1/ferry/#photo-3",
                text="The picture shows a person who forbade it.",
                sender_name="Lin Mei",
                sender_address="lin@reader.example",
                in_good_faith="on",
            )
            | changes
        )

    return fields


def test_an_error_report_keeps_the_article_and_the_marked_sentence(client, typed):
    page = client.get(ERROR, {"about": "/city/1/ferry/"}).content.decode()
    assert 'value="/city/1/ferry/"' in page
    assert "data-quote-from-address" in page
    assert 'name="category"' not in page, "there is nothing to choose"
    response = client.post(
        ERROR, typed(page="/city/1/ferry/", quote="It sank in 1999.", text="In 1989.")
    )
    assert receipt_code(response)
    message = Message.objects.get()
    assert (message.category.slug, message.page) == ("error", "/city/1/ferry/")
    assert (message.quote, message.text) == ("It sank in 1999.", "In 1989.")


def test_an_error_report_names_an_article_of_this_site(client, typed):
    for page in ("", "https://e.example/"):
        response = client.post(ERROR, typed(page=page, quote="Kept words"))
        assert response.status_code == 422
        assert '<a href="#id_page">' in response.content.decode()
        assert "Kept words" in response.content.decode()
    assert not Message.objects.exists()


def test_a_notice_keeps_all_that_article_16_names(client, notice):
    assert receipt_code(client.post(NOTICE, notice()))
    message = Message.objects.get()
    assert (message.category.kind, message.page) == ("notice", "/city/1/ferry/#photo-3")
    assert (message.sender_name, message.sender_address) == ("Lin Mei", "lin@reader.example")
    assert (message.in_good_faith, message.is_of_child_abuse) == (True, False)


@pytest.mark.parametrize(
    "field", ["text", "page", "sender_name", "sender_address", "in_good_faith"]
)
def test_a_notice_lacks_nothing(client, notice, field):
    response = client.post(NOTICE, notice(**{field: ""}))
    assert response.status_code == 422
    page = response.content.decode()
    assert f'<a href="#id_{field}">' in page
    assert f'id="error-{field}"' in page
    assert page.count('class="error"') == 1
    assert not Message.objects.exists()


def test_a_notice_of_child_abuse_needs_neither_name_nor_address(client, notice):
    data = notice(sender_name="", sender_address="", is_of_child_abuse="on")
    assert receipt_code(client.post(NOTICE, data))
    message = Message.objects.get()
    assert message.is_of_child_abuse
    assert message.is_anonymous


def test_every_page_leads_to_the_forms(client):
    page = client.get("/about/").content.decode()
    for address in ("/message/", NOTICE, "/message/status/"):
        assert f'href="{address}"' in page


def test_the_privacy_line_says_how_long_each_kind_is_kept(client):
    Category.objects.filter(slug="error").update(keep_for_days=91)
    assert "erased 91 days after" in client.get(ERROR).content.decode()
    Category.objects.filter(slug="tip").update(keep_for_days=30)
    page = client.get("/message/").content.decode()
    assert "Tip for the newsroom after 30 days" in page
    assert "Question or comment after 365 days" in page


def test_what_is_no_longer_offered_cannot_be_sent(client, typed):
    Category.objects.filter(slug="tip").update(is_offered=False)
    assert client.post("/message/", typed(category="tip")).status_code == 422
    Category.objects.update(is_offered=False)
    for address in ("/message/", ERROR, NOTICE):
        assert "This form is closed." in client.get(address).content.decode()
        assert client.post(address, typed()).status_code == 422
    assert not Message.objects.exists()
