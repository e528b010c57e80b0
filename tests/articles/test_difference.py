"""What a comparison says of two texts: nothing is left out, nothing is made up."""

import random
from itertools import pairwise

import pytest

from articles.alignment import gaps, matches
from articles.difference.rows import Line, as_words, rows_of


def lines_of(texts):
    return [Line("", as_words(text)) for text in texts]


def said(rows, side):
    """What one of the two texts said, line by line, as the rows tell it."""
    told = ["".join(part.text for part in getattr(row, side)).split() for row in rows]
    return [line for line in told if line]


@pytest.mark.parametrize("vocabulary", [2, 10, 500])
@pytest.mark.parametrize("seed", range(10))
def test_both_texts_can_be_read_out_of_the_rows(seed, vocabulary):
    chance = random.Random(seed)  # noqa: S311

    def text():
        return " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(chance.randrange(1, 30)))

    old = [text() for _ in range(chance.randrange(0, 40))]
    new = [line if chance.random() < 0.6 else text() for line in old if chance.random() < 0.8]
    for _change in range(3):
        new.insert(chance.randrange(len(new) + 1), text())
    rows = rows_of(lines_of(old), lines_of(new))
    assert said(rows, "before") == [line.split() for line in old]
    assert said(rows, "after") == [line.split() for line in new]


@pytest.mark.parametrize("seed", range(20))
def test_matches_ascend_on_both_sides_and_join_what_is_equal(seed):
    chance = random.Random(seed)  # noqa: S311
    old, new = ([chance.choice("abcdefgh") for _ in range(chance.randrange(600))] for _side in "12")
    found = matches(old, new)
    assert all(old[i] == new[j] for i, j in found)
    for one, other in pairwise(found):
        assert one[0] < other[0]
        assert one[1] < other[1]
    covered = list(gaps(found, (len(old), len(new))))
    assert [i for places, _new, _match in covered for i in places] == list(range(len(old)))
    assert [j for _old, places, _match in covered for j in places] == list(range(len(new)))


def test_a_text_compared_with_itself_has_no_change():
    lines = lines_of(["One line", "", "One line", "another"])
    assert {row.state for row in rows_of(lines, lines)} == {"same"}


def test_a_rewritten_paragraph_is_one_that_went_and_one_that_came():
    rows = rows_of(lines_of(["The bridge is of steel."]), lines_of(["Ten cats sat down, purring."]))
    assert [row.state for row in rows] == ["removed", "added"]


def test_what_moved_is_compared_with_what_it_was():
    old = [
        Line(f"{n}.", as_words(name), key=name) for n, name in enumerate(["Ann", "Ben", "Cy"], 1)
    ]
    new = [
        Line(f"{n}.", as_words(name), key=name) for n, name in enumerate(["Cy", "Ann", "Ben"], 1)
    ]
    rows = rows_of(old, new)
    assert [row.parts[0].text for row in rows] == ["Cy", "Ann", "Ben"]
    assert [[part.text for part in row.label] for row in rows] == [
        ["3.", "1."],
        ["1.", "2."],
        ["2.", "3."],
    ]


def test_chinese_is_compared_character_by_character():
    rows = rows_of(
        [Line("", as_words("大桥今天开通"), key=1)], [Line("", as_words("大桥明天开通"), key=1)]
    )
    assert [(part.kind, part.text) for part in rows[0].parts] == [
        ("same", "大桥"),
        ("removed", "今"),
        ("added", "明"),
        ("same", "天开通"),
    ]
