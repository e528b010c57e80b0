"""What stands in an article in the place of an embed: a local offer, the same for every reader.

`js/site/embeds.js` puts the frame there, after a click or where the reader's choice allows it.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.embeds.matching import match, providers
from newsportal.embeds.models import Kind, Provider
from newsportal.richtext import Embed
from newsportal.richtext.rendering import as_link

FROM: Final = {
    Kind.VIDEO: gettext_lazy("Video from %s"),
    Kind.MAP: gettext_lazy("Map from %s"),
    Kind.POST: gettext_lazy("Post from %s"),
    Kind.AUDIO: gettext_lazy("Audio from %s"),
}
LOAD: Final = {
    Kind.VIDEO: gettext_lazy("Load this video"),
    Kind.MAP: gettext_lazy("Load this map"),
    Kind.POST: gettext_lazy("Load this post"),
    Kind.AUDIO: gettext_lazy("Load this audio"),
}


class Offers:
    """The embeds of one page: their HTML, and the hosts that their frames come from.

    The providers are read once, and only where there is an embed.
    """

    def __init__(self) -> None:
        self._hosts: set[str] = set()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the frames offered so far."""
        return frozenset(self._hosts)

    def draw(self, embed: Embed) -> SafeString:
        """The offer of `embed`; a plain link where no provider knows its address (any more)."""
        found = match(embed.address, self._providers)
        if found is None:
            return as_link(embed)
        kind = Kind(found.provider.kind)
        what = FROM[kind] % found.provider.name
        self._hosts.update(found.provider.frame_hosts)
        context = {
            "provider": found.provider,
            "address": found.address,
            "frame": found.frame,
            "caption": embed.caption,
            "what": what,
            "title": _("%(what)s: %(caption)s") % {"what": what, "caption": embed.caption}
            if embed.caption
            else what,
            "load": LOAD[kind],
        }
        return render_to_string("embeds/_offer.html", context)

    @cached_property
    def _providers(self) -> Sequence[Provider]:
        return list(providers())
