"""A content as rows: the working copy of an article, which is written anew with each save."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from articles.content import Content, PhotoChoice, uses_in_text
from articles.models import Article, ArticleAuthor, Author, Photo, PhotoUse, Section, Topic
from newsportal.richtext.text import figures

# The fields of a content that the working copy has as columns of the same name.
WORDS_AND_MARKS = (
    "headline",
    "slug",
    "standfirst",
    "dateline",
    "body",
    "language",
    "is_photo_story",
    "change_note",
    "is_silent",
)


def write_working_copy(article: Article, content: Content) -> None:
    """Write `content` into the rows that belong to `article`, and into its own columns, which the
    caller saves.
    """
    for name in WORDS_AND_MARKS:
        setattr(article, name, getattr(content, name))
    article.section_id = content.section
    article.topics.set(content.topics)
    article.related.set(number for number in content.related if number != article.pk)
    article.author_places.all().delete()
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=article, author_id=author, position=position)
        for position, author in enumerate(content.authors)
    )
    in_text = uses_in_text(figures(content.body), {})
    # A text may name what the library never had.
    known = set(Photo.objects.filter(pk__in=in_text).values_list("pk", flat=True))
    there = [use for number, use in in_text.items() if number in known]
    article.photo_uses.all().delete()
    PhotoUse.objects.bulk_create(
        [*_uses(article, content.photos), *_uses(article, there, in_body=True)]
    )


def _uses(
    article: Article, choices: Iterable[PhotoChoice], *, in_body: bool = False
) -> Iterator[PhotoUse]:
    for position, choice in enumerate(choices):
        yield PhotoUse(
            article=article,
            photo_id=choice.photo,
            position=position,
            caption=choice.caption,
            alt=choice.alt,
            is_decorative=choice.is_decorative,
            in_body=in_body,
        )


def without_lost_rows(content: Content) -> Content:
    """The content of an old revision without what has been deleted since."""

    def kept(model: Any, keys: Iterable[int]) -> list[int]:
        there = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
        return [key for key in keys if key in there]

    photos = set(kept(Photo, [choice.photo for choice in content.photos]))
    return replace(
        content,
        section=next(iter(kept(Section, [content.section or 0])), None),
        topics=tuple(kept(Topic, content.topics)),
        authors=tuple(kept(Author, content.authors)),
        related=tuple(kept(Article, content.related)),
        photos=tuple(choice for choice in content.photos if choice.photo in photos),
    )
