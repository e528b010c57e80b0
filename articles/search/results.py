"""From a reader's words to a page of live editions: matching, order, paging.

Order: all words in the headline; then all of them in headline, standfirst, subheads, byline or
topics; then anywhere; within each the newest first. Whether an edition is live is asked here,
of `Edition.objects`, so search obeys the clock like every other page.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from articles.paging import UnknownKey, read_key
from articles.search.entries import engine
from articles.search.excerpts import Part, excerpt, marked
from articles.search.question import Question
from newsportal.refusals import Refused

LONGEST = 200  # characters of a question
# So many of the newest editions are looked at for each rank: a word that stands in every
# article must not sort the whole archive.
WINDOW = 2_000
WHERE = ("headline", "above", "anywhere")
RANKS = {"3": 3, "2": 2, "1": 1}


@dataclass(frozen=True)
class Hit:
    """One edition found, with its headline and an excerpt as parts to be marked or not."""

    edition: Any
    headline: list[Part]
    excerpt: list[Part]


@dataclass(frozen=True)
class Results:
    """A page of hits; `after` leads to the next one and is None on the last."""

    hits: list[Hit] = field(default_factory=list)
    after: str | None = None


class Place(NamedTuple):
    """Where a hit stands in the order of the results."""

    rank: int
    first_published_at: datetime
    number: int


def query(text: str, *, after: str | None = None, limit: int = 20) -> Results:
    """The live editions that hold the words of `text`, best first, in two database queries.

    `after` is the `after` of the page before; one that we did not write starts anew.
    Raises Refused for a text of more than `LONGEST` characters.
    """
    if len(text) > LONGEST:
        raise Refused(_("Please search with at most %(count)d characters.") % {"count": LONGEST})
    question = Question.read(text)
    if not question.wanted:
        return Results()
    page = list(_ranked(question, after=_place(after))[: limit + 1])
    return Results(
        hits=[_hit(edition, question) for edition in _with_openings(page[:limit])],
        after=f"{page[limit - 1].rank}-{page[limit - 1].key}" if len(page) > limit else None,
    )


def article_numbers(text: str) -> Any:
    """For the newsroom: the numbers of articles with an edition, live or not, about `text`.

    All words must stand above the text (headline, standfirst, subheads, names); the last one may
    be unfinished. A queryset of numbers, of the newest `WINDOW` editions found.
    """
    question = Question.read(text[:LONGEST])
    if not question.wanted:
        return Edition.every.none().values("article_number")
    found = engine().editions_with(question, "above", at_most=WINDOW, unfinished=True)
    return Edition.every.filter(pk__in=found).order_by().values("article_number")


def _ranked(question: Question, *, after: Place | None) -> Any:
    """The live editions found, in the order of the results, with the columns of their keys."""
    ids = {where: engine().editions_with(question, where, at_most=WINDOW) for where in WHERE}
    anywhere = RawSQL(  # noqa: S611 - made of the engine's constants, with its parameters
        " UNION ".join(f"SELECT * FROM ({one.sql}) AS found" for one in ids.values()),  # noqa: S608
        [parameter for one in ids.values() for parameter in one.params],
    )
    rank = Case(
        When(pk__in=ids["headline"], then=Value(3)),
        When(pk__in=ids["above"], then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = Edition.objects.filter(pk__in=anywhere).annotate(rank=rank)
    if after:
        older = Q(first_published_at__lt=after.first_published_at) | Q(
            first_published_at=after.first_published_at, article_number__lt=after.number
        )
        found = found.filter(Q(rank__lt=after.rank) | (Q(rank=after.rank) & older))
    # Whatever is sorted should be narrow: texts are fetched for one page only.
    return found.only("article_number", "first_published_at").order_by(
        "-rank", "-first_published_at", "-article_number"
    )


def _with_openings(page: list[Any]) -> list[Any]:
    """The editions of a page in its order, with the beginning of their text in plain words."""
    editions = (
        Edition.objects.filter(pk__in=[edition.pk for edition in page])
        .annotate(opening=Coalesce(engine().opening(), Value(""), output_field=TextField()))
        .select_related("section")
        .defer("body")
    )
    by_key = {edition.pk: edition for edition in editions}
    # One that ended between the two queries is missing, and so it should be.
    return [by_key[edition.pk] for edition in page if edition.pk in by_key]


def _hit(edition: Any, question: Question) -> Hit:
    return Hit(
        edition,
        headline=marked(edition.headline, question.wanted),
        excerpt=excerpt([edition.standfirst, edition.opening], question.wanted),
    )


def _place(key: str | None) -> Place | None:
    """The place that an `after` names; None for anything else."""
    rank, _dash, rest = (key or "").partition("-")
    try:
        return Place(RANKS[rank], *read_key(rest))
    except (KeyError, UnknownKey):
        return None
