"""Nobody raises themselves or others: what is forged for it changes nothing and is written down."""

import pytest
from django.test import Client

from newsportal.accounts.models import AuditEntry, Notice, User
from newsportal.accounts.roles import ROLES
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db

USERS = "/newsroom/accounts/user/"
PASSWORD = "correct horse battery"

# Twelve ways up: what is posted, and to whose page.
WAYS_UP = {
    "make another a superuser": ("other", "change", {"is_superuser": "1"}),
    "make oneself a superuser": ("own", "change", {"is_superuser": "on"}),
    "lock another out of the newsroom": ("other", "change", {"is_staff": ""}),
    "join a group": ("other", "change", {"groups": ["publisher", "1"]}),
    "hold a permission": ("own", "change", {"user_permissions": ["1", "2"]}),
    "choose another's password": ("other", "change", {"password": "md5$$0"}),
    "give oneself a role": ("own", "change", {"roles": [*ROLES]}),
    "make a superuser": ("", "add", {"username": "root2", "is_superuser": "1", "password": "x"}),
    "change a superuser's address": ("root", "change", {"email": "me@example.org"}),
    "deactivate a superuser": ("root", "change", {"username": "root", "is_active": ""}),
    "set a superuser's password": ("root", "password-link", {}),
    "deactivate oneself": ("own", "change", {"is_active": ""}),
}


def accounts() -> list:
    rows = User.objects.order_by("pk").values()
    return [*rows, *User.roles.through.objects.order_by("pk").values()]


@pytest.mark.parametrize("way", WAYS_UP)
@pytest.mark.parametrize("role", ROLES)
def test_no_role_raises_anybody(role, way):
    client = sign_in(role)
    rows = {
        "own": client.user,
        "other": make.user("reporter"),
        "root": make.user(username="root", is_superuser=True),
    }
    whose, page, forged = WAYS_UP[way]
    row = rows.get(whose)
    valid = {"username": row.username if row else "new", "own_password": PASSWORD}
    before = accounts()
    address = f"{USERS}{row.pk}/{page}/" if row else f"{USERS}{page}/"
    assert client.post(address, valid | forged).status_code == 403
    assert accounts() == before
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by) == ("user.refused", client.user)
    assert entry.subject == f"user:{row.pk if row else ''}"
    assert PASSWORD not in str(entry.detail)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_no_other_role_gives_roles_links_or_accounts(role):
    client, other = sign_in(role), make.user("reporter")
    before = accounts()
    for page, data in {
        f"{other.pk}/change": {"username": "x", "roles": ["publisher"], "is_active": "on"},
        f"{other.pk}/password-link": {},
        "add": {"username": "x", "roles": ["reporter"]},
    }.items():
        assert client.post(f"{USERS}{page}/", data).status_code == 403
    assert accounts() == before
    assert AuditEntry.objects.filter(action="user.refused").count() == 3


@pytest.mark.parametrize("role", ["publisher", "desk", "admin"])
@pytest.mark.parametrize("typed", ["", "wrong"])
def test_a_strong_role_is_given_and_taken_with_ones_own_password_alone(role, typed):
    client, other = sign_in("admin"), make.user("reporter")
    url, data = f"{USERS}{other.pk}/change/", {"username": "x", "is_active": "on"}
    given = data | {"roles": ["reporter", role]}
    response = client.post(url, given | {"own_password": typed})
    assert response.status_code == 200
    assert b"Enter your own password" in response.content
    assert set(other.roles.values_list("name", flat=True)) == {"reporter"}
    assert client.post(url, given | {"own_password": PASSWORD}).status_code == 302
    assert set(other.roles.values_list("name", flat=True)) == {"reporter", role}
    client.post(url, data | {"roles": ["reporter"], "own_password": typed})
    assert set(other.roles.values_list("name", flat=True)) == {"reporter", role}
    client.post(url, data | {"roles": ["reporter"], "own_password": PASSWORD})
    assert set(other.roles.values_list("name", flat=True)) == {"reporter"}
    assert AuditEntry.objects.filter(action="user.assign_role").count() == 2


