"""The row of links on every page of the newsroom: what a day is spent with comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from newsportal.accounts.models import User
from newsportal.accounts.roles import can

# The names of models; what is not among them follows in its own order.
FIRST: Final = ("Article", "Photo", "Placement", "Message")


@dataclass(frozen=True)
class Room:
    """One link; `is_here` where the page belongs to it."""

    name: Any
    url: str
    is_here: bool = False


def rooms(user: User, path: str, apps: Iterable[dict[str, Any]]) -> list[Room]:
    """The rooms that `user` may enter, as seen from the page at `path`.

    `apps` is Django's list of what this person may see (`AdminSite.get_app_list`). Asks nothing
    of the database.
    """
    lists = [model for app in apps for model in app["models"] if model["admin_url"]]
    lists.sort(key=lambda model: _place(model["object_name"]))
    found = [(model["name"], model["admin_url"]) for model in lists]
    if can(user, "article.list_unpublished"):
        at = next((at for at, model in enumerate(lists) if model["object_name"] != "Article"), 1)
        found.insert(at, (_("Calendar"), reverse("admin:articles_article_calendar")))
    if can(user, "statistics.view"):
        found.append((_("Most read"), reverse("admin:articles_article_most_read")))
    if can(user, "site.as_of"):
        found.append((_("The site at another time"), reverse("as-of")))
    found.insert(0, (_("Start"), reverse("admin:index")))
    # The start page's address begins all others: a room is where the longest one leads.
    here = max((url for _name, url in found if path.startswith(url)), key=len, default="")
    return [Room(name, url, url == here) for name, url in found]


def _place(model: str) -> int:
    return FIRST.index(model) if model in FIRST else len(FIRST)
