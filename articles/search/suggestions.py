"""What is offered while somebody types: the newest live articles whose headlines go on like it."""

from dataclasses import replace
from typing import NamedTuple

from django.urls import reverse

from articles.models.edition import Edition
from articles.search import vocabulary
from articles.search.entries import engine
from articles.search.question import LONGEST, Question
from articles.search.within import EVERYWHERE

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
    # Asked of the live ones again, like everything that readers see.
    rows = Edition.objects.filter(pk__in=[number for _place, number in found]).values_list(
        "pk", "headline", "section__name", "section__slug", "article_number", "slug"
    )
    offered = {
        pk: Suggestion(headline, name, reverse("article", args=address))
        for pk, headline, name, *address in rows
    }
    return [offered[number] for _place, number in found if number in offered]
