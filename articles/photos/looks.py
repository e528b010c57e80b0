"""Photos that look alike, whatever their size, quality or format.

How a look is made of a picture is left to `fingerprint`.
"""

from typing import Any, Final

from django.db.models import CharField, Func, Q, QuerySet

from articles.models.photo import Photo

MOST_BITS: Final = 3
MOST_FOUND: Final = 6
# A quarter that very many share (a plain sky) would have all of them compared.
MOST_COMPARED: Final = 5000
QUARTERS: Final = (1, 5, 9, 13)


class Quarter(Func):
    """Four of the sixteen digits: `Substr` with its numbers written out, as the index has them.

    SQLite finds no index for a function whose numbers are bound later.
    """

    function = "SUBSTRING"
    template = "%(function)s(%(expressions)s, %(start)d, 4)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="SUBSTR", **extra)


def alike(photo: Photo) -> list[Photo]:
    """Other photos whose look differs in at most three bits, at most six, the oldest first.

    Of four quarters, three bits leave one untouched: the index finds that one.
    """
    if len(photo.look) != 16:
        return []
    near = [pk for pk, look in candidates(photo) if differing_bits(look, photo.look) <= MOST_BITS]
    return list(Photo.objects.filter(pk__in=near[:MOST_FOUND]).order_by("pk"))


def candidates(photo: Photo) -> QuerySet[Photo, tuple[int, str]]:
    """Number and look of the other photos that share a quarter of their look with `photo`."""
    same_quarter = Q()
    for start in QUARTERS:
        same_quarter |= Q(**{f"quarter_{start}": photo.look[start - 1 : start + 3]})
    return (
        Photo.objects.alias(
            **{
                f"quarter_{start}": Quarter("look", start=start, output_field=CharField())
                for start in QUARTERS
            }
        )
        .filter(same_quarter)
        .exclude(pk=photo.pk)
        .order_by("pk")
        .values_list("pk", "look")[:MOST_COMPARED]
    )


def differing_bits(look: str, other: str) -> int:
    """In how many of 64 bits two looks differ."""
    return (int(look, 16) ^ int(other, 16)).bit_count()
