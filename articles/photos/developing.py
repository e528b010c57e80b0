"""When public files are made: as a task, after whatever changes what they show or say.

How they are made is left to `renditions`. Until they are there, pages use those that are.
"""

import logging
from datetime import timedelta
from typing import Final

from django.db import models
from django_tasks import task

from articles.models.photo import Photo
from articles.photos.renditions import key_of, rebuild
from newsportal.refusals import Refused
from newsportal.timeline import now

logger = logging.getLogger(__name__)

# Mail and the search index go first: forty new photos keep the worker for minutes.
BEHIND: Final = -10
# A store that does not answer is asked again after this.
WAIT: Final = timedelta(minutes=5)


def notice(photo: Photo) -> None:
    """Ask for the files of `photo` where it has changed since they were made.

    Called inside the transaction that changes it.
    """
    if photo.made_for == key_of(photo):
        return
    if photo.made_for:
        photo.made_for = ""
        # Not the photo's own QuerySet: that would come here again.
        models.QuerySet(Photo).filter(pk=photo.pk).update(made_for="")
    make_files.enqueue(photo.pk)


@task(priority=BEHIND)
def make_files(number: int) -> None:
    """Make the files of the photo with this id, unless they are made; twice does no harm."""
    photo = Photo.objects.filter(pk=number).first()
    if photo is None or photo.made_for == key_of(photo):
        return
    try:
        rebuild(photo)
    except (Refused, FileNotFoundError) as error:
        logger.error("Photo %d cannot be developed: %s", number, error)
    except OSError as error:
        logger.warning("The files of photo %d wait for the store: %s", number, error)
        make_files.using(run_after=now() + WAIT).enqueue(number)


@task(priority=BEHIND)
def make_waiting(after: int) -> None:
    """Make the files of the next photo that waits, by id, and then of the one after it."""
    waiting = Photo.objects.filter(made_for="", pk__gt=after).order_by("pk")
    number = waiting.values_list("pk", flat=True).first()
    if number is not None:
        make_files.func(number)
        make_waiting.enqueue(number)


def resume() -> None:
    """Take up the photos whose task was lost, as after a killed worker."""
    if Photo.objects.filter(made_for="").exists():
        make_waiting.enqueue(0)
