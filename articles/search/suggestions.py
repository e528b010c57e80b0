"""What is offered while somebody types: the newest live articles whose headlines go on like it."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import BigIntegerField
from django.urls import reverse

from articles.models.edition import Edition
from articles.search import vocabulary
from articles.search.entries import engine
from articles.search.question import LONGEST, Question
from articles.search.within import EVERYWHERE
from newsportal.timeline.prepared import GivenMany, prepared

MOST = 7
SHORTEST = 2  # letters
# Stems differ from what is being typed ("chongqi" is no beginning of "chongq"), but not early on.
COMPLETED_FROM = 5  # letters
COMPLETIONS = 8


class Suggestion(NamedTuple):
    """A headline, the name of its section, and its address."""

    headline: str
    section: str
    address: str


def suggestions(text: str) -> list[Suggestion]:
    """At most `MOST`; the last word of `text` may be unfinished. At most three queries.

    None for a text that is too long for a search: it is no beginning of a headline.
    """
    question = Question.read(text if len(text) <= LONGEST else "", is_unfinished=True)
    if sum(len(word) for phrase in question.wanted for word in phrase) < SHORTEST:
        return []
    last = question.wanted[-1][-1]
    if len(question.wanted[-1]) == 1 and len(last) >= COMPLETED_FROM and last.isalpha():
        completions = vocabulary.beginning_with(last, at_most=COMPLETIONS)
        question = replace(question, completions=tuple(completions))
    found = engine().found(question, "headline", beside=None, span=EVERYWHERE, at_most=MOST)
    if not found:
        return []
    offered = {
        pk: Suggestion(headline, section, reverse("article", args=address))
        for pk, headline, section, *address in _names_of(
            numbers=[number for _place, number in found]
        )
    }
    return [offered[number] for _place, number in found if number in offered]


@prepared(numbers=[BigIntegerField()])
def _names_of(numbers: GivenMany) -> Any:
    """What a suggestion takes, of live editions by their ids."""
    return (
        Edition.objects.filter(pk__in=numbers)
        .order_by()
        .values_list("pk", "headline", "section__name", "section__slug", "article_number", "slug")
    )
