"""The way to a first or a forgotten password, under the newsroom's address."""

from django.contrib.auth import views
from django.urls import path, reverse_lazy

from newsportal.accounts.roles import public

urlpatterns = [
    path(
        "set-password/<uidb64>/<token>/",
        public(
            views.PasswordResetConfirmView.as_view(
                template_name="accounts/set_password.html",
                success_url=reverse_lazy("admin:login"),
            )
        ),
        name="set-password",
    ),
]
