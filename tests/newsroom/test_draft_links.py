"""Draft links: what they show, to whom they stop showing it, and that nothing else leaks."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, DraftLink, DraftLinkOpening, Photo, Section
from articles.workflow.draft_links import make_draft_link, open_link, revoke_draft_link
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import at, now
from tests import factories as make
from tests.forms import fields_of
from tests.newsroom.test_articles import change, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    """Somebody without an account."""
    return Client()


def links_page(article: Article) -> str:
    return reverse("admin:articles_article_draft_links", args=[article.pk])


def link_to(article: Article, **fields) -> str:
    _link, token = make_draft_link(article, by=make.user("editor"), **fields)
    return f"/draft/{token}/"


def asked(**typed) -> dict[str, str]:
    """What the form for a new link sends."""
    return {"label": "", "hours": "72", "form": "a-random-word", **typed}


def illustrated() -> Article:
    lead, inside = make.photo(caption="Canary lead"), make.photo(caption="Canary inside")
    return make.article(
        "Canary headline",
        body=f'<p>Canary text</p><figure data-photo="{inside.pk}"></figure>',
        photos=(PhotoChoice(lead.pk),),
    )


# -- Opening ---------------------------------------------------------------------------------


def test_a_link_shows_the_newest_text_to_somebody_without_an_account(reader):
    article = illustrated()
    address = link_to(article)
    response = reader.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Canary text" in page
    assert "A draft, not published" in page
    assert "(UTC+08:00)" in page
    text = make.content("Newer words", section=article.section_id)
    workflow.save(article, text, by=make.user("editor"), based_on=article.head)
    assert "Newer words" in reader.get(address).content.decode()


def test_a_draft_is_kept_by_nobody_and_its_address_given_to_no_one(reader):
    response = reader.get(link_to(make.article()))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in str(response.content)
    assert not response.cookies


def test_a_draft_names_no_address_of_its_own_and_nothing_around_it(reader):
    article = make.article("A draft")
    make.published("A live neighbour")
    page = reader.get(link_to(article)).content.decode()
    for absent in ("canonical", "og:", "ld+json", "A live neighbour", f"/city/{article.pk}/"):
        assert absent not in page, absent
    assert "Published" not in page[page.index("<main") : page.index("</main>")]


def test_its_photos_come_by_the_same_word_and_by_no_other(reader):
    article, other = illustrated(), make.photo()
    address = link_to(article)
    page = reader.get(address).content.decode()
    photos = set(re.findall(rf"{address}photos/\d+/[\w.-]+", page))
    assert {re.search(r"photos/(\d+)", url).group(1) for url in photos} == {
        str(use.photo_id) for use in article.photo_uses.all()
    }
    for url in photos:
        response = reader.get(url)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.getvalue()
        public = url.replace(address, "/")
        assert reader.get(public).status_code == 404
        assert reader.get(url.replace(address, f"/draft/{'x' * 43}/")).status_code == 404
    name = other.renditions[0]["name"]
    assert reader.get(f"{address}photos/{other.pk}/{name}").status_code == 404
    assert reader.get(f"{address}photos/{'9' * 40}/{name}").status_code == 404
    assert "/newsroom/" not in page


def test_a_photo_whose_rights_have_ended_is_not_shown_outside_the_newsroom(reader):
    article = illustrated()
    address = link_to(article)
    (lead, *_others) = re.findall(rf"{address}photos/\d+/[\w.-]+", reader.get(address).text)
    assert reader.get(lead).getvalue()
    Photo.objects.update(usable_until=now())
    assert reader.get(lead).status_code == 404


# -- Closing ---------------------------------------------------------------------------------


def revoked(article, link):
    revoke_draft_link(link, by=make.user("publisher"))


def in_trash(article, link):
    Article.objects.filter(pk=article.pk).update(trashed_at=now())


def embargoed(article, link):
    Article.objects.filter(pk=article.pk).update(embargo_until=now() + timedelta(hours=1))


def withdrawn(article, link):
    publisher = make.user("publisher")
    workflow.publish(article, by=publisher)
    workflow.withdraw(article, by=publisher, reason="privacy")


def maker_left(article, link):
    link.made_by.is_active = False
    link.made_by.save()


def maker_changed_role(article, link):
    link.made_by.roles.set(["desk"])


def deleted(article, link):
    link.delete()


CLOSED = [revoked, in_trash, embargoed, withdrawn, maker_left, maker_changed_role, deleted]


@pytest.mark.parametrize("close", CLOSED)
def test_a_closed_link_answers_as_an_address_that_never_was(reader, close):
    article = illustrated()
    link, token = make_draft_link(article, by=make.user("editor"))
    address = f"/draft/{token}/"
    page = reader.get(address).content.decode()
    photo = re.search(rf"{address}photos/\d+/[\w.-]+", page).group()
    close(article, link)
    answer, never = reader.get(address), reader.get(f"/draft/{'x' * 43}/")
    assert answer.status_code == never.status_code == 404
    assert answer.content == never.content
    assert dict(answer.headers) == dict(never.headers)
    assert reader.get(photo).status_code == 404
    assert b"Canary" not in answer.content


def test_a_link_ends_with_its_time(reader):
    address = link_to(make.article(), hours=2)
    with at(now() + timedelta(hours=1, minutes=59)):
        assert reader.get(address).status_code == 200
    with at(now() + timedelta(hours=2)):
        assert reader.get(address).status_code == 404


def test_a_reporter_who_is_no_longer_the_author_shares_nothing(reader):
    reporter = make.user("reporter")
    byline = make.author("Own Name", user=reporter)
    article = make.article(authors=(byline.pk,))
    _link, token = make_draft_link(article, by=reporter)
    assert reader.get(f"/draft/{token}/").status_code == 200
    article.author_places.all().delete()
    assert reader.get(f"/draft/{token}/").status_code == 404


def test_an_embargo_that_is_over_opens_the_link_again(reader):
    article = make.article()
    address = link_to(article)
    embargoed(article, None)
    assert reader.get(address).status_code == 404
    with at(now() + timedelta(hours=2)):
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 43, "x" * 5000, "%00", "%ff", "../../newsroom", "草稿", "a b", "%2e%2e", "🦜"],
)
def test_no_other_word_opens_anything(reader, token):
    link_to(make.article("Canary"))
    for address in (f"/draft/{token}/", f"/draft/{token}/photos/1/x.webp"):
        response = reader.get(address)
        assert response.status_code == 404
        assert b"Canary" not in response.content
    assert not DraftLinkOpening.objects.exists()


def test_the_stored_hash_is_no_word_that_opens(reader):
    link_to(make.article())
    assert reader.get(f"/draft/{DraftLink.objects.get().token_hash}/").status_code == 404


def test_a_draft_takes_no_post(reader):
    assert reader.post(link_to(make.article())).status_code == 405


# -- Who opened it ---------------------------------------------------------------------------


def test_only_a_page_that_is_read_counts_as_an_opening(reader):
    address = link_to(illustrated())
    reader.head(address)
    reader.get(address, headers={"Sec-Purpose": "prefetch;prerender"})
    reader.get(address, headers={"Purpose": "prefetch"})
    assert not DraftLinkOpening.objects.exists()
    page = reader.get(address).content.decode()
    reader.get(re.search(rf"{address}photos/\d+/[\w.-]+", page).group()).getvalue()
    assert DraftLinkOpening.objects.count() == 1
    opening = DraftLinkOpening._meta.get_fields()
    assert {field.name for field in opening} == {"id", "link", "opened_at"}


def test_the_newsroom_sees_when_a_link_was_opened(reader):
    client, article = sign_in("editor"), make.article()
    address = link_to(article, label="A lawyer")
    with at(now() + timedelta(hours=1)):
        reader.get(address)
    page = client.get(links_page(article)).content.decode()
    assert "A lawyer" in page
    assert "Opened 1 time" in page
    assert "Draft links (1 open)" in client.get(change(article)).content.decode()


def test_many_links_cost_no_more_queries_than_one(reader):
    client, article = sign_in("editor"), make.article()

    def queries() -> int:
        reader.get(link_to(article))
        with CaptureQueriesContext(connection) as captured:
            client.get(links_page(article))
        return len(captured)

    first = queries()
    for _more in range(3):
        last = queries()
    assert last == first


# -- Making and revoking ---------------------------------------------------------------------


def test_a_link_is_made_on_its_page_shown_once_and_stored_as_a_hash(reader):
    client, article = sign_in("editor"), make.article("A bridge")
    response = client.post(links_page(article), asked(label="A source", hours="48"))
    address = re.search(r'value="(http[^"]+/draft/([\w-]+)/)"', response.content.decode())
    token = address.group(2)
    assert len(token) >= 43
    assert reader.get(f"/draft/{token}/").status_code == 200
    link = DraftLink.objects.get()
    assert abs(link.expires_at - now() - timedelta(hours=48)) < timedelta(minutes=1)
    assert (link.label, link.made_by) == ("A source", client.user)
    again = client.post(links_page(article), asked(label="A source", hours="48"))
    assert token in again.content.decode(), "a double click makes one link"
    assert DraftLink.objects.count() == 1
    assert token not in client.get(links_page(article)).content.decode()
    assert token not in str(DraftLink.objects.values().get())
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by) == ("article.draft_link", client.user)
    assert token not in str(entry.detail)
    # A redaction strikes words out of a label, and none out of the log.
    assert "A source" not in str(entry.detail)
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert "A source" in client.get(history).content.decode()


def test_each_opened_form_makes_a_link_of_its_own():
    client, article = sign_in("editor"), make.article()
    for _each in range(2):
        data = fields_of(client.get(links_page(article)), "new-draft-link")
        client.post(links_page(article), data)
    assert DraftLink.objects.count() == 2


def test_the_same_word_of_a_form_makes_another_link_for_another_person_or_article(reader):
    first, second = sign_in("editor"), sign_in("editor")
    one, two = make.article(), make.article()
    first.post(links_page(one), asked())
    first.post(links_page(two), asked())
    second.post(links_page(one), asked())
    assert len(set(DraftLink.objects.values_list("token_hash", flat=True))) == 3
    assert reader.get("/draft/a-random-word/").status_code == 404


def test_the_form_proposes_three_days():
    client, article = sign_in("editor"), make.article()
    assert 'value="72"' in client.get(links_page(article)).content.decode()


@pytest.mark.parametrize("hours", ["0", "-1", "721", "9" * 40, "x", "", "1.5", "\0"])
def test_no_link_works_for_strange_times(hours):
    client, article = sign_in("editor"), make.article()
    response = client.post(links_page(article), asked(label="Kept", hours=hours))
    assert response.status_code == 200
    assert "Kept" in response.content.decode()
    assert not DraftLink.objects.exists()


def test_revoking_closes_a_link_at_once_and_says_who(reader):
    client, article = sign_in("publisher"), make.article()
    address = link_to(article)
    link = DraftLink.objects.get()
    url = reverse("admin:articles_article_revoke_draft_link", args=[article.pk, link.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    assert reader.get(address).status_code == 404
    assert AuditEntry.objects.first().action == "article.draft_link_revoke"
    assert client.post(url).status_code == 302
    assert AuditEntry.objects.filter(action="article.draft_link_revoke").count() == 1


@pytest.mark.parametrize("close", [embargoed, in_trash, withdrawn])
def test_no_link_is_made_while_nothing_of_the_article_may_leave(close):
    article = make.article()
    close(article, None)
    with pytest.raises(Refused):
        make_draft_link(article, by=make.user("publisher"))


@pytest.mark.parametrize("role", ["photo", "desk", "admin", None])
def test_who_may_not_share_neither_makes_nor_revokes_nor_sees_links(role):
    article = make.article()
    link_to(article, label="Canary")
    client = sign_in(*([role] if role else []))
    link = DraftLink.objects.get()
    url = reverse("admin:articles_article_revoke_draft_link", args=[article.pk, link.pk])
    for response in (
        client.get(links_page(article)),
        client.post(links_page(article), asked()),
        client.post(url),
    ):
        assert response.status_code == 403
        assert b"Canary" not in response.content
    with pytest.raises(NotAllowed):
        make_draft_link(article, by=client.user)
    with pytest.raises(NotAllowed):
        revoke_draft_link(link, by=client.user)
    assert DraftLink.objects.get().revoked_at is None


def test_a_reporter_shares_their_own_alone():
    client = sign_in("reporter")
    own, other = make.article(by=client.user), make.article("Canary")
    link_to(other)
    assert client.post(links_page(own), asked()).status_code == 200
    assert DraftLink.objects.filter(article=own).exists()
    assert client.get(links_page(other)).status_code == 403
    link = DraftLink.objects.get(article=other)
    # Under the number of one's own article, the link of another is not found.
    url = reverse("admin:articles_article_revoke_draft_link", args=[own.pk, link.pk])
    assert client.post(url).status_code == 404
    assert DraftLink.objects.get(pk=link.pk).revoked_at is None


def test_no_section_may_take_the_address_of_drafts():
    with pytest.raises(ValidationError, match="belongs to another page"):
        Section(name="Draft", slug="draft").full_clean()


def test_the_word_of_a_link_is_random_and_long():
    article = make.article()
    words = {make_draft_link(article, by=make.user("editor"))[1] for _each in range(20)}
    assert len(words) == 20
    assert all(open_link(word) for word in words)
    assert all(len(word) == 43 for word in words), "32 bytes, 256 bits"
