"""The past of an article: an earlier text brought back, and names for what one wants to find."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from articles.content import Content
from articles.models import Article, Revision, RevisionName
from articles.workflow.steps import expect_seen, lock
from articles.workflow.working_copy import without_lost_rows
from articles.workflow.writing import store
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import Refused
from newsportal.timeline import now


@transaction.atomic
def restore(
    article: Article, revision: Revision, *, by: User, seen: Revision | None = None
) -> Revision:
    """Make the text of an earlier (or a refused) revision the newest one; returns that one.

    `seen` is the head that the person has compared it with: where another has been saved since,
    nothing is restored. A text that stands already is not stored again, so a repeated request
    does no harm.
    """
    lock(article)
    require(by, "article.restore", article)
    content = restorable(article, revision, by=by)
    if article.head and content == article.head_content().without_note():
        return article.head
    restored, refusal = store(article, content, by=by, based_on=expect_seen(article, seen))
    if refusal is not None:
        raise refusal
    audit.record(
        "article.restore", article, by=by, revision=revision.number, became=restored.number
    )
    return restored


def restorable(article: Article, revision: Revision, *, by: User) -> Content:
    """What restoring `revision` would make of the article.

    What has been deleted since cannot come back. The line for readers and the silent mark
    belonged to another change. An address that readers know stays as it is, unless this person
    may change it.
    """
    content = without_lost_rows(Content.from_json(revision.content)).without_note()
    if article.was_published and not can(by, "article.edit_slug_of_published", article):
        content = replace(content, slug=article.slug)
    return content


@transaction.atomic
def name_revision(article: Article, revision: Revision, name: str, *, by: User) -> None:
    """Name a revision, so that it is found again; an empty name takes the name away.

    The log says that it was named and not how: what stands there stays for good.
    """
    lock(article)
    require(by, "article.restore", article)
    name = " ".join(name.split())
    longest: int = RevisionName._meta.get_field("name").max_length or 0
    if len(name) > longest:
        raise Refused(_("The name is too long. %d characters are enough.") % longest)
    if "\0" in name:
        raise Refused(_("The name holds a character that cannot be stored. Type it again."))
    label = RevisionName.objects.filter(revision=revision).first()
    if (label.name if label else "") == name:
        return
    if label:
        label.delete()
    if name:
        RevisionName.objects.create(revision=revision, name=name, named_by=by, named_at=now())
    action = "article.name_revision" if name else "article.unname_revision"
    audit.record(action, article, by=by, revision=revision.number)
