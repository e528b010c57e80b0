"""The history of an article in the newsroom: compare, name, restore, redact."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.admin.step_words import STEPS
from articles.content import Content, PhotoChoice
from articles.models import Article, Author, Edition, Photo, Revision, RevisionName
from newsportal import timeline
from newsportal.accounts import audit
from newsportal.accounts.models import AuditEntry
from newsportal.accounts.roles import TABLE
from newsportal.timeline import now
from tests import factories as make
from tests.newsroom.test_articles import change, open_form, sign_in

pytestmark = pytest.mark.django_db


def url(name: str, article: Article, *numbers: int) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *numbers])


def save(article: Article, by=None, **changes) -> Revision:
    stored = Content.from_json(article.head.content)
    content = Content(**{**stored.__dict__, **changes})
    return workflow.save(article, content, by=by or article.created_by, based_on=article.head)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def compared(client: Client, article: Article, old: int, new: int, view: str = "inline") -> str:
    response = client.get(url("compare", article, old, new), {"view": view})
    assert response.status_code == 200
    page = response.content.decode()
    page = page[page.index('<dl class="differences') : page.rindex("</dl>")]
    return re.sub(r"\s+", " ", page)


# -- Comparing ---------------------------------------------------------------------------------


def test_every_field_that_changed_is_shown_with_what_it_said_and_says():
    client = sign_in("publisher")
    authors = [make.author(name).pk for name in ("Ann", "Ben", "Cy")]
    topics = [make.topic(name).pk for name in ("Rivers", "Bridges")]
    photos = [make.photo(caption=f"Picture {n}").pk for n in (1, 2, 3)]
    other = make.article("Another story")
    article = make.article(
        by=client.user,
        headline="One bridge opens",
        standfirst="It is old.",
        dateline="Chongqing",
        body="<p>It is of steel.</p>",
        authors=(authors[0], authors[1]),
        topics=(topics[0],),
        photos=(PhotoChoice(photos[0], "First", "A bridge"), PhotoChoice(photos[1])),
        related=(other.pk,),
    )
    save(
        article,
        headline="Two bridges open",
        standfirst="It is new.",
        dateline="Yubei",
        body="<p>It is of stone.</p>",
        language="zh-hans",
        slug="two-bridges",
        section=make.section("Culture").pk,
        authors=(authors[2], authors[0]),
        topics=(topics[1],),
        photos=(PhotoChoice(photos[2]), PhotoChoice(photos[0], "Last", "A new bridge")),
        related=(),
        change_note="It is two.",
        is_silent=True,
    )
    page = compared(client, article, 1, 2)
    for expected in (
        "<del>One bridge opens</del><ins>Two bridges open</ins>",
        "It is <del>old</del><ins>new</ins>.",
        "It is of <del>steel</del><ins>stone</ins>.",
        "<del>Chongqing</del><ins>Yubei</ins>",
        "<del>English</del><ins>Simplified Chinese</ins>",
        "<del>City</del><ins>Culture</ins>",
        "<del>Rivers</del>",
        "<ins>Bridges</ins>",
        "<del>1.</del><ins>2.</ins>",  # Ann
        "<ins>Cy</ins>",
        "<del>Ben</del>",
        "<ins>Picture 3</ins>",
        "<del>Picture 2</del>",
        "<del>Photo 1</del><ins>Photo 2</ins>",  # Picture 1 moved
        "<del>First</del><ins>Last</ins>",
        "A <ins>new </ins>bridge",
        "<del>Another story</del>",
        "<ins>It is two.</ins>",
        "<del>No</del><ins>Yes</ins>",
    ):
        assert expected in page, expected


def test_the_structure_of_a_text_is_compared_too():
    client, photo = sign_in("editor"), make.photo()
    figure = f'<figure data-photo="{photo.pk}"><figcaption>%s</figcaption></figure>'
    article = make.article(
        by=client.user,
        body='<p>Under the bridge</p><p>A <strong>bold</strong> word and <a href="https://a.example/">'
        f"a link</a>.</p><ul><li>One pier</li></ul>{figure % 'At noon'}",
    )
    save(
        article,
        body="<h2>Under the bridge</h2><p>A bold word and "
        '<a href="https://b.example/">a link</a>.</p>'
        f"<ol><li>One pier</li></ol><blockquote><p>Fine!</p></blockquote>{figure % 'At night'}",
    )
    page = compared(client, article, 1, 2)
    assert "<ins>Subhead</ins>" in page
    assert '<del class="strong">bold </del><ins>bold </ins>' in page
    assert "⟨https://a.example/⟩" in page
    assert "⟨https://b.example/⟩" in page
    assert "<del>List item</del><ins>Numbered item</ins>" in page
    assert "<ins>Quote</ins>" in page
    assert "At <del>noon</del><ins>night</ins>" in page
    assert f"/photo/{photo.pk}/thumbnail/" in page


def test_paragraphs_without_a_change_are_folded_and_the_two_stand_side_by_side():
    client = sign_in("editor")
    paragraphs = [f"<p>Paragraph number {n} stays as it is.</p>" for n in range(20)]
    article = make.article(by=client.user, body="".join(paragraphs))
    paragraphs[10] = "<p>Paragraph number ten stays as it is.</p>"
    save(article, body="".join(paragraphs))
    page = compared(client, article, 1, 2)
    assert "9 lines without a change" in page
    beside = compared(client, article, 1, 2, "side")
    assert "number <del>10 </del>stays" in beside
    assert "number <ins>ten </ins>stays" in beside


def test_a_comparison_cannot_carry_a_script():
    client = sign_in("editor")
    article = make.article(by=client.user)
    evil = "<img src=x onerror=alert(1)>"
    save(article, headline=evil, standfirst=evil, change_note=evil, dateline=evil)
    workflow.name_revision(article, article.head, evil, by=client.user)
    for address in (
        url("compare", article, 1, 2),
        url("history", article),
        url("restore", article, 1),
    ):
        assert "<img src=x" not in client.get(address).content.decode()


@pytest.mark.parametrize("vocabulary", [3, 4000])
def test_a_rewritten_article_of_5000_words_is_compared_well_under_a_second(vocabulary):
    client = sign_in("editor")

    def text(word: str) -> str:
        words = [f"{word}{number * 7919 % vocabulary}" for number in range(5000)]
        blocks = (" ".join(words[start : start + 50]) for start in range(0, 5000, 50))
        return "".join(f"<p>{block}</p>" for block in blocks)

    article = make.article(by=client.user, body=text("old"))
    save(article, body=text("new"))
    save(article, body=text("old").replace("old1 ", "older "))
    client.get(url("compare", article, 1, 1))
    for old, new in ((1, 2), (1, 3)):
        start = time.process_time()
        client.get(url("compare", article, old, new))
        assert time.process_time() - start < 1


def test_the_two_that_were_picked_lead_to_the_address_of_their_comparison():
    client = sign_in("editor")
    article = make.article(by=client.user)
    save(article, headline="Two")
    choose = url("choose", article)
    assert client.get(choose, {"old": "1", "new": "2"}).url == url("compare", article, 1, 2)
    for odd in ({}, {"old": "1"}, {"old": "x", "new": "²"}, {"old": "1", "new": "9" * 40}):
        response = client.get(choose, odd)
        assert response.url == url("history", article)
    assert "Pick two revisions" in client.get(url("history", article)).content.decode()


def test_the_comparison_says_who_saved_when_and_what_readers_had():
    client = sign_in("publisher")
    article = make.article(by=client.user)
    workflow.publish(article, by=client.user)
    save(article, headline="Two")
    page = words_of(client.get(url("compare", article, 1, 2)).content.decode())
    assert f"Saved by {client.user}" in page
    assert "Edition 1: live since" in page
    assert "Readers never had it." in page
    assert "Published by" in page


# -- The line of time --------------------------------------------------------------------------


def test_the_line_of_time_holds_revisions_steps_notes_and_editions():
    client = sign_in("publisher")
    reporter, editor = make.user("reporter"), make.user("editor")
    article = make.article(by=reporter)
    first = article.head
    workflow.submit(article, by=reporter)
    workflow.send_back(article, by=editor, note="Who says so?")
    save(article, headline="Two bridges", by=reporter)
    with pytest.raises(workflow.Stale):
        workflow.save(article, make.content("Too late"), by=editor, based_on=first)
    workflow.submit(article, by=reporter)
    workflow.publish(article, by=client.user, at=now() + timedelta(days=1))
    page = words_of(client.get(url("history", article)).content.decode())
    for expected in (
        "Submitted for review by",
        "Sent back by",
        "“Who says so?”",
        "Kept aside: a newer text stood already",
        "Scheduled by",
        "Edition 1: goes live",
        f"Revision 1 by {reporter}",
        "Newest text",
    ):
        assert expected in page, expected
    assert page.index("Scheduled by") < page.index("Sent back by")


def test_a_long_history_is_paged_and_every_page_costs_the_same():
    client = sign_in("publisher")
    article = make.article(by=client.user)
    start = now()
    Revision.objects.bulk_create(
        Revision(
            article=article,
            number=number,
            content=article.head.content,
            based_on=article.head,
            saved_by=client.user,
            # Three of each moment: the order must not depend on moments alone.
            saved_at=start + timedelta(minutes=number // 3),
        )
        for number in range(2, 301)
    )
    for _number in range(50):
        audit.record("article.submit", article, by=client.user)

    seen: list[str] = []
    costs = set()
    query = {}
    while True:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url("history", article), query).content.decode()
        costs.add(len(captured))
        seen += re.findall(r"<strong>(Revision \d+|Submitted for review)</strong>", page)
        older = re.search(r'name="before" value="(\d[^"]+)">Older', page)
        if older is None:
            break
        query = {"before": older[1]}
    assert len(seen) == 350
    revisions = [int(words.split()[1]) for words in seen if words.startswith("Revision")]
    assert revisions == list(range(300, 0, -1))
    assert max(costs) <= 12
    assert max(costs) - min(costs) <= 1


def test_what_was_picked_stays_picked_on_the_next_page():
    client = sign_in("editor")
    article = make.article(by=client.user)
    for number in range(60):
        save(article, headline=f"Take {number}")
    page = client.get(url("history", article)).content.decode()
    older = re.search(r'name="before" value="(\d[^"]+)">Older', page)[1]
    page = client.get(url("history", article), {"new": "61", "old": "3", "before": older})
    words = page.content.decode()
    assert "Newer: revision 61" in words_of(words)
    assert re.search(r'name="old" value="3" checked', words)


@pytest.mark.parametrize("before", ["x", "99999999T999999.000000Z-r1", "1" * 5000])
def test_a_key_that_no_page_gave_is_no_page(before):
    client = sign_in("editor")
    assert client.get(url("history", make.article()), {"before": before}).status_code == 404


def test_numbers_that_no_revision_has_are_no_page():
    client, article = sign_in("publisher"), make.article()
    for address in (
        f"compare/1/{'9' * 30}/",
        f"restore/{'9' * 30}/",
        "restore/99/",
        "name/99/",
    ):
        address = f"/newsroom/articles/article/{article.pk}/{address}"
        assert client.post(address).status_code in {404, 405}
        assert client.get(address).status_code in {404, 405}


def test_every_verb_has_words():
    told_otherwise = {"list_unpublished", "view_published", "view_unpublished", "preview"}
    rights_within_a_step = {
        *("edit_published", "edit_slug_of_published", "set_photo", "set_author_other"),
        *("approve_own", "publish_own", "history", "compare_revisions", "internal_note_read"),
    }
    verbs = {
        action
        for action in TABLE
        if action.startswith("article.")
        and action.partition(".")[2] not in told_otherwise | rights_within_a_step
    }
    assert verbs - set(STEPS) == set()


def test_a_verb_that_is_new_is_told_in_its_own_word():
    client, article = sign_in("editor"), make.article()
    audit.record("article.turn_around", article, by=client.user, note="Why not")
    assert "Turn around" in client.get(url("history", article)).content.decode()


@pytest.mark.parametrize("value", [["a"], {"b": 1}, "2026-13-45T99:00:00Z", 7, True, "\x07"])
def test_details_of_any_shape_do_not_break_the_page(value):
    client, article = sign_in("editor"), make.article()
    names = ("note", "live_from", "reason", "until", "revision", "to", "overridden", "places")
    audit.record("article.publish", article, by=client.user, **dict.fromkeys(names, value))
    assert client.get(url("history", article)).status_code == 200


# -- Names -------------------------------------------------------------------------------------


def test_a_revision_is_named_renamed_and_nameless_again():
    client = sign_in("editor")
    article = make.article(by=client.user)
    name = url("name_revision", article, 1)
    client.post(name, {"name": "  Sent to  the lawyer "})
    assert RevisionName.objects.get().name == "Sent to the lawyer"
    save(article, headline="Two")
    for page in (url("history", article), url("compare", article, 1, 2)):
        assert "Sent to the lawyer" in client.get(page).content.decode()
    client.post(name, {"name": "Cleared"})
    assert RevisionName.objects.get().name == "Cleared"
    client.post(name, {"name": ""})
    assert not RevisionName.objects.exists()
    actions = AuditEntry.objects.filter(action__endswith="name_revision").order_by("pk")
    assert [entry.action.partition(".")[2] for entry in actions] == [
        "name_revision",
        "name_revision",
        "unname_revision",
    ]
    assert "lawyer" not in str([entry.detail for entry in actions])


@pytest.mark.parametrize("name", ["x" * 81, "x" * 100_000, "a\0b"])
def test_a_name_that_cannot_be_kept_is_refused_in_a_sentence(name):
    client, article = sign_in("editor"), make.article()
    response = client.post(url("name_revision", article, 1), {"name": name}, follow=True)
    assert response.status_code == 200
    assert "The name" in response.content.decode()
    assert not RevisionName.objects.exists()


def test_a_name_is_given_by_whoever_may_restore_and_nobody_else():
    reporter = sign_in("reporter")
    own, other = make.article(by=reporter.user), make.article()
    assert reporter.post(url("name_revision", own, 1), {"name": "Mine"}).status_code == 302
    assert reporter.post(url("name_revision", other, 1), {"name": "Canary"}).status_code == 403
    workflow.submit(own, by=reporter.user)
    assert reporter.post(url("name_revision", own, 1), {"name": "Later"}).status_code == 403
    for role in ("photo", "desk", "admin"):
        response = sign_in(role).post(url("name_revision", other, 1), {"name": "Canary"})
        assert response.status_code == 403
    assert RevisionName.objects.get().name == "Mine"


# -- Restoring ---------------------------------------------------------------------------------


def test_restoring_asks_first_and_shows_what_would_change():
    client = sign_in("editor")
    article = make.article("First", by=client.user)
    save(article, headline="Second")
    page = client.get(url("restore", article, 1))
    assert "<del>Second</del><ins>First</ins>" in page.content.decode()
    assert Article.objects.get().headline == "Second"
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    response = client.post(url("restore", article, 1), {"seen": seen}, follow=True)
    assert "is the newest again, as revision 3" in response.content.decode()
    assert Article.objects.get().headline == "First"


def test_restoring_twice_does_it_once():
    client = sign_in("editor")
    article = make.article("First", by=client.user)
    save(article, headline="Second")
    for _click in range(3):
        client.post(url("restore", article, 1), {"seen": "2"})
    assert article.revisions.count() == 3
    assert AuditEntry.objects.filter(action="article.restore").count() == 1


def test_restoring_over_a_text_that_nobody_looked_at_is_refused():
    client = sign_in("editor")
    article = make.article("First", by=client.user)
    save(article, headline="Second")
    save(article, headline="Third")
    response = client.post(url("restore", article, 1), {"seen": "2"}, follow=True)
    assert "has been saved since you looked at it" in response.content.decode()
    assert Article.objects.get().headline == "Third"


def test_a_refused_revision_can_be_restored():
    client = sign_in("editor")
    article = make.article("First", by=client.user)
    first = article.head
    save(article, headline="Second")
    with pytest.raises(workflow.Stale):
        workflow.save(article, make.content("Refused"), by=client.user, based_on=first)
    assert "kept aside" in client.get(url("restore", article, 3)).content.decode()
    client.post(url("restore", article, 3))
    article.refresh_from_db()
    assert (article.headline, article.head.number, article.head.is_refused) == ("Refused", 4, False)


def test_what_was_deleted_since_does_not_come_back_and_is_named():
    client = sign_in("publisher")
    author, photo = make.author("Gone Author"), make.photo()
    article = make.article(
        by=client.user,
        authors=(author.pk,),
        photos=(PhotoChoice(photo.pk, "A caption"),),
        body=f'<p>Text</p><figure data-photo="{photo.pk}"><figcaption>In it</figcaption></figure>',
    )
    save(article, authors=(), photos=(), body="<p>Text</p>")
    Author.objects.filter(pk=author.pk).delete()
    Photo.objects.filter(pk=photo.pk).delete()
    page = words_of(client.get(url("restore", article, 1)).content.decode())
    assert "Not all of it can come back" in page
    assert f"#{photo.pk}, deleted since" in page
    response = client.post(url("restore", article, 1), follow=True)
    assert response.status_code == 200
    article.refresh_from_db()
    content = article.content()
    assert (content.authors, content.photos) == ((), ())
    workflow.publish(article, by=client.user)
    assert client.get(Edition.objects.get().get_absolute_url()).status_code == 200


def test_restoring_brings_back_neither_the_note_nor_an_address_that_readers_know():
    client = sign_in("editor")
    article = make.article("First", by=client.user, slug="old-address")
    save(article, headline="Second", slug="known-address")
    workflow.publish(article, by=make.user("publisher"))
    save(article, headline="Third", change_note="Told once.")
    client.post(url("restore", article, 1))
    article.refresh_from_db()
    assert (article.headline, article.slug, article.change_note) == ("First", "known-address", "")


@pytest.mark.parametrize("role", ["photo", "desk", "admin", "norole"])
def test_nobody_else_compares_names_or_restores(role):
    client = sign_in(*([] if role == "norole" else [role]))
    article = make.article("Canary headline")
    save(article, headline="Canary too")
    before = article.revisions.count()
    for name, numbers in (
        *(("history", ()), ("choose", ()), ("redact", ())),
        *(("compare", (1, 2)), ("restore", (1,)), ("name_revision", (1,))),
    ):
        for response in (
            client.get(url(name, article, *numbers), {"old": "1", "new": "2"}),
            client.post(url(name, article, *numbers), {"name": "x", "words": "Canary"}),
        ):
            assert response.status_code in {302, 403}, name
            assert "Canary" not in response.content.decode()
    assert article.revisions.count() == before


# -- Redaction ---------------------------------------------------------------------------------

WORDS = "Quentin Zabriskie"
ORDER = {"words": WORDS, "reason": "District court, 12 O 34/26"}


def test_a_redaction_shows_every_place_first_and_needs_a_second_click():
    client = sign_in("publisher")
    article = make.article(f"{WORDS} opens", by=client.user, standfirst=f"Says {WORDS}.")
    redact = url("redact", article)
    assert redact in client.get(url("history", article)).content.decode()
    assert client.get(redact).status_code == 200
    page = client.post(redact, ORDER).content.decode()
    assert "These 6 places will change" in words_of(page)
    assert Article.objects.get().headline == f"{WORDS} opens"
    places = re.search(r'name="places" value="(\d+)"', page)[1]
    response = client.post(redact, ORDER | {"places": places, "confirm": "1"}, follow=True)
    assert "6 places were redacted" in response.content.decode()
    assert "Words redacted" in response.content.decode()
    assert "abriskie" not in response.content.decode()
    assert Article.objects.get().headline == "[redacted] opens"
    again = client.post(redact, ORDER | {"places": places, "confirm": "1"})
    assert "stand nowhere" in again.content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"words": "", "reason": "x"}, "This field is required"),
        ({"words": WORDS, "reason": ""}, "This field is required"),
        ({"words": ".", "reason": "x"}, "too short"),
        ({"words": WORDS, "reason": f"About {WORDS}"}, "do not repeat the words"),
        ({"words": "\0", "reason": "\0"}, "Null characters are not allowed"),
        ({"words": "x" * 30_000, "reason": "x"}, "at most 20000 characters"),
        ({"words": "Nothing like it", "reason": "x"}, "stand nowhere"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_a_sentence(sent, sentence):
    client = sign_in("publisher")
    article = make.article(f"{WORDS} opens", by=client.user)
    response = client.post(url("redact", article), sent | {"confirm": "1", "places": "x"})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Article.objects.get().headline == f"{WORDS} opens"


def test_a_confirmation_of_places_that_nobody_saw_redacts_nothing():
    client = sign_in("publisher")
    article = make.article(f"{WORDS} opens", by=client.user)
    for places in ("", "0", "1", "9" * 40):
        client.post(url("redact", article), ORDER | {"confirm": "1", "places": places})
    assert Article.objects.get().headline == f"{WORDS} opens"


def test_the_history_does_not_tell_what_a_note_said_of_the_words():
    client = sign_in("publisher")
    article = make.article(f"{WORDS} opens", by=client.user)
    workflow.submit(article, by=client.user)
    workflow.send_back(article, by=client.user, note=f"Ask {WORDS}")
    assert WORDS in client.get(url("history", article)).content.decode()
    workflow.redact(article, [WORDS], by=client.user, reason="Court")
    page = client.get(url("history", article)).content.decode()
    assert "Sent back" in page
    assert "Zabriskie" not in page


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_redaction_is_offered_to_publishers_alone(role):
    client = sign_in(role)
    article = make.article(f"{WORDS} opens", by=client.user)
    assert url("redact", article) not in client.get(url("history", article)).content.decode()
    assert client.get(url("redact", article)).status_code == 403
    forged = ORDER | {"confirm": "1", "places": "4"}
    assert client.post(url("redact", article), forged).status_code == 403
    assert Article.objects.get().headline == f"{WORDS} opens"


def test_the_clock_of_the_site_does_not_matter_to_the_order_of_the_history():
    client = sign_in("publisher")
    with timeline.at(now() - timedelta(days=400)):
        article = make.article(by=client.user)
    assert open_form(client, change(article))["headline"] == ["A bridge opens"]
    assert client.get(url("history", article)).status_code == 200


def test_an_article_that_is_not_ones_own_is_compared_by_its_number():
    client, secret = sign_in("reporter"), make.article("Canary headline")
    article = make.article("Mine", by=client.user)
    save(article, by=make.user("editor"), related=(secret.pk,))
    page = url("compare", article, 1, 2)
    shown = client.get(page).content.decode()
    assert "Canary" not in shown
    assert f"article no. {secret.pk}" in shown
    assert "Canary headline" in sign_in("editor").get(page).content.decode()
