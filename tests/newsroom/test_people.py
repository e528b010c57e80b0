"""Accounts, roles, sign-in and the audit log in the newsroom."""

import pytest
from django.test import Client

from articles.models import Article
from newsportal.accounts.models import AuditEntry, User
from newsportal.pages.models import SiteIdentity
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db

USERS = "/newsroom/accounts/user/"


def test_an_administrator_adds_an_account_whose_owner_sets_the_password(settings):
    # The link leads to the site, whatever address the administrator's request came by.
    settings.SITE_URL = "https://news.example"
    client = sign_in("admin")
    client.post(
        f"{USERS}add/", {"username": "new-reporter", "roles": ["reporter"], "is_active": "on"}
    )
    person = User.objects.get(username="new-reporter")
    assert not person.has_usable_password()
    assert person.role_names == {"reporter"}
    assert AuditEntry.objects.filter(action="user.assign_role").count() == 1
    page = client.post(f"{USERS}{person.pk}/password-link/").content.decode()
    link = page.split(f'value="{settings.SITE_URL}')[1].split('"')[0]
    stranger = Client()
    form = stranger.get(link, follow=True)
    words = {"new_password1": "nine brown foxes", "new_password2": "nine brown foxes"}
    stranger.post(form.redirect_chain[-1][0], words)
    signed_in = Client().post(
        "/newsroom/login/", {"username": "new-reporter", "password": "nine brown foxes"}
    )
    assert signed_in.status_code == 302
    assert b"used or is too old" in Client().get(link, follow=True).content


def test_the_link_to_set_a_password_is_found_on_the_account():
    client, person, left = sign_in("admin"), make.user("editor"), make.user(is_active=False)
    shown = client.get(f"{USERS}{person.pk}/change/").content.decode()
    assert f"{USERS}{person.pk}/password-link/" in shown
    assert "password-link" not in client.get(f"{USERS}{left.pk}/change/").content.decode()


def test_the_sign_in_page_names_the_site():
    SiteIdentity.objects.create(name="The River Paper")
    assert "The River Paper" in Client().get("/newsroom/login/").content.decode()


def test_nobody_changes_their_own_roles():
    client = sign_in("admin")
    own = f"{USERS}{client.user.pk}/change/"
    assert "roles" not in client.get(own).context["adminform"].form.fields
    response = client.post(own, {"username": client.user.username, "roles": ["admin", "publisher"]})
    assert response.status_code == 403
    assert set(client.user.roles.values_list("name", flat=True)) == {"admin"}


def test_a_superuser_is_neither_shown_nor_touched():
    client, root = sign_in("admin"), make.user(username="root-canary", is_superuser=True)
    assert b"root-canary" not in client.get(USERS).content
    for number in (root.pk, root.pk + 1000):
        address = f"{USERS}{number}/change/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"username": "taken"}).status_code == 403
    root.refresh_from_db()
    assert root.username == "root-canary"


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "desk"])
def test_accounts_are_for_the_administrator_alone(role):
    client, other = sign_in(role), make.user("reporter")
    forged = {"username": "x", "roles": ["admin"], "is_superuser": "1", "is_active": "on"}
    for url in (USERS, f"{USERS}add/", f"{USERS}{other.pk}/change/"):
        assert client.get(url).status_code == 403, url
    assert client.post(f"{USERS}{other.pk}/change/", forged).status_code == 403
    assert client.post(f"{USERS}{other.pk}/password-link/").status_code == 403


def test_forged_fields_make_nobody_a_superuser():
    client, other = sign_in("admin"), make.user("reporter")
    forged = {"username": "x", "roles": [], "is_active": "on", "is_superuser": "1", "is_staff": ""}
    assert client.post(f"{USERS}{other.pk}/change/", forged).status_code == 403
    other.refresh_from_db()
    assert other.username != "x"
    assert not other.is_superuser
    assert other.is_staff


def test_five_wrong_passwords_lock_the_pair_of_name_and_network():
    person = make.user("editor")
    client = Client()
    login = "/newsroom/login/"
    for _try in range(5):
        client.post(login, {"username": person.username, "password": "wrong"})
    locked = client.post(login, {"username": person.username, "password": "correct horse battery"})
    assert locked.status_code == 429
    assert b"Too many tries" in locked.content
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    words = {"username": person.username, "password": "correct horse battery"}
    assert elsewhere.post(login, words).status_code == 302


