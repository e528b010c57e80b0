"""`Interval`: rows that are live from a moment until a moment."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsportal.refusals import Refused
from newsportal.timeline.bounds import refuse_far_moment
from newsportal.timeline.clock import now


class IntervalQuerySet(models.QuerySet[Any]):
    """Questions of time that every row with an interval can answer."""

    def live(self, moment: datetime | None = None) -> Self:
        """Rows live at `moment` (default: now); a bound belongs to what it begins."""
        moment = moment or now()
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=moment), live_from__lte=moment
        )

    def waiting(self, moment: datetime | None = None) -> Self:
        """Rows whose time has not come yet at `moment` (default: now)."""
        return self.filter(live_from__gt=moment or now())


class LiveManager(models.Manager.from_queryset(IntervalQuerySet)):  # type: ignore[misc]
    """Only what is live at `timeline.now()`: the manager that readers' code uses."""

    def get_queryset(self) -> Any:
        return super().get_queryset().live()


class Interval(models.Model):
    """A row that is live from `live_from` until (and without) `live_until`, or without end."""

    live_from = models.DateTimeField(_("live from"), default=now)
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)

    objects: ClassVar[Any] = LiveManager()
    every: ClassVar[Any] = models.Manager.from_queryset(IntervalQuerySet)()

    class Meta:
        abstract = True
        # Validation, dumps and the admin must see all rows, or uniqueness would be a guess.
        default_manager_name = "every"
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="%(app_label)s_%(class)s_until_after_from",
                violation_error_message=_("The end must lie after the beginning."),
            )
        ]

    def clean(self) -> None:
        """Refuse bounds that nobody can mean, each beside its own field."""
        super().clean()
        errors: dict[str, str] = {}
        for name in ("live_from", "live_until"):
            moment = getattr(self, name)
            try:
                if moment is not None:
                    refuse_far_moment(moment)
            except Refused as refusal:
                errors[name] = refusal.sentence
        if errors:
            raise ValidationError(errors)

    @property
    def is_live(self) -> bool:
        """Whether the row is live at `timeline.now()`."""
        moment = now()
        return self.live_from <= moment and (self.live_until is None or self.live_until > moment)

    @property
    def is_waiting(self) -> bool:
        """Whether the row's time has not come yet."""
        return self.live_from > now()
