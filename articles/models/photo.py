"""A photo of the library: the original, what is known of it, and its public files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models.functions import Substr
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.licence import Licence, Terms
from newsportal.pagecache.models import Tagged
from newsportal.timeline import now


def added_by(related_name: str) -> models.ForeignKey[Any, Any]:
    """Who put a row into the library: set by the code, kept while the row is there."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.PROTECT,
        related_name=related_name,
        editable=False,
    )


class Photo(Terms, Tagged):
    """One photo. Caption and credit are two fields; an article may print its own caption.

    `original` is private: readers get renditions, through a view that asks whether the photo
    has a live use. What is public of it changes by itself at `usable_until`.
    """

    class Ai(models.TextChoices):
        NONE = "none", _("No")
        ASSISTED = "assisted", _("Altered with AI")
        GENERATED = "generated", _("Made by AI")

    # -- The file -------------------------------------------------------------------------
    original = models.FileField(_("original"), upload_to="originals/", max_length=200)
    original_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    size = models.PositiveBigIntegerField(default=0, editable=False)  # bytes of the original
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False)  # pixels, upright
    height = models.PositiveIntegerField(editable=False)
    # 64 bits in hex: pictures that look alike differ in few of them. See photos.looks.
    look = models.CharField(max_length=16, blank=True, editable=False)
    has_content_credentials = models.BooleanField(default=False, editable=False)  # a C2PA manifest

    # -- The public files -----------------------------------------------------------------
    # A list of dicts with width, height (pixels), format, name and, for a cut, crop: see
    # photos.renditions.
    renditions = models.JSONField(default=list, editable=False)
    # What `renditions` were made for, so that a change is noticed; empty: some are not made yet.
    made_for = models.CharField(max_length=64, blank=True, editable=False)
    placeholder = models.TextField(blank=True, editable=False)  # seen until the picture is there
    focus_x = models.PositiveSmallIntegerField(
        _("focus from the left"), default=50, validators=[MaxValueValidator(100)]
    )  # percent
    focus_y = models.PositiveSmallIntegerField(
        _("focus from the top"), default=40, validators=[MaxValueValidator(100)]
    )  # percent
    # Cuts by hand: ratio ("16x9") -> [left, top, width, height] in percent of the picture.
    crops = models.JSONField(default=dict, blank=True, editable=False)

    # -- What it says ---------------------------------------------------------------------
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    caption = models.TextField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Printed in brackets after it.")
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the photo shows, for readers who cannot see it."),
    )
    creator = models.CharField(_("creator"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    keywords = models.CharField(
        _("keywords"), max_length=1000, blank=True, help_text=_("With commas between them.")
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    # -- Rights, with those of Terms ------------------------------------------------------
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    usable_until = models.DateTimeField(
        _("usable until"),
        null=True,
        blank=True,
        help_text=_("When the rights end. Then readers see the section's picture instead."),
    )
    shows_minor = models.BooleanField(
        _("shows a minor"),
        default=False,
        help_text=_("Then it goes out with a release alone."),
    )

    # -- Honesty --------------------------------------------------------------------------
    ai = models.CharField(
        _("made or altered by AI"), max_length=10, choices=Ai.choices, default=Ai.NONE
    )
    # As the file told, in the words of IPTC NewsCodes: "digitalCapture".
    digital_source_type = models.CharField(max_length=60, blank=True, editable=False)

    added_by = added_by("photos")
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            # Of two looks that differ in at most three bits, one quarter is the same.
            *(
                models.Index(Substr("look", start, 4), name=f"photo_look_{start}")
                for start in (1, 5, 9, 13)
            ),
            models.Index(fields=["added_by", "added_at"], name="photo_added"),
            models.Index(fields=["taken_at"], name="photo_taken"),
            # Few of very many wait for the worker.
            models.Index(fields=["id"], name="photo_to_develop", condition=models.Q(made_for="")),
            models.Index(
                fields=["usable_until"],
                name="photo_usable_until",
                condition=models.Q(usable_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.caption).chars(80) or self.file_name or f"#{self.pk}"

    @property
    def is_usable(self) -> bool:
        """Whether its rights last at `timeline.now()`."""
        return self.usable_until is None or self.usable_until > now()

    @property
    def ai_label(self) -> str:
        """What readers are told of AI, in a few words; empty where there is nothing to tell."""
        return {
            self.Ai.GENERATED: gettext("Picture made by AI"),
            self.Ai.ASSISTED: gettext("Picture altered with AI"),
        }.get(self.Ai(self.ai), "")

    def owned_by(self, user: Any) -> bool:
        """Whether `user` added this photo."""
        return self.added_by_id == user.pk

    def tags(self) -> Iterable[str]:
        return (f"photo:{self.pk}",)

    def moments(self) -> Iterable[datetime | None]:
        return (None, *([self.usable_until] if self.usable_until else []))

    def log_change(self) -> None:
        from articles.photos import developing, finding

        # Every way of saving comes through here. First, for the log is the last of a change.
        developing.notice(self)
        finding.write([self])
        super().log_change()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from articles.photos import finding

        with transaction.atomic():
            finding.forget(self.pk)
            return super().delete(*args, **kwargs)


class PhotoVersion(models.Model):
    """An original that was replaced: kept byte for byte, for those who may have originals."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="versions")
    original = models.FileField(upload_to="originals/", max_length=200)
    original_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hex
    size = models.PositiveBigIntegerField()  # bytes
    file_name = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField()  # pixels, upright
    height = models.PositiveIntegerField()
    replaced_at = models.DateTimeField(default=now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-replaced_at", "-id"]
        default_permissions = ()
        verbose_name = _("earlier version of a photo")
        verbose_name_plural = _("earlier versions of photos")

    def __str__(self) -> str:
        return f"{self.photo_id}: {self.file_name}"


class RetiredRenditions(models.Model):
    """Public files that newer ones have replaced: their addresses answer for a while yet."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="retired")
    renditions = models.JSONField()  # as Photo.renditions
    retired_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["retired_at"], name="renditions_retired_at")]

    def __str__(self) -> str:
        return f"{self.photo_id}: {self.retired_at:%Y-%m-%d}"


class Release(models.Model):
    """The consent of a person whom a photo shows."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="releases")
    person = models.CharField(_("person"), max_length=200)
    scope = models.CharField(
        _("scope"), max_length=300, blank=True, help_text=_("What the person agreed to.")
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="releases/", max_length=200, blank=True)
    added_by = added_by("+")
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return self.person


class Collection(models.Model):
    """Photos that somebody gathered under a name."""

    name = models.CharField(_("name"), max_length=100)
    photos = models.ManyToManyField(Photo, related_name="collections", blank=True)
    added_by = added_by("collections")
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        default_permissions = ()
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name

    def owned_by(self, user: Any) -> bool:
        """Whether `user` made this collection."""
        return self.added_by_id == user.pk
