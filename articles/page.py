"""`ArticlePage`: everything that the page of one article prints, as one value.

The template asks it and nothing else, so a page is the same whether its edition is live or,
in the newsroom's preview, not stored at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.models.correction import Correction
from articles.models.edition import Edition, EditionPhoto
from articles.models.photo import Photo
from articles.models.taxonomy import Author, Section, Topic
from articles.photos import pictures
from newsportal.richtext.rendering import render
from newsportal.richtext.text import Figure, Subhead, plain_text, subheads

# Fewer subheads than this need no list of contents.
CONTENTS_FROM: Final = 4
# As many lines about changes are seen at once; earlier ones fold.
CHANGES_SHOWN: Final = 3
DESCRIPTION_LENGTH: Final = 160
# Open Graph wants a territory (https://ogp.me/#optional), which our languages do not name.
OPEN_GRAPH_LOCALES: Final = {"en": "en_GB", "zh-hans": "zh_CN"}
TEXT_SIZES: Final = "(min-width: 700px) 640px, 96vw"


@dataclass(frozen=True)
class PagePhoto:
    """A photo of the article with the words that are printed there."""

    photo: Photo
    caption: str = ""
    alt: str = ""
    in_body: bool = False


@dataclass(frozen=True)
class Change:
    """The line that tells readers what an edition changed, and when."""

    at: datetime
    note: str


@dataclass(frozen=True)
class ArticlePage:
    """What the page of `edition` prints. Whoever makes one gives every relation ready.

    `address` is the path of the page, empty for one that has none yet. `edition` may be unsaved:
    only its columns are read, and of its relations none.
    """

    edition: Edition
    section: Section | None = None
    authors: Sequence[Author] = ()
    topics: Sequence[Topic] = ()
    photos: Sequence[PagePhoto] = ()
    lead_photo: Photo | None = None  # of cards and of the shared preview
    related: Sequence[Edition] = ()
    changes: Sequence["Change"] = ()  # since the first publication, the newest first
    newer: Edition | None = None  # the next one in its section
    older: Edition | None = None
    corrections: Sequence[Correction] = ()  # the newest first
    address: str = ""

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """The page of a stored edition, in seven queries; `edition` comes with its section.

        One more where the article has been updated since it first came out.
        """
        uses = EditionPhoto.objects.filter(edition=edition).select_related("photo")
        places = edition.author_places.select_related("author")
        newer, older = neighbours_of(edition)
        return cls(
            edition=edition,
            section=edition.section,
            authors=[place.author for place in places.order_by("position")],
            topics=list(edition.topics.all()),
            photos=[
                PagePhoto(use.photo, use.caption, use.alt, use.in_body)
                for use in uses.order_by("position")
            ],
            lead_photo=edition.lead_photo,
            related=related_to(edition),
            changes=changes_until(edition),
            newer=newer,
            older=older,
            corrections=list(Correction.objects.of_article(edition.article_number)),
            address=edition.get_absolute_url(),
        )

    @cached_property
    def lead(self) -> PagePhoto | None:
        """The photo above the text: the first one that does not stand in it."""
        return next((photo for photo in self.photos if not photo.in_body), None)

    @cached_property
    def further_photos(self) -> list[PagePhoto]:
        """What neither stands above the text nor in it, and so follows it."""
        return [photo for photo in self.photos if not photo.in_body and photo is not self.lead]

    @property
    def newest_changes(self) -> Sequence[Change]:
        """The changes that are always seen."""
        return self.changes[:CHANGES_SHOWN]

    @property
    def earlier_changes(self) -> Sequence[Change]:
        """The changes that a long list folds."""
        return self.changes[CHANGES_SHOWN:]

    @cached_property
    def text(self) -> SafeString:
        """The text as HTML, with the dateline at its start and the photos in their places."""
        return render(self.edition.body, self._figure, dateline=self.edition.dateline)

    @cached_property
    def contents(self) -> Sequence[Subhead]:
        """The subheads for a list of contents; empty for an article with few of them."""
        found = [subhead for subhead in subheads(self.edition.body) if subhead.level == 2]
        return found if len(found) >= CONTENTS_FROM else []

    @cached_property
    def description(self) -> str:
        """One or two plain sentences: the standfirst, else the beginning of the text."""
        return summary_of(self.edition, length=DESCRIPTION_LENGTH)

    @property
    def changed_at(self) -> datetime | None:
        """When the text or its corrections last changed; None: never since publication."""
        return last_change(self.edition, self.corrections)

    @property
    def address_everywhere(self) -> str:
        """The address with its host, which comes from SITE_URL and never from a request."""
        return f"{settings.SITE_URL}{self.address}" if self.address else ""

    @cached_property
    def social_image(self) -> dict[str, Any] | None:
        """What a shared link shows: the 1200 x 630 card of the lead photo, with `url` and `alt`."""
        if self.lead_photo is None:
            return None
        card = pictures.social_image(self.lead_photo) or pictures.largest(self.lead_photo)
        words = {photo.photo.pk: photo.alt for photo in self.photos}
        alt = words.get(self.lead_photo.pk) or self.lead_photo.alt
        return card and {**card, "alt": alt}

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it, with a territory: `en_GB`."""
        language = self.edition.language
        return OPEN_GRAPH_LOCALES.get(language, language.replace("-", "_"))

    def _figure(self, figure: Figure) -> str:
        """A photo of the text; nothing where the library no longer has it."""
        use = next((use for use in self.photos if use.photo.pk == figure.photo), None)
        if use is None:
            return ""
        return pictures.figure(use.photo, figure.caption or use.caption, use.alt, sizes=TEXT_SIZES)


def summary_of(edition: Edition, *, length: int) -> str:
    """The standfirst, else the beginning of the text: at most `length` characters in one line."""
    words = edition.standfirst or plain_text(edition.body)
    return Truncator(" ".join(words.split())).chars(length)


def changes_until(edition: Edition) -> list[Change]:
    """What readers were told has changed, up to `edition` and with it, the newest first.

    An edition that was reinstated repeats the line of the one that was withdrawn: it counts once.
    """
    if edition.updated_at is None:
        return []
    told = Edition.every.filter(
        article_number=edition.article_number, updated_at__lte=edition.updated_at
    )
    if edition.pk:
        told = told.filter(live_from__lte=edition.live_from)
    lines = told.exclude(change_note="").order_by("-updated_at").distinct()
    found = [Change(at, note) for at, note in lines.values_list("updated_at", "change_note")]
    if edition.pk is None and edition.change_note:
        found.insert(0, Change(edition.updated_at, edition.change_note))
    return found


def last_change(edition: Edition, corrections: Iterable[Correction]) -> datetime | None:
    """When an article or what corrects it last changed; None: never since publication."""
    moments = [edition.updated_at, *(correction.live_from for correction in corrections)]
    return max(filter(None, moments), default=None)


def neighbours_of(edition: Edition) -> tuple[Edition | None, Edition | None]:
    """The live editions just after and just before this one in its section."""
    key = (edition.first_published_at, edition.article_number)
    others = Edition.objects.in_section(edition.section).select_related("section").defer("body")
    return others.newer_than(*key).first(), others.newest_first().older_than(*key).first()


def related_to(edition: Edition) -> list[Edition]:
    """The live ones among the articles chosen when publishing, in the chosen order."""
    found = Edition.objects.for_cards().filter(article_number__in=edition.related)
    by_number = {other.article_number: other for other in found}
    return [by_number[number] for number in edition.related if number in by_number]
