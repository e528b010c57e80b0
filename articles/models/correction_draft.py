"""Errors that the message desk has passed on: what a correction is to be made of."""

from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from newsportal.accounts.models import User
from newsportal.timeline import now


class CorrectionDraftQuerySet(models.QuerySet["CorrectionDraft"]):
    """The questions of the newsroom."""

    def open(self) -> Self:
        """Those that nobody has made a correction of, or set aside."""
        return self.filter(correction_number__isnull=True, dismissed_at__isnull=True)


class CorrectionDraft(models.Model):
    """What a reader says is wrong in an article, for an editor to check. Readers never see it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="correction_drafts")
    made_at = models.DateTimeField(_("at"), default=now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), validators=[MaxLengthValidator(12_000)])
    # The correction that came of it. A number: one that is reworded is another row.
    correction_number = models.PositiveBigIntegerField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionDraftQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")

    def __str__(self) -> str:
        # This name stands in the audit log: nothing that a reader wrote.
        return f"#{self.article_id}.{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.correction_number is None and self.dismissed_at is None
