"""Whose an address is, and what frame it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlunsplit

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from newsportal.embeds.models import TAG, Provider
from newsportal.embeds.patterns import LONGEST, split
from newsportal.pagecache.rendering import depends_on
from newsportal.refusals import Refused


@dataclass(frozen=True)
class Match:
    """An embed whose provider is known: its own address, and that of its frame."""

    provider: Provider
    address: str
    frame: str


def providers() -> QuerySet[Provider]:
    """All providers, in the order that the administrator gave them."""
    depends_on(TAG)  # a page without any changes when one comes, too
    found: QuerySet[Provider] = Provider.objects.all()
    return found


def match(address: str, among: Iterable[Provider] | None = None) -> Match | None:
    """The provider of an address; None where none knows it. `among`: the providers, if read."""
    for provider in providers() if among is None else among:
        if frame := provider.frame_of(address):
            return Match(provider, address, frame)
    return None


def recognised(address: str) -> Match:
    """What an editor's address is, with https. Raises Refused, naming the sites that are known."""
    address = address.strip()
    known = list(providers())
    parts = split(address[: LONGEST + 1])
    found = match(urlunsplit(("https", *parts[1:])), known) if parts else None
    if found:
        return found
    if not known:
        raise Refused(
            _("No site is allowed in articles yet. The administrator adds embed providers.")
        )
    names = get_text_list([provider.name for provider in known], _("and"))
    if parts is None:
        raise Refused(
            _("Paste the whole address of a page of %(names)s, with https://.") % {"names": names}
        )
    raise Refused(
        _(
            "Nothing can be embedded from this address. Known are: %(names)s. As a link, it can"
            " stand in the text."
        )
        % {"names": names}
    )
