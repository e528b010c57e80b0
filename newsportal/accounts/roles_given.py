"""Giving and taking roles: which action that is, and who is told of it.

The three roles of `STRONG` open what readers see, what readers wrote, or the accounts. Whoever
gives or takes one enters their own password once more, and all who hold it are told.
"""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from newsportal.accounts import notices
from newsportal.accounts.models import Role, User

STRONG: Final = frozenset({"publisher", "desk", "admin"})


def action_to_assign(role: str) -> str:
    """The row of the role table that allows giving and taking `role`."""
    return "user.assign_role_chf_dsk_adm" if role in STRONG else "user.assign_role_rep_edi_pho"


def names_of(person: User) -> list[str]:
    """The names of the roles that `person` holds now, as the database has them."""
    return sorted(person.roles.values_list("name", flat=True))


def tell(person: User, before: Iterable[str], after: Iterable[str], *, by: User) -> None:
    """Tell of the strong roles that `person` was given or lost.

    Told are all who hold one of these roles, all administrators, and `person`.
    """
    given, taken = (STRONG & (set(a) - set(b)) for a, b in ((after, before), (before, after)))
    if not given | taken:
        return
    titles = dict(Role.objects.values_list("name", "title"))
    lines = [
        *(_("Given: %s") % titles[role] for role in sorted(given)),
        *(_("Taken: %s") % titles[role] for role in sorted(taken)),
    ]
    notices.tell(
        [*holders_of(given | taken | {"admin"}), person],
        _("Roles of %s have changed") % person,
        _("%(by)s has changed the roles of %(person)s (%(name)s).")
        % {"by": by, "person": person, "name": person.username}
        + "\n\n"
        + "\n".join(lines)
        + "\n\n"
        + _("If nobody at the newsroom meant this, tell an administrator at once."),
        by=by,
    )


def tell_of_link(person: User, *, by: User) -> None:
    """Tell `person` and all administrators that `by` has a link to set the password."""
    notices.tell(
        [*holders_of({"admin"}), person],
        _("A link to set the password of %s was made") % person,
        _("%(by)s has made a link through which the password of %(person)s (%(name)s) can be set.")
        % {"by": by, "person": person, "name": person.username}
        + "\n\n"
        + _("If nobody asked for it, tell an administrator at once."),
        by=by,
    )


def holders_of(roles: Iterable[str]) -> list[User]:
    """Everybody who holds one of these roles and may sign in."""
    return list(User.objects.filter(roles__in=roles, is_active=True).distinct())
