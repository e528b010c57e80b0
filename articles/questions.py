"""What public pages ask the database, each put into SQL once (`timeline.prepared`).

Every question is asked at `timeline.now()` and of live rows alone; values are keywords, the answer
is a list. What the querysets are made of stays with their models.
"""

from django.db.models import BigIntegerField, QuerySet

from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.edition_parts import EditionPhoto, EditionTopic
from articles.models.taxonomy import Author, Topic
from newsportal.timeline.prepared import Given, GivenMany, prepared

NUMBER = BigIntegerField()


@prepared(number=NUMBER)
def edition_of(number: Given) -> QuerySet[Edition]:
    """The live edition of an article, with its section and lead photo."""
    return Edition.objects.filter(article_number=number).with_pictures()


@prepared(edition=NUMBER)
def authors_of(edition: Given) -> QuerySet[Author]:
    """The authors of an edition, in the printed order."""
    return Author.objects.filter(in_editions__edition=edition).order_by("in_editions__position")


@prepared(edition=NUMBER)
def topics_of(edition: Given) -> QuerySet[Topic]:
    """The topics of an edition, by name."""
    places = EditionTopic.objects.filter(edition=edition)
    return Topic.objects.filter(pk__in=places.values("topic"))


@prepared(edition=NUMBER)
def photos_of(edition: Given) -> QuerySet[EditionPhoto]:
    """The photos of an edition with the words printed there, in their order."""
    uses = EditionPhoto.objects.filter(edition=edition).select_related("photo")
    return uses.order_by("position")


@prepared(number=NUMBER)
def corrections_of(number: Given) -> QuerySet[Correction]:
    """The corrections of an article, the newest first."""
    return Correction.objects.of_article(number)


@prepared(numbers=[NUMBER])
def cards_of(numbers: GivenMany) -> QuerySet[Edition]:
    """The live editions of these articles as cards show them, in any order."""
    return Edition.objects.for_cards().filter(article_number__in=numbers).order_by()
