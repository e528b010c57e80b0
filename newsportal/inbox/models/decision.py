"""What was decided about a notice of illegal content, as the sender of the notice is told."""

from typing import Final

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.inbox.models.correspondence import Answer
from newsportal.inbox.models.message import Message
from newsportal.timeline import now

LONGEST_PART: Final = 4000


class Decision(models.Model):
    """A decision with its reasons and ways of redress (Digital Services Act, Article 16(5), (6)).

    It is always a person who decides: there is nothing here that decides by itself.
    """

    class Outcome(models.TextChoices):
        REMOVED = "removed", _("taken off the site")
        CHANGED = "changed", _("changed")
        KEPT = "kept", _("left as it is")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="decision")
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="decision")
    made_at = models.DateTimeField(_("at"), default=now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"), validators=[MaxLengthValidator(LONGEST_PART)])
    redress = models.TextField(_("ways of redress"), validators=[MaxLengthValidator(LONGEST_PART)])

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["removed", "changed", "kept"]),
                name="inbox_decision_outcome_is_known",
            )
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.message_id}"
