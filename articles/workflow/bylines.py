"""Bylines of people without an account: guests and agencies."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Author
from articles.slugs import slug_of
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused

LONGEST = Author._meta.get_field("name").max_length or 0


@transaction.atomic
def guest(name: str, *, by: User) -> Author:
    """The author of this name without an account, made where there is none yet.

    Refused where the name is too long, or belongs to somebody who has an account: theirs is
    chosen from the list, since it decides whose article it is.
    """
    require(by, "article.set_author_other")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused(_("Write the guest's name in at most %d characters.") % LONGEST)
    namesakes = list(Author.objects.filter(name__iexact=name).order_by("pk"))
    for known in namesakes:
        if known.user_id is None:
            return known
    if namesakes:
        raise Refused(_("%s has an account here. Choose the name among the authors.") % name)
    author = Author.objects.create(name=name, slug=_free_slug(name))
    audit.record("section_tag.create_edit", author, by=by)
    return author


def _free_slug(name: str) -> str:
    slug = free = slug_of(name)[: LONGEST - 6]
    number = 1
    while Author.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return free
