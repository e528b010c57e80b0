"""Taking a photo out of what readers no longer see, so that it can be deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Edition, EditionPhoto, Photo, PhotoUse
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import now


@transaction.atomic
def remove_from_past(photo: Photo, *, by: User) -> None:
    """Let the earlier editions that print `photo` do without it.

    Raises Refused where a draft or an edition that is live or scheduled has it, or a section
    keeps it as its picture instead.
    """
    require(by, "photo.delete_in_use", photo)
    editions = Edition.every.filter(photo_uses__photo=photo)
    current = editions.exclude(live_until__lte=now())
    if (
        PhotoUse.objects.filter(photo=photo).exists()
        or photo.stands_in_for.exists()
        or current.exists()
    ):
        raise Refused(_("The photo is in use. Take it out of these articles first."))
    numbers = sorted(set(editions.values_list("article_number", flat=True)))
    EditionPhoto.objects.filter(photo=photo).delete()
    Edition.every.filter(lead_photo=photo).update(lead_photo=None)
    audit.record("photo.delete_in_use", photo, by=by, articles=numbers)
