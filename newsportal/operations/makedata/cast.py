"""By whom and what the articles of the archive are ordered: sections, topics, authors, photos.

A few of each stand in many articles, and most in few: of the topics every second one in less than
one of a thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, islice, permutations
from random import Random
from typing import Any

from django.db.models import QuerySet

from articles.models import Author, Photo, Section, Topic
from newsportal.accounts.models import Role, User

SECTIONS = """
City Economy Technology Culture Travel Sport Food Opinion Politics World Science Health Education
Transport Housing Environment Weather Courts Police Energy Industry Farming Property Markets Work
Families Youth Seniors Fashion Music Film Theatre Books Art Design History Gardens Animals Weekend
Letters
""".split()  # noqa: SIM905 - a line for each word would say no more
PEOPLE = {"reporter": 20, "editor": 5, "publisher": 2, "desk": 2, "photo": 3}
TOPICS = 2_000
AUTHORS = 200
ARTICLES_TO_A_PHOTO = 4  # so many articles, one new photo
SUBJECTS = """
bridge river market tower lantern ferry teahouse pepper station hill fog library crane bamboo
harbour factory wafer railway garden council budget school hospital museum festival harvest engine
tunnel orchard archive workshop bakery stadium theatre cable gorge terrace mayor nurse driver cook
ladder clock kettle anchor ticket
""".split()  # noqa: SIM905 - a line for each word would say no more
CREDITS = ["Portal Studio", "Xinhua", "Reuters", "Lin Mei", "Handout", "Zhang Wei / Portal"]
WIDTHS = (320, 480, 640, 960, 1280, 1920, 2560)


@dataclass(frozen=True)
class Cast:
    """What the articles are drawn from; the first of each list are drawn most."""

    writers: list[User]
    authors: list[Author]
    sections: list[Section]
    topics: list[Topic]
    photos: list[Photo] = field(default_factory=list)  # as far as they have been taken

    def draw(self, draw: Random, name: str, many: int = 1) -> list[Any]:
        """At most `many` different rows of one kind, a few of them far more often than most."""
        rows: Sequence[Any] = getattr(self, name)
        weights = WEIGHTS[name]
        return list(dict.fromkeys(draw.choices(rows, cum_weights=weights, k=many)))

    def photo(self, draw: Random) -> Photo:
        """A photo that has been taken by now: mostly one of the last fifty, else any."""
        recent = self.photos[-50:] if draw.random() < 0.7 else self.photos
        return draw.choice(recent)


def falling(many: int, head: int) -> list[float]:
    """Cumulated weights after Zipf's law; the first `head` are nearly as frequent as each other."""
    return list(accumulate(1 / (rank + head) for rank in range(many)))


WEIGHTS = {
    "sections": falling(len(SECTIONS), 6),
    "topics": falling(TOPICS, 4),
    "authors": falling(AUTHORS, 10),
}


def assemble() -> Cast:
    """The cast, made where it is not there yet; without photos."""
    users: dict[str, list[User]] = {}
    for role, many in PEOPLE.items():
        users[role] = [
            User.objects.get_or_create(
                username=f"archive-{role}-{number}",
                defaults={"first_name": role.title(), "password": "!"},
            )[0]
            for number in range(1, many + 1)
        ]
        for user in users[role]:
            user.roles.set(Role.objects.filter(name=role))
    writers = users["reporter"] + users["editor"]
    for position, name in enumerate(SECTIONS):
        Section.objects.get_or_create(
            slug=name.lower(), defaults={"name": name, "position": position}
        )
    pairs = list(permutations(SUBJECTS, 2))
    Random(0).shuffle(pairs)  # noqa: S311 - no secret
    return Cast(
        writers=writers,
        authors=stored(
            Author,
            (
                Author(
                    slug=f"author-{number}",
                    name=f"Author {number}",
                    user=writers[number] if number < len(writers) else None,
                )
                for number in range(AUTHORS)
            ),
        ),
        sections=[Section.objects.get(slug=name.lower()) for name in SECTIONS],
        topics=stored(
            Topic,
            (
                Topic(slug=f"topic-{number}", name=f"{one} and {other} {number}".capitalize())
                for number, (one, other) in enumerate(islice(pairs, TOPICS))
            ),
        ),
    )


def stored(model: Any, rows: Iterator[Any]) -> list[Any]:
    """The rows as they are in the database, by their slugs; those that are missing are written."""
    wanted = {row.slug: row for row in rows}
    plain: QuerySet[Any] = QuerySet(model)
    there = set(plain.values_list("slug", flat=True))
    # Past the manager, which tells the log of each: no page is made from them yet.
    plain.bulk_create(row for slug, row in wanted.items() if slug not in there)
    found = {row.slug: row for row in plain.filter(slug__in=wanted)}
    return [found[slug] for slug in wanted]


def photo(number: int, draw: Random, by: User, taken_at: datetime) -> Photo:
    """A row of the library as an upload leaves it. There is no file behind it."""
    width, height = draw.choice(((6000, 4000), (6000, 4000), (4000, 6000), (4000, 4000)))
    subjects = draw.sample(SUBJECTS, 5)
    return Photo(
        original=f"originals/ab/made-{number:09}.jpg",
        original_hash=f"made-{number:059}",
        size=8_000_000,
        file_name=f"DSC_{number % 10_000:04}.jpg",
        width=width,
        height=height,
        look=f"{draw.getrandbits(64):016x}",
        renditions=list(renditions(f"made-{number:027}")),
        made_for="0" * 64,
        placeholder="ffeedd" * 12,
        caption=f"The {' '.join(subjects[:4])}, seen on a morning in town.",
        credit=draw.choice(CREDITS),
        alt=f"A {' and '.join(subjects[3:])} in the fog",
        creator="Lin Mei",
        keywords=", ".join(subjects),
        taken_at=taken_at,
        added_by=by,
        added_at=taken_at + timedelta(hours=1),
    )


def renditions(name: str) -> Iterator[dict[str, object]]:
    """As many as an upload has: they make the table wide."""
    for width in WIDTHS:
        for kind in ("avif", "webp", "jpeg"):
            for crop in ("", "16x9", "4x3")[: 3 if width <= 1280 else 1]:
                yield {"width": width, "height": width * 2 // 3, "format": kind, "crop": crop,
                       "name": f"{name}-{width}{crop}.{kind}"}  # fmt: skip
