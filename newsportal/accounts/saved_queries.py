"""A name for the filters of a list that somebody wants to come back to: each person has their own.

Which list it is, and what it calls such a name, is left to the packages.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.roles import staff


class SavedQuery(models.Model):
    """One name of one person, who is the `user` of the row."""

    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)  # as in the address, without the question mark

    class Meta:
        abstract = True
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Sentences:
    """What is said of such a name; the first two with a %s for it."""

    saved: Promise
    forgotten: Promise
    too_long: Promise
    nameless: Promise


def clean(query: QueryDict, *, without: tuple[str, ...] = ("p",)) -> str:
    """The filters of an address: without what nobody wants to come back to, and without NUL."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in without:
            kept.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return kept.urlencode()


def keep(request: HttpRequest, rows: models.Manager[Any], query: str, say: Sentences) -> None:
    """Keep `query` under the `name` that was sent, or forget the one in `forget`; say which."""
    longest = {name: rows.model._meta.get_field(name).max_length for name in ("name", "query")}
    # No form reads these two, so nothing has refused NUL in them yet.
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[: longest["name"]]
    forget = request.POST.get("forget", "").replace("\0", "")
    by = staff(request)
    mine = rows.filter(user=by)
    if forget:
        mine.filter(name=forget).delete()
        messages.success(request, say.forgotten % forget)
    elif len(query) > longest["query"]:
        # Cut, it would be another query.
        messages.error(request, str(say.too_long))
    elif name:
        mine.update_or_create(user=by, name=name, defaults={"query": query})
        messages.success(request, say.saved % name)
    else:
        messages.error(request, str(say.nameless))
