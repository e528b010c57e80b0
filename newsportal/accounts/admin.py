"""People and the audit log in the newsroom.

Nobody chooses a password for somebody else: an account begins without one, and its owner sets
it through a link that works once and for three days.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.encoding import force_bytes
from django.utils.html import format_html
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from newsportal.accounts import audit
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.models import AuditEntry, Role, User
from newsportal.accounts.roles import can, staff


class UserForm(forms.ModelForm):
    """An account: a name, an address and the roles it holds."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "roles", "is_active"]
        widgets = {"roles": forms.CheckboxSelectMultiple}

    def clean_roles(self) -> QuerySet[Role]:
        roles: QuerySet[Role] = self.cleaned_data["roles"]
        if getattr(self, "is_own_account", False) and set(roles) != set(self.instance.roles.all()):
            raise forms.ValidationError(
                _("Nobody changes their own roles. Ask another administrator.")
            )
        return roles


@admin.register(User)
class UserAdmin(RoleModelAdmin):
    """Accounts and their roles."""

    actions_by_right = {"view": "user.list", "add": "user.create", "change": "user.deactivate"}
    form = UserForm
    list_display = ["username", "full_name", "email", "held_roles", "is_active", "last_login"]
    list_filter = ["roles", "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        # Superusers exist by command line only, and are not to be seen or touched here.
        return super().get_queryset(request).filter(is_superuser=False).prefetch_related("roles")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.is_own_account = obj is not None and obj.pk == request.user.pk
        return form

    def get_urls(self) -> list[URLPattern]:
        link = path(
            "<int:number>/password-link/",
            self.admin_site.admin_view(self.password_link),
            name="accounts_user_password_link",
        )
        return [link, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = sorted(form.instance.roles.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = sorted(role.name for role in form.cleaned_data["roles"])
        if before != after:
            audit.record(
                "user.assign_role",
                form.instance,
                by=staff(request),
                before=before,
                after=after,
            )

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

    def password_link(self, request: HttpRequest, number: int) -> HttpResponse:
        """A page with a button that makes the link; the link is shown once and not stored."""
        if not can(request.user, "user.send_reset_link"):
            raise PermissionDenied
        person = get_object_or_404(self.get_queryset(request), pk=number, is_active=True)
        link = None
        if request.method == "POST":
            audit.record("user.send_reset_link", person, by=staff(request))
            # Not by the address of the request: whoever sends it chooses that.
            link = settings.SITE_URL + reverse(
                "set-password",
                args=[
                    urlsafe_base64_encode(force_bytes(person.pk)),
                    default_token_generator.make_token(person),
                ],
            )
        return TemplateResponse(
            request,
            "accounts/password_link.html",
            {
                **self.admin_site.each_context(request),
                "title": _("A link to set a password"),
                "person": person,
                "link": link,
                "opts": self.opts,
            },
        )

    @admin.display(description=_("name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def held_roles(self, user: User) -> str:
        return ", ".join(str(role) for role in user.roles.all())


@admin.register(AuditEntry)
class AuditEntryAdmin(RoleModelAdmin):
    """The audit log, to read."""

    actions_by_right = {"view": "audit.read_editorial"}
    list_display = ["at", "by", "action", "label", "subject"]
    list_filter = ["action"]
    search_fields = ["label", "subject", "by__username"]
    date_hierarchy = "at"
    list_select_related = ["by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        entries = super().get_queryset(request)
        if can(request.user, "audit.read_security"):
            return entries
        return entries.exclude(action__startswith="user.").exclude(action__startswith="message.")
