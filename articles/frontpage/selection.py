"""What stands where on the front page: the editor's placements first, then the newest articles.

No article stands twice. The number of queries is the same for any archive and any number of
sections.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from articles.models.edition import Edition
from articles.models.placement import Placement
from articles.models.taxonomy import Section

LATEST: Final = 7
BAND: Final = 4  # one large card, three small ones
# From the top of the page to its foot: the order in which places choose.
PLACES: Final = (Placement.Place.LEAD, Placement.Place.SECOND_1, Placement.Place.SECOND_2)


@dataclass(frozen=True)
class Band:
    """The newest articles of a section, as far as they do not stand above already."""

    section: Section
    editions: Sequence[Edition]

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


def front_page() -> FrontPage:
    """The front page at `timeline.now()`, in six queries."""
    wishes = placed_numbers()
    newest = Edition.objects.for_cards()[: len(PLACES) * 2 + LATEST]
    by_number = {edition.article_number: edition for edition in newest}
    rest = list(by_number.values())
    wanted = {number for numbers in wishes.values() for number in numbers} - by_number.keys()
    if wanted:
        placed = Edition.objects.for_cards().filter(article_number__in=wanted)
        by_number |= {edition.article_number: edition for edition in placed}

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
    )


def placed_numbers() -> dict[str, list[int]]:
    """For each place the numbers of the articles that editors put there, the newest wish first.

    An article that is not live passes its place to the wish before it.
    """
    wishes: dict[str, list[int]] = {}
    rows = Placement.objects.order_by("-live_from", "-pk").values_list("place", "article_number")
    for place, number in rows:
        wishes.setdefault(place, []).append(number)
    return wishes


def bands_without(used: Iterable[int]) -> list[Band]:
    """A band for each section that has articles besides those with the numbers in `used`."""
    sections = list(Section.objects.all())
    if not sections:
        return []
    # Each section's newest come from an index of their own. A window function would have read
    # the whole archive, and SQLite takes no limit in the parts of a union, only inside them.
    of_sections = [
        Edition.objects.order_by()
        .filter(
            pk__in=Edition.objects.in_section(section)
            .exclude(article_number__in=used)
            .newest_first()
            .values("pk")[:BAND]
        )
        .values_list("pk", flat=True)
        for section in sections
    ]
    keys = of_sections[0].union(*of_sections[1:], all=True)
    editions = list(Edition.objects.for_cards().filter(pk__in=list(keys)))
    bands = [
        Band(section, [edition for edition in editions if edition.section_id == section.pk])
        for section in sections
    ]
    return [band for band in bands if band.editions]
