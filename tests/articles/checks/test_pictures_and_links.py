"""Checks of photos and links, and what they mean for publishing."""

from datetime import timedelta

import pytest

from articles import checks, workflow
from articles.content import Content, PhotoChoice
from articles.models import LinkCheck, Photo
from newsportal import timeline
from newsportal.accounts.models import AuditEntry
from newsportal.timeline import now
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

GOOD = {"caption": "The bridge at dawn.", "credit": "Portal Studio", "alt": "A red arch in mist"}


def found(content: Content, **more) -> list[checks.Finding]:
    return checks.find(content, **more)


def with_photo(own: tuple[str, str] = ("", ""), **words) -> tuple[Photo, Content]:
    photo = make.photo(**{**GOOD, **words})
    return photo, make.content(dateline="Chongqing", photos=(PhotoChoice(photo.pk, *own),))


def in_text(printed: str, **words) -> tuple[Photo, Content]:
    photo = make.photo(**{**GOOD, **words})
    figure = f'<figure data-photo="{photo.pk}"><figcaption>{printed}</figcaption></figure>'
    return photo, make.content(dateline="Chongqing", body=f"<p>Words.</p>{figure}")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({}, None),
        ({"alt": ""}, "alt"),
        ({"alt": "The bridge at dawn"}, "alt"),
        ({"alt": "IMG_2041"}, "alt"),
        ({"alt": "bridge-at-dawn.jpg"}, "alt"),
        ({"credit": ""}, "credit"),
        ({"caption": ""}, "caption"),
        ({"caption": "The mayor (left) and the driver (right)"}, None),
        ({"caption": "The bridge as it was (1932)."}, None),
        ({"caption": "The bridge. (Xinhua)"}, "caption_credit"),
        ({"caption": "The bridge. Photo by Li Wei"}, "caption_credit"),
    ],
)
@pytest.mark.parametrize("place", ["list", "text"])
def test_the_words_of_a_photo_are_checked_in_the_list_and_in_the_text(words, kind, place):
    photo, content = with_photo(**words) if place == "list" else in_text("", **words)
    seen = [(one.kind, one.photo) for one in found(content)]
    assert seen == ([(kind, photo.pk)] if kind else [])


def test_an_alternative_text_that_is_the_name_of_the_file_is_found():
    photo, content = with_photo()
    Photo.objects.filter(pk=photo.pk).update(alt=photo.file_name.removesuffix(".jpg"))
    assert [one.kind for one in found(content)] == ["alt"]


def test_words_of_the_article_take_the_place_of_the_librarys():
    assert found(with_photo(("Own caption.", "Own words"), alt="", caption="")[1]) == []


def test_a_credit_in_the_caption_is_cut_out_and_given_to_a_photo_without_one():
    photo, content = in_text("The wafer. (iChongqing file photo)", credit="")
    [fix] = next(one for one in found(content) if one.kind == "caption_credit").fixes
    assert fix == checks.Fix(
        "The wafer. (iChongqing file photo)",
        "The wafer.",
        into=f"credit:{photo.pk}",
        value="iChongqing file photo",
    )


def test_a_credit_that_the_library_knows_is_cut_out_and_another_is_left_to_people():
    same = in_text("The wafer. (Portal Studio)")[1]
    [finding] = found(same)
    assert finding.fixes == (checks.Fix("The wafer. (Portal Studio)", "The wafer."),)
    [other] = found(in_text("The wafer. (Xinhua)")[1])
    assert other.fixes == ()


def test_rights_are_asked_for_the_moment_of_publication():
    photo, content = with_photo()
    Photo.objects.filter(pk=photo.pk).update(usable_until=now() + timedelta(hours=1))
    assert found(content) == []
    assert found(content, moment=now() + timedelta(minutes=59)) == []
    late = found(content, moment=now() + timedelta(hours=2))
    assert [(one.kind, one.blocks) for one in late] == [("rights", True)]


