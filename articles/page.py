"""`ArticlePage`: everything that the page of one article prints, as one value.

The template asks it and nothing else, so a page is the same whether its edition is live or,
in the newsroom's preview, not stored at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles import questions
from articles.cards import cards
from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.edition_parts import EditionPhoto
from articles.models.photo import Photo
from articles.models.taxonomy import Author, Section, Topic
from articles.photos import pictures
from newsportal.embeds.placeholder import Offers
from newsportal.pagecache.rendering import depends_on
from newsportal.richtext.rendering import render
from newsportal.richtext.text import Figure, Subhead, plain_text, subheads

# Fewer subheads than this need no list of contents.
CONTENTS_FROM: Final = 4
# As many lines about changes are seen at once; earlier ones fold.
CHANGES_SHOWN: Final = 3
DESCRIPTION_LENGTH: Final = 160
# Open Graph wants a territory (https://ogp.me/#optional), which our languages do not name.
OPEN_GRAPH_LOCALES: Final = {"en": "en_GB", "zh-hans": "zh_CN"}


@dataclass(frozen=True)
class PagePhoto:
    """A photo of the article with the words that are printed there."""

    photo: Photo
    caption: str = ""
    alt: str = ""
    in_body: bool = False

    @classmethod
    def of(cls, use: EditionPhoto) -> Self:
        """What an edition prints of a photo."""
        return cls(use.photo, use.caption, use.alt, use.in_body)

    def shown_in(self, section: Section | None) -> Self | None:
        """What stands in its place while its rights last and afterwards; None: nothing.

        Another picture comes with its own words, never with those of this one.
        """
        photo = pictures.shown(self.photo, section)
        if photo is None:
            return None
        if photo is self.photo:
            return self
        return replace(self, photo=photo, caption=photo.caption, alt=photo.alt)


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
        newer, older = edition.neighbours()
        depends_on(f"around:{edition.article_number}")
        if newer is None:
            # The newest of its section: the next article there, planned long ago or not, is it.
            depends_on(f"section:{edition.section_id}")
        return cls(
            edition=edition,
            section=edition.section,
            authors=questions.authors_of(edition=edition.pk),
            topics=questions.topics_of(edition=edition.pk),
            photos=[PagePhoto.of(use) for use in questions.photos_of(edition=edition.pk)],
            lead_photo=edition.lead_photo,
            related=related_to(edition),
            changes=changes_until(edition),
            newer=newer,
            older=older,
            corrections=questions.corrections_of(number=edition.article_number),
            address=edition.get_absolute_url(),
        )

    @cached_property
    def lead(self) -> PagePhoto | None:
        """The photo above the text, or what the section shows instead of it."""
        return self._first and self._first.shown_in(self.section)

    @cached_property
    def _first(self) -> PagePhoto | None:
        """The first photo that does not stand in the text, whatever its rights."""
        return next((photo for photo in self.photos if not photo.in_body), None)

    @cached_property
    def gallery(self) -> list[PagePhoto]:
        """What neither stands above the text nor in it, and so follows it."""
        return [
            photo
            for photo in self.photos
            if not photo.in_body and photo is not self._first and photo.photo.is_usable
        ]

    @cached_property
    def shown_photos(self) -> list[PagePhoto]:
        """All photos that readers see on the page, that of cards and previews first."""
        ordered = sorted(self.photos, key=lambda use: use.photo != self.lead_photo)
        first, rest = ordered[:1], ordered[1:]
        return [
            *filter(None, (use.shown_in(self.section) for use in first)),
            *(use for use in rest if use.photo.is_usable),
        ]

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
        """The text as HTML, with the dateline at its start, photos and embeds in their places."""
        return render(
            self.edition.body,
            self._figure,
            embed=self._offers.draw,
            dateline=self.edition.dateline,
        )

    @cached_property
    def _offers(self) -> Offers:
        return Offers()

    @property
    def frame_hosts(self) -> frozenset[str]:
        """The hosts of other sites whose frames a reader may load in the text; mostly none."""
        # Drawing the text finds them.
        return self._offers.hosts if self.text else frozenset()

    @cached_property
    def contents(self) -> Sequence[Subhead]:
        """The subheads for a list of contents; empty for an article with few of them."""
        if self.edition.body.count("<h2") < CONTENTS_FROM:
            return []  # without reading the text
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
        photo = pictures.shared(self.lead_photo, self.section)
        if photo is None:
            return None
        card = pictures.social_image(photo)
        words = {use.photo.pk: use.alt for use in self.photos}
        alt = words.get(photo.pk) or photo.alt
        return card and {**card, "alt": alt}

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it, with a territory: `en_GB`."""
        language = self.edition.language
        return OPEN_GRAPH_LOCALES.get(language, language.replace("-", "_"))

    def _figure(self, figure: Figure) -> str:
        """A photo of the text; nothing where the library no longer has it or its rights."""
        use = next((use for use in self.photos if use.photo.pk == figure.photo), None)
        if use is None or not use.photo.is_usable:
            return ""
        alt = "" if figure.is_decorative else figure.alt or use.alt
        return pictures.figure(use.photo, figure.caption or use.caption, alt)


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


def related_to(edition: Edition) -> list[Edition]:
    """The live ones among the articles chosen when publishing, in the chosen order."""
    # One of them may not be live now, and may be again.
    depends_on(*(f"article:{number}" for number in edition.related))
    by_number = cards(edition.related)
    return [by_number[number] for number in edition.related if number in by_number]
