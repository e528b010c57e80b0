"""The desk's own rules of what is spam; the rules that the portal brings are in `inbox.spam`."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleKind(models.TextChoices):
    """What a rule looks for."""

    WORDS = "words", _("word or phrase")
    HOST = "host", _("link to a site")


# How many `#` and `~` a phrase may have: each can be filled in several ways, and the ways multiply.
MOST_OPEN = 3


class SpamRule(models.Model):
    """One word, phrase or site that puts a message into the spam folder."""

    kind = models.CharField(
        _("looks for"), max_length=10, choices=RuleKind.choices, default=RuleKind.WORDS
    )
    pattern = models.CharField(
        _("what it looks for"),
        max_length=60,
        help_text=_(
            "A word or phrase, found as whole words whatever the case; or a site such as "
            "example.org, found in every link to it and to what is under it."
        ),
    )
    remark = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("Why: for your colleagues.")
    )

    class Meta:
        ordering = ["kind", "pattern"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "pattern"], name="inbox_spam_rule_is_once")
        ]
        verbose_name = _("spam rule")
        verbose_name_plural = _("spam rules")

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        self.pattern = self.pattern.strip().casefold()
        if self.kind == RuleKind.HOST:
            self.pattern = re.sub(r"^(?:https?://)?(?:www\.)?", "", self.pattern).partition("/")[0]
            if "." not in self.pattern.strip("."):
                raise ValidationError({"pattern": _("Give a site such as example.org.")})
        elif not re.search(r"\w", self.pattern):
            raise ValidationError({"pattern": _("Give a word or a phrase.")})
        elif len(re.findall(r"[#~]", self.pattern)) > MOST_OPEN or "##" in self.pattern:
            raise ValidationError(
                {"pattern": _("Use # and ~ three times at most, and no # beside another.")}
            )
