"""Licences given to photos: what a template says fills what the photo does not say yet."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from articles.models.licence import Licence
from articles.models.photo import Photo
from newsportal.timeline import now

WORDS: Final = (
    "credit",
    "copyright",
    "usage_terms",
    "web_statement",
    "licensor",
    "licensor_url",
    "territory",
)
COLUMNS: Final = frozenset({"licence", *WORDS, "usable_until", "most_uses", "not_for_social"})


def give(licence: Licence, photo: Photo) -> frozenset[str]:
    """Write `licence` into `photo`, which is not saved: empty fields alone, and the ban of social
    media. Days of use count from when the photo was added, or from now for a new one.

    Gives the names of the columns that it may have changed.
    """
    photo.licence = licence
    for name in WORDS:
        if not getattr(photo, name).strip():
            setattr(photo, name, getattr(licence, name))
    if photo.usable_until is None and licence.days is not None:
        photo.usable_until = (photo.added_at or now()) + timedelta(days=licence.days)
    if photo.most_uses is None:
        photo.most_uses = licence.most_uses
    photo.not_for_social |= licence.not_for_social
    return COLUMNS


def unfit_to_stand_in(photo: Photo) -> str:
    """Why a section cannot show `photo` instead of others, in a sentence; empty: it can."""
    if not photo.credit.strip():
        return _("This photo has no credit. Write one in the library, or choose another.")
    if not photo.alt.strip():
        return _("This photo has no alternative text. Write one in the library first.")
    if photo.usable_until is not None:
        return _("The rights of this photo end one day. Choose one that may always be shown.")
    if photo.most_uses is not None:
        return _("The uses of this photo are counted. Choose one that may always be shown.")
    if photo.shows_minor:
        return _("This photo shows a minor. Choose one that may always be shown.")
    return ""
