"""The role table, its questions, and that every route of the portal names a row of it."""

import csv
import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver

from newsportal.accounts.admin_rights import RoleRights
from newsportal.accounts.models import Role
from newsportal.accounts.roles import NOBODY, ROLES, TABLE, can, widest
from tests import factories as make

# The decision of who may do what, kept apart from the code: a changed cell fails here.
DECIDED = Path(__file__).parent / "roles.csv"

# What the project as a whole decided, where it lies beside the repository.
DECIDED_BY_ALL = Path(__file__).parents[2].parent / "shared" / "reference" / "roles.csv"

# Pages of Django's AdminSite itself: sign-in, and what shows only what the other rights allow.
OF_THE_SITE = {
    "newsroom/",
    "newsroom/login/",
    "newsroom/logout/",
    "newsroom/password_change/",
    "newsroom/password_change/done/",
    "newsroom/autocomplete/",  # asks has_view_permission of the model that is searched
    "newsroom/jsi18n/",
    "newsroom/^(?P<app_label>...)/$",
    "newsroom/(?P<url>.*)$",  # whatever else: 404
}


# The rows of the table, what nobody may, and (None) what every reader may.
KNOWN = {*TABLE, NOBODY, None}


def routes(patterns=None, prefix=""):
    for pattern in patterns or get_resolver().url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern


def test_the_table_is_what_was_decided():
    with DECIDED.open(encoding="utf-8") as file:
        decided = {row.pop("action"): row for row in csv.DictReader(file)}
    assert decided == TABLE


@pytest.mark.django_db
def test_the_six_roles_are_rows():
    assert tuple(Role.objects.values_list("name", flat=True)) == ROLES


@pytest.mark.skipif(not DECIDED_BY_ALL.is_file(), reason="the decision lies elsewhere")
def test_our_copy_of_the_decision_is_the_decision():
    assert DECIDED.read_text("utf-8").split() == DECIDED_BY_ALL.read_text("utf-8").split()


def test_every_route_names_its_action():
    nameless, of_the_site, unknown = [], set(), []
    for where, pattern in routes():
        view = pattern.callback
        where = re.sub(r"\(\?P<app_label>[^)]*\)", "(?P<app_label>...)", where)
        if not hasattr(view, "action"):
            if where in OF_THE_SITE:
                of_the_site.add(where)
            else:
                nameless.append(where)
        elif not {view.action, getattr(view, "action_of_post", view.action)} <= KNOWN:
            unknown.append((where, view.action))
    assert nameless == []
    assert unknown == []
    assert of_the_site == OF_THE_SITE


def test_what_readers_may_open_is_a_short_list():
    """A page of the newsroom cannot be declared public by a slip."""
    public = {
        where for where, pattern in routes() if getattr(pattern.callback, "action", 1) is None
    }
    inside = {where for where in public if where.startswith("newsroom/")}
    assert inside == {"newsroom/set-password/<uidb64>/<token>/"}


def test_every_admin_page_takes_its_rights_from_the_table():
    assert admin.site._registry
    for model_admin in admin.site._registry.values():
        assert isinstance(model_admin, RoleRights)
        assert set(filter(None, model_admin.actions_by_right.values())) <= set(TABLE)
        for inline in model_admin.inlines:
            assert issubclass(inline, RoleRights)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_column_says(role):
    user = make.user(role)
    for action, row in TABLE.items():
        expected = row[role] if row[role] != "N" else row["norole"]
        assert widest(user, action) == expected, action
        assert can(user, action) == (expected != "N"), action


@pytest.mark.django_db
def test_somebody_with_two_roles_has_the_wider_right():
    user = make.user("reporter", "editor")
    assert can(user, "article.edit_published", make.article())


@pytest.mark.django_db
def test_nobody_who_was_deactivated_may_do_anything():
    user = make.user("publisher", is_active=False)
    assert not any(can(user, action) for action in TABLE)


@pytest.mark.django_db
def test_a_superuser_may_not_do_what_nobody_may():
    user = make.user(is_superuser=True)
    assert can(user, "article.publish", make.article())
    assert not can(user, "audit.modify")


def test_a_reader_may_read_and_write_to_the_newsroom():
    allowed = {action for action in TABLE if can(AnonymousUser(), action)}
    assert allowed == {"article.view_published", "message.send", "message.status_by_token"}


@pytest.mark.django_db
def test_editors_may_publish_changes_three_cells_and_no_others(settings):
    editor = make.user("editor")
    before = {action: widest(editor, action) for action in TABLE}
    settings.EDITORS_MAY_PUBLISH = True
    changed = {action for action in TABLE if widest(editor, action) != before[action]}
    assert changed == {"article.schedule", "article.publish", "article.withdraw"}
