"""The form of an account."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff
from newsportal.accounts.roles_given import STRONG, action_to_assign, names_of


class UserForm(forms.ModelForm):
    """An account: a name, an address and the roles it holds."""

    request: HttpRequest  # of whoever fills the form in

    own_password = forms.CharField(
        label=_("Your own password"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only where Publisher, Message desk or Administrator is given or taken."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "roles", "is_active"]
        widgets = {"roles": forms.CheckboxSelectMultiple}
        help_texts: ClassVar = {
            "is_active": _(
                "Whoever has left is not active: they cannot sign in, and what they did stays."
            )
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "roles" in cleaned:
            held = set(names_of(self.instance)) if self.instance.pk else set()
            self._check({role.name for role in cleaned["roles"]} ^ held)
        return cleaned

    def _check(self, changed: set[str]) -> None:
        """Refuse the change of these roles, unless it is this person's to make."""
        by = staff(self.request)
        if not all(can(by, action_to_assign(role)) for role in changed):
            raise PermissionDenied
        if not changed & STRONG or self.errors:
            return
        # By the way of the sign-in: wrong passwords count, and lock, here as there.
        typed = self.cleaned_data.get("own_password", "")
        if authenticate(self.request, username=by.username, password=typed) != by:
            self.add_error(
                "own_password",
                _("Enter your own password: without it nobody gives or takes these roles."),
            )
