"""A note stays on its paragraph, whatever becomes of the others and of some of its words."""

import pytest

from articles.passages import MOST_COMPARED, Effort, Place, paragraphs_of, place_of

TEXT = [
    "The ferry will run at night from June, the port office said on Monday.",
    "Tickets cost 12 yuan and are sold on board by the crew.",
    "Residents of the north bank have asked for it for ten years.",
]


def test_paragraphs_are_counted_as_people_count_them():
    html = "<h2>Night</h2><p>One  two.</p><p></p><ul><li>Three</li></ul>"
    assert paragraphs_of(html) == ["Night", "One two.", "Three"]


def test_the_same_words_are_found_wherever_they_went():
    assert place_of(TEXT[2], TEXT) == Place(3, TEXT[2])
    assert place_of(TEXT[2], TEXT[1:]) == Place(2, TEXT[2])
    assert place_of(TEXT[2], [TEXT[2], *TEXT[:2]]) == Place(1, TEXT[2])


def test_a_few_words_of_a_paragraph_stand_for_it():
    assert place_of("sold on  board", TEXT) == Place(2, TEXT[1])


def test_a_paragraph_that_was_worked_on_is_still_found():
    edited = "Tickets will cost 14 yuan and are sold at the pier, not by the crew."
    assert place_of(TEXT[1], [TEXT[0], TEXT[2], edited]) == Place(3, edited)


@pytest.mark.parametrize("passage", ["Nobody has said a word about bridges.", "", " ", "—", "x"])
def test_a_paragraph_that_is_gone_is_not_found(passage):
    assert place_of(passage, TEXT) is None


def test_a_text_without_spaces_is_compared_by_its_signs():
    old, new = "夜间渡轮将于六月开航，港务局周一表示。", "夜间渡轮将于七月开航，港务局周二表示。"
    assert place_of(old, ["别的段落。", new]) == Place(2, new)


def test_of_two_that_are_alike_the_first_is_meant():
    assert place_of("Same.", ["Same.", "Same."]) == Place(1, "Same.")


def test_no_text_makes_a_page_compare_without_end():
    """Two words over and over: comparing a page of them took a second for each note, and more."""
    effort, endless, passage = Effort(), "ab " * 30_000, "ab ba " * 160
    assert place_of(passage, [endless, *TEXT], effort) is None
    edited = TEXT[1].replace("12", "14")
    assert place_of(edited, [endless, *TEXT], effort) == Place(3, TEXT[1])
    assert MOST_COMPARED // 2 < effort.left < MOST_COMPARED
    assert place_of(edited, TEXT, Effort(20)) is None
    assert place_of(TEXT[1], TEXT, Effort(0)) == Place(2, TEXT[1])
