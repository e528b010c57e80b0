"""From a reader's words to a page of live editions: matching, order, paging.

Order: all words in the headline; then all of them in headline, standfirst, subheads, byline or
topics; then anywhere; within each the first published last comes first. The index lies in this
order (see the engines), so a page is read from it and nothing is sorted. Whether an edition is
live is asked there, and once more of `Edition.objects`, like everywhere.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from articles.search.entries import engine
from articles.search.excerpts import Part, excerpt, marked, tidy
from articles.search.question import LONGEST, Question
from articles.search.within import EVERYWHERE, HIGHEST, Span
from newsportal.refusals import Refused
from newsportal.timeline.prepared import GivenMany, prepared

# The newsroom asks for so many of the newest editions: a word that stands in every article must
# not bring up the whole archive.
WINDOW = 2_000
WHERE = ("headline", "above", "anywhere")  # the best first
AFTER = re.compile(r"([0-2])\.(-?\d{1,19})", re.ASCII)


@dataclass(frozen=True)
class Hit:
    """One edition found: headline and excerpt are parts to be marked or not."""

    headline: list[Part]
    excerpt: list[Part]
    address: str
    section: str  # its name
    section_address: str
    language: str
    first_published_at: datetime


@dataclass(frozen=True)
class Results:
    """A page of hits; `after` leads to the next one and is None on the last."""

    hits: list[Hit] = field(default_factory=list)
    after: str | None = None


class Place(NamedTuple):
    """Where a hit stands in the order of the results: in which of WHERE, and where in the index."""

    where: int
    place: int
    edition: int = 0


def query(
    text: str, span: Span = EVERYWHERE, *, after: str | None = None, limit: int = 20
) -> Results:
    """The live editions in `span` that hold the words of `text`, best first.

    `after` is the `after` of the page before; one that we did not write starts anew. Two to four
    database queries: those that are not wanted, for the page is full, are not asked.
    Raises Refused for a text of more than `LONGEST` characters.
    """
    if len(text) > LONGEST:
        raise Refused(_("Please search with at most %(count)d characters.") % {"count": LONGEST})
    question = Question.read(text)
    if not question.wanted:
        return Results()
    found = _places(question, span, _place(after), at_most=limit + 1)
    page = found[:limit]
    return Results(
        hits=_hits([place.edition for place in page], question),
        after=f"{page[-1].where}.{page[-1].place}" if len(found) > limit else None,
    )


def article_numbers(text: str) -> Any:
    """For the newsroom: the numbers of articles with an edition, live or not, about `text`.

    All words must stand above the text (headline, standfirst, subheads, names); the last one may
    be unfinished. A queryset of numbers, of the newest `WINDOW` editions found.
    """
    question = Question.read(text[:LONGEST], is_unfinished=True)
    if not question.wanted:
        return Edition.every.none().values("article_number")
    found = engine().editions_with(question, "above", at_most=WINDOW)
    return Edition.every.filter(pk__in=found).order_by().values("article_number")


def _places(question: Question, span: Span, after: Place, *, at_most: int) -> list[Place]:
    places: list[Place] = []
    for number in range(after.where, len(WHERE)):
        bounds = span
        if number == after.where:
            bounds = Span(span.lowest, min(span.below, after.place), span.section)
        rows = engine().found(
            question,
            WHERE[number],
            beside=WHERE[number - 1] if number else None,
            span=bounds,
            at_most=at_most - len(places),
        )
        places += [Place(number, place, edition) for place, edition in rows]
        if len(places) == at_most:
            break
    return places


def _hits(numbers: list[int], question: Question) -> list[Hit]:
    """The editions with these ids, in this order, as the page prints them. One query."""
    by_number = {row[0]: row for row in _texts_of(numbers=numbers)} if numbers else {}
    # One that ended between the queries is missing, and so it should be.
    return [_hit(by_number[number], question) for number in numbers if number in by_number]


@prepared(numbers=[BigIntegerField()])
def _texts_of(numbers: GivenMany) -> Any:
    """What `_hit` takes, of live editions by their ids."""
    # Constant text: the index is a table of the engine's own, and no model.
    opening = RawSQL(
        "SELECT opening FROM articles_search WHERE edition_id = articles_edition.id", []
    )
    editions = Edition.objects.filter(pk__in=numbers).annotate(
        opening=Coalesce(opening, Value(""), output_field=TextField())
    )
    return editions.order_by().values_list(
        "pk", "headline", "standfirst", "opening", "language", "first_published_at",
        "section__name", "section__slug", "article_number", "slug",
    )  # fmt: skip


def _hit(row: tuple[Any, ...], question: Question) -> Hit:
    _pk, headline, standfirst, opening, language, moment, section, section_slug, number, slug = row
    return Hit(
        headline=marked(headline, question.wanted),
        excerpt=excerpt([tidy(standfirst), opening], question.wanted),
        address=reverse("article", args=[section_slug, number, slug]),
        section=section,
        section_address=reverse("section", args=[section_slug]),
        language=language,
        first_published_at=moment,
    )


def _place(key: str | None) -> Place:
    """The place that an `after` names; the beginning for anything else."""
    match = AFTER.fullmatch(key or "")
    if match is None or int(match[2]) > HIGHEST:
        return Place(0, HIGHEST)
    return Place(int(match[1]), int(match[2]))
