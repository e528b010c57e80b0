"""How the databases answer a search: from the index, in its order, without a sort."""

import pytest
from django.db import connection

from articles.search import vocabulary
from articles.search.entries import engine
from articles.search.question import Question
from articles.search.results import WHERE
from articles.search.suggestions import suggestions
from articles.search.within import EVERYWHERE, Span
from tests.factories import published

pytestmark = pytest.mark.django_db

SPANS = {"everywhere": EVERYWHERE, "narrowed": Span(0, 2**62, 1)}


def plans(ask):
    """How each statement that `ask` makes is carried out, a list of lines each."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In a table of three rows the server would read all of them, whatever the index.
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, params in asked:
            cursor.execute(f"{explain} {sql}", params)
            found.append([str(row[-1]).strip() for row in cursor.fetchall()])
    return found


@pytest.fixture(autouse=True)
def archive():
    for number in range(3):
        published(f"A bridge {number}")


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("text", ["bridge", '"a bridge"', "bridge -ferry"])
def test_a_rank_is_read_from_its_index(where, span, text):
    beside = {"headline": None, "above": "headline", "anywhere": "above"}[where]

    def ask():
        engine().found(Question.read(text), where, beside=beside, span=SPANS[span], at_most=21)

    (plan,) = plans(ask)
    if connection.vendor == "sqlite":
        assert plan[0].startswith(f"SCAN articles_search_{where} VIRTUAL TABLE INDEX"), plan
        assert plan[-1] == "SEARCH edition USING INTEGER PRIMARY KEY (rowid=?)", plan
        assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan
    else:
        assert any("Index" in line and "articles_search" in line for line in plan), plan
        assert not any(line.startswith("->  Seq Scan") for line in plan), plan


@pytest.mark.parametrize("text", ["brid", "bridge"])
def test_suggestions_are_read_from_indexes(text):
    for plan in plans(lambda: suggestions(text)):
        if connection.vendor == "sqlite":
            assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan
            scanned = [line for line in plan if line.startswith("SCAN")]
            assert all("VIRTUAL TABLE INDEX" in line or "json_each" in line for line in scanned)
        else:
            scans = [line for line in plan if "Seq Scan" in line]
            assert all("articles_section" in line for line in scans), plan


def test_words_near_another_are_looked_up_one_by_one():
    def ask():
        vocabulary.near(["brigde"])
        vocabulary.beginning_with("bri", at_most=5)

    for plan in plans(ask):
        assert any("articles_search_spelling" in line for line in plan), plan
        assert not any("SCAN" in line or "Seq Scan" in line for line in plan), plan
