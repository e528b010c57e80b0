"""Search: what is found, in which order, and that no question is a mistake."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from articles import search, workflow
from articles.models import Edition
from newsportal.refusals import Refused
from newsportal.timeline import at, now
from tests import factories
from tests.factories import article, content, published, user

pytestmark = pytest.mark.django_db


def found(text, **how):
    """The headlines found, in order."""
    return [plain(hit.headline) for hit in search.query(text, **how).hits]


def plain(parts):
    return "".join(text for text, _is_match in parts)


def matches(parts):
    return [text for text, is_match in parts if is_match]


def test_a_published_article_is_found_by_a_word_of_each_of_its_parts():
    topic, author = factories.topic("Ferries"), factories.author("Zhao Qing")
    published(
        "Lanterns on the river",
        standfirst="Boats carried them.",
        dateline="WANZHOU",
        body="<p>Snow fell.</p><h2>Cold harbour</h2><p>Nobody left.</p>",
        topics=(topic.pk,),
        authors=(author.pk,),
    )
    published("Something else")
    for word in ("lanterns", "carried", "wanzhou", "snow", "harbour", "ferries", "zhao qing"):
        assert found(word) == ["Lanterns on the river"], word


def test_a_caption_is_found():
    choice = factories.photo(caption="The funicular at dawn", credit="Archive").pk
    published("Uphill", body=f'<p>Text.</p><figure data-photo="{choice}"></figure>')
    assert found("funicular") == ["Uphill"]


def test_the_headline_ranks_before_subheads_and_these_before_the_text():
    published("In the headline: tunnel", body="<p>One.</p>")
    published("In a subhead", body="<h2>The tunnel</h2><p>Two.</p>")
    published("In the text", body="<p>They dug a tunnel tunnel tunnel.</p>")
    assert found("tunnel") == ["In the headline: tunnel", "In a subhead", "In the text"]


def test_the_newest_comes_first_among_equals():
    moment = now() - timedelta(days=3)
    for day, name in enumerate(("Old market", "Middle market", "New market")):
        with at(moment + timedelta(days=day)):
            published(name)
    assert found("market") == ["New market", "Middle market", "Old market"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The factory manufactured wafers", "manufacturing wafer"),
        ("Cafés on the Jialing", "cafe"),
        ("Cafe\u0301s on the Jialing", "café"),
        ("Chongqing’s bridges", "chongqing bridge"),
        ("Chongqing bridges", "chongqing's"),
        ("High-tech zone", "high tech"),
        ("A high tech zone", "high-tech"),
        ("6G and 5nm in ＣＨＩＰＳ", "6g 5NM chips"),
        ("To be or not to be", '"to be or not to be"'),
        ("Вечер в Чунцине", "вечер"),
        ("반도체를 만들다", "반도체"),
        ("ร้านอาหารไทย", "อาหาร"),
        ("東京のカフェ", "カフェ"),
        ("重庆高新区集聚芯片企业", "高新区"),
        ("重庆高新区集聚芯片企业", "重庆 芯片"),
        ("重庆高新区集聚芯片企业", "“芯片企业”"),
        ("SK Hynix 海力士在重庆", "SK Hynix 海力士"),
        ("SK海力士在重庆", "海力士"),
        ("SK 海力士在重庆", "SK海力士"),
    ],
)
def test_words_are_found_in_many_scripts_and_forms(text, question):
    published("A headline", body=f"<p>{text}</p>")
    published("Another headline")
    assert found(question) == ["A headline"]
    (hit,) = search.query(question).hits
    assert matches(hit.excerpt), hit.excerpt


def test_chinese_words_must_stand_together():
    published("A headline", body="<p>高大的新区</p>")
    assert found("高新区") == []
    assert found("新区") == ["A headline"]


def test_all_words_must_occur_but_in_any_part():
    published("Ropeway reopens", body="<p>The mayor rode first.</p>")
    assert found("ropeway mayor") == ["Ropeway reopens"]
    assert found("ropeway minister") == []


def test_a_phrase_must_stand_together():
    published("One", body="<p>The long bridge opens.</p>")
    published("Two", body="<p>The bridge is long.</p>")
    assert found('"long bridge"') == ["One"]
    assert found("'long bridge'") == ["Two", "One"]


def test_a_phrase_does_not_reach_from_one_part_into_the_next():
    published("Night bus", standfirst="Route 417 at three.", body="<p>Sleepers aboard.</p>")
    assert found('"bus route"') == []
    assert found('"three sleepers"') == []
    assert found('"night bus"') == ["Night bus"]


def test_a_minus_leaves_articles_out():
    published("One", body="<p>The bridge and the ferry.</p>")
    published("Two", body="<p>The bridge and the train.</p>")
    assert found("bridge -ferry") == ["Two"]
    assert found('bridge -"the train"') == ["One"]
    assert found("-ferry") == []


def test_a_minus_within_the_headlines_words_looks_at_the_whole_article():
    published("Bridge", body="<p>The ferry.</p>")
    assert found("bridge -ferry") == []


def test_a_draft_is_not_found():
    article("Secret plan")
    published("Secret garden")
    assert found("secret") == ["Secret garden"]


def test_a_scheduled_article_is_found_from_its_moment_on():
    tomorrow = now() + timedelta(days=1)
    published("Tomorrow the comet", at=tomorrow)
    assert found("comet") == []
    with at(tomorrow - timedelta(seconds=1)):
        assert found("comet") == []
    with at(tomorrow):
        assert found("comet") == ["Tomorrow the comet"]


def test_a_withdrawn_article_is_not_found_and_a_reinstated_one_is():
    draft, chief = article("Retracted claim"), user("publisher")
    workflow.publish(draft, by=chief)
    assert found("retracted") == ["Retracted claim"]
    workflow.withdraw(draft, by=chief, reason="error")
    assert found("retracted") == []
    workflow.reinstate(draft, by=chief)
    assert found("retracted") == ["Retracted claim"]


def test_a_new_edition_is_found_by_its_own_words_only():
    draft, chief = article("First wording"), user("publisher")
    workflow.publish(draft, by=chief)
    workflow.save(draft, content("Second version"), by=chief, based_on=draft.head)
    workflow.publish(draft, by=chief)
    assert found("wording") == []
    assert found("version") == ["Second version"]


def test_a_cancelled_edition_leaves_the_index():
    draft, chief = article("Called off"), user("publisher")
    edition = workflow.publish(draft, by=chief, at=now() + timedelta(days=1))
    number = edition.pk
    assert number in rows()
    workflow.cancel(draft, by=chief)
    assert number not in rows()


def test_rebuild_writes_every_row_anew_and_removes_strays():
    edition = published("Rebuilt index")
    stray = Edition(pk=edition.pk + 1000, headline="x", section=edition.section)
    stray.first_published_at = now()
    lose_the_index()
    search.index(stray)
    assert found("rebuilt") == []
    counts = []
    assert search.rebuild(counts.append) == 1
    assert counts == [1]
    assert found("rebuilt") == ["Rebuilt index"]
    assert rows() == {edition.pk}


def test_the_row_of_a_failed_publication_is_rolled_back():
    with transaction.atomic():
        edition = published("Half a change")
        assert rows() == {edition.pk}
        transaction.set_rollback(True)
    assert rows() == set()


def test_results_page_by_key_without_gap_or_repetition():
    start = now() - timedelta(days=30)
    with at(start):  # several of one moment
        names = [published(f"Lamp number {number}").headline for number in range(5)]
    for day in range(1, 8):
        with at(start + timedelta(days=day)):
            body = "<h2>Lamp</h2><p>Text.</p>" if day % 2 else "<p>A lamp.</p>"
            names.append(published(f"Light {day}", body=body).headline)
    whole = found("lamp")
    assert sorted(whole) == sorted(names)
    pages, after = [], None
    while True:
        results = search.query("lamp", after=after, limit=3)
        pages.append([plain(hit.headline) for hit in results.hits])
        if not (after := results.after):
            break
    assert [name for page in pages for name in page] == whole
    assert [len(page) for page in pages] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    "after",
    [
        "", "x", "3", "3-", "9-20260101T000000.000000+0000-1", "1-00010101T000000.000000+2359-1",
        "-1-20260101T000000.000000+0000-1", "1-20260101T000000.000000+0000-99999999999999999999",
        "1-20260231T000000.000000+0000-1", "\0", "'; DROP TABLE articles_search; --",
    ],
)  # fmt: skip
def test_an_after_that_no_page_gave_begins_anew(after):
    published("Beginning")
    assert found("beginning", after=after) == ["Beginning"]


def test_a_question_of_more_than_200_characters_is_refused_with_a_sentence():
    assert found("a" * search.LONGEST) == []
    with pytest.raises(Refused, match="200 characters"):
        search.query("a" * (search.LONGEST + 1))


STRANGE = [
    "", " ", "\0", "a\0b", '"', '""', '"""', "'", "-", "--", '-"', '-""', "- -", "*", "a*", "^a",
    "(", ")", "((((", "a AND", "AND", "OR", "NOT", "NEAR", "NEAR(a b)", "a NEAR/2 b", "NOT NOT",
    "headline:a", "{headline}:a", "headline : a", "+a", "a + b", "a:*", "!a", "a & b", "a | !b",
    "<->", "a <-> b", ":A", "\\", "a\\", "%", "_", "a%s", "%(x)s", "{}", "{0}", ";", "--a",
    "'; DROP TABLE articles_search; --", '" OR 1=1 --', "\ud83d", "\U0001f600", "👩‍👩‍👧",
    "\u202e", "\u200b", "\ufeff", "ﷺ" * 200, "的" * 200, "a " * 100, '"a' * 100, "-a " * 60,
    "((" * 100, "1e9999", "-1e9999", "NaN", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "İ", "ß", "ŉ", "ǆ", "Ⅷ", "½", "㍿", "ꙮ",
    "\u0345", "\uffff", "\x7f", "\x1b[31m", "u0", "u39640", "<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE)
