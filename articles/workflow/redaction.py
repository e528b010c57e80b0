"""Redaction: words that a court has struck out leave the article, its past included.

This is the one door through which a revision, an edition that is over and a correction change.
Where words are looked for says `struck_places.py`. What lies outside of an article (the library's
own captions, templates, the audit log) is found and named here, and left to people.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from articles import search
from articles.models import (
    Article,
    ArticleTemplate,
    Autosave,
    Correction,
    Edition,
    EditionPhoto,
    LinkCheck,
    Photo,
    Revision,
    Withdrawal,
)
from articles.workflow.steps import lock
from articles.workflow.struck_again import remember
from articles.workflow.struck_places import Change, find, places_of
from articles.workflow.struck_words import StruckWords
from newsportal.accounts import audit
from newsportal.accounts.audit import subject_of
from newsportal.accounts.models import AuditEntry, User
from newsportal.accounts.roles import require
from newsportal.pagecache import log
from newsportal.refusals import Refused
from newsportal.timeline import now


@dataclass(frozen=True)
class Elsewhere:
    """What holds the words too and is not changed."""

    photos: list[Photo]  # of the article; their own captions in the library
    templates: list[ArticleTemplate]
    unsaved: list[Autosave]  # of articles that do not exist yet, by whoever worked on this one
    log_lines: list[int]  # of the audit log, which cannot be changed


def elsewhere(article: Article, words: StruckWords) -> Elsewhere:
    """What holds the words too, in reach of the article, and is not changed."""
    used = Photo.objects.filter(
        Q(uses__article=article)
        | Q(pk__in=EditionPhoto.objects.filter(edition__in=article.editions).values("photo"))
    ).distinct()
    return Elsewhere(
        photos=[photo for photo in used if words.stand_in(_texts(photo))],
        templates=[row for row in ArticleTemplate.objects.all() if words.form(row.content)[1]],
        unsaved=[row for row in _unsaved_beside(article) if words.form(row.fields)[1]],
        log_lines=[
            entry.pk
            for entry in AuditEntry.objects.filter(subject=subject_of(article))
            if words.form(entry.detail)[1]
        ],
    )


def _unsaved_beside(article: Article) -> QuerySet[Autosave]:
    """What the people of this article typed into forms that belong to no article yet.

    It may be a text of its own, so it is named and left to whoever typed it.
    """
    people = Q(pk=article.created_by_id) | Q(revisions__article=article)
    rows = Autosave.objects.filter(article=None, user__in=User.objects.filter(people).values("pk"))
    return rows.select_related("user").order_by("pk")


@transaction.atomic
def redact(
    article: Article,
    passages: Sequence[str],
    *,
    by: User,
    reason: str,
    expected: int | None = None,
) -> int:
    """Strike the passages out of the whole article, past and present; returns how many places.

    `reason` is kept in the audit log, and must not repeat the words. `expected` is the number of
    places that the person has seen: where it is another by now, nothing is done. No date moves,
    and nobody's approval is lost. Forms that were opened before are out of date afterwards, so
    that none of them can bring the words back.
    """
    lock(article)
    require(by, "article.redact", article)
    words = StruckWords(passages)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Name the reason: the court, the date and the file number."))
    if words.stand_in(reason):
        raise Refused(_("The reason stays in the log, so it must not repeat the words."))
    changes = find(article, words)
    count = len(places_of(changes))
    if not count:
        raise Refused(_("The words stand nowhere in this article."))
    if expected is not None and expected != count:
        raise Refused(_("The article has changed since you looked. Look at the places again."))
    log_lines = elsewhere(article, words).log_lines
    remember(article, words)
    head = article.head
    for change in changes:
        _store(change)
    LinkCheck.objects.filter(url__in=_addresses(changes, words)).delete()
    article.refresh_from_db()
    if head is not None and any(change.row == head for change in changes):
        _begin_anew(article, by=by)
    _index_again(article, changes)
    audit.record(
        "article.redact",
        article,
        by=by,
        reason=reason,
        places=dict(Counter(_name_of(change) for change in changes for _place in change.places)),
        hidden=log_lines,
    )
    _tell_pages(article, changes)
    return count


def _store(change: Change) -> None:
    if isinstance(change.row, Revision):
        change.row.redact(change.values["content"])
    else:
        # Past the guards of the tables' own managers, and past `live`: also what is over.
        models.QuerySet(type(change.row)).filter(pk=change.row.pk).update(**change.values)


def _begin_anew(article: Article, *, by: User) -> None:
    """Make a new head of the same words: whoever writes on the old one is out of date."""
    old: Revision = article.head  # type: ignore[assignment]
    new = Revision.objects.create(
        article=article,
        number=(article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        based_on=old,
        content=old.content,
        saved_by=by,
        saved_at=now(),
    )
    article.head = new
    if article.approved_id == old.pk:
        article.approved = new
    article.changed_at = now()
    article.save()
    # What waits is this text still, and not an older one.
    waiting = article.editions.waiting().filter(revision_number=old.number)
    waiting.update(revision_number=new.number)


def _index_again(article: Article, changes: Sequence[Change]) -> None:
    public = [change for change in changes if isinstance(change.row, (Edition, EditionPhoto))]
    if public:
        for edition in article.editions:
            search.index(edition)
        search.unlearn(
            [str(getattr(change.row, name)) for change in public for name in change.values],
            but=[str(value) for change in public for value in change.values.values()],
        )
        search.drop_removed_words.enqueue()


def _tell_pages(article: Article, changes: Sequence[Change]) -> None:
    public = (Edition, EditionPhoto, Correction, Withdrawal)
    if not any(isinstance(change.row, public) for change in changes):
        return
    page = f"article:{article.pk}"
    tags = {page, log.gone(page), "corrections"}
    for edition in article.editions:
        tags.update(edition.tags())
    log.append(tags)


def _addresses(changes: Sequence[Change], words: StruckWords) -> list[str]:
    """The addresses of links that were taken out: what is known of them is forgotten too."""
    return [
        place.excerpt
        for place in places_of(changes)
        if "://" in place.excerpt and words.address.search(place.excerpt)
    ]


def _name_of(change: Change) -> str:
    return change.row._meta.model_name or ""


def _texts(photo: Photo) -> str:
    return "\n".join((photo.caption, photo.alt, photo.credit, photo.creator, photo.copyright))
