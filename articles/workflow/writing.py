"""Writing: a save makes a revision, and nothing that was typed is lost."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.content import Content
from articles.models import (
    Article,
    ArticleAuthor,
    Author,
    Photo,
    PhotoUse,
    Revision,
    Section,
    Topic,
)
from articles.slugs import slug_of
from articles.workflow.steps import State, lock
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import figures
from newsportal.timeline import now


class Stale(Refused):
    """The text was based on an older revision. Both are kept: `refused` and the head, `newer`."""

    def __init__(self, refused: Revision, newer: Revision) -> None:
        super().__init__(
            _(
                "%(person)s has saved this article in the meantime."
                " Your text is kept as revision %(number)s."
            )
            % {"person": newer.saved_by, "number": refused.number}
        )
        self.refused = refused
        self.newer = newer


def save(article: Article, content: Content, *, by: User, based_on: Revision | None) -> Revision:
    """Store `content` as the article's next revision and working copy; returns that revision.

    An unsaved `Article()` is created. A content that says nothing new adds no revision, so a
    repeated request does no harm. Raises `Stale` where `based_on` is not the head any more, and
    `NotAllowed` where a changed field is not this person's to change.
    """
    with transaction.atomic():
        revision, newer = _save(article, content, by=by, based_on=based_on)
    if newer is not None:
        # After the transaction: the refused text must outlive the refusal.
        raise Stale(revision, newer)
    return revision


def restore(article: Article, revision: Revision, *, by: User) -> Revision:
    """Make the text of an earlier (or a refused) revision the newest one."""
    with transaction.atomic():
        lock(article)
        require(by, "article.restore", article)
        stored = without_lost_rows(Content.from_json(revision.content))
        restored, _newer = _save(article, stored, by=by, based_on=article.head)
        audit.record("article.restore", article, by=by, revision=revision.number)
    return restored


def _save(
    article: Article, content: Content, *, by: User, based_on: Revision | None
) -> tuple[Revision, Revision | None]:
    """The revision that holds `content`, and the head that stands in its way, if one does."""
    content = tidy(content)
    if article.pk is None:
        require(by, "article.create")
        article.created_by = by
        article.headline = content.headline
        _require_fields(article, content.changed_fields(Content(headline="")), content, by=by)
        article.save()
    else:
        lock(article)
        before = Content.from_json(article.head.content) if article.head else article.content()
        if content == before and article.head is not None:
            return article.head, None
        _require_fields(article, content.changed_fields(before), content, by=by)
    newer = article.head if based_on != article.head else None
    revision = Revision.objects.create(
        article=article,
        number=(article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        based_on=based_on,
        content=content.as_json(),
        is_refused=newer is not None,
        saved_by=by,
        saved_at=now(),
    )
    if newer is None:
        _write_working_copy(article, content)
        article.head = revision
        next_state = {State.APPROVED: State.IN_REVIEW, State.PUBLISHED: State.DRAFT}
        article.state = next_state.get(State(article.state), State(article.state))
        article.changed_at = now()
        article.save()
    audit.record(
        "article.edit_text", article, by=by, revision=revision.number, refused=newer is not None
    )
    return revision, newer


def tidy(content: Content) -> Content:
    """The content as it is stored: clean text, single-line headline, a slug."""
    headline = " ".join(content.headline.split())
    if not headline:
        raise Refused(_("Write a headline."))
    return replace(
        content,
        headline=headline,
        slug=slug_of(content.slug or headline),
        standfirst=" ".join(content.standfirst.split()),
        dateline=" ".join(content.dateline.split()),
        body=sanitise(content.body),
        topics=tuple(sorted(set(content.topics))),
        related=tuple(sorted(set(content.related))),
    )


def _require_fields(
    article: Article, changed: frozenset[str], content: Content, *, by: User
) -> None:
    """Check the action that each changed field stands for."""
    if changed == {"photos"} and can(by, "article.set_photo", article):
        return
    if article.head_id is not None:
        published = article.was_published
        require(by, "article.edit_published" if published else "article.edit_text", article)
        if published and "slug" in changed:
            require(by, "article.edit_slug_of_published", article)
    if "photos" in changed and article.head_id is not None:
        require(by, "article.set_photo", article)
    others = Author.objects.filter(pk__in=content.authors).exclude(user=by)
    if "authors" in changed and others.exists():
        require(by, "article.set_author_other", article)


def _write_working_copy(article: Article, content: Content) -> None:
    for name in ("headline", "slug", "standfirst", "dateline", "body", "language"):
        setattr(article, name, getattr(content, name))
    article.section_id = content.section
    article.topics.set(content.topics)
    article.related.set(number for number in content.related if number != article.pk)
    article.author_places.all().delete()
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=article, author_id=author, position=position)
        for position, author in enumerate(content.authors)
    )
    article.photo_uses.all().delete()
    in_body = {figure.photo: figure for figure in figures(content.body)}
    known = set(Photo.objects.filter(pk__in=in_body).values_list("pk", flat=True))
    PhotoUse.objects.bulk_create(
        [
            PhotoUse(
                article=article,
                photo_id=choice.photo,
                position=position,
                caption=choice.caption,
                alt=choice.alt,
            )
            for position, choice in enumerate(content.photos)
        ]
        + [
            PhotoUse(
                article=article,
                photo_id=number,
                position=position,
                caption=figure.caption,
                in_body=True,
            )
            for position, (number, figure) in enumerate(in_body.items())
            if number in known
        ]
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
