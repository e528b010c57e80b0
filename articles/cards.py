"""The articles of a list as its cards show them, kept from page to page."""

from collections.abc import Iterable

from django.db.models import QuerySet

from articles import questions
from articles.models.edition import Edition
from newsportal.pagecache.parts import kept_each


def cards(numbers: Iterable[int]) -> dict[int, Edition]:
    """The live ones among these articles, by number; one query for those that are not kept."""
    return kept_each("card", dict.fromkeys(numbers), from_database, tags_of)


def in_order(editions: QuerySet[Edition]) -> list[Edition]:
    """The cards of these live editions, in their order."""
    numbers = list(editions.values_list("article_number", flat=True))
    found = cards(numbers)
    return [found[number] for number in numbers if number in found]


def from_database(numbers: list[int]) -> dict[int, Edition]:
    return {card.article_number: card for card in questions.cards_of(numbers=numbers)}


def tags_of(card: Edition) -> Iterable[str]:
    """What changes a card; the name of its section changes every page."""
    yield from card.tags_when_read()
    for photo in (card.lead_photo, card.section.fallback_photo):
        if photo is not None:
            yield from photo.tags_when_read()
