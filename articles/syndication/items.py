"""What a feed says of one article: the same in Atom, RSS and JSON."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models.correction import Correction, by_article
from articles.models.edition import Edition
from articles.models.photo import Photo
from articles.page import PagePhoto, last_change, summary_of
from articles.photos import pictures
from articles.syndication.addresses import absolute, rfc3339
from newsportal.pagecache.parts import kept_each
from newsportal.richtext import Figure, printable, render
from newsportal.timeline import local

SUMMARY_LENGTH = 300
WIDEST = 1600  # pixels; feed readers take one file and have no srcset
# `render` writes attributes in double quotes and escapes < and > in words and values, so this
# finds links and nothing else.
SITE_LINK = re.compile(r'(<a [^>]*?href=")/(?!/)')


@dataclass(frozen=True)
class Picture:
    """The picture of an item; `caption` and `credit` are plain text and may be empty."""

    url: str
    width: int
    height: int
    caption: str
    credit: str
    alt: str
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class Author:
    """A byline and the address of its page."""

    name: str
    url: str


@dataclass(frozen=True, eq=False)
class Item:
    """An entry of a feed. Words are plain text without control characters, `html` is HTML.

    Two are never equal: what is made of one (`{% part %}`) is not taken for that of another.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[Author]
    categories: Sequence[str]
    picture: Picture | None
    tags: Sequence[str]

    def tags_when_read(self) -> Sequence[str]:
        """What changes it: the rows that it was made from, and with the site's names all."""
        return self.tags

    @classmethod
    def of(cls, edition: Edition, corrections: Sequence[Correction] = ()) -> "Item":
        """The item of an edition that was fetched `for_feeds()`; asks no query.

        `corrections` are the article's, the newest first: they stand under its text.
        """
        uses = {use.photo_id: PagePhoto.of(use) for use in edition.photo_uses.all()}
        rows = [
            edition,
            *(place.author for place in edition.author_places.all()),
            *edition.topics.all(),
            *(use.photo for use in uses.values()),
            *filter(None, [edition.section.fallback_photo]),
        ]
        lead = uses.get(edition.lead_photo_id) if edition.lead_photo_id else None
        lead = lead and lead.shown_in(edition.section)
        picture = picture_of(lead) if lead else None
        return cls(
            id=tag_of(edition),
            url=absolute(edition.get_absolute_url()),
            title=printable(edition.headline),
            summary=printable(summary_of(edition, length=SUMMARY_LENGTH)),
            html=printable(html_of(edition, uses, lead) + notes_of(corrections)),
            language=edition.language,
            published_at=local(edition.first_published_at),
            updated_at=local(last_change(edition, corrections) or edition.first_published_at),
            authors=[
                Author(printable(place.author.name), absolute(place.author.get_absolute_url()))
                for place in edition.author_places.all()
            ],
            categories=[
                printable(name)
                for name in (edition.section.name, *(topic.name for topic in edition.topics.all()))
            ],
            picture=picture,
            tags=[tag for row in rows for tag in row.tags_when_read()],
        )

    @property
    def published(self) -> str:
        """RFC 3339, with the zone."""
        return rfc3339(self.published_at)

    @property
    def updated(self) -> str:
        """RFC 3339, with the zone."""
        return rfc3339(self.updated_at)

    @property
    def published_as_in_mail(self) -> str:
        """RFC 822, as RSS wants it."""
        return format_datetime(self.published_at)


def items(numbers: Iterable[int]) -> list[Item]:
    """The items of the live ones among these articles, in this order; five queries for new ones."""
    wanted = list(numbers)
    found = kept_each("item", wanted, from_database, Item.tags_when_read)
    return [found[number] for number in wanted if number in found]


def from_database(numbers: list[int]) -> dict[int, Item]:
    editions = Edition.objects.for_feeds().filter(article_number__in=numbers)
    corrections = by_article(numbers)
    return {
        edition.article_number: Item.of(edition, corrections.get(edition.article_number, ()))
        for edition in editions
    }


def tag_of(edition: Edition) -> str:
    """The article's tag URI (RFC 4151): it outlives slugs, sections and the scheme."""
    day = edition.first_published_at.astimezone(UTC).date()
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:article-{edition.article_number}"


def html_of(edition: Edition, uses: dict[int, PagePhoto], lead: PagePhoto | None = None) -> str:
    """The whole text as HTML that works away from the site: whole addresses, no scripts."""

    def figure(found: Figure) -> SafeString:
        use = uses.get(found.photo)
        if use is None or not use.photo.is_usable:
            return SafeString("")
        alt = "" if found.is_decorative else found.alt or use.alt
        return _figure(replace(use, caption=found.caption or use.caption, alt=alt))

    text = SITE_LINK.sub(rf"\g<1>{settings.SITE_URL}/", render(edition.body, figure))
    dateline = format_html("<p><em>{}</em></p>", edition.dateline) if edition.dateline else ""
    return f"{_figure(lead) if lead and not lead.in_body else ''}{dateline}{text}"


def notes_of(corrections: Sequence[Correction]) -> SafeString:
    """The corrections of an article as HTML, a paragraph each."""
    return format_html_join(
        "",
        "<p><strong>{} ({}):</strong> {}</p>",
        (
            (one.get_kind_display(), date_format(local(one.live_from), "j F Y"), one.text)
            for one in corrections
        ),
    )


def picture_of(use: PagePhoto) -> Picture | None:
    """One JPEG of a photo with the words it has in the edition; None where it has no files."""
    photo = use.photo
    jpegs = pictures.renditions_of(photo, "jpeg")
    if not jpegs:
        return None
    chosen = ([one for one in jpegs if one["width"] <= WIDEST] or jpegs[:1])[-1]
    return Picture(
        url=rendition_url(photo, chosen),
        width=chosen["width"],
        height=chosen["height"],
        caption=printable(use.caption.strip()),
        credit=printable(photo.credit.strip()),
        alt=printable(use.alt),
    )


def rendition_url(photo: Photo, rendition: dict[str, Any]) -> str:
    """The whole address of a rendition."""
    return absolute(pictures.address(photo, rendition["name"]))


def _figure(use: PagePhoto) -> SafeString:
    picture = picture_of(use)
    if picture is None:
        return SafeString("")
    credit = f"({picture.credit})" if picture.credit else ""
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">'
        "<figcaption>{}</figcaption></figure>",
        picture.url,
        picture.alt,
        picture.width,
        picture.height,
        " ".join(filter(None, (picture.caption, credit, printable(use.photo.ai_label)))),
    )
