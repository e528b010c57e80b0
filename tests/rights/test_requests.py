"""Every route, asked by everybody about own and other people's rows in every state."""

import pytest

from tests.rights import probes
from tests.rights.people import COLUMN_OF, SIGNED_IN
from tests.rights.probes import report

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("principal", COLUMN_OF)
def test_a_page_is_opened_by_the_cell_of_its_action(world, principal):
    found = [probe() for probe in probes.looking(world, principal)]
    assert len(found) > 50
    assert not (told := report(found)), told


@pytest.mark.parametrize("principal", COLUMN_OF)
def test_what_is_posted_is_taken_by_the_cell_of_its_action(world, principal):
    found = [probe() for probe in probes.sending(world, principal)]
    assert len(found) > 50
    assert not (told := report(found)), told


@pytest.mark.parametrize("principal", SIGNED_IN)
def test_an_autocomplete_names_only_what_its_list_would(world, principal):
    found = [probe() for probe in probes.choosing(world, principal)]
    assert len(found) > 12
    assert not (told := report(found)), told


@pytest.mark.parametrize("principal", SIGNED_IN)
def test_the_start_page_and_the_overviews_show_what_is_ones_own(world, principal):
    found = [probe() for probe in probes.beginning(world, principal)]
    assert not (told := report(found)), told
