"""`manage.py rebuild`: what was lost and can be made again is there again, and nothing else is."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from articles import search
from articles.photos import renditions
from articles.photos.renditions import file_of
from newsportal.operations.rebuilding import is_complete
from newsportal.refusals import Refused
from tests.factories import photo, published

pytestmark = pytest.mark.django_db


def rebuild():
    """What the command prints."""
    out = StringIO()
    call_command("rebuild", stdout=out)
    return out.getvalue().splitlines()


def complete():
    """A photo of which the worker has made all files."""
    made = photo()
    renditions.rebuild(made)
    return made


def test_the_index_and_the_missing_files_of_photos_are_made_again():
    published("A bridge opens")
    kept, lost = complete(), complete()
    names = [file_of(one["name"]) for one in lost.renditions]
    with default_storage.open(names[0]) as file:
        before = file.read()
    default_storage.delete(names[0])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
    assert rebuild() == ["Search index: 1 editions, 2 photos.", "Photos made again: 1."]
    assert len(search.query("bridge").hits) == 1
    with default_storage.open(names[0]) as file:
        assert file.read() == before
    assert is_complete(kept)
    assert rebuild() == ["Search index: 1 editions, 2 photos.", "Photos made again: 0."]


def test_a_photo_whose_original_is_gone_is_named_and_the_others_are_made():
    gone, lost = complete(), complete()
    for one in (gone, lost):
        default_storage.delete(file_of(one.renditions[0]["name"]))
    default_storage.delete(gone.original.name)
    with pytest.raises(Refused, match=rf"^Photo {gone.pk}: its original cannot be read"):
        rebuild()
    assert is_complete(lost)
