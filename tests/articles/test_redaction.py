"""Words that a court has struck out leave the article, its past included, and nothing else goes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext, override_settings

from articles import search, workflow
from articles.content import Content, PhotoChoice
from articles.models import (
    Article,
    Autosave,
    Correction,
    DraftLink,
    Edition,
    InternalNote,
    LinkCheck,
    Revision,
    RevisionName,
    StruckPassage,
)
from articles.workflow.redaction import elsewhere
from articles.workflow.struck_again import struck_since
from articles.workflow.struck_words import MARK, StruckWords
from newsportal import timeline
from newsportal.accounts.models import AuditEntry, Notice
from newsportal.pagecache.models import Invalidation
from newsportal.refusals import NotAllowed, Refused
from newsportal.richtext import sanitise
from newsportal.timeline import now
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = "Quentin Zabriskie"
REASON = "District court, 3 June 2026, 12 O 34/26"


def tables_with(*words: str) -> set[str]:
    """The tables of the database, models or not, that hold one of the words in any column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            text = "\n".join(map(repr, cursor.fetchall())).casefold()
            if any(word.casefold() in text for word in words):
                found.add(table)
    return found


def save(article: Article, by, **changes) -> Revision:
    stored = Content.from_json(article.head.content)
    content = Content(**{**stored.__dict__, **changes})
    return workflow.save(article, content, by=by, based_on=article.head)


@pytest.fixture
def publisher(db):
    return make.user("publisher")


@pytest.fixture
def story(publisher):
    """An article with a long past, full of the words."""
    photo = make.photo(caption="A bridge")
    figure = f'<figure data-photo="{photo.pk}"><figcaption>{WORDS} again</figcaption></figure>'
    with timeline.at(NOON):
        article = make.article(
            f"{WORDS} opens a bridge",
            by=publisher,
            standfirst=f"Says {WORDS}.",
            dateline=WORDS,
            body=f"<p>Quentin <strong>Zabriskie</strong> came.</p><p>So QUENTIN</p>"
            f"<p>zabriskie left. Planning Quentins stays.</p>{figure}"
            '<p><a href="https://example.com/quentin-zabriskie">His page</a></p>',
            photos=(PhotoChoice(make.photo().pk, f"{WORDS} here", f"A photo of {WORDS}"),),
        )
        workflow.publish(article, by=publisher)
    opened_on = article.head
    with timeline.at(NOON + HOUR):
        save(article, publisher, standfirst="Later.", change_note=f"{WORDS} was named.")
        workflow.publish(article, by=publisher)
    with pytest.raises(workflow.Stale):
        workflow.save(article, make.content(f"No, {WORDS}"), by=publisher, based_on=opened_on)
    save(article, publisher, headline=f"Still {WORDS}")
    workflow.publish(article, by=publisher, at=now() + HOUR)
    save(article, publisher, body=f"<ul><li>{WORDS}</li></ul>")
    Autosave.objects.create(
        user=publisher,
        place=f"article:{article.pk}",
        article=article,
        fields={"headline": [WORDS], "body": ["<p>Quentin&nbsp;<b>Zabriskie</b></p>"]},
    )
    InternalNote.objects.create(
        article=article, text=f"Who is {WORDS}?", passage=WORDS, made_by=publisher
    )
    DraftLink.objects.create(
        article=article, token_hash="0" * 64, label=WORDS, made_by=publisher, expires_at=now()
    )
    Correction(article_number=article.pk, text=f"Not {WORDS} but another.").save()
    LinkCheck.objects.create(url="https://example.com/quentin-zabriskie", checked_at=now())
    Notice.objects.create(
        to=publisher,
        subject=f"Submitted: {WORDS} opens",
        text=f"http://localhost/newsroom/articles/article/{article.pk}/change/",
    )
    workflow.name_revision(article, article.head, f"Before {WORDS}", by=publisher)
    return article


def redact(article: Article, by, *passages: str, **options) -> int:
    options.setdefault("reason", REASON)
    return workflow.redact(article, passages or (WORDS,), by=by, **options)


def test_the_words_are_found_in_no_table_afterwards(story, publisher):
    assert {
        *("articles_article", "articles_revision", "articles_edition", "articles_autosave"),
        *("articles_editionphoto", "articles_photouse", "articles_revisionname"),
        *("articles_internalnote", "articles_draftlink", "articles_correction"),
        *("accounts_notice", "articles_linkcheck"),
    } <= tables_with(WORDS, "quentin-zabriskie")
    redact(story, publisher)
    search.drop_removed_words.call()
    assert tables_with("zabrisk") == set()  # the index keeps the stem


