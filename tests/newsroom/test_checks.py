"""The panel of the checks beside the form: what it shows, to whom, and what it changes."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, HouseRule
from newsportal.accounts.models import AuditEntry
from newsportal.pagecache.models import Invalidation
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

pytestmark = pytest.mark.django_db

NEW = "/newsroom/articles/article/checks/"
CREDIT = "/newsroom/articles/article/checks/credit/"


def address(article: Article) -> str:
    return reverse("admin:articles_article_check", args=[article.pk])


def found(client: Client, url: str, data: dict) -> list[str]:
    response = client.post(url, data)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return [finding.kind for finding in response.context["findings"]]


def test_the_form_shows_what_is_found_in_the_saved_text_without_any_script():
    client, article = sign_in("editor"), make.article(body="<p>It costs 250 billion.</p>")
    page = client.get(change(article)).content.decode()
    assert "“250 billion” of what?" in page
    assert "The dateline is missing." in page
    assert "Worth a look" in page
    assert "Blocks publication" not in page
    assert 'href="#id_body"' in page


def test_a_new_article_has_not_been_checked_yet():
    page = sign_in("editor").get(ADD).content.decode()
    assert "Nothing has been checked yet." in page


def test_what_is_typed_is_checked_and_nothing_of_it_is_stored():
    client, article = sign_in("editor"), make.article(dateline="Chongqing")
    data = open_form(client, change(article))
    assert found(client, address(article), data) == []
    typed = data | {"body": "<p>Two  spaces</p>", "dateline": "", "headline": "x" * 150}
    assert found(client, address(article), typed) == ["dateline", "headline_length", "spaces"]
    assert found(client, address(article), data | {"headline": ""}) == ["headline"]
    article.refresh_from_db()
    assert article.revisions.count() == 1
    assert article.dateline == "Chongqing"


def test_the_rows_of_photos_are_read_as_they_stand():
    client, article = sign_in("editor"), make.article(dateline="Chongqing")
    bare = make.photo(alt="", credit="", caption="")
    rows = {
        "photo_uses-TOTAL_FORMS": "2",
        "photo_uses-0-photo": str(bare.pk),
        "photo_uses-0-alt": "A bridge",
        "photo_uses-0-position": "1",
        "photo_uses-1-photo": "",
    }
    data = open_form(client, change(article)) | rows
    assert found(client, address(article), data) == ["credit", "caption"]
    assert found(client, address(article), data | {"photo_uses-0-DELETE": "on"}) == []


def test_a_caption_is_one_line_though_the_editor_sends_a_paragraph_in_it():
    client, article = sign_in("editor"), make.article(dateline="Chongqing")
    photo = make.photo(caption="x")
    words = "<figcaption>\n<p>The wafer. (Xinhua photo)</p>\n</figcaption>"
    data = open_form(client, change(article))
    data["body"] = f'<p>Words.</p>\n<figure data-photo="{photo.pk}">\n{words}\n</figure>'
    assert found(client, address(article), data) == ["caption_credit"]


def test_an_article_that_does_not_exist_yet_is_checked_as_well():
    client = sign_in("reporter")
    data = open_form(client, ADD) | {"headline": "One", "body": "<p>1 in every four.</p>"}
    assert found(client, NEW, data) == ["section", "dateline", "ratio"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"section": "x" * 5000, "photo_uses-TOTAL_FORMS": "9" * 18, "headline": "\0"},
        {"section": "9" * 18, "photo_uses-TOTAL_FORMS": "-1", "language": "\0"},
        {"photo_uses-TOTAL_FORMS": "1", "photo_uses-0-photo": "9" * 18, "photo_uses-0-alt": "\0"},
        {"body": "<p>" + "<b>" * 19_000},
        {"body": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_whatever_is_sent_is_no_error(typed):
    client, article = sign_in("editor"), make.article()
    for url in (NEW, address(article)):
        assert client.post(url, typed).status_code == 200


def test_a_text_that_is_too_large_is_answered_in_a_sentence():
    client, article = sign_in("editor"), make.article()
    page = client.post(address(article), {"body": "word " * 300_000}).content.decode()
    assert "larger than one megabyte" in page
    assert "Nothing was found" not in page


def test_words_of_people_are_escaped_in_what_is_found():
    client, article = sign_in("editor"), make.article()
    trap = '"><img src=x onerror=alert(1)>'
    photo = make.photo(caption=trap, credit="")
    data = {
        "headline": trap,
        "body": f"<p>{trap.replace('<', '&lt;')} 1 in every four, 5 billion.</p>",
        "photo_uses-TOTAL_FORMS": "1",
        "photo_uses-0-photo": str(photo.pk),
    }
    assert "<img" not in client.post(address(article), data).content.decode()


@pytest.mark.parametrize(
    ("role", "new", "others", "own"),
    [
        ("reporter", 200, 403, 200),
        ("editor", 200, 200, 200),
        ("photo", 403, 200, 403),
        ("publisher", 200, 200, 200),
        ("desk", 403, 403, 403),
        ("admin", 403, 403, 403),
    ],
)
def test_whoever_may_see_the_text_may_have_it_checked(role, new, others, own):
    client, theirs = sign_in(role), make.article("Canary")
    assert client.post(NEW, {}).status_code == new
    answer = client.post(address(theirs), {})
    assert answer.status_code == others
    if others == 403:
        assert b"Canary" not in answer.content
    if own == 200:
        mine = make.article(by=client.user)
        assert client.post(address(mine), {}).status_code == 200
    assert client.get(NEW).status_code == (405 if new == 200 else 403)
    assert Client().post(NEW, {}).status_code == 302


def test_checking_asks_a_bounded_number_of_queries(django_assert_max_num_queries):
    client = sign_in("editor")
    photos = [make.photo() for _number in range(5)]
    article = make.article(photos=tuple(PhotoChoice(photo.pk) for photo in photos))
    data = open_form(client, change(article))
    data["body"] = "".join(f'<p><a href="/city/{n}/x/">x</a></p>' for n in range(30))
    with django_assert_max_num_queries(12):
        client.post(address(article), data)


# -- The credit that stood in a caption -------------------------------------------------------


def test_a_credit_is_given_to_a_photo_without_one_and_leaves_its_caption():
    client = sign_in("editor")
    photo = make.photo(caption="The wafer. (iChongqing file photo)", credit="")
    before = Invalidation.objects.count()
    answer = client.post(CREDIT, {"photo": photo.pk, "credit": "iChongqing  file photo"})
    assert answer.json() == {"said": "The credit stands in the library now."}
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("The wafer.", "iChongqing file photo")
    assert AuditEntry.objects.get(action="photo.edit_meta").detail["changes"]["credit"] == [
        "",
        "iChongqing file photo",
    ]
    assert Invalidation.objects.count() > before


def test_a_credit_that_stands_is_not_overwritten():
    photo = make.photo(credit="Studio")
    answer = sign_in("editor").post(CREDIT, {"photo": photo.pk, "credit": "Another"})
    assert answer.status_code == 409
    assert "has the credit “Studio” already" in answer.json()["said"]
    photo.refresh_from_db()
    assert photo.credit == "Studio"


@pytest.mark.parametrize("credit", ["", " ", "\0", "x" * 201])
def test_a_credit_that_is_none_is_refused(credit):
    photo = make.photo(credit="")
    assert sign_in("editor").post(CREDIT, {"photo": photo.pk, "credit": credit}).status_code == 409


@pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("desk", 403), ("photo", 200)])
def test_the_credit_is_changed_by_who_may_change_the_photo(role, status):
    client, photo = sign_in(role), make.photo(credit="")
    answer = client.post(CREDIT, {"photo": photo.pk, "credit": "Studio"})
    assert answer.status_code == status
    photo.refresh_from_db()
    assert bool(photo.credit) == (status == 200)
    for number in ("", "x", "0", "9" * 30):
        assert client.post(CREDIT, {"photo": number, "credit": "a"}).status_code == 403


# -- Rights of photos ------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "may"), [("editor", False), ("photo", True), ("publisher", True)])
def test_the_end_of_a_photos_rights_is_set_by_who_may(role, may):
    client, photo = sign_in(role), make.photo()
    url = reverse("admin:articles_photo_change", args=[photo.pk])
    data = {
        "credit": "Studio",
        "ai": "none",
        "usable_until_0": "2030-01-01",
        "usable_until_1": "00:00",
    }
    assert client.post(url, data).status_code == 302
    photo.refresh_from_db()
    assert (photo.usable_until is not None) == may
    assert photo.credit == "Studio"


# -- Publishing ------------------------------------------------------------------------------


def test_what_blocks_is_said_when_somebody_publishes_and_nothing_goes_out():
    client = sign_in("publisher")
    article = make.article(photos=(PhotoChoice(make.photo(alt="").pk),))
    data = open_form(client, change(article)) | {"_step": "publish"}
    page = client.post(change(article), data, follow=True).content.decode()
    assert "has no alternative text" in page
    assert not article.editions.exists()


# -- The house style -------------------------------------------------------------------------

STYLE = "/newsroom/articles/houserule/"


def rule_of(kind: str) -> HouseRule:
    return HouseRule.objects.get(kind=kind)


def test_a_publisher_changes_the_weight_of_a_rule_and_the_log_says_so():
    client, rule = sign_in("publisher"), rule_of("dateline")
    page = client.get(STYLE).content.decode()
    assert "Dateline is missing" in page
    assert client.post(f"{STYLE}{rule.pk}/change/", {"level": "blocking"}).status_code == 302
    assert rule_of("dateline").level == "blocking"
    changes = AuditEntry.objects.get(action="house_style.edit").detail["changes"]
    assert changes["level"] == ["warning", "blocking"]
    with pytest.raises(workflow.Blocked):
        make.published()


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk", "admin"])
def test_nobody_else_changes_the_house_style(role):
    client, rule = sign_in(role), rule_of("alt")
    for url in (STYLE, f"{STYLE}{rule.pk}/change/", f"{STYLE}add/", f"{STYLE}{rule.pk}/delete/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {"level": "off", "post": "yes"}).status_code == 403
    assert rule_of("alt").level == "blocking"


def test_a_preferred_spelling_is_added_and_can_be_removed_and_no_other_kind_can():
    client = sign_in("publisher")
    data = {
        "kind": "made-up",
        "level": "warning",
        "words": " percent \n\npercent\n",
        "replacement": "per cent",
    }
    client.post(f"{STYLE}add/", data)
    added = HouseRule.objects.latest("pk")
    assert (added.kind, added.words, added.replacement) == ("preferred", "percent", "per cent")
    client.post(f"{STYLE}{added.pk}/delete/", {"post": "yes"})
    assert not HouseRule.objects.filter(pk=added.pk).exists()
    assert client.post(f"{STYLE}{rule_of('alt').pk}/delete/", {"post": "yes"}).status_code == 403
    assert not HouseRule.objects.filter(kind="made-up").exists()


def test_a_rule_keeps_its_kind_and_takes_what_its_kind_knows_alone():
    client, rule = sign_in("publisher"), rule_of("spaces")
    data = {"kind": "made-up", "level": "off", "words": "x", "limit": "7"}
    client.post(f"{STYLE}{rule.pk}/change/", data)
    rule.refresh_from_db()
    assert (rule.kind, rule.level, rule.words, rule.limit) == ("spaces", "off", "", None)


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("spaces", {"level": "fatal"}, "Select a valid choice"),
        ("headline_length", {"level": "off", "limit": "0"}, "from 1 to 200"),
        ("headline_length", {"level": "off", "limit": "9" * 40}, "from 1 to 200"),
        ("amounts", {"level": "off", "words": "***"}, "no letter and no digit"),
        ("amounts", {"level": "off", "words": "x" * 101}, "longer than a name"),
        ("preferred", {"level": "off", "words": "a", "replacement": ""}, "what to write instead"),
        ("preferred", {"level": "off", "words": "a", "replacement": "a"}, "what should be written"),
        ("preferred", {"level": "off", "words": "", "replacement": "a"}, "at least one spelling"),
        ("preferred", {"level": "off", "words": "a\0", "replacement": "b"}, "Null characters"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(kind, data, sentence):
    client, rule = sign_in("publisher"), rule_of(kind)
    response = client.post(f"{STYLE}{rule.pk}/change/", data)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_every_rule_shows_an_example():
    client = sign_in("publisher")
    for rule in HouseRule.objects.all():
        page = client.get(f"{STYLE}{rule.pk}/change/").content.decode()
        assert "For example" in page, rule.kind
