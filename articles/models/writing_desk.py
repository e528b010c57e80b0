"""What lies around an article while people write: text not saved yet, and who is at it.

Neither is a revision, and neither is ever read by public code.
"""

from django.conf import settings
from django.db import models

from newsportal.timeline import now


class Autosave(models.Model):
    """What somebody had typed into the form of an article and not saved.

    One row for each person and opened form: `place` is `article:12:` and the random word of that
    form, or `new:` and the word where the article does not exist yet. An empty row is the place of
    a new article that was saved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    place = models.CharField(max_length=60)
    article = models.ForeignKey(
        "articles.Article", null=True, on_delete=models.CASCADE, related_name="autosaves"
    )
    fields = models.JSONField()  # the form as it was sent: a list of values for each name
    saved_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="autosave_once_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.saved_at.isoformat()}"


class Presence(models.Model):
    """That somebody has an article open; `seen_at` is when their page last said so."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    seen_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="presence_once_per_person")
        ]

    def __str__(self) -> str:
        return f"#{self.article_id}: {self.user_id}"