def test_what_remains_is_the_text_with_a_mark_in_place_of_the_words(story, publisher):
    redact(story, publisher)
    edition = Edition.objects.get()
    assert edition.headline == f"{MARK} opens a bridge"
    assert edition.slug == "redacted-opens-a-bridge"
    assert f"<p>{MARK} came.</p>" in edition.body
    assert f"<p>So {MARK}</p>" in edition.body
    assert "<p>left. Planning Quentins stays.</p>" in edition.body
    assert f"<figcaption>{MARK} again</figcaption>" in edition.body
    assert "<p>His page</p>" in edition.body
    assert edition.change_note == f"{MARK} was named."
    assert sorted(use.caption for use in edition.photo_uses.all()) == [
        f"{MARK} again",
        f"{MARK} here",
    ]
    for revision in story.revisions.all():
        content = Content.from_json(revision.content)
        assert json.loads(json.dumps(content.as_json())) == revision.content
        assert content.headline
    assert RevisionName.objects.get().name == f"Before {MARK}"


def test_the_working_copy_and_its_newest_revision_say_the_same(story, publisher):
    redact(story, publisher)
    story.refresh_from_db()
    assert Content.from_json(story.head.content) == story.content()
    assert workflow.save(story, story.content(), by=publisher, based_on=None) == story.head


def test_a_form_that_was_opened_before_cannot_bring_the_words_back(story, publisher):
    opened_on, typed = story.head, story.content()
    redact(story, publisher)
    # Without the words it says what stands already.
    assert workflow.save(story, typed, by=publisher, based_on=opened_on) == story.head
    assert WORDS not in Article.objects.get().body


@pytest.mark.parametrize(
    ("passage", "typed"),
    [
        (WORDS, f"<p>So {WORDS} came.</p>"),
        (WORDS, "<p>QUENTIN</p><p>za<strong>bris</strong>kie zabriskie</p>"),
        (WORDS, '<p>See <a href="https://example.com/quentin-zabriskie/">this</a>.</p>'),
        (WORDS, "<p>Quen\u00adtin&nbsp;<em>Zabriskie</em>’s bridge</p>"),
        ("Ann O'Hara-Day", "<p>“Ann O’Hara‑Day” said.</p>"),
        ("高新区", "<p>重庆高新区的桥</p>"),
    ],
)
def test_a_form_that_was_opened_before_leaves_none_of_the_words_in_what_is_kept_of_it(
    passage, typed, publisher
):
    words = StruckWords([passage])
    article = make.article(by=publisher, standfirst=f"Of {passage} too.")
    opened_on, stranger = article.head, make.article(standfirst=f"Of {passage} too.")
    redact(article, publisher, passage)
    written = replace(make.content("Planning it"), body=typed, standfirst="Kept.")
    with pytest.raises(workflow.Stale):
        workflow.save(article, written, by=publisher, based_on=opened_on)
    kept = article.revisions.get(is_refused=True).content
    assert (kept["headline"], kept["standfirst"]) == ("Planning it", "Kept.")
    assert kept["body"] == words.rich(sanitise(typed))[0]
    assert MARK in kept["body"] or "zabriskie/" not in kept["body"]
    # Whoever writes them on purpose, on the text that stands, knows what they do.
    workflow.save(article, written, by=publisher, based_on=article.head)
    assert article.body == sanitise(typed)
    assert not StruckPassage.objects.filter(article=stranger).exists()


def test_no_word_is_taken_from_a_form_that_was_opened_afterwards(story, publisher):
    redact(story, publisher)
    opened_on = story.head
    save(story, make.user("editor"), standfirst="Meanwhile.")
    late = make.content(f"Of {WORDS}")
    with pytest.raises(workflow.Stale):
        workflow.save(story, late, by=publisher, based_on=opened_on)
    assert story.revisions.first().content["headline"] == f"Of {WORDS}"


def test_what_remains_of_the_words_cannot_be_read_or_tried_without_the_key(story, publisher):
    redact(story, publisher)
    row = StruckPassage.objects.get()
    for plain in (WORDS, WORDS.lower(), f"{story.pk}:{WORDS.lower()}"):
        assert row.digest != sha256(plain.encode()).hexdigest()
    with override_settings(SECRET_KEY="another"):
        assert struck_since(story, None, [WORDS]) is None
    assert struck_since(story, None, [WORDS]).passages == [WORDS.lower()]


