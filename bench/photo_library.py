"""The photo library at size: each question to it at 1,000 and at 100,000 photos, side by side.

    python bench/photo_library.py [SMALL LARGE]

Makes the two databases under var/bench/ once: rows that look like real ones, and no files. A
third of the photos is used by articles of `makedata`. Then it asks for the grid, its filters and
its search through Django, without a network, and prints the queries and the median time. On
PostgreSQL: DATABASE_URL=postgres://... names a server; its databases `<name>_<photos>` must exist.
"""

from collections.abc import Iterator
from random import Random

import at_size

WORDS = """
bridge river market tower lantern ferry teahouse pepper station hill fog library crane bamboo
harbour factory wafer railway garden council budget school hospital museum festival harvest engine
tunnel orchard archive workshop bakery stadium theatre cable gorge terrace mayor nurse driver cook
teacher farmer pupil singer captain engineer visitors workers children dancers crowd evening morning
""".split()  # noqa: SIM905 - a line for each word would say no more
PLACES = ["Nan'an, Chongqing, China", "Yuzhong, Chongqing, China", "Wanzhou, China", "Chengdu", ""]
CREDITS = ["Portal Studio", "Xinhua", "Reuters", "Lin Mei", "Handout", "Zhang Wei / Portal"]


# -- The rows --------------------------------------------------------------------------------


