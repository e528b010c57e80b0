"""Internal notes beside an article: written, answered for as dealt with, taken up again.

Nobody changes the note of somebody else; one's own can be put right for a quarter of an hour,
until somebody has dealt with it. Nothing is deleted. Whoever is mentioned gets a mail, if they
may read the notes of this article.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, InternalNote
from articles.workflow.notices import tell
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import holders, require
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import now

LONGEST_NOTE: Final = 4000
LONGEST_PASSAGE: Final = 1000
EDITABLE_FOR: Final = timedelta(minutes=15)


@transaction.atomic
def add_note(
    article: Article, text: str, *, by: User, passage: str = "", mentions: Iterable[User] = ()
) -> InternalNote:
    """Write a note about the article, or about the paragraph that says `passage`.

    `mentions` are people to tell of it, besides those whom the text names as `@name`.
    """
    require(by, "article.internal_note_write", article)
    note = InternalNote.objects.create(
        article=article,
        text=_checked(text),
        passage=" ".join(passage.split())[:LONGEST_PASSAGE],
        made_by=by,
        made_at=now(),
    )
    audit.record("article.internal_note_write", article, by=by, number=note.pk)
    _mention(note, mentions, by=by)
    return note


@transaction.atomic
def edit_note(note: InternalNote, text: str, *, by: User) -> None:
    """Put the words of one's own note right; whoever is named in it now for the first time is told.

    Refused once it is older than `EDITABLE_FOR` or was dealt with.
    """
    _lock(note)
    require(by, "article.internal_note_write", note.article)
    if not note.owned_by(by):
        raise NotAllowed(_("A note is changed by whoever wrote it alone. Write one of your own."))
    if not may_edit(note, by):
        raise Refused(_("This note can be changed no more. Write another one."))
    note.text = _checked(text)
    note.save(update_fields=["text"])
    audit.record("article.internal_note_edit", note.article, by=by, number=note.pk)
    _mention(note, (), by=by)


@transaction.atomic
def resolve_note(note: InternalNote, *, by: User) -> None:
    """Say that the note is dealt with; it is kept and can be taken up again."""
    _lock(note)
    require(by, "article.internal_note_write", note.article)
    if note.resolved_at is None:
        note.resolved_by, note.resolved_at = by, now()
        note.save(update_fields=["resolved_by", "resolved_at"])
        audit.record("article.internal_note_resolve", note.article, by=by, number=note.pk)


@transaction.atomic
def reopen_note(note: InternalNote, *, by: User) -> None:
    """Take up a note again that was dealt with."""
    _lock(note)
    require(by, "article.internal_note_write", note.article)
    if note.resolved_at is not None:
        note.resolved_by = note.resolved_at = None
        note.save(update_fields=["resolved_by", "resolved_at"])
        audit.record("article.internal_note_reopen", note.article, by=by, number=note.pk)


def may_edit(note: InternalNote, user: User) -> bool:
    """Whether `user` may still change the words of the note."""
    return note.owned_by(user) and note.resolved_at is None and now() < note.made_at + EDITABLE_FOR


def may_be_mentioned(article: Article) -> list[User]:
    """Everybody who may read the notes of this article, by name."""
    action = "article.internal_note_read"
    authors = Q(pk=article.created_by_id) | Q(pk__in=article.authors.values("user"))
    people = holders(action, "Y") | holders(action, "O").filter(authors)
    return sorted(people, key=lambda user: str(user).casefold())


def mentioned_in(text: str, people: Iterable[User]) -> list[User]:
    """Those of `people` whom the text names as `@username` or `@Full Name`, in any case."""
    words = text.casefold()
    return [user for user in people if any(_names(words, name) for name in _names_of(user))]


def names_of_nobody(text: str, mentioned: Iterable[User]) -> list[str]:
    """The `@names` in the text that name none of those `mentioned`, in their order."""
    for user in mentioned:
        for name in _names_of(user):
            text = re.sub(_pattern(name), " ", text, flags=re.IGNORECASE)
    return list(dict.fromkeys(re.findall(r"(?<![\w.@])@\w[\w.-]*\w|(?<![\w.@])@\w", text)))


def _names_of(user: User) -> set[str]:
    return {user.username.casefold(), user.get_full_name().casefold()} - {""}


def _names(words: str, name: str) -> bool:
    return re.search(_pattern(name), words) is not None


def _pattern(name: str) -> str:
    # Not a part of a longer name or of an address.
    return rf"(?<![\w.]){re.escape('@' + name)}(?![\w-]|\.\w)"


def _mention(note: InternalNote, chosen: Iterable[User], *, by: User) -> None:
    people = may_be_mentioned(note.article)
    known = {user.pk for user in people}
    named = mentioned_in(note.text, people)
    named += [user for user in chosen if user.pk in known]
    before = set(note.mentions.values_list("pk", flat=True))
    new = [user for user in named if user.pk not in before]
    note.mentions.add(*new)
    about = [_("About: “%s”") % note.passage] if note.passage else []
    tell(new, note.article, "mention", by=by, note=note.text, facts=about)


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Write the note first."))
    if len(text) > LONGEST_NOTE:
        raise Refused(
            _("A note holds %(most)d signs, and this one has %(count)d. Shorten it.")
            % {"most": LONGEST_NOTE, "count": len(text)}
        )
    return text


def _lock(note: InternalNote) -> None:
    InternalNote.objects.select_for_update().get(pk=note.pk)
    note.refresh_from_db()
