"""The test of the tests: a check of rights that is taken out is noticed.

The checks at the door run with all tests; `make mutants` tries every place and prints the figure.
"""

import os

import pytest

from tests.rights import probes
from tests.rights.mutants import survivors, watching
from tests.rights.people import COLUMN_OF, ROLES, SIGNED_IN
from tests.rights.test_verbs import VERBS, denied_calls

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


# Where every page asks, and every right of the admin.
AT_THE_DOOR = {"newsportal/accounts/admin_pages.py", "newsportal/accounts/admin_rights.py"}

# A second lock behind the door denies the same people.
TWO_LOCKS = {"article.template"}


def test_a_check_taken_out_at_the_door_is_noticed(world):
    questions = list(probes.looking(world, "desk"))

    def at_the_door(places):
        return [
            (file, function, action)
            for file, function, action in places
            if file in AT_THE_DOOR and "knows_of_all" not in function and action not in TWO_LOCKS
        ]

    with watching() as watch:
        tried, alive = survivors(watch, questions, places=at_the_door)
    assert tried > 40
    assert alive == []


@pytest.mark.skipif("MUTANTS" not in os.environ, reason="minutes; run by `make mutants`")
def test_every_check_taken_out_is_noticed(world, capsys):
    questions = [
        *(probe for principal in COLUMN_OF for probe in probes.looking(world, principal)),
        *(probe for principal in COLUMN_OF for probe in probes.sending(world, principal)),
        *(probe for principal in SIGNED_IN for probe in probes.choosing(world, principal)),
        *(probe for principal in SIGNED_IN for probe in probes.beginning(world, principal)),
        *(
            probe
            for verb, function in VERBS
            for principal in ("norole", *ROLES)
            for probe in denied_calls(world, verb, function, principal)
        ),
    ]
    with watching() as watch:
        tried, alive = survivors(watch, questions)
    noticed = 1 - len(alive) / tried
    with capsys.disabled():
        print(f"\n{len(questions)} questions, {tried} checks taken out, {noticed:.1%} noticed")  # noqa: T201 - the figure is what was asked for
        for place in alive:
            print("  not noticed:", *place)  # noqa: T201
    assert noticed >= 0.98