def test_no_question_is_an_error(text):
    published("A bridge opens", body=f"<p>Body 高 1e9999 {text if text.isprintable() else ''}</p>")
    results = search.query(text[: search.LONGEST])
    for hit in results.hits:
        assert plain(hit.headline) == "A bridge opens"


def test_what_an_engine_would_take_for_syntax_is_words():
    published("Research AND development", body="<p>NOT near: OR gates, headline*</p>")
    assert found("research AND development") == ["Research AND development"]
    assert found("OR") == ["Research AND development"]
    assert found("headline:gates") == []
    assert found("rese*") == []


def test_a_long_text_can_be_published_and_is_found_by_its_beginning():
    words = " ".join(f"word{number}" for number in range(60_000))
    published("Very long", body=f"<p>needle {words}</p>")
    assert found("needle word13000") == ["Very long"]
    published("很长", body=f"<p>针{'重庆高新区' * 20_000}</p>")
    assert found("针重庆") == ["很长"]
    long = [f"{number:05}{'x' * 50}" for number in range(16_000)]
    published("Long words", body=f"<p>{' '.join(long)}</p>")
    assert found(long[13_000]) == ["Long words"]
    assert found(f"99999{'x' * 50}") == []


def test_a_question_is_four_queries_and_two_where_headlines_fill_the_page(
    django_assert_num_queries,
):
    for number in range(3):
        published(f"Tower {number}", authors=(factories.author().pk,))
    with django_assert_num_queries(4):
        assert len(found("tower")) == 3
    for number in range(3, 9):
        published(f"Tower {number}", authors=(factories.author().pk,))
    with django_assert_num_queries(4):
        assert len(found("tower")) == 9
    with django_assert_num_queries(2):
        assert len(found("tower", limit=5)) == 5


def rows():
    """The editions that have a row in the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT edition_id FROM articles_search")
        return {row[0] for row in cursor.fetchall()}


def lose_the_index():
    parts = ("", "_headline", "_above", "_anywhere") if connection.vendor == "sqlite" else ("",)
    with connection.cursor() as cursor:
        for part in (*parts, "_spelling"):
            cursor.execute(f"DELETE FROM articles_search{part}")  # noqa: S608
