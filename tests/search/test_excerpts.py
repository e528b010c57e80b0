"""Excerpts: the right piece of text, and every match in it marked."""

from articles.search.excerpts import LENGTH, excerpt, marked, tidy
from articles.search.question import Question


def asked(text):
    return Question.read(text).wanted


def plain(parts):
    return "".join(text for text, _is_match in parts)


def test_the_parts_together_are_the_text():
    text = "Chips, chips & <b>chips</b> from 重庆高新区’s plants"
    parts = marked(text, asked("chip 高新区"))
    assert plain(parts) == text
    assert [piece for piece, is_match in parts if is_match] == ["Chips", "chips", "chips", "高新区"]


def test_a_word_is_marked_in_its_other_forms_and_others_are_not():
    parts = marked("run running runs runway manufacture manufacturing", asked("run manufactured"))
    matches = [piece for piece, is_match in parts if is_match]
    assert matches == ["run", "running", "runs", "manufacture", "manufacturing"]


def test_a_phrase_is_marked_as_a_whole():
    parts = marked("A high-tech zone is not high.", asked('"high tech"'))
    assert parts == [("A ", False), ("high-tech", True), (" zone is not high.", False)]


def test_a_long_text_is_cut_around_the_first_match_between_words():
    text = f"{'before ' * 100}needle{' after' * 100}"
    parts = excerpt(["", text], asked("needle"))
    words = plain(parts)
    assert words.startswith("… before ")
    assert words.endswith(" after …")
    assert ("needle", True) in parts
    assert len(words) <= LENGTH + 4


def test_a_text_without_spaces_is_cut_too():
    parts = excerpt(["重" * 500 + "高新区" + "庆" * 500], asked("高新区"))
    assert ("高新区", True) in parts
    assert len(plain(parts)) <= LENGTH + 4


def test_where_no_text_matches_the_first_one_begins():
    assert excerpt(["", "A standfirst.", "A text."], asked("caption")) == [("A standfirst.", False)]
    assert excerpt(["", ""], asked("caption")) == []


def test_line_breaks_become_spaces():
    assert plain(excerpt([tidy("One\n two\tthree")], asked("two"))) == "One two three"
