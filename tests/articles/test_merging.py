"""Two texts that grew from one, made into one again: what is taken, what is asked, what is kept."""

import random
from dataclasses import replace

import pytest

from articles.content import Content, PhotoChoice
from articles.merging import blocks, merge
from newsportal.richtext.sanitiser import sanitise

ONE = Content(
    headline="A bridge opens",
    standfirst="It took nine years.",
    body="<p>One.</p>\n<p>Two two.</p>\n<p>Three.</p>\n<p>Four.</p>",
    section=1,
    topics=(1, 2),
    authors=(1,),
    photos=(PhotoChoice(1, "First"), PhotoChoice(2, "Second")),
)


def body(*paragraphs: str) -> str:
    return "\n".join(f"<p>{words}</p>" for words in paragraphs)


def test_changes_of_different_fields_are_both_taken():
    merged = merge(ONE, replace(ONE, headline="A bridge is open"), replace(ONE, dateline="Yuzhong"))
    assert merged.open_parts == []
    assert merged.content() == replace(ONE, headline="A bridge is open", dateline="Yuzhong")


def test_changes_of_different_paragraphs_are_both_taken():
    theirs = replace(ONE, body=body("One!", "Two two.", "Three.", "Four."))
    mine = replace(ONE, body=body("One.", "Two two.", "Three!", "Four.", "Five."))
    merged = merge(ONE, theirs, mine)
    assert merged.open_parts == []
    assert merged.content().body == body("One!", "Two two.", "Three!", "Four.", "Five.")


def test_neighbouring_paragraphs_do_not_conflict():
    theirs = replace(ONE, body=body("One.", "Two!", "Three.", "Four."))
    mine = replace(ONE, body=body("One.", "Two two.", "New.", "Three!", "Four."))
    merged = merge(ONE, theirs, mine)
    assert merged.content().body == body("One.", "Two!", "New.", "Three!", "Four.")


def test_the_same_paragraph_asks_and_each_answer_is_possible():
    theirs = replace(ONE, body=body("One.", "Two apart.", "Three.", "Four."))
    mine = replace(ONE, body=body("One.", "Deux.", "Three.", "Four."))
    merged = merge(ONE, theirs, mine)
    (part,) = merged.open_parts
    with pytest.raises(KeyError):
        merged.content()

    def after(choice, by_hand=""):
        return merged.content({part.key: choice}, {part.key: by_hand}).body

    assert after("mine") == mine.body
    assert after("theirs") == theirs.body
    assert after("ancestor") == ONE.body
    assert after("both") == body("One.", "Two apart.", "Deux.", "Three.", "Four.")
    assert after("hand", "Other.\n\n1 < 2") == body("One.", "Other.", "1 &lt; 2", "Three.", "Four.")


def test_different_words_of_one_paragraph_are_offered_together():
    before = replace(ONE, body=body("The old bridge was opend on Mondai."))
    theirs = replace(ONE, body=body("The old bridge was opened on Mondai."))
    mine = replace(ONE, body=body("The old bridge was opend on Monday."))
    (part,) = merge(before, theirs, mine).open_parts
    assert part.choices[0] == "woven"
    assert part.woven == ("<p>The old bridge was opened on Monday.</p>",)


def test_a_paragraph_with_markup_is_written_by_hand_as_html():
    before = replace(ONE, body="<p>A <em>b</em></p>")
    theirs = replace(ONE, body="<p>A <strong>b</strong></p>")
    mine = replace(ONE, body="<p>B</p>")
    (part,) = merge(before, theirs, mine).open_parts
    assert part.written(part.theirs) == "<p>A <strong>b</strong></p>"
    assert part.value("hand", "<h2>C</h2>") == ("<h2>C</h2>",)


def test_two_paragraphs_put_in_at_one_place_ask_for_their_order():
    theirs = replace(ONE, body=body("One.", "Theirs.", "Two two.", "Three.", "Four."))
    mine = replace(ONE, body=body("One.", "Mine.", "Two two.", "Three.", "Four."))
    merged = merge(ONE, theirs, mine)
    (part,) = merged.open_parts
    assert (part.theirs, part.mine) == (("<p>Theirs.</p>",), ("<p>Mine.</p>",))


