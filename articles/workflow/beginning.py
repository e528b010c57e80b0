"""Where an article begins that does not begin empty: as a copy, or from a template.

Both take a content over and nothing else: no state, no note, no edition. The new article is
its maker's own, and carries the bylines that its maker may set.
"""

from dataclasses import fields, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.content import Content
from articles.models import Article, ArticleTemplate, Author
from articles.workflow.steps import lock
from articles.workflow.working_copy import without_lost_rows
from articles.workflow.writing import save, tidy
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import Refused
from newsportal.timeline import in_words

LONGEST_HEADLINE = Article._meta.get_field("headline").max_length or 0
LONGEST_NAME = ArticleTemplate._meta.get_field("name").max_length or 0


@transaction.atomic
def copy(source: Article, *, by: User) -> Article:
    """A new draft that says what the newest revision of `source` says."""
    lock(source)
    require(by, "article.copy(source)", source)
    headline = (_("Copy of %s") % source.headline)[:LONGEST_HEADLINE]
    article = _begin(replace(source.head_content(), headline=headline), by=by)
    if source.is_embargoed:
        # The same words: a copy must be no way around it.
        article.embargo_until = source.embargo_until
        article.save(update_fields=["embargo_until"])
    audit.record("article.copy(source)", source, by=by, copy=article.pk)
    return article


@transaction.atomic
def save_as_template(source: Article, name: str, *, by: User) -> ArticleTemplate:
    """Keep what the newest revision of `source` says as a template with this name."""
    lock(source)
    require(by, "article.template", source)
    # A template is everybody's: it must not be a way to read what one may not see.
    require(by, "article.view_unpublished", source)
    if source.embargo_until is not None and source.is_embargoed:
        # A copy takes the embargo along; a template has none, and outlives its article.
        raise Refused(
            _("The article is under embargo until %s. Make a template of it after that.")
            % in_words(source.embargo_until)
        )
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give the template a name of at most %d characters.") % LONGEST_NAME)
    if ArticleTemplate.objects.filter(name=name).exists():
        raise Refused(_("There is a template “%s” already. Choose another name.") % name)
    template = ArticleTemplate.objects.create(
        name=name, content=_without_past(source.head_content()).as_json(), made_by=by
    )
    audit.record("article.template", template, by=by, source=source.pk)
    return template


@transaction.atomic
def begin(template: ArticleTemplate, *, by: User) -> Article:
    """A new draft that says what `template` says; what has been deleted since is left out."""
    content = content_of(template)
    article = _begin(replace(content, headline=content.headline or template.name), by=by)
    audit.record("article.template", template, by=by, article=article.pk)
    return article


def content_of(template: ArticleTemplate) -> Content:
    """What the template says, whatever the portal could say when it was made."""
    known = {field.name for field in fields(Content)}
    stored: dict[str, Any] = {
        name: value for name, value in template.content.items() if name in known
    }
    return Content.from_json({**Content(headline="").as_json(), **stored})


def _begin(content: Content, *, by: User) -> Article:
    article = Article()
    content = replace(_without_past(content), authors=_bylines(content, by=by))
    save(article, tidy(without_lost_rows(content)), by=by, based_on=None)
    return article


def _without_past(content: Content) -> Content:
    """The content without what belongs to one article alone: its address, what changed in it."""
    return replace(content, slug="", change_note="", is_silent=False)


def _bylines(content: Content, *, by: User) -> tuple[int, ...]:
    own = tuple(Author.objects.filter(user=by).values_list("pk", flat=True))
    if content.authors and can(by, "article.set_author_other"):
        return content.authors
    return own