# -- Publishing ------------------------------------------------------------------------------


def test_a_photo_without_credit_stops_publication_until_somebody_says_why_not():
    publisher = make.user("publisher")
    article = make.article(photos=(PhotoChoice(make.photo(credit="").pk),))
    with pytest.raises(workflow.Blocked) as refusal:
        workflow.publish(article, by=publisher)
    assert [finding.kind for finding in refusal.value.findings] == ["credit"]
    workflow.publish(article, by=publisher, override="It is ours.")
    entry = AuditEntry.objects.get(action="article.override_check")
    assert (entry.detail["reason"], entry.detail["overridden"]) == ("It is ours.", ["credit"])


def test_rights_that_end_before_the_scheduled_moment_stop_scheduling():
    photo = make.photo(**GOOD)
    Photo.objects.filter(pk=photo.pk).update(usable_until=now() + timedelta(hours=1))
    article, publisher = make.article(photos=(PhotoChoice(photo.pk),)), make.user("publisher")
    with pytest.raises(workflow.Blocked):
        workflow.publish(article, by=publisher, at=now() + timedelta(hours=2))
    workflow.publish(article, by=publisher, at=now() + timedelta(minutes=30))


def test_warnings_stop_nobody():
    assert make.published("A plain one", body="<p>Two&nbsp; spaces, 250 billion in it.</p>")


def test_submitting_is_possible_with_blocking_findings():
    article = make.article(photos=(PhotoChoice(make.photo(alt="").pk),))
    workflow.submit(article, by=article.created_by)
    assert article.state == "in_review"


# -- Links -----------------------------------------------------------------------------------


def linked(address: str) -> Content:
    return make.content(dateline="Chongqing", body=f'<p>See <a href="{address}">there</a>.</p>')


def test_a_link_to_an_article_is_dead_until_the_moment_at_which_it_is_live(settings):
    tomorrow = now() + timedelta(days=1)
    edition = make.published(at=tomorrow)
    for address in (edition.get_absolute_url(), settings.SITE_URL + edition.get_absolute_url()):
        assert [one.kind for one in found(linked(address))] == ["links"]
        assert found(linked(address), moment=tomorrow) == []
    with timeline.at(tomorrow + timedelta(hours=1)):
        assert found(linked(edition.get_absolute_url())) == []


@pytest.mark.parametrize(
    ("address", "is_dead"),
    [
        ("/about/", False),
        ("/", False),
        ("/city/", False),
        ("/no-such-section/", True),
        ("/a/b/c/d/", True),
        ("/city/999/x/", True),
        (f"/city/{'9' * 30}/x/", True),
        (f"/city/{'9' * 5000}/x/", True),
        ("/newsroom/articles/article/", True),
        ("mailto:a@example.org", False),
        ("https://[bad/", False),
    ],
)
def test_links_to_this_site_are_looked_up_without_the_network(address, is_dead):
    assert [one.kind for one in found(linked(address))] == (["links"] if is_dead else [])


@pytest.mark.parametrize(
    ("status", "is_dead"), [(404, True), (410, True), (200, False), (503, False), (None, False)]
)
def test_a_link_to_another_site_is_dead_if_it_last_answered_so(status, is_dead):
    address = "https://example.org/page"
    LinkCheck.objects.create(url=address, status=status, checked_at=now())
    [*findings] = found(linked(address))
    assert [(one.kind, one.passage) for one in findings] == (
        [("links", "there")] if is_dead else []
    )


def test_checks_ask_few_queries_however_much_there_is(django_assert_max_num_queries):
    photos = tuple(PhotoChoice(make.photo(**GOOD).pk) for _number in range(4))
    links = "".join(
        f'<p><a href="/city/{number}/x/">a</a> <a href="https://example.org/{number}">b</a></p>'
        for number in range(60)
    )
    content = make.content(body=links, photos=photos)
    with django_assert_max_num_queries(4):
        assert found(content)
