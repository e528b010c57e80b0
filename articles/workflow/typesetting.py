"""Typesetting: what an edition of a content would be, with nothing written.

`publish` stores the result and the newsroom's preview shows it, so the two cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime

from articles.content import Content, uses_in_text
from articles.models import Article, Author, Edition, EditionPhoto, Photo, Topic
from articles.related import choose_related
from articles.workflow.working_copy import without_lost_rows
from newsportal.richtext.text import figures


@dataclass(frozen=True)
class Proof:
    """An edition that is not stored, and its rows in other tables, in the printed order."""

    edition: Edition
    authors: list[Author]
    topics: list[Topic]
    photos: list[EditionPhoto]


def typeset(article: Article, content: Content, *, live_from: datetime) -> Proof:
    """The edition that `content` would make of `article` if it went live at `live_from`."""
    content = without_lost_rows(content)
    earlier = article.editions.filter(live_from__lte=live_from).order_by("live_from")
    first, last = earlier.first(), earlier.last()
    silent = content.is_silent and last is not None
    photos = photos_of(content)
    authors = Author.objects.in_bulk(content.authors)
    return Proof(
        edition=Edition(
            article_number=article.pk or 0,
            headline=content.headline,
            slug=content.slug,
            standfirst=content.standfirst,
            dateline=content.dateline,
            body=content.body,
            language=content.language,
            section_id=content.section or 0,
            lead_photo=photos[0].photo if photos else None,
            is_photo_story=content.is_photo_story,
            related=choose_related(article.pk or 0, content),
            first_published_at=first.first_published_at if first else live_from,
            updated_at=(last.updated_at if silent else live_from) if last else None,
            change_note="" if silent or last is None else content.change_note,
            is_silent=silent,
            live_from=live_from,
        ),
        authors=[authors[key] for key in content.authors],
        topics=list(Topic.objects.filter(pk__in=content.topics)),
        photos=photos,
    )


def photos_of(content: Content) -> list[EditionPhoto]:
    """The photos of an edition in order, not yet saved: chosen ones, then those of the text.

    A caption or alternative text that the article does not have is taken from the library now;
    credit and files are looked up when the page is made. Decoration has no alternative text.
    """
    uses = {choice.photo: choice for choice in content.photos}
    in_body = figures(content.body)
    uses |= uses_in_text(in_body, uses)
    photos = Photo.objects.in_bulk(uses)
    return [
        EditionPhoto(
            photo=photos[number],
            position=position,
            caption=use.caption or photos[number].caption,
            alt="" if use.is_decorative else use.alt or photos[number].alt,
            in_body=any(figure.photo == number for figure in in_body),
        )
        for position, (number, use) in enumerate(uses.items())
        if number in photos
    ]
