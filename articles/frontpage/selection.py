"""What stands where on the front page: the editor's placements first, then the newest articles.

No article stands twice. The number of queries is the same for any archive and any number of
sections.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery

from articles.cards import cards, tags_of
from articles.models.edition import Edition
from articles.models.placement import Placement
from articles.models.taxonomy import Section
from newsportal.statistics.models import MostRead
from newsportal.statistics.ranking import FEWEST, SHOWN
from newsportal.timeline.prepared import GivenMany, prepared

LATEST: Final = 7
BAND: Final = 4  # one large card, three small ones
# From the top of the page to its foot: the order in which places choose.
PLACES: Final = (Placement.Place.LEAD, Placement.Place.SECOND_1, Placement.Place.SECOND_2)


@dataclass(frozen=True)
class Band:
    """The newest articles of a section, as far as they do not stand above already."""

    section: Section
    editions: tuple[Edition, ...]

    def tags_when_read(self) -> Iterable[str]:
        """What changes the band while it has these articles."""
        yield from self.section.tags_when_read()
        for edition in self.editions:
            yield from tags_of(edition)

    @property
    def large(self) -> Edition:
        """The article with the large picture."""
        return self.editions[0]

    @property
    def small(self) -> Sequence[Edition]:
        """The articles beside it."""
        return self.editions[1:]


@dataclass(frozen=True)
class FrontPage:
    """The front page from top to bottom; without a lead nothing has been published."""

    lead: Edition | None
    seconds: Sequence[Edition]
    latest: Sequence[Edition]
    bands: Sequence[Band]
    most_read: Sequence[Edition]


def front_page() -> FrontPage:
    """The front page at `timeline.now()`: four questions, and the cards that are not kept."""
    wishes = placed_numbers()
    newest = newest_numbers()
    wanted = {number for numbers in wishes.values() for number in numbers}
    by_number = cards([*newest, *wanted])
    rest = [by_number[number] for number in newest if number in by_number]

    top: dict[str, Edition] = {}
    taken: set[int] = set()
    for place in PLACES:
        for number in wishes.get(place, ()):
            if number in by_number and number not in taken:
                top[place] = by_number[number]
                taken.add(number)
                break
    # Placements are known before any empty place fills itself, or the newest article could
    # take the lead from under the place that an editor gave it.
    free = [edition for edition in rest if edition.article_number not in taken]
    for place in PLACES:
        if place not in top and free:
            top[place] = free.pop(0)
    latest = free[:LATEST]
    used = [edition.article_number for edition in (*top.values(), *latest)]
    return FrontPage(
        lead=top.get(PLACES[0]),
        seconds=[top[place] for place in PLACES[1:] if place in top],
        latest=latest,
        bands=bands_without(used),
        most_read=most_read(),
    )


def placed_numbers() -> dict[str, list[int]]:
    """For each place the numbers of the articles that editors put there, the newest wish first.

    An article that is not live passes its place to the wish before it.
    """
    wishes: dict[str, list[int]] = {}
    for place, number in placements():
        wishes.setdefault(place, []).append(number)
    return wishes


def bands_without(used: Iterable[int]) -> list[Band]:
    """A band for each section that has articles besides those with the numbers in `used`."""
    sections = sections_with_newest(used=used)
    places = [f"story_{place}" for place in range(BAND)]
    numbers = {
        section: [number for name in places if (number := getattr(section, name))]
        for section in sections
    }
    by_number = cards(number for found in numbers.values() for number in found)
    bands = [
        Band(section, tuple(by_number[number] for number in found if number in by_number))
        for section, found in numbers.items()
    ]
    return [band for band in bands if band.editions]


def most_read() -> list[Edition]:
    """What readers read most, the first first; nothing while too few have read too little.

    Where an article stands otherwise on the page it stands here too: the list is about readers.
    """
    numbers = MostRead.current()
    by_number = cards(numbers)
    found = [by_number[number] for number in numbers if number in by_number][:SHOWN]
    return found if len(found) >= FEWEST else []


@prepared()
def newest_numbers() -> QuerySet[Edition, int]:
    """The articles that came out last, as many as the front page needs at most."""
    newest = Edition.objects.newest_first().values_list("article_number", flat=True)
    return newest[: len(PLACES) * 2 + LATEST]


@prepared()
def placements() -> QuerySet[Placement, tuple[str, int]]:
    """Places of the front page and the articles that editors wish there, the newest wish first."""
    rows = Placement.objects.order_by("-live_from", "-pk")
    return rows.values_list("place", "article_number")


@prepared(used=[BigIntegerField()])
def sections_with_newest(used: GivenMany) -> QuerySet[Section]:
    """Every section with the numbers of its newest articles but `used`: `story_0` to `story_3`."""
    # Each section's newest come from an index of their own: a window function would have read the
    # whole archive.
    newest = (
        Edition.objects.filter(section=OuterRef("pk"))
        .exclude(article_number__in=used)
        .newest_first()
        .values("article_number")
    )
    places = {f"story_{place}": Subquery(newest[place : place + 1]) for place in range(BAND)}
    return Section.objects.annotate(**places)