def test_no_date_moves_and_the_approval_holds(publisher):
    with timeline.at(NOON):
        article = make.article(f"{WORDS} opens", by=publisher)
        workflow.publish(article, by=publisher)
    before = Edition.objects.values("first_published_at", "updated_at", "live_from").get()
    with timeline.at(NOON + HOUR):
        redact(article, publisher)
    assert Edition.objects.values("first_published_at", "updated_at", "live_from").get() == before
    article.refresh_from_db()
    assert article.state == "published"
    assert article.approved == article.head


def test_what_waits_goes_out_without_the_words_and_can_still_be_cancelled(publisher):
    article = make.article(f"{WORDS} opens", by=publisher)
    workflow.publish(article, by=publisher, at=now() + HOUR)
    redact(article, publisher)
    assert Edition.every.waiting().get().headline == f"{MARK} opens"
    workflow.cancel(article, by=publisher)
    assert article.state == "approved"


def test_readers_find_the_article_at_its_number_and_not_by_the_words(client, story, publisher):
    old = Edition.objects.get().get_absolute_url()
    redact(story, publisher)
    response = client.get(old)
    assert response.status_code == 301
    assert "redacted" in response.headers["Location"]
    page = client.get(response.headers["Location"]).content.decode()
    assert "abriskie" not in page
    assert MARK in page
    assert "abriskie" not in client.get("/feed/").content.decode()
    assert f"{MARK} opens" in client.get("/search/?q=bridge").content.decode()
    assert f"{MARK} opens" not in client.get("/search/?q=zabriskie").content.decode()


def test_the_pages_of_every_edition_are_named_in_the_log(story, publisher):
    Invalidation.objects.all().delete()
    redact(story, publisher)
    tags = set(Invalidation.objects.values_list("tag", flat=True))
    assert {f"article:{story.pk}", f"section:{story.section_id}", "front", "corrections"} <= tags


def test_the_reason_is_kept_and_never_the_words(story, publisher):
    count = redact(story, publisher)
    entry = AuditEntry.objects.get(action="article.redact")
    assert entry.by == publisher
    assert entry.detail["reason"] == REASON
    assert sum(entry.detail["places"].values()) == count
    with pytest.raises(Refused, match="must not repeat"):
        redact(story, publisher, "Planning", reason="On planning")


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk", "admin"])
def test_nobody_but_a_publisher_redacts(role):
    person = make.user(role)
    article = make.article(f"{WORDS} opens", by=person if role == "reporter" else None)
    with pytest.raises(NotAllowed):
        redact(article, person)
    assert Article.objects.get().headline == f"{WORDS} opens"


@pytest.mark.parametrize(
    ("passages", "sentence"),
    [
        ([], "Write the words"),
        (["  "], "Write the words"),
        (["."], "too short"),
        (["x" * 501], "too long"),
        (["redacted"], "is the mark"),
        ([f"word {n}" for n in range(51)], "At most 50"),
        (["Nowhere in it"], "stand nowhere"),
    ],
)
def test_words_that_make_no_sense_are_refused_in_a_sentence(passages, sentence, publisher):
    article = make.article("A bridge opens", by=publisher)
    with pytest.raises(Refused, match=sentence):
        workflow.redact(article, passages, by=publisher, reason=REASON)


def test_a_reason_is_required(publisher):
    with pytest.raises(Refused, match="Name the reason"):
        redact(make.article(WORDS, by=publisher), publisher, reason=" ")


def test_places_that_changed_since_somebody_looked_are_looked_at_again(story, publisher):
    with pytest.raises(Refused, match="Look at the places again"):
        redact(story, publisher, expected=1)
    assert tables_with(WORDS)


def test_redacting_twice_finds_nothing_the_second_time(story, publisher):
    redact(story, publisher)
    with pytest.raises(Refused, match="stand nowhere"):
        redact(story, publisher)


