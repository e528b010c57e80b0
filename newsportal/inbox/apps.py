from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "newsportal.inbox"
    label = "inbox"
    verbose_name = _("Reader messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsportal.inbox import first_rows

        post_migrate.connect(
            first_rows.make_first_rows, sender=self, dispatch_uid="first rows of the inbox"
        )
