"""Writing: a save makes a revision, and nothing that was typed is lost.

How the rows of the working copy are written is left to `working_copy`.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.checks.outside import ask_about
from articles.content import Content
from articles.models import Article, Author, Revision
from articles.slugs import slug_of
from articles.workflow.steps import State, lock, may_edit_text
from articles.workflow.struck_again import without_struck_words
from articles.workflow.working_copy import write_working_copy
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import NotAllowed, Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.timeline import now

# A request that is sent again follows soon: older ones are not read for it.
RETRIED = 10


class Kept(Refused):
    """The text did not become the newest one, and is not lost: it is kept as `refused`.

    `newer` is the revision that stands.
    """

    def __init__(self, sentence: str, refused: Revision, newer: Revision) -> None:
        kept = _("Your text is kept as revision %d.") % refused.number
        super().__init__(f"{sentence} {kept}")
        self.refused = refused
        self.newer = newer


class Stale(Kept):
    """The text was based on an older revision than the one that stands."""


class TooLate(Kept, NotAllowed):
    """The article has moved on, and its author may not write in it now."""


def save(article: Article, content: Content, *, by: User, based_on: Revision | None) -> Revision:
    """Store `content` as the article's next revision and working copy; returns that revision.

    An unsaved `Article()` is created. A content that says nothing new adds no revision, so a
    repeated request does no harm. Raises `Stale` where `based_on` is not the head any more,
    `TooLate` where the article is not this person's to write in any more, and `NotAllowed` where
    a changed field never was.
    """
    with transaction.atomic():
        revision, refusal = store(article, content, by=by, based_on=based_on)
    if refusal is not None:
        # After the transaction: the refused text must outlive the refusal.
        raise refusal
    return revision


def merge(
    article: Article, content: Content, refused: Revision, *, by: User, based_on: Revision
) -> Revision:
    """Save what was made of a refused text and of `based_on`, the one that stood over it.

    Where yet another text stands by now, this one is refused as `save` refuses it.
    """
    with transaction.atomic():
        lock(article)
        require(by, "article.merge", article)
        revision, refusal = store(article, content, by=by, based_on=based_on)
        if refusal is None:
            numbers = {"revision": revision.number, "merged": refused.number}
            audit.record("article.merge", article, by=by, **numbers)
    if refusal is not None:
        raise refusal
    return revision


def store(
    article: Article, content: Content, *, by: User, based_on: Revision | None
) -> tuple[Revision, Kept | None]:
    """The revision that holds `content`, and why it did not become the head, if it did not."""
    content = tidy(content)
    refuse: Callable[[Revision], Kept] | None = None
    if article.pk is None:
        require(by, "article.create")
        article.created_by = by
        article.headline = content.headline
        nothing = Content(headline="")
        _require_fields(article, content.changed_fields(nothing), nothing, content, by=by)
        article.save()
    else:
        lock(article)
        head = article.head
        before = article.head_content()
        if article.state == State.PUBLISHED:
            # What the edition told readers about its change is not said again of the next one.
            before = before.without_note()
        if head is not None and based_on != head:
            content = without_struck_words(article, content, based_on)
        if content == before and head is not None:
            return head, None
        content = with_slug_of_headline(article, content, before)
        changed = content.changed_fields(before)
        if head is not None and based_on != head:
            sentence = _("%s has saved this article in the meantime.") % head.saved_by
            refuse = partial(Stale, sentence, newer=head)
        if head is not None and not _may_write(article, changed, by=by):
            require(by, "article.view_unpublished", article)
            sentence = (
                _("The article is “%s” now and not yours to change.") % State(article.state).label
            )
            refuse = partial(TooLate, sentence, newer=head)
        if refuse is None:
            _require_fields(article, changed, before, content, by=by)
        elif kept := _refused_before(article, content, by=by, based_on=based_on):
            return kept, refuse(kept)
    revision = Revision.objects.create(
        article=article,
        number=(article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        based_on=based_on,
        content=content.as_json(),
        is_refused=refuse is not None,
        saved_by=by,
        saved_at=now(),
    )
    if refuse is None:
        write_working_copy(article, content)
        article.head = revision
        _reopen(article)
        article.changed_at = now()
        article.save()
        ask_about(article)
    audit.record(
        "article.edit_text", article, by=by, revision=revision.number, refused=refuse is not None
    )
    return revision, refuse(revision) if refuse else None


def _reopen(article: Article) -> None:
    """What a save makes of the state of an article: what was approved is reviewed again."""
    if article.state == State.PUBLISHED:
        # That was of the text which is out.
        article.due_at = None
    next_state = {State.APPROVED: State.IN_REVIEW, State.PUBLISHED: State.DRAFT}
    article.state = next_state.get(State(article.state), State(article.state))


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
        authors=tuple(dict.fromkeys(content.authors)),
        photos=tuple({choice.photo: choice for choice in content.photos}.values()),
        related=tuple(sorted(set(content.related))),
        change_note=" ".join(content.change_note.split()),
    )


def with_slug_of_headline(article: Article, content: Content, before: Content) -> Content:
    """The content with a slug that follows the headline, where nobody has written another.

    Once readers have an address, it stays.
    """
    follows = content.slug == before.slug == slug_of(before.headline)
    if not follows or article.was_published:
        return content
    return replace(content, slug=slug_of(content.headline))


def _refused_before(
    article: Article, content: Content, *, by: User, based_on: Revision | None
) -> Revision | None:
    """The revision that keeps this very text already: sent again, it needs no second one."""
    refused = article.revisions.filter(is_refused=True, saved_by=by, based_on=based_on)
    recent = refused.order_by("-number")[:RETRIED]
    return next((row for row in recent if Content.from_json(row.content) == content), None)


def _may_write(article: Article, changed: frozenset[str], *, by: User) -> bool:
    """Whether this person may change these fields of the article as it stands."""
    if changed == {"photos"} and can(by, "article.set_photo", article):
        return True
    return may_edit_text(by, article)


def _require_fields(
    article: Article, changed: frozenset[str], before: Content, content: Content, *, by: User
) -> None:
    """Check the actions that single fields stand for."""
    if article.head_id is not None:
        if "slug" in changed and article.was_published:
            require(by, "article.edit_slug_of_published", article)
        if "photos" in changed:
            require(by, "article.set_photo", article)
    others = Author.objects.filter(pk__in=content.authors).exclude(user=by)
    if "authors" in changed and others.exists():
        require(by, "article.set_author_other", article)
    if "authors" in changed:
        _keep_four_eyes(article, before, content, by=by)


def _keep_four_eyes(article: Article, before: Content, content: Content, *, by: User) -> None:
    """Refuse to whoever approves the texts of others to make their own text one of those."""
    if can(by, "article.approve_own", article) or not can(by, "article.approve", article):
        return
    taken = set(before.authors) - set(content.authors)
    if article.created_by_id != by.pk and Author.objects.filter(pk__in=taken, user=by).exists():
        raise NotAllowed(
            _(
                "With your byline, somebody else has to approve this text. So it is a colleague "
                "who takes your byline off."
            )
        )
