"""The places in an answer for what differs from reader to reader."""

import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from newsportal.inbox.models import Message
from newsportal.refusals import Refused

PLACES: Final = ("name", "number", "article")
_PLACE = re.compile(r"\{(\w*)\}")


def filled_in(text: str, message: Message) -> str:
    """The text with what `{name}`, `{number}` and `{article}` stand for; anything else stays."""
    known = {
        "name": message.sender_name or _("reader"),
        "number": message.reference,
        "article": settings.SITE_URL + message.page if message.page else _("our page"),
    }
    return _PLACE.sub(lambda found: known.get(found[1], found[0]), text)


def refuse_unknown_places(text: str) -> None:
    """Raise Refused for a place in a template that nothing would be filled into."""
    unknown = sorted({found for found in _PLACE.findall(text) if found not in PLACES})
    if unknown:
        raise Refused(
            _("Nothing is filled in for %(unknown)s. There are {name}, {number} and {article}.")
            % {"unknown": ", ".join(f"{{{one}}}" for one in unknown)}
        )
