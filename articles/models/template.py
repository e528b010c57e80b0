"""Templates: a content to begin a new article with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.timeline import now


class ArticleTemplate(models.Model):
    """A content under a name, such as a weather report with its subheads; for "new from ..."."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    content = models.JSONField(_("content"))  # articles.content.Content.as_json()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("made at"), default=now, editable=False)

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        verbose_name = _("article template")
        verbose_name_plural = _("article templates")

    def __str__(self) -> str:
        return self.name

    def owned_by(self, user: Any) -> bool:
        """Whether `user` made the template."""
        return self.made_by_id == user.pk
