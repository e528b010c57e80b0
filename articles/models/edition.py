"""Editions: what readers see, from a moment until a moment. Only `workflow` writes them.

An edition carries the article's number as a plain integer. Readers' code cannot walk from it
to the working copy, so a draft has no way out.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Final, Self, cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.edition_parts import EditionAuthor, EditionPhoto
from articles.models.photo import Photo
from articles.models.taxonomy import Author, Section, Topic
from newsportal.pagecache.models import Noticed
from newsportal.richtext.fields import RichTextField
from newsportal.timeline import local, now
from newsportal.timeline.models import Interval, IntervalQuerySet, LiveManager
from newsportal.timeline.prepared import Given, Kind, prepared


class EditionQuerySet(IntervalQuerySet):
    """The questions of the public pages, each in few queries, and in the order of an index."""

    # What `newest_first` orders by: under a topic or author, the copies in the rows there.
    order_columns = ("first_published_at", "article_number")

    def newest_first(self) -> Self:
        """By first publication, the newest first; the number parts equal moments."""
        return self.order_by(*(f"-{column}" for column in self.order_columns))

    def for_cards(self) -> Self:
        """What a card, a list or a feed entry shows, without the text."""
        return self.with_pictures().defer("body").newest_first()

    def with_pictures(self) -> Self:
        """With what `photos.pictures.shown` asks of each."""
        return self.select_related("section__fallback_photo", "lead_photo")

    def for_feeds(self) -> Self:
        """What a feed shows of an edition with its whole text, in four queries."""
        return self.with_pictures().prefetch_related(
            models.Prefetch("author_places", EditionAuthor.objects.select_related("author")),
            "topics",
            models.Prefetch("photo_uses", EditionPhoto.objects.select_related("photo")),
        )

    def in_section(self, section: Section) -> Self:
        return self.filter(section=section)

    def about(self, topic: Topic) -> Self:
        """What has come out about a topic."""
        return self._under("topic_places", topic_places__topic=topic)

    def by_author(self, author: Author) -> Self:
        """What has come out by an author."""
        return self._under("author_places", author_places__author=author)

    def on_day(self, start: datetime, end: datetime) -> Self:
        """First published from `start` until (and without) `end`."""
        return self.filter(first_published_at__gte=start, first_published_at__lt=end)

    def older_than(self, moment: datetime, number: int) -> Self:
        """What follows the edition with this first publication and number in `newest_first`."""
        return self._beyond("lt", moment, number)

    def newer_than(self, moment: datetime, number: int) -> Self:
        """What stands before it, the nearest first."""
        return self._beyond("gt", moment, number).order_by(*self.order_columns)

    def _under(self, rows: str, **subject: Any) -> Self:
        # In this order: what is named after the filter is read from the rows that passed it.
        found = self.filter(**subject).alias(
            placed_at=F(f"{rows}__first_published_at"), placed_number=F(f"{rows}__article_number")
        )
        found.order_columns = ("placed_at", "placed_number")
        return found

    def _beyond(self, side: str, moment: datetime, number: int) -> Self:
        at, its_number = self.order_columns
        beyond = Q(**{f"{at}__{side}": moment}) | Q(**{at: moment, f"{its_number}__{side}": number})
        # The index is read from the moment on; a choice alone would read it from its beginning.
        return self.filter(beyond, **{f"{at}__{side}e": moment})

    def _clone(self) -> Self:
        copy = super()._clone()  # type: ignore[misc]
        copy.order_columns = self.order_columns
        return copy


class Edition(Noticed, Interval):
    """One published version of an article, in columns that a page can print as they are."""

    article_number = models.PositiveBigIntegerField(_("article"), editable=False)
    revision_number = models.PositiveIntegerField(_("revision"), editable=False)
    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=80, blank=True)
    body = RichTextField(_("text"))
    language = models.CharField(_("language"), max_length=10)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, through="EditionTopic", related_name="+")
    authors = models.ManyToManyField(Author, through="EditionAuthor", related_name="+")
    photos = models.ManyToManyField(Photo, through="EditionPhoto", related_name="+")
    lead_photo = models.ForeignKey(Photo, null=True, on_delete=models.PROTECT, related_name="+")
    is_photo_story = models.BooleanField(_("photo story"), default=False)
    related = models.JSONField(default=list)  # numbers of articles, chosen when publishing
    first_published_at = models.DateTimeField(_("first published"))
    updated_at = models.DateTimeField(_("updated"), null=True)  # None: never since
    # The dated line on the page: what this edition changed. Empty for the first one.
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    is_silent = models.BooleanField(_("silent edit"), default=False)

    objects: ClassVar[Any] = LiveManager.from_queryset(EditionQuerySet)()
    every: ClassVar[Any] = models.Manager.from_queryset(EditionQuerySet)()

    class Meta(Interval.Meta):
        default_permissions = ()
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            *Interval.Meta.constraints,
            models.UniqueConstraint(
                fields=["article_number"],
                condition=Q(live_until__isnull=True),
                name="one_open_edition_per_article",
            ),
        ]
        indexes = [
            models.Index(fields=["article_number", "live_from"], name="edition_of_article"),
            models.Index(fields=["live_from"], name="edition_live_from"),
            models.Index(fields=["-first_published_at", "-article_number"], name="edition_newest"),
            models.Index(
                fields=["section", "-first_published_at", "-article_number"],
                name="edition_section_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.section.slug, self.article_number, self.slug])

    @property
    def key(self) -> str:
        """Where the edition stands in `newest_first`, for links to the next page."""
        return key_of(self.first_published_at, self.article_number)

    @property
    def place(self) -> dict[str, Any]:
        """The columns of `newest_first`, for the rows that repeat them."""
        return {
            "first_published_at": self.first_published_at,
            "article_number": self.article_number,
        }

    def tags(self) -> Iterable[str]:
        """The tags of the pages that show this edition."""
        yield f"article:{self.article_number}"
        yield f"section:{self.section_id}"
        yield "front"
        yield from (f"topic:{pk}" for pk in self.topics.values_list("pk", flat=True))
        yield from (f"author:{pk}" for pk in self.authors.values_list("pk", flat=True))
        # The articles before and after it in its section link to it.
        for neighbour in self.neighbours():
            if neighbour is not None:
                yield f"around:{neighbour.article_number}"

    def tags_when_read(self) -> Iterable[str]:
        return (f"article:{self.article_number}",)

    def neighbours(self) -> tuple["Edition | None", "Edition | None"]:
        """The live editions just after and just before this one in its section."""
        place = {
            "section": self.section_id,
            "moment": self.first_published_at,
            "number": self.article_number,
        }
        found = newer_in_section.first(**place), older_in_section.first(**place)
        for other in filter(None, found):
            other.section = self.section
        return found


class Withdrawal(Noticed, Interval):
    """Why an article is gone: its address answers 410 with the public note.

    Like an edition, written by `workflow` alone, which tells the log.
    """

    class Reason(models.TextChoices):
        ERROR = "error", _("It contained a serious error")
        LEGAL = "legal", _("Legal reasons")
        PRIVACY = "privacy", _("Protection of a person")
        RIGHTS = "rights", _("Rights of others")
        DUPLICATE = "duplicate", _("It was published twice")
        OTHER = "other", _("Another reason")

    article_number = models.PositiveBigIntegerField(_("article"), db_index=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    public_note = models.TextField(_("note for readers"), max_length=1000, blank=True)

    class Meta(Interval.Meta):
        default_permissions = ()
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        indexes = [models.Index(fields=["live_from"], name="withdrawal_live_from")]

    def __str__(self) -> str:
        return f"#{self.article_number}: {self.get_reason_display()}"

    def tags_when_read(self) -> Iterable[str]:
        return (f"article:{self.article_number}",)


# A place in the list of a section.
PLACE: Final[dict[str, Kind]] = {
    "section": models.BigIntegerField(),
    "moment": models.DateTimeField(),
    "number": models.BigIntegerField(),
}


def _links_in(section: Given) -> Any:
    return Edition.objects.filter(section=section).only(
        "article_number", "headline", "slug", "language", "section"
    )


@prepared(**PLACE)
def newer_in_section(section: Given, moment: Given, number: Given) -> models.QuerySet[Edition]:
    """The edition that follows this place in its section, as a link shows it."""
    found = _links_in(section).newer_than(moment, number)
    return cast(models.QuerySet[Edition], found[:1])


@prepared(**PLACE)
def older_in_section(section: Given, moment: Given, number: Given) -> models.QuerySet[Edition]:
    """The edition that comes before this place in its section, as a link shows it."""
    found = _links_in(section).newest_first().older_than(moment, number)
    return cast(models.QuerySet[Edition], found[:1])


def key_of(moment: datetime, number: int) -> str:
    """The place of a row in a list that pages by moment and number; `paging.read_key` reads it."""
    return f"{local(moment):%Y%m%dT%H%M%S.%f%z}-{number}"


def known_topics() -> models.QuerySet[Topic]:
    """Topics under which something has come out by now; all others are words of drafts."""
    return Topic.objects.filter(Exists(_come_out().filter(topics=OuterRef("pk"))))


def known_authors() -> models.QuerySet[Author]:
    """Authors of whom something has come out by now; of others, no reader need know."""
    return Author.objects.filter(Exists(_come_out().filter(authors=OuterRef("pk"))))


def _come_out() -> Any:
    """What readers have seen by now; not what was withdrawn, and with it all that it said."""
    withdrawn = Withdrawal.objects.filter(article_number=OuterRef("article_number"))
    return Edition.every.filter(~Exists(withdrawn), live_from__lte=now())


def live_uses_of(photo: Photo) -> Any:
    """The live editions that print `photo`."""
    return Edition.objects.filter(photo_uses__photo=photo)


def is_public(photo: Photo) -> bool:
    """Whether readers may have the files of `photo` at `timeline.now()`.

    Its rights last, and a live edition prints it or a section shows it instead of others.
    """
    return photo.is_usable and (
        live_uses_of(photo).exists() or Section.objects.filter(fallback_photo=photo).exists()
    )