def test_a_deactivated_person_is_out_with_the_next_request():
    client = sign_in("editor")
    assert client.get("/newsroom/").status_code == 200
    User.objects.filter(pk=client.user.pk).update(is_active=False)
    assert client.get("/newsroom/").status_code == 302


def test_the_audit_log_cannot_be_changed():
    make.article()
    entry = AuditEntry.objects.get(action="article.edit_text")
    with pytest.raises(PermissionError):
        entry.save()
    with pytest.raises(PermissionError):
        entry.delete()
    with pytest.raises(PermissionError):
        AuditEntry.objects.all().delete()
    with pytest.raises(PermissionError):
        AuditEntry.objects.update(action="nothing")


def test_the_audit_log_is_read_by_publishers_without_what_concerns_security():
    make.article("A public matter")
    sign_in("admin").post(f"{USERS}add/", {"username": "new-one", "is_active": "on"})
    page = sign_in("publisher").get("/newsroom/accounts/auditentry/").content.decode()
    assert "A public matter" in page
    assert "user.create" not in page
    assert sign_in("editor").get("/newsroom/accounts/auditentry/").status_code == 403


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "desk", "admin"])
def test_the_start_page_is_there_for_every_role(role):
    make.article("Somebody's draft")
    make.published("Somebody's news")
    response = sign_in(role).get("/newsroom/")
    assert response.status_code == 200
    shown = "Somebody's news" in response.content.decode().replace("&#x27;", "'")
    assert shown == (role in {"editor", "photo", "publisher"})


def test_the_start_page_needs_few_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in("publisher", "desk")
    for number in range(3):
        make.published(f"News {number}")
    with CaptureQueriesContext(connection) as captured:
        client.get("/newsroom/")
    assert len(captured) <= 15


@pytest.mark.parametrize(("own_roles", "expected"), [(["editor"], "kept"), (["publisher"], "gone")])
def test_only_who_may_approve_their_own_parts_a_byline_from_its_account(own_roles, expected):
    # Who may approve an article depends on whose byline it carries.
    client = sign_in(*own_roles)
    byline = make.author("Own Name", user=client.user)
    url = f"/newsroom/articles/author/{byline.pk}/change/"
    client.post(url, {"name": "Own Name", "slug": byline.slug, "user": ""})
    byline.refresh_from_db()
    assert (byline.user is None) == (expected == "gone")


def test_the_audit_log_says_what_a_field_was_before_and_after():
    client, photo = sign_in("photo"), make.photo(credit="Studio", alt="")
    url = f"/newsroom/articles/photo/{photo.pk}/change/"
    client.post(url, {"credit": "Agency", "caption": "x" * 500, "alt": "", "ai": "none"})
    changes = AuditEntry.objects.get(action="photo.edit_meta").detail["changes"]
    assert changes["credit"] == ["Studio", "Agency"]
    assert changes["caption"] == ["", "x" * 199 + "…"]
    assert set(changes) == {"credit", "caption"}


def test_the_audit_log_names_rows_and_not_their_numbers():
    client = sign_in("publisher", "admin")
    first, second = (
        make.user("editor", username="first-one"),
        make.user("editor", username="second-one"),
    )
    byline = make.author("A Name", user=first)
    url = f"/newsroom/articles/author/{byline.pk}/change/"
    client.post(url, {"name": "A Name", "slug": byline.slug, "user": second.pk})
    entry = AuditEntry.objects.get(subject=f"author:{byline.pk}")
    assert entry.detail["changes"] == {"user": ["first-one", "second-one"]}


def test_the_panel_of_drafts_leads_to_a_list_of_the_same_articles():
    client = sign_in("reporter")
    draft, returned = (make.article(name, by=client.user) for name in ("A draft", "Sent back"))
    submitted = make.article("Waits", by=client.user)
    Article.objects.filter(pk=returned.pk).update(state="returned")
    Article.objects.filter(pk=submitted.pk).update(state="in_review")
    panels = client.get("/newsroom/").context["panels"]
    panel = next(panel for panel in panels if panel.title == "My drafts")
    assert {row.text for row in panel.rows} == {"A draft", "Sent back"}
    assert set(client.get(panel.url).context["cl"].queryset) == {draft, returned}
