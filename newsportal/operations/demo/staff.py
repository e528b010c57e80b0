"""The demo's accounts: one for each role, named as the role is, with a password made by chance."""

import secrets
from dataclasses import dataclass

from newsportal.accounts.models import Role, User
from newsportal.accounts.roles import ROLES

# Marks an account as ours: the top-level domain `.invalid` can belong to nobody (RFC 2606).
DOMAIN = "demo.invalid"
NAMES = {
    "reporter": ("Lin", "Mei"),
    "editor": ("Chen", "Rui"),
    "photo": ("Deng", "Yao"),
    "publisher": ("Sofia", "Marin"),
    "desk": ("Tao", "Li"),
    "admin": ("Ada", "Fischer"),
}
# No letter or digit that is easily taken for another.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Account:
    """A name and the password that goes with it: shown once, stored nowhere."""

    user: User
    password: str


def real_users() -> bool:
    """Whether somebody other than the demo's own accounts works here."""
    return User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()


def make() -> dict[str, Account]:
    """The accounts by role; where an interrupted demo left some, they get new passwords."""
    return {role: account(role) for role in ROLES}


def account(role: str) -> Account:
    first, last = NAMES[role]
    user, _made = User.objects.get_or_create(
        username=role,
        defaults={"first_name": first, "last_name": last, "email": f"{role}@{DOMAIN}"},
    )
    password = new_password()
    user.set_password(password)
    user.save()
    user.roles.set(Role.objects.filter(name=role))
    return Account(user, password)


def new_password() -> str:
    """Twelve signs in three groups: some 59 bits, and short enough to be typed."""
    groups = ("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(3))
    return "-".join(groups)


def table_of(accounts: dict[str, Account]) -> str:
    """The names and passwords, for a person to write down."""
    rows = [f"  {role:<10}  {account.password}" for role, account in accounts.items()]
    return "\n".join(["Names and passwords for the newsroom, shown only now:", *rows])