def test_a_paragraph_that_one_deletes_and_the_other_changes_asks():
    theirs = replace(ONE, body=body("One.", "Three.", "Four."))
    mine = replace(ONE, body=body("One.", "Two and more.", "Three.", "Four."))
    (part,) = merge(ONE, theirs, mine).open_parts
    assert part.theirs == ()


def test_topics_of_both_are_in_and_what_one_took_out_is_out():
    merged = merge(ONE, replace(ONE, topics=(1, 2, 3)), replace(ONE, topics=(2, 4)))
    assert merged.content().topics == (2, 3, 4)


def test_more_related_articles_than_fit_ask():
    theirs, mine = replace(ONE, related=(1, 2, 3)), replace(ONE, related=(4, 5, 6))
    (part,) = merge(ONE, theirs, mine).open_parts
    assert part.field == "related"


def test_photos_keep_the_order_of_one_and_the_captions_of_the_other():
    theirs = replace(ONE, photos=(PhotoChoice(2, "Second"), PhotoChoice(1, "First")))
    mine = replace(ONE, photos=(PhotoChoice(1, "First"), PhotoChoice(2, "Better", "A bridge")))
    assert merge(ONE, theirs, mine).content().photos == (
        PhotoChoice(2, "Better", "A bridge"),
        PhotoChoice(1, "First"),
    )


def test_a_photo_that_one_takes_out_and_the_other_captions_asks():
    theirs = replace(ONE, photos=(PhotoChoice(1, "First"),))
    mine = replace(ONE, photos=(PhotoChoice(1, "First"), PhotoChoice(2, "Better")))
    merged = merge(ONE, theirs, mine)
    assert [part.field for part in merged.open_parts] == ["photos"]
    assert merged.content({"photos": "mine"}).photos[1].caption == "Better"


def test_two_captions_of_one_photo_ask():
    theirs = replace(ONE, photos=(PhotoChoice(1, "Theirs"), ONE.photos[1]))
    mine = replace(ONE, photos=(PhotoChoice(1, "Mine"), ONE.photos[1]))
    merged = merge(ONE, theirs, mine)
    (part,) = merged.open_parts
    assert (part.field, part.photo) == ("caption", 1)
    chosen = merged.content({part.key: "hand"}, {part.key: "By hand"})
    assert chosen.photos[0].caption == "By hand"


def test_nothing_that_one_side_changed_is_lost_whatever_both_did():
    """Each side puts words of its own into a copy; after answering "both", all are there."""
    dice = random.Random(4)  # noqa: S311 - dice, no secret
    for _round in range(300):
        start = [f"Paragraph {n}." for n in range(dice.randint(0, 8))]
        sides, words = [], []
        for side in ("theirs", "mine"):
            text = list(start)
            for n in range(dice.randint(1, 4)):
                word = f"{side}{n}"
                place = dice.randint(0, len(text))
                if dice.random() < 0.5 or place == len(text):
                    text.insert(place, word)
                else:
                    text[place] += f" {word}"
                words.append(word)
            sides.append(replace(ONE, body=body(*text)))
        before = replace(ONE, body=body(*start))
        merged = merge(before, *sides)
        result = merged.content({part.key: "both" for part in merged.open_parts})
        assert all(word in result.body for word in words)
        settled = merged.content({part.key: "mine" for part in merged.open_parts})
        again = merge(before, before, settled).content()
        assert again == settled


def test_a_merge_with_the_ancestor_changes_nothing():
    mine = replace(ONE, body=body("Other."), headline="Other", authors=(2, 1), photos=())
    assert merge(ONE, ONE, mine).content() == mine
    assert merge(ONE, mine, ONE).content() == mine
    assert merge(ONE, mine, mine).content() == mine


def test_the_blocks_of_a_body_give_the_body_again():
    html = sanitise(
        '<h2>A</h2><p>B <strong>c</strong></p><ul><li>d</li></ul><figure data-photo="3">'
        "<figcaption>e</figcaption></figure><table><tbody><tr><td>f</td></tr></tbody></table>"
    )
    assert len(blocks(html)) == 5
    assert sanitise("\n".join(blocks(html))) == html
