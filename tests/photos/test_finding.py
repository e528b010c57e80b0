"""Photos are found by the words that they have now."""

import pytest
from django_tasks_db.models import DBTaskResult

from articles.models import Photo
from articles.photos import finding
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(text):
    return [photo.caption for photo in finding.found(Photo.objects.order_by("pk"), text)]


def described(caption, **words):
    photo = make.photo(caption=caption)
    for name, text in words.items():
        setattr(photo, name, text)
    photo.save()
    return photo


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("bridge", True),
        ("BRI old", True),
        ("ridge", False),
        ("bridge ferry", False),
        ("Nan'an", True),
        ("dsc_7741", True),
        ("7741", True),
        ("dsc7741", False),  # the name has a line between them
        ("重庆", True),
        ("庆重", False),
        ("café", True),
        ("cafe", True),
        ('"bridge"', True),
        ("bridge -", True),
        ("-", False),
        ("'); drop", False),
        ("a* OR b", False),
        ("bridge " * 200, True),
        ("x" * 5000, False),
    ],
)
def test_every_word_counts_and_may_be_unfinished(text, is_found):
    described("Old bridge", place="Nan'an, 重庆", keywords="café", file_name="DSC_7741.jpg")
    assert found(text) == (["Old bridge"] if is_found else [])


def test_a_number_in_the_name_of_a_file_is_found_by_itself():
    described("A ferry", file_name="IMG20261125.jpg")
    assert found("20261125") == found("img2026") == ["A ferry"]


def test_a_phrase_does_not_reach_from_one_field_into_the_next():
    described("Old", credit="Bridge Ltd")
    assert found("old-bridge") == []
    assert found("old bridge") == ["Old"]


def test_a_photo_is_found_by_its_number_and_nothing_asks_for_all():
    photo = described("A")
    described("B")
    assert found(f"#{photo.pk}") == ["A"]
    assert found("") == found("  ") == ["A", "B"]


def test_new_words_are_found_at_once_and_old_ones_no_more():
    photo = described("A bridge")
    photo.caption = "A ferry"
    photo.save(update_fields=["caption"])
    assert found("bridge") == []
    Photo.objects.filter(pk=photo.pk).update(caption="A tower")
    assert found("ferry") == []
    assert found("tower") == ["A tower"]


def test_the_words_of_a_deleted_photo_go_with_it(django_assert_num_queries):
    from django.db import connection

    photo = described("A bridge")
    photo.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_photo_search")
        assert cursor.fetchone() == (0,)


def test_the_index_is_made_again_from_the_photos():
    from django.db import connection

    described("A bridge")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_photo_search")
    assert found("bridge") == []
    assert finding.rebuild() == 1
    assert found("bridge") == ["A bridge"]


def test_the_worker_writes_the_index_of_photos_that_are_missing_from_it(work):
    described("An old bridge")
    finding.resume()
    assert not DBTaskResult.objects.filter(task_path=finding.index_all.module_path).exists()
    finding.forget(Photo.objects.get().pk)
    assert found("bridge") == []
    finding.resume()
    work()
    assert found("bridge") == ["An old bridge"]
