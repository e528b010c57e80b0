"""A filter of the article list that somebody wants to come back to."""

from django.conf import settings
from django.db import models

from newsportal.accounts.saved_queries import SavedQuery


class SavedFilter(SavedQuery):
    """A name for the query string of the article list; each person has their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )

    class Meta(SavedQuery.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")
        ]