def test_a_failure_in_the_middle_changes_nothing(story, publisher, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken disk")

    monkeypatch.setattr(search, "index", fail)
    before = tables_with(WORDS)
    with pytest.raises(RuntimeError):
        redact(story, publisher)
    assert tables_with(WORDS) == before


@pytest.mark.parametrize(
    ("passage", "text", "result"),
    [
        ("Ann", "Planning with Ann.", f"Planning with {MARK}."),
        ("张伟", "昨天张伟宣布", f"昨天{MARK}宣布"),
        ("O'Neil", "O’Neil’s house", f"{MARK}’s house"),
        ("Jo Doe", "Jo\u00a0Doe and Jo  \n Doe", f"{MARK} and {MARK}"),
        ("Jo Doe", "J\u00ado D\u200boe", MARK),
        ("co-founder", "The co‑founder", f"The {MARK}"),
        ("Jo", "Jo Doe, Joe", f"{MARK} Doe, Joe"),
        ("a.b", "axb a.b", f"axb {MARK}"),
        ("Jo*", "Jo* Jo", f"{MARK} Jo"),
    ],
)
def test_words_are_found_as_people_read_them(passage, text, result):
    assert StruckWords([passage]).plain(text)[0] == result


def test_the_longer_passage_is_struck_out_whole():
    assert StruckWords(["Jo Doe", "Jo Doe Ltd"]).plain("Jo Doe Ltd left")[0] == f"{MARK} left"


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ("<p>J<em>o D</em>oe came</p>", f"<p>{MARK} came</p>"),
        ("<p>Jo<br>Doe</p>", f"<p>{MARK}</p>"),
        ("<h2>Jo</h2><p>Doe came</p>", f"<h2>{MARK}</h2>\n<p>came</p>"),
        ("<ul><li>Jo Doe</li><li>x</li></ul>", f"<ul><li>{MARK}</li><li>x</li></ul>"),
        ("<p>Jo Doe, Jo Doe</p>", f"<p>{MARK}, {MARK}</p>"),
        (
            '<p><a href="https://x.example/jo_doe"><b>He</b> did</a></p>',
            "<p><strong>He</strong> did</p>",
        ),
        ('<p><a href="https://x.example/jo%20doe">Jo</a></p>', "<p>Jo</p>"),
        ("<p>Jo &amp; Doe</p>", "<p>Jo &amp; Doe</p>"),
    ],
)
def test_words_are_struck_out_across_markup(html, result):
    assert StruckWords(["Jo Doe"]).rich(html)[0] == result


def test_a_text_that_the_mark_makes_too_long_loses_its_end_and_is_stored(publisher):
    words = " ".join(["Jo"] * 66)
    article = make.article(words, by=publisher)
    redact(article, publisher, "Jo")
    article.refresh_from_db()
    assert len(article.headline) <= 200
    assert "Jo" not in article.headline.split()
    assert Content.from_json(article.head.content) == article.content()


def test_what_stands_elsewhere_is_named_and_left(publisher):
    photo = make.photo(caption=f"{WORDS} by the river")
    article = make.article("A bridge", by=publisher, photos=(PhotoChoice(photo.pk),))
    workflow.submit(article, by=publisher)
    workflow.send_back(article, by=publisher, note=f"Drop {WORDS}")
    found = elsewhere(article, StruckWords([WORDS]))
    assert found.photos == [photo]
    assert len(found.log_lines) == 1
    redact(article, publisher)  # the note of the last step stands with the article
    article.refresh_from_db()
    assert article.note == f"Drop {MARK}"
    photo.refresh_from_db()
    assert WORDS in photo.caption


def test_unsaved_texts_of_no_article_yet_are_named_and_left_to_whoever_typed_them(publisher):
    author, bystander = make.user("reporter"), make.user("reporter")
    article = make.article(by=author, standfirst=f"Of {WORDS}.")
    typed = {"headline": ["Next"], "body": [f"<p>And <b>Quentin</b> Zabriskie {HOUR}</p>"]}
    for number, person in enumerate((author, bystander)):
        Autosave.objects.create(user=person, place=f"new:{number}", fields=typed)
    Autosave.objects.create(user=author, place="new:else", fields={"body": ["<p>Else</p>"]})
    [found] = elsewhere(article, StruckWords([WORDS])).unsaved
    assert (found.user, found.place) == (author, "new:0")
    redact(article, publisher)
    found.refresh_from_db()
    assert found.fields == typed


def test_a_revision_has_no_other_door(story):
    revisions: QuerySet = story.revisions.all()
    for forbidden in (lambda: revisions.update(content={}), revisions.delete, story.head.save):
        with pytest.raises(PermissionError):
            forbidden()


def test_a_search_costs_no_more_for_more_revisions(publisher):
    article = make.article(WORDS, by=publisher)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            elsewhere(article, StruckWords([WORDS]))
        return len(captured)

    before = queries()
    for number in range(5):
        save(article, publisher, standfirst=f"Take {number}")
    assert queries() == before
