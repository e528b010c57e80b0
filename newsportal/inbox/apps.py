from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "newsportal.inbox"
    label = "inbox"
    verbose_name = _("Reader messages")
    default_auto_field = "django.db.models.BigAutoField"
