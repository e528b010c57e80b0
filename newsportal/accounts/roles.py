"""Who may do what: the one table of roles and actions, and the question asked of it.

The admin, every view and the tests read this table; nothing else grants anything. The letters:

    Y  any object          O  own objects only
    D  own, and still a draft or sent back
    A  assigned to me      N  no

An object answers for itself through `owned_by(user)`, `is_draft` and `assigned_to(user)`.
"""

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from newsportal.accounts.models import User
from newsportal.refusals import NotAllowed

ROLES: Final = ("reporter", "editor", "photo", "publisher", "desk", "admin")

_TABLE: Final = """
action                          anon norole reporter editor photo publisher desk admin
article.view_published          Y    Y      Y        Y      Y     Y         Y    Y
article.list_unpublished        N    N      O        Y      Y     Y         N    N
article.view_unpublished        N    N      O        Y      Y     Y         N    N
article.preview                 N    N      O        Y      Y     Y         N    N
article.create                  N    N      Y        Y      N     Y         N    N
article.edit_text               N    N      D        Y      N     Y         N    N
article.edit_published          N    N      N        Y      N     Y         N    N
article.edit_slug_of_published  N    N      N        N      N     Y         N    N
article.set_photo               N    N      D        Y      Y     Y         N    N
article.set_author_other        N    N      N        Y      N     Y         N    N
article.submit                  N    N      D        Y      N     Y         N    N
article.send_back               N    N      N        Y      N     Y         N    N
article.approve                 N    N      N        Y      N     Y         N    N
article.approve_own             N    N      N        N      N     Y         N    N
article.schedule                N    N      N        N      N     Y         N    N
article.publish                 N    N      N        N      N     Y         N    N
article.publish_own             N    N      N        N      N     Y         N    N
article.withdraw                N    N      N        N      N     Y         N    N
article.reinstate               N    N      N        N      N     Y         N    N
article.cancel_waiting          N    N      N        N      N     Y         N    N
article.correct                 N    N      N        Y      N     Y         N    N
article.override_check          N    N      N        Y      N     Y         N    N
article.redact                  N    N      N        N      N     Y         N    N
article.draft_link              N    N      O        Y      N     Y         N    N
article.merge                   N    N      D        Y      N     Y         N    N
article.template                N    N      Y        Y      N     Y         N    N
article.set_embargo             N    N      N        Y      N     Y         N    N
article.history                 N    N      O        Y      N     Y         N    N
article.compare_revisions       N    N      O        Y      N     Y         N    N
article.restore                 N    N      D        Y      N     Y         N    N
article.copy(source)            N    N      O        Y      N     Y         N    N
article.trash                   N    N      D        Y      N     Y         N    N
article.restore_from_trash      N    N      D        Y      N     Y         N    N
article.delete_forever          N    N      N        N      N     Y         N    N
article.bulk_action             N    N      N        N      N     Y         N    N
article.unlock_other            N    N      N        Y      N     Y         N    N
article.internal_note_read      N    N      O        Y      Y     Y         N    N
article.internal_note_write     N    N      O        Y      Y     Y         N    N
article.export                  N    N      N        Y      N     Y         N    N
frontpage.arrange               N    N      N        Y      N     Y         N    N
breaking_banner.set             N    N      N        N      N     Y         N    N
site.as_of                      N    N      Y        Y      Y     Y         N    N
slogan.edit                     N    N      N        Y      N     Y         N    Y
house_style.edit                N    N      N        N      N     Y         N    N
section_tag.create_edit         N    N      N        Y      N     Y         N    N
section_tag.delete_merge        N    N      N        N      N     Y         N    N
photo.upload                    N    N      Y        Y      Y     Y         N    N
photo.browse_library            N    N      Y        Y      Y     Y         N    N
photo.view_private_original     N    N      O        N      Y     Y         N    N
photo.edit_meta                 N    N      O        Y      Y     Y         N    N
photo.crop_replace              N    N      O        N      Y     Y         N    N
photo.set_rights_expiry         N    N      N        N      Y     Y         N    N
photo.delete_unused             N    N      O        N      Y     Y         N    N
photo.delete_in_use             N    N      N        N      N     Y         N    N
page_static.edit                N    N      N        N      N     Y         N    Y
menu.edit                       N    N      N        N      N     Y         N    Y
consent_text.edit               N    N      N        N      N     N         N    Y
consent_receipts.export         N    N      N        N      N     N         N    Y
site_settings.edit              N    N      N        N      N     N         N    Y
message.send                    Y    Y      Y        Y      Y     Y         Y    Y
message.status_by_token         Y    Y      Y        Y      Y     Y         Y    Y
message.list                    N    N      N        N      N     N         Y    N
message.read                    N    N      A        A      N     A         Y    N
message.reply                   N    N      N        N      N     N         Y    N
message.assign                  N    N      N        N      N     N         Y    N
message.close                   N    N      N        N      N     N         Y    N
message.mark_spam               N    N      N        N      N     N         Y    N
message.delete                  N    N      N        N      N     N         Y    N
message.to_correction           N    N      N        N      N     N         Y    N
message.merge                   N    N      N        N      N     N         Y    N
message.block_sender            N    N      N        N      N     N         Y    N
reader.export_erase             N    N      N        N      N     N         Y    N
statistics.view                 N    N      Y        Y      Y     Y         N    Y
message.export                  N    N      N        N      N     N         Y    N
user.list                       N    N      N        N      N     N         N    Y
user.create                     N    N      N        N      N     N         N    Y
user.deactivate                 N    N      N        N      N     N         N    Y
user.assign_role_rep_edi_pho    N    N      N        N      N     N         N    Y
user.assign_role_chf_dsk_adm    N    N      N        N      N     N         N    Y
user.change_own_roles           N    N      N        N      N     N         N    N
user.set_superuser              N    N      N        N      N     N         N    N
user.edit_superuser             N    N      N        N      N     N         N    N
user.reset_2fa_other            N    N      N        N      N     N         N    Y
user.send_reset_link            N    N      N        N      N     N         N    Y
user.set_password_other         N    N      N        N      N     N         N    N
user.edit_own_profile           N    O      O        O      O     O         O    O
user.end_own_sessions           N    O      O        O      O     O         O    O
user.end_sessions_other         N    N      N        N      N     N         N    Y
audit.read_editorial            N    N      N        N      N     Y         N    Y
audit.read_security             N    N      N        N      N     N         N    Y
audit.modify                    N    N      N        N      N     N         N    N
backup.create_download          N    N      N        N      N     N         N    N
cache.purge                     N    N      N        N      N     Y         N    Y
import.run                      N    N      N        N      N     N         N    Y
webhook_websub.configure        N    N      N        N      N     N         N    Y
template_or_raw_html.edit       N    N      N        N      N     N         N    N
"""

