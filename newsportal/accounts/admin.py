"""People in the newsroom: accounts, and the roles they hold.

Nobody chooses a password for somebody else: an account begins without one, and its owner sets
it through a link that works once and for three days. Nobody makes a superuser here, or touches
one: a form that holds more than the page offered is refused, and the attempt is written down.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.html import format_html
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from newsportal.accounts import audit, audit_admin, notice_admin, roles_given
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.changes import changes_of
from newsportal.accounts.forms import UserForm
from newsportal.accounts.models import User
from newsportal.accounts.roles import staff

__all__ = ["UserAdmin", "audit_admin", "notice_admin"]

# What an account is made of, and what Django's own user has besides.
COLUMNS = {field.name for field in User._meta.get_fields()} | {"groups", "user_permissions"}


@admin.register(User)
class UserAdmin(RoleModelAdmin):
    """Accounts and their roles."""

    actions_by_right = {"view": "user.list", "add": "user.create", "change": "user.deactivate"}
    form = UserForm
    change_form_template = "accounts/newsroom/user_form.html"
    list_display = ["username", "full_name", "email", "held_roles", "is_active", "last_login"]
    list_filter = ["roles", "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        # Superusers exist by command line only, and are not to be seen or touched here.
        return super().get_queryset(request).filter(is_superuser=False).prefetch_related("roles")

    def knows_of_all(self, request: HttpRequest) -> bool:
        # Not even an administrator learns which numbers are superusers.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # Nobody changes their own roles, or locks themselves out.
        return ("roles", "is_active") if self._is_own(request, obj) else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = list(super().get_fields(request, obj))
        if self._is_own(request, obj):
            fields.remove("own_password")
        return fields

    def _is_own(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and obj.pk == request.user.pk

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.request = request
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if request.method == "POST":
            row = self.get_object(request, object_id) if object_id else None
            offered = {*self.get_fields(request, row)} - {*self.get_readonly_fields(request, row)}
            if set(request.POST) & (COLUMNS - offered):
                raise PermissionDenied
        return super().changeform_view(request, object_id, *args, **kwargs)

    def refused(self, request: HttpRequest, number: Any) -> None:
        """An attempt on an account that was refused stands in the audit log."""
        audit.record(
            "user.refused",
            f"user:{number or ''}"[:60],
            by=staff(request),
            path=request.path[:200],
            fields=sorted(set(request.POST) & COLUMNS),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        obj.save()
        changes = changes_of(form, change=change)
        changes.pop("roles", None)  # recorded when they are stored, in `save_related`
        if not change:
            audit.record("user.create", obj, by=staff(request), changes=changes)
        elif changes:
            word = {None: "user.change", True: "user.activate", False: "user.deactivate"}
            active = obj.is_active if "is_active" in changes else None
            audit.record(word[active], obj, by=staff(request), changes=changes)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        person, by = form.instance, staff(request)
        before = roles_given.names_of(person)
        super().save_related(request, form, formsets, change)
        after = roles_given.names_of(person)
        if before != after:
            audit.record("user.assign_role", person, by=by, before=before, after=after)
            roles_given.tell(person, before, after, by=by)

    def response_add(self, request: HttpRequest, obj: User, *args: Any, **kwargs: Any) -> Any:
        messages.info(
            request,
            format_html(
                "{} <a href='{}'>{}</a>",
                _("The account has no password yet."),
                reverse("admin:accounts_user_password_link", args=[obj.pk]),
                _("Make a link to set one."),
            ),
        )
        return super().response_add(request, obj, *args, **kwargs)

    @page("<int:number>/password-link/", "user.send_reset_link", name="password_link")
    def password_link(self, request: HttpRequest, user: User) -> HttpResponse:
        """A page with a button that makes the link; the link is shown once and not stored."""
        if not user.is_active:
            raise Http404
        link = None
        if request.method == "POST":
            with transaction.atomic():
                audit.record("user.send_reset_link", user, by=staff(request))
                roles_given.tell_of_link(user, by=staff(request))
            # Not by the address of the request: whoever sends it chooses that.
            link = settings.SITE_URL + reverse(
                "set-password",
                args=[
                    urlsafe_base64_encode(force_bytes(user.pk)),
                    default_token_generator.make_token(user),
                ],
            )
        return self.answer(
            request,
            "accounts/password_link.html",
            title=_("A link to set a password"),
            person=user,
            link=link,
        )

    @admin.display(description=_("name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def held_roles(self, user: User) -> str:
        return ", ".join(str(role) for role in user.roles.all())