def fill(size: int) -> None:
    """Make `size` photos, and use every third of them, unless they are there."""
    from django.db import connection, models, transaction

    from articles.models import Article, Collection, Edition, EditionPhoto, Licence, Photo, PhotoUse
    from articles.photos import finding
    from newsportal.accounts.models import User

    if Collection.objects.exists():
        return
    dice = Random(size)  # noqa: S311 - the same photos each time
    people = list(User.objects.filter(username__startswith="archive-").order_by("pk"))
    licence = Licence.objects.create(name="Agency")
    # A plain QuerySet: nothing is to be developed.
    rows = models.QuerySet(Photo)
    moment = Edition.every.latest("pk").live_from
    for start in range(0, size, 1000):
        with transaction.atomic():
            batch = rows.bulk_create(
                photo(number, dice, people, licence, moment)
                for number in range(start, min(start + 1000, size))
            )
            for one in batch:  # over many years: the upload's own moment is the present
                one.added_at = one.taken_at
            rows.bulk_update(batch, ["added_at"], batch_size=200)
    finding.rebuild()
    numbers = list(Photo.objects.order_by("pk").values_list("pk", flat=True))
    articles = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    editions = list(Edition.every.order_by("pk").values_list("pk", flat=True))
    used = [number for number in numbers if dice.random() < 1 / 3]
    with transaction.atomic():
        PhotoUse.objects.bulk_create(
            PhotoUse(article_id=articles[at % len(articles)], photo_id=number, position=at % 1000)
            for at, number in enumerate(used)
        )
        EditionPhoto.objects.bulk_create(
            EditionPhoto(
                edition_id=editions[at % len(editions)], photo_id=number, position=at % 1000
            )
            for at, number in enumerate(used)
        )
        collection = Collection.objects.create(name="River", added_by=people[0])
        collection.photos.add(*numbers[:: max(size // 200, 1)])
    with connection.cursor() as cursor:
        # A database chooses its ways by what it knows of its tables.
        cursor.execute("ANALYZE")


def photo(number: int, dice: Random, people: list, licence: object, moment: object) -> object:
    from datetime import timedelta

    from articles.models import Photo

    wide = dice.random()
    width, height = (6000, 4000) if wide < 0.7 else (4000, 6000) if wide < 0.98 else (4000, 4000)
    taken = moment - timedelta(minutes=dice.randrange(5_000_000))
    words = dice.sample(WORDS, 9)
    rare = " zeppelin" if number % 20_000 == 77 else ""
    agency = dice.random() < 0.1
    return Photo(
        original=f"originals/ab/{number:064}.jpg",
        original_hash=f"{number:064}",
        size=8_000_000,
        file_name=f"DSC_{number % 10_000:04}.jpg",
        width=width,
        height=height,
        look=f"{dice.getrandbits(64):016x}",
        renditions=list(renditions(number)),
        made_for="0" * 64,
        placeholder="ffeedd" * 12,
        caption=f"The {' '.join(words[:6])}, {number}{rare}.".capitalize(),
        credit="" if dice.random() < 0.01 else dice.choice(CREDITS),
        alt=f"A {' and '.join(words[6:8])} in the fog",
        creator="Lin Mei",
        keywords=", ".join(words[3:]),
        place=dice.choice(PLACES),
        taken_at=taken,
        licence=licence if agency else None,
        usable_until=moment + timedelta(days=dice.randrange(-900, 300)) if agency else None,
        most_uses=1 if dice.random() < 0.01 else None,
        not_for_social=dice.random() < 0.02,
        added_by=dice.choice(people),
    )  # fmt: skip


def renditions(number: int) -> Iterator[dict[str, object]]:
    """As many as an upload has: they make the table wide."""
    for width in (320, 480, 640, 960, 1280, 1920, 2560):
        for kind in ("avif", "webp", "jpeg"):
            for crop in ("", "16x9", "4x3")[: 3 if width <= 1280 else 1]:
                yield {"width": width, "height": width * 2 // 3, "format": kind, "crop": crop,
                       "name": f"{number:032}-{width}{crop}.{kind}"}  # fmt: skip


# -- The questions ---------------------------------------------------------------------------


def measure(size: int) -> at_size.Figures:
    """Ask every question in this process."""
    at_size.set_up()
    fill(size)
    client = at_size.client_of("archive-photo-1")
    return {name: at_size.ask(client, name, address) for name, address in questions().items()}


def questions() -> dict[str, str]:
    """What is asked, by name."""
    from articles.models import Collection, Licence, Photo, Section
    from newsportal.accounts.models import User

    grid, picker = "/newsroom/articles/photo/", "/newsroom/articles/photo/picker/"
    numbers = list(Photo.objects.order_by("-pk").values_list("pk", flat=True))
    person = User.objects.get(username="archive-photo-2").pk
    licence, section = Licence.objects.get().pk, Section.objects.order_by("pk")[0].pk
    collection = Collection.objects.get().pk
    first = "01-01+00:00:00%2B00:00"
    year = f"taken_at__gte=2021-{first}&taken_at__lt=2022-{first}"
    return {
        "grid": grid,
        "grid, in the middle": f"{grid}?before={numbers[len(numbers) // 2]}",
        "grid, the last page": f"{grid}?before={numbers[-40]}",
        "search: a common word": f"{grid}?q=bridge",
        "search: two common words": f"{grid}?q=bridge+riv",
        "search: one letter": f"{grid}?q=b",
        "search: a rare word": f"{grid}?q=zeppelin",
        "search: no such word": f"{grid}?q=xylophone",
        "search: the name of a file": f"{grid}?q=DSC_0077",
        "search and a filter": f"{grid}?q=bridge&shape=square",
        "search, rare, and a filter": f"{grid}?q=zeppelin&shape=square",
        "filter: used": f"{grid}?used=yes",
        "filter: not used": f"{grid}?used=no",
        "filter: may be used": f"{grid}?rights=last",
        "filter: rights have run out": f"{grid}?rights=ended",
        "filter: rights end within a week": f"{grid}?rights=ending",
        "filter: for few articles": f"{grid}?rights=counted",
        "filter: not for social media": f"{grid}?rights=not-social",
        "filter: without credit": f"{grid}?rights=no-credit",
        "filter: portrait": f"{grid}?shape=portrait",
        "filter: square": f"{grid}?shape=square",
        "filter: square, not used, ended": f"{grid}?shape=square&used=no&rights=ended",
        "filters that hardly one passes": f"{grid}?shape=square&rights=no-credit&used=yes"
        f"&licence__id__exact={licence}",
        "filter: a section": f"{grid}?section={section}",
        "filter: a licence": f"{grid}?licence__id__exact={licence}",
        "filter: a person": f"{grid}?added_by__id__exact={person}",
        "filter: taken in a year": f"{grid}?{year}",
        "filter: a collection": f"{grid}?collection={collection}",
        "picker": picker,
        "picker: a common word": f"{picker}?q=bridge",
        "picker: no such word": f"{picker}?q=xylophone",
    }


if __name__ == "__main__":
    at_size.run(
        __file__,
        "question",
        measure,
        prefix="photos-",
        articles=lambda size: max(size // 20, 100),
    )