# What a page names that Django makes for every model, and that no role opens.
NOBODY: Final = "nobody"

Letter = Literal["Y", "O", "D", "A", "N"]
Principal = User | AnonymousUser


def _parse(table: str) -> dict[str, dict[str, Letter]]:
    (_label, *principals), *lines = (line.split() for line in table.strip().splitlines())
    return {
        action: dict(zip(principals, cast(list[Letter], cells), strict=True))
        for action, *cells in lines
    }


TABLE: Final = _parse(_TABLE)

# Small newsrooms: EDITORS_MAY_PUBLISH=1 changes these three cells and nothing else.
EDITORS_PUBLISH: Final = ("article.schedule", "article.publish", "article.withdraw")

# From the widest right to none: somebody with two roles has the wider one.
_WIDEST_FIRST: Final[tuple[Letter, ...]] = ("Y", "O", "D", "A", "N")


def letters(user: Principal, action: str) -> frozenset[Letter]:
    """Every letter that the user's roles give for `action`; KeyError for an unknown action."""
    row = TABLE[action]
    if not isinstance(user, User):
        return frozenset({row["anon"]})
    if not user.is_active:
        return frozenset({"N"})
    if user.is_superuser and set(row.values()) != {"N"}:
        return frozenset({"Y"})
    held = {row[role] for role in user.role_names} | {row["norole"]}
    if settings.EDITORS_MAY_PUBLISH and action in EDITORS_PUBLISH and "editor" in user.role_names:
        held.add("Y")
    return frozenset(held)


def widest(user: Principal, action: str) -> Letter:
    """The widest right the user has for `action`: what a list of objects is filtered by."""
    held = letters(user, action)
    return next(letter for letter in _WIDEST_FIRST if letter in held)


def holders(action: str, *wanted: Letter) -> QuerySet[User]:
    """The active users to whom a role gives one of these letters for `action`.

    Superusers without a role are not among them: they are no part of the newsroom.
    """
    roles = {role for role in ROLES if TABLE[action][role] in wanted}
    if settings.EDITORS_MAY_PUBLISH and action in EDITORS_PUBLISH and "Y" in wanted:
        roles.add("editor")
    return User.objects.filter(is_active=True, roles__in=roles).distinct()


def can(user: Principal, action: str, obj: Any = None) -> bool:
    """Whether `user` may do `action` to `obj`; without an object: to at least some object."""
    held = letters(user, action)
    if "Y" in held or (obj is None and held != {"N"}):
        return True
    if obj is None:
        return False
    return (
        ("O" in held and obj.owned_by(user))
        or ("D" in held and obj.owned_by(user) and obj.is_draft)
        or ("A" in held and obj.assigned_to(user))
    )


def require(user: Principal, action: str, obj: Any = None) -> None:
    """Raise NotAllowed unless `user` may do `action` to `obj`."""
    if not can(user, action, obj):
        raise NotAllowed(_("Your role does not include this step. Ask somebody whose role does."))


def staff(request: HttpRequest) -> User:
    """The person who sent a request to the newsroom; PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Mark a view as open to every reader; the test of routes counts these."""
    view.action = None  # type: ignore[attr-defined]
    return view
