"""Words for who cannot see: for each use of a photo, or none where it is decoration."""

import re
from dataclasses import replace

import pytest

from articles import checks, workflow
from articles.content import Content, PhotoChoice
from articles.difference import compare
from articles.merging import merge
from articles.models import Article, EditionPhoto, Photo, PhotoUse
from newsportal.richtext import figures, sanitise
from tests import factories as make

pytestmark = pytest.mark.django_db

ALT = re.compile(r'<img [^>]*?alt="([^"]*)"')


def figure(number: int, marks: str = "", caption: str = "Here.") -> str:
    return f'<figure data-photo="{number}"{marks}><figcaption>{caption}</figcaption></figure>'


def alts(client, edition) -> list[str]:
    html = client.get(edition.get_absolute_url()).content.decode()
    assert html.count("<img") == len(ALT.findall(html))
    return ALT.findall(html)


def test_a_use_has_words_of_its_own_the_librarys_or_none(client):
    own, librarys, none = (make.photo(alt=f"Library {n}") for n in range(3))
    edition = make.published(
        photos=(
            PhotoChoice(own.pk, alt="Own words"),
            PhotoChoice(librarys.pk),
            PhotoChoice(none.pk, is_decorative=True),
        )
    )
    assert alts(client, edition) == ["Own words", "Library 1", ""]
    assert EditionPhoto.objects.get(photo=none).alt == ""


def test_in_the_text_too(client):
    rows = [make.photo(alt=f"Library {n}") for n in range(3)]
    marks = (' data-alt="Seen &quot;here&quot;"', "", " data-decorative")
    body = "".join(figure(row.pk, mark) for row, mark in zip(rows, marks, strict=True))
    edition = make.published(body=f"<p>Words.</p>{body}")
    assert alts(client, edition) == ["Seen &quot;here&quot;", "Library 1", ""]
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    assert ALT.findall(feed) == ["Seen &quot;here&quot;", "Library 1", ""]
    uses = Article.objects.get().photo_uses.values_list("alt", "is_decorative")
    assert list(uses) == [('Seen "here"', False), ("", False), ("", True)]


def test_a_photo_that_stands_twice_may_be_decoration_once(client):
    row = make.photo(alt="Library")
    body = figure(row.pk, " data-decorative") + figure(row.pk)
    assert alts(client, make.published(body=f"<p>Words.</p>{body}")) == ["", "Library"]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (' data-alt="  a \n b "', ' data-alt="a b"'),
        (' data-alt=""', ""),
        (' data-alt="   "', ""),
        (" data-decorative", ' data-decorative=""'),
        (' data-decorative="no" data-alt="a"', ' data-decorative=""'),
        (f' data-alt="{"x" * 400}"', f' data-alt="{"x" * 300}"'),
        (' data-alt="&quot;&gt;&lt;script&gt;"', None),
        (' data-other="a" alt="b"', ""),
    ],
)
def test_what_the_text_keeps_of_it_is_clean(written, stored):
    html = sanitise(figure(7, written))
    assert sanitise(html) == html
    if stored is None:
        assert "<script" not in html
        assert figures(html)[0].alt == '"><script>'
    else:
        assert html == figure(7, stored)


@pytest.mark.parametrize("place", ["list", "text"])
def test_decoration_needs_no_words_and_everything_else_does(place):
    row = make.photo(alt="", caption="The bridge.")

    def content(is_decorative):
        if place == "list":
            return make.content(photos=(PhotoChoice(row.pk, is_decorative=is_decorative),))
        mark = " data-decorative" if is_decorative else ""
        return make.content(body=f"<p>Words.</p>{figure(row.pk, mark)}")

    def kinds(is_decorative):
        return [one.kind for one in checks.find(content(is_decorative)) if one.blocks]

    assert kinds(False) == ["alt"]
    assert kinds(True) == []


def test_words_in_the_text_that_repeat_the_caption_are_found():
    row = make.photo(alt="A red arch", caption="The bridge.")
    content = make.content(body=figure(row.pk, ' data-alt="Here"'))
    assert [one.kind for one in checks.find(content) if one.blocks] == ["alt"]


def test_a_revision_from_before_has_no_decoration():
    row = make.photo()
    stored = make.content(photos=(PhotoChoice(row.pk),)).as_json()
    del stored["photos"][0]["is_decorative"]
    assert Content.from_json(stored).photos == (PhotoChoice(row.pk, is_decorative=False),)


def test_it_is_saved_compared_and_restored():
    row, editor = make.photo(), make.user("editor")
    article = make.article(by=editor, photos=(PhotoChoice(row.pk),))
    first = article.head
    content = replace(article.content(), photos=(PhotoChoice(row.pk, is_decorative=True),))
    second = workflow.save(article, content, by=editor, based_on=first)
    assert PhotoUse.objects.get().is_decorative
    assert article.content() == content
    [field] = compare(
        Content.from_json(first.content), Content.from_json(second.content), reader=editor
    )
    assert field.name == "photos"
    labels = ["".join(part.text for part in row.label) for row in field.rows]
    assert "Photo 1, decoration" in labels
    workflow.restore(article, first, by=editor)
    assert not PhotoUse.objects.get().is_decorative


def test_it_is_merged_with_what_somebody_else_has_changed():
    before = Content("A", photos=(PhotoChoice(1, "c", "a"),))
    mine = replace(before, photos=(PhotoChoice(1, "c", "a", is_decorative=True),))
    theirs = replace(before, photos=(PhotoChoice(1, "other", "a"),))
    merged = merge(before, theirs, mine)
    assert merged.open_parts == []
    assert merged.content().photos == (PhotoChoice(1, "other", "a", is_decorative=True),)
    theirs = replace(before, photos=(PhotoChoice(2, is_decorative=True),))
    assert merge(before, theirs, mine).open_parts != []


@pytest.mark.parametrize(
    ("ai", "words"),
    [
        (Photo.Ai.GENERATED, "Picture made by AI"),
        (Photo.Ai.ASSISTED, "Picture altered with AI"),
        (Photo.Ai.NONE, ""),
    ],
)
def test_readers_are_told_of_ai_wherever_a_caption_stands(client, ai, words):
    rows = [make.photo() for _number in range(4)]
    Photo.objects.filter(pk__in=[row.pk for row in rows]).update(ai=ai)
    edition = make.published(
        body=f"<p>Words.</p>{figure(rows[1].pk)}",
        photos=tuple(PhotoChoice(row.pk) for row in (rows[0], *rows[2:])),
    )
    html = client.get(edition.get_absolute_url()).content.decode()
    labels = re.findall(r'<span class="ai-label">([^<]*)</span></figcaption>', html)
    assert labels == ([words] * 4 if words else [])
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    assert feed.count("with AI") + feed.count("by AI") == (2 if words else 0)
