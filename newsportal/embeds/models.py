"""`Provider`: a site whose material may stand in articles, and what readers are told of it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.embeds import patterns
from newsportal.embeds.patterns import Pattern
from newsportal.pagecache.models import Tagged
from newsportal.refusals import Refused

TAG = "embeds"


class Kind(models.TextChoices):
    """What readers get to see or hear."""

    VIDEO = "video", _("video")
    MAP = "map", _("map")
    POST = "post", _("social post")
    AUDIO = "audio", _("audio")


class Provider(Tagged):
    """One site: which addresses are its, what frame they become, and what it learns."""

    # It stands in the cookie of readers who always load this provider.
    slug = models.CharField(
        _("short name"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]*\Z", _("Write small letters and digits, such as youtube.")
            )
        ],
        help_text=_("Readers' choices name it so: it does not change later."),
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.VIDEO)
    addresses = models.TextField(
        _("addresses"),
        max_length=2000,
        help_text=_(
            "What editors paste, one a line: youtube.com/watch?v={id}. {id} takes letters, digits,"
            " - and _; {number} digits; {path} several parts of a path; {view} the zoom, latitude"
            " and longitude of a map; * any one part that does not matter."
        ),
    )
    frame = models.CharField(
        _("address of the frame"),
        max_length=400,
        help_text=_(
            "With the same placeholder: https://www.youtube-nocookie.com/embed/{id}. Browsers may"
            " load a frame from this host, on pages that have one of these embeds."
        ),
    )
    more_hosts = models.TextField(
        _("further hosts of the frame"),
        max_length=500,
        blank=True,
        help_text=_("Only where the frame leads on to another host; one a line."),
    )
    owner = models.CharField(
        _("company"), max_length=120, help_text=_("Who receives what the provider learns.")
    )
    learns = models.TextField(
        _("what it learns"),
        max_length=400,
        help_text=_("Whole sentences: readers see them before they load anything."),
    )
    lifetime = models.CharField(
        _("how long it keeps that"),
        max_length=120,
        default=_("as its privacy policy says"),
    )
    privacy_policy = models.URLField(
        _("its privacy policy"), max_length=300, validators=[URLValidator(schemes=["https"])]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        verbose_name = _("embed provider")
        verbose_name_plural = _("embed providers")

    def __str__(self) -> str:
        return self.name

    def tags(self) -> Iterable[str]:
        return (TAG,)

    @property
    def part(self) -> str:
        """The name under which a reader's choice allows this provider alone."""
        return f"{TAG}.{self.slug}"

    @property
    def frame_hosts(self) -> tuple[str, ...]:
        """The hosts that a page with this embed may frame; never one of ours."""
        hosts = dict.fromkeys([patterns.host_of(self.frame), *self.more_hosts.split()])
        return tuple(host for host in hosts if patterns.HOST.fullmatch(host) and host != own_host())

    def frame_of(self, address: str) -> str | None:
        """The address of the frame for a pasted address; None where it is not this provider's."""
        parts = patterns.split(address)
        if parts is None or patterns.host_of(self.frame) not in self.frame_hosts:
            return None
        for line in self.addresses.splitlines():
            try:
                captured = Pattern.read(line).captured(parts) if line.strip() else None
            except Refused:
                continue
            if captured:
                return patterns.filled(self.frame, captured)
        return None

    def clean(self) -> None:
        """Raise ValidationError where an address is unsafe, or leads nowhere."""
        faults: dict[str, Any] = {}
        try:
            placeholder = patterns.check_frame(self.frame)
            if patterns.host_of(self.frame) == own_host():
                raise Refused(
                    str(_("A frame of this site itself would not be kept apart from it."))
                )
        except Refused as refusal:
            placeholder = ""
            faults["frame"] = refusal.sentence
        try:
            read = [Pattern.read(line) for line in self.addresses.splitlines() if line.strip()]
            if placeholder and any(pattern.placeholder != placeholder for pattern in read):
                raise Refused(_("Every address needs {%s}, as the frame's does.") % placeholder)
        except Refused as refusal:
            faults["addresses"] = refusal.sentence
        if any(
            not patterns.HOST.fullmatch(host) or host == own_host()
            for host in self.more_hosts.split()
        ):
            faults["more_hosts"] = _("Write whole names of other hosts, one a line.")
        if faults:
            raise ValidationError(faults)


def own_host() -> str:
    """The host of this site: a frame of it would not be kept apart from the page."""
    return urlsplit(settings.SITE_URL).hostname or ""