@pytest.mark.parametrize("role", ["publisher", "desk", "admin"])
def test_all_who_hold_a_strong_role_are_told_of_who_else_does(role):
    client = sign_in("admin")
    holder, admin, other, editor = (
        make.user(held, email=f"{name}@example.org")
        for name, held in (
            ("holder", role), ("admin", "admin"), ("other", "reporter"), ("editor", "editor")
        )
    )  # fmt: skip
    url = f"{USERS}{other.pk}/change/"
    data = {"username": "other", "email": other.email, "is_active": "on", "own_password": PASSWORD}
    client.post(url, data | {"roles": ["reporter", role]})
    told = {notice.to for notice in Notice.objects.all()}
    assert told == {holder, admin, other}
    assert "Given: " in Notice.objects.first().text
    client.post(url, data | {"roles": ["reporter"]})
    assert Notice.objects.filter(text__contains="Taken: ").count() == 3
    client.post(url, data | {"roles": ["editor"]})  # nobody's business
    assert Notice.objects.count() == 6
    assert editor not in {notice.to for notice in Notice.objects.all()}


def test_whose_password_can_be_set_by_a_link_is_told_of_it():
    client, other = sign_in("admin"), make.user("publisher", email="other@example.org")
    client.get(f"{USERS}{other.pk}/password-link/")
    assert not Notice.objects.exists()
    page = client.post(f"{USERS}{other.pk}/password-link/").content.decode()
    notice = Notice.objects.get(to=other)
    assert notice.text.split("/")[-1] not in page
    assert "set-password" not in notice.text


def test_guessing_the_password_through_the_form_is_locked_as_at_the_sign_in():
    client, other = sign_in("admin"), make.user("reporter")
    data = {"username": "x", "is_active": "on", "roles": ["admin"]}
    for _try in range(5):
        client.post(f"{USERS}{other.pk}/change/", data | {"own_password": "wrong"})
    response = client.post(f"{USERS}{other.pk}/change/", data | {"own_password": PASSWORD})
    assert response.status_code == 429
    assert set(other.roles.values_list("name", flat=True)) == {"reporter"}


def test_an_account_without_strong_roles_needs_no_password():
    client = sign_in("admin")
    client.post(f"{USERS}add/", {"username": "new", "roles": ["editor"], "is_active": "on"})
    assert User.objects.get(username="new").role_names == {"editor"}


def test_nothing_of_an_account_is_told_to_who_may_not_see_it():
    admin, editor = sign_in("admin"), sign_in("editor")
    root = make.user(username="root", is_superuser=True)
    for page in ("change", "password-link"):
        for client in (admin, editor):
            answers = {
                client.get(f"{USERS}{number}/{page}/").content.replace(f"/{number}/".encode(), b"")
                for number in (root.pk, 987_654)
            }
            assert len(answers) == 1, page


def test_the_log_says_what_became_of_an_account():
    client = sign_in("admin")
    person = make.user("reporter", username="old", email="old@example.org")
    url, data = f"{USERS}{person.pk}/change/", {"username": "old", "roles": ["reporter"]}
    client.post(url, data | {"email": "new@example.org", "is_active": "on"})
    client.post(url, data | {"email": "new@example.org"})
    client.post(url, data | {"email": "new@example.org", "is_active": "on"})
    client.post(url, data | {"email": "new@example.org", "is_active": "on"})  # nothing new
    told = AuditEntry.objects.order_by("id").values_list("action", "detail__changes")
    assert list(told) == [
        ("user.change", {"email": ["old@example.org", "new@example.org"]}),
        ("user.deactivate", {"is_active": ["True", "False"]}),
        ("user.activate", {"is_active": ["False", "True"]}),
    ]


# -- What ends with the next request -----------------------------------------------------------


def test_a_role_that_was_taken_counts_no_more_with_the_next_request():
    client, article = sign_in("editor"), make.article()
    page = f"/newsroom/articles/article/{article.pk}/change/"
    assert client.get(page).status_code == 200
    client.user.roles.clear()
    assert client.get(page).status_code == 403
    assert client.post(page, {"headline": "x"}).status_code == 403


def test_all_sessions_of_somebody_deactivated_end_at_once():
    person = make.user("publisher")
    clients = [Client() for _each in range(20)]
    for client in clients:
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    person.is_active = False
    person.save()
    for client in clients:
        response = client.get("/newsroom/")
        assert response.status_code == 302
        assert response["Location"].startswith("/newsroom/login/")
