"""The rights that a photo comes with, and templates of them for photos of a certain origin."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Terms(models.Model):
    """What somebody allows: the columns that a licence and a photo have in common."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright notice"), max_length=300, blank=True)
    usage_terms = models.CharField(_("usage terms"), max_length=500, blank=True)
    web_statement = models.CharField(
        _("address of the rights statement"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    licensor = models.CharField(_("licensor"), max_length=200, blank=True)
    licensor_url = models.CharField(
        _("address of the licensor"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    most_uses = models.PositiveSmallIntegerField(
        _("most uses"), null=True, blank=True, help_text=_("In how many articles. Empty: any.")
    )
    not_for_social = models.BooleanField(_("not for social media"), default=False)
    territory = models.CharField(_("territory"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Licence(Terms):
    """What an agency or a photographer allows, written down once and given to many photos.

    Choosing it fills the empty fields of a photo; later changes here leave those photos alone.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    days = models.PositiveSmallIntegerField(
        _("days of use"),
        null=True,
        blank=True,
        help_text=_("From the upload. Empty: without end."),
    )

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self) -> str:
        return self.name
