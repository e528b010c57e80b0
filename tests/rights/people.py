"""Who asks: one person for each column of the role table, and two who have lost what they had."""

import csv
from pathlib import Path

from django.test import Client

from newsportal.accounts.models import User
from tests import factories as make

DECIDED = Path(__file__).parents[1] / "accounts" / "roles.csv"

with DECIDED.open(encoding="utf-8") as file:
    # Read apart from the code under test, which has a table of its own.
    TABLE = {row.pop("action"): row for row in csv.DictReader(file)}

ROLES = ("reporter", "editor", "photo", "publisher", "desk", "admin")
# Column of the table for each principal. Those who lost their roles, or their account, in the
# middle of a session are what they are now.
COLUMN_OF = {
    "anon": "anon",
    "norole": "norole",
    **dict(zip(ROLES, ROLES, strict=True)),
    "role_removed": "norole",
    "deactivated": "anon",
}
SIGNED_IN = tuple(name for name in COLUMN_OF if name not in {"anon", "deactivated"})


def letter(principal: str, action: str) -> str:
    """The cell of the table; nobody may what no row speaks of."""
    return TABLE[action][COLUMN_OF[principal]] if action in TABLE else "N"


def make_people() -> dict[str, User]:
    """The accounts, by principal, and `boss` (every role) and `somebody` (another reporter)."""

    def person(name: str, *roles: str) -> User:
        return make.user(*roles, username=name, first_name=name, last_name="Person")

    people = {name: person(name, name) for name in ROLES}
    people["norole"] = person("norole")
    people["role_removed"] = person("role_removed", "publisher", "desk", "admin", "photo")
    people["deactivated"] = person("deactivated", *ROLES)
    people["boss"] = person("boss", *ROLES)
    people["somebody"] = person("somebody", "reporter")
    return people


def sign_in(people: dict[str, User]) -> dict[str, Client]:
    """A session for each; then those who lose something lose it."""
    clients = {"anon": Client(raise_request_exception=False)}
    for name, user in people.items():
        clients[name] = Client(raise_request_exception=False)
        clients[name].force_login(user, "django.contrib.auth.backends.ModelBackend")
    people["role_removed"].roles.clear()
    people["deactivated"].is_active = False
    people["deactivated"].save()
    return clients
