"""Whether a photo may go out at all: the end and the number of uses, consent, the territory."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.checks.kinds import Level, Spot, kind
from articles.checks.material import Material
from articles.models import EditionPhoto, HouseRule, Release
from newsportal.timeline import in_words, local


@kind(
    "rights",
    gettext_lazy("Rights of a photo that have run out"),
    gettext_lazy("The library says until when it may be used; what counts is the publication."),
    level=Level.BLOCKING,
)
def expired_rights(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for picture in material.pictures:
        until = picture.photo.usable_until
        if until is not None and until <= material.moment:
            yield Spot(
                _("The rights of the photo “%(photo)s” end on %(day)s. Choose another.")
                % {
                    "photo": picture.name,
                    "day": in_words(until),
                },
                picture.field,
            )


@kind(
    "uses",
    gettext_lazy("Photo used as often as its licence allows"),
    gettext_lazy("An article counts once, with all that was ever published of it or is scheduled."),
    level=Level.BLOCKING,
)
def used_up(material: Material, rule: HouseRule) -> Iterator[Spot]:
    limited = [one for one in material.pictures if one.photo.most_uses is not None]
    others = EditionPhoto.objects.filter(photo__in=[one.photo for one in limited])
    counted = (
        others.exclude(edition__article_number=material.number or 0)
        .values("photo")
        .annotate(articles=Count("edition__article_number", distinct=True))
    )
    uses = dict(counted.values_list("photo", "articles")) if limited else {}
    for picture in limited:
        most = picture.photo.most_uses or 0
        if uses.get(picture.photo.pk, 0) >= most:
            yield Spot(
                ngettext(
                    "The photo “%(photo)s” may be used in %(most)d article, and another has it."
                    " Choose another photo.",
                    "The photo “%(photo)s” may be used in %(most)d articles, and that many others"
                    " have it. Choose another photo.",
                    most,
                )
                % {"photo": picture.name, "most": most},
                picture.field,
            )


@kind(
    "minor",
    gettext_lazy("Minor without a release"),
    gettext_lazy(
        "A photo that shows a minor goes out with somebody's written consent, which the library"
        " keeps with the photo and which still lasts on the day of publication."
    ),
    level=Level.BLOCKING,
)
def minor_without_release(material: Material, rule: HouseRule) -> Iterator[Spot]:
    with_minors = [one for one in material.pictures if one.photo.shows_minor]
    releases = Release.objects.filter(photo__in=[one.photo for one in with_minors])
    day = local(material.moment).date()
    released = (
        {
            photo
            for photo, until in releases.values_list("photo", "ends_on")
            if until is None or until >= day
        }
        if with_minors
        else set()
    )
    for picture in with_minors:
        if picture.photo.pk not in released:
            yield Spot(
                _(
                    "The photo “%s” shows a minor, and no release lasts until the publication."
                    " Add the release in the library, or choose another photo."
                )
                % picture.name,
                picture.field,
            )


@kind(
    "territory",
    gettext_lazy("Photo that may not be used everywhere"),
    gettext_lazy("The site is read in the whole world; its licence names a part of it."),
)
def limited_territory(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for picture in material.pictures:
        if territory := picture.photo.territory.strip():
            yield Spot(
                _("The photo “%(photo)s” may be used here: %(territory)s. Readers are everywhere.")
                % {"photo": str(picture.photo)[:50], "territory": territory},
                picture.field,
            )
