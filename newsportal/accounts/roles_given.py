"""Giving and taking roles: which action that is, and who is told of it.

The three roles of `STRONG` open what readers see, what readers wrote, or the accounts. Whoever
gives or takes one enters their own password once more, and all who hold it are told.
"""

from collections.abc import Iterable
from typing import Final

from newsportal.accounts.models import User

STRONG: Final = frozenset({"publisher", "desk", "admin"})


def action_to_assign(role: str) -> str:
    """The row of the role table that allows giving and taking `role`."""
    return "user.assign_role_chf_dsk_adm" if role in STRONG else "user.assign_role_rep_edi_pho"


def names_of(person: User) -> list[str]:
    """The names of the roles that `person` holds now, as the database has them."""
    return sorted(person.roles.values_list("name", flat=True))


def tell(person: User, changed: Iterable[str], *, by: User) -> None:
    """Tell the holders of every strong role in `changed`, and all administrators."""
