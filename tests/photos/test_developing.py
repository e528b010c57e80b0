"""When public files are made: by the worker, after what changes them, and after a crash."""

import pytest
from django_tasks_db.models import DBTaskResult

from articles.models import Photo
from articles.photos import developing, renditions
from newsportal.pagecache.models import Invalidation
from newsportal.refusals import Refused
from tests.photos.makers import public_files, quarters, take, take_all

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def waiting() -> int:
    return DBTaskResult.objects.ready().filter(task_path=developing.make_files.module_path).count()


def kinds(photo) -> set[str]:
    photo.refresh_from_db()
    return {row["format"] for row in photo.renditions}


def test_an_upload_answers_with_few_files_and_the_worker_makes_the_rest(work):
    photo = take(quarters((1300, 900)))
    assert (len(photo.renditions), photo.made_for, waiting()) == (2, "", 1)
    work()
    assert kinds(photo) == {"avif", "webp", "jpeg"}
    assert photo.made_for == renditions.key_of(photo)
    assert all(path.exists() for path in public_files(photo))
    assert waiting() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit", "Somebody else"),
        ("creator", "Somebody else"),
        ("copyright", "Somebody else"),
        ("usage_terms", "Never"),
        ("web_statement", "https://example.org/"),
        ("ai", "generated"),
        ("focus_x", 10),
        ("focus_y", 90),
        ("crops", {"1x1": [0, 0, 10, 10]}),
    ],
)
def test_what_the_files_show_or_say_asks_for_new_ones(field, value):
    photo = take_all(quarters())
    DBTaskResult.objects.all().delete()
    setattr(photo, field, value)
    photo.save()
    photo.refresh_from_db()
    assert (photo.made_for, waiting()) == ("", 1)


def test_what_the_files_do_not_say_asks_for_none():
    photo = take_all(quarters())
    DBTaskResult.objects.all().delete()
    photo.caption, photo.alt, photo.not_for_social, photo.place = "a", "b", True, "c"
    photo.save()
    assert waiting() == 0
    assert photo.made_for


def test_a_change_of_many_at_once_asks_for_new_ones():
    photos = [take_all(quarters((400 + number, 300))) for number in range(2)]
    DBTaskResult.objects.all().delete()
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(credit="All")
    assert waiting() == 2


def test_pages_are_told_when_the_files_are_made(work):
    photo = take(quarters())
    Invalidation.objects.all().delete()
    work()
    assert Invalidation.objects.filter(tag=f"photo:{photo.pk}").exists()


def test_a_task_that_runs_twice_makes_the_files_once(monkeypatch):
    photo = take_all(quarters())
    monkeypatch.setattr(developing, "rebuild", lambda photo: pytest.fail("made again"))
    developing.make_files.func(photo.pk)
    developing.make_files.func(photo.pk + 1)


def test_photos_whose_task_was_lost_are_taken_up_again(work):
    photos = [take(quarters((400 + number, 300))) for number in range(3)]
    DBTaskResult.objects.all().delete()
    developing.resume()
    work()
    assert all("avif" in kinds(photo) for photo in photos)
    DBTaskResult.objects.all().delete()
    developing.resume()
    assert not DBTaskResult.objects.exists()


def test_a_photo_of_an_older_version_gets_what_was_not_asked_then(work):
    photo = take(quarters())
    Photo.objects.update(look="", size=0, made_for="")
    developing.resume()
    work()
    row = Photo.objects.get()
    assert (row.look, row.size) == (photo.look, photo.size)


def test_a_photo_that_cannot_be_developed_keeps_nobody_waiting(work, monkeypatch):
    first, second = take(quarters()), take(quarters((500, 300)))
    rebuild = renditions.rebuild

    def broken(photo):
        if photo.pk == first.pk:
            raise Refused("Damaged.")
        rebuild(photo)

    monkeypatch.setattr(developing, "rebuild", broken)
    DBTaskResult.objects.all().delete()
    developing.resume()
    work()
    assert kinds(first) == {"jpeg"}
    assert "avif" in kinds(second)


def test_a_store_that_does_not_answer_is_asked_again_later(work, due_now, monkeypatch):
    photo = take(quarters())
    with monkeypatch.context() as patch:
        patch.setattr(developing, "rebuild", lambda photo: (_ for _ in ()).throw(OSError("down")))
        work()
    assert kinds(photo) == {"jpeg"}
    due_now()
    work()
    assert "avif" in kinds(photo)


def test_mail_goes_before_pictures():
    assert developing.make_files.priority < 0
