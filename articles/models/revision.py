"""A revision: what an article said when somebody saved it. Never changed, never deleted.

Two doors lead past that, each for one verb: what a court strikes out, and an article that was
never public and is deleted whole.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.timeline import now


class RevisionQuerySet(models.QuerySet["Revision"]):
    """The questions of the history. Rows can be added and read."""

    def for_lists(self) -> Self:
        """What a list says of a revision: everything but the text."""
        return (
            self.select_related("saved_by", "label", "based_on")
            .defer("content", "based_on__content")
            .order_by("-number")
        )

    def update(self, **kwargs: Any) -> int:
        raise PermissionError("A revision is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise PermissionError("A revision is never deleted.")


class Revision(models.Model):
    """A complete snapshot of an article's content, and the revision it was based on.

    One that was refused as stale is kept with `is_refused` and never becomes the head.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))  # 1, 2, 3 ... within the article
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(_("content"))  # articles.content.Content.as_json()
    is_refused = models.BooleanField(_("refused"), default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions"
    )
    saved_at = models.DateTimeField(_("saved at"))

    objects = models.Manager.from_queryset(RevisionQuerySet)()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"#{self.article_id}, {_('revision')} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise PermissionError("A revision is never changed.")
        super().save(*args, **kwargs)

    def redact(self, content: dict[str, Any]) -> None:
        """A door: what a court has struck out is struck out of the past as well.

        For `workflow.redact` alone, which writes down who did it and why.
        """
        self.content = content
        models.QuerySet(Revision).filter(pk=self.pk).update(content=content)

    @classmethod
    def forget(cls, article: Any) -> None:
        """The other door: an article that nobody has read goes, and its past with it.

        For `workflow.delete_forever` alone; the article has no head any more.
        """
        past: models.QuerySet[Revision] = models.QuerySet(cls).filter(article=article)
        # Each protects the one it was based on.
        past.update(based_on=None)
        past.delete()


class StruckPassage(models.Model):
    """That a passage was struck out of an article, and not which.

    The hash is keyed, so nobody without the portal's key can try words against it. By it a form
    that was opened before is known to bring the words back.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="struck_passages"
    )
    digest = models.CharField(max_length=64)  # HMAC-SHA-256, hex
    length = models.PositiveSmallIntegerField()  # characters
    last_revision = models.PositiveIntegerField()  # the number of the last one before

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "digest"], name="struck_passage_once")
        ]

    def __str__(self) -> str:
        return f"#{self.article_id}"


class RevisionName(models.Model):
    """A name for a revision that somebody wants to find again; the revision stays as it is."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="label")
    name = models.CharField(_("name"), max_length=80)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField(_("named at"), default=now)

    class Meta:
        default_permissions = ()
        verbose_name = _("name of a revision")
        verbose_name_plural = _("names of revisions")

    def __str__(self) -> str:
        return self.name
