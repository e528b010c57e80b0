"""A database that has been made or emptied has a desk and categories: no form works without."""

import pytest
from django.core.management import call_command

from newsportal.inbox.models import Category, Desk, Kind


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_gets_its_first_categories_again():
    Category.objects.all().delete()
    Desk.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    assert {category.kind for category in Category.objects.all()} == set(Kind.values)


@pytest.mark.django_db(transaction=True)
def test_what_the_staff_made_of_the_categories_stays():
    Category.objects.exclude(slug="tip").delete()
    Category.objects.update(name="Hint")
    call_command("migrate", verbosity=0)
    assert [category.name for category in Category.objects.all()] == ["Hint"]
