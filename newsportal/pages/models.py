"""Static pages as versions in time, and what the site says of itself on every page.

A page is never overwritten: `replace` closes the version in force and begins the next one, so
that what readers saw on any day can be read later. `site` is the tag of everything here that
stands on every page; a page's own tag is `page:<slug>`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator, URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsportal.pagecache.models import Published, PublishedQuerySet, Tagged
from newsportal.pagecache.rendering import depends_on
from newsportal.richtext.fields import RichTextField
from newsportal.richtext.rendering import render
from newsportal.timeline import now
from newsportal.timeline.models import LiveManager


def languages() -> list[tuple[str, Any]]:
    """The languages of the site, for choices that a migration must not fix."""
    return list(settings.LANGUAGES)


class PageSlug(models.TextChoices):
    """The static pages; each one's address is its slug."""

    ABOUT = "about", _("About us")
    CONTACT = "contact", _("Contact us")
    PRIVACY = "privacy", _("Privacy statement")
    TERMS = "terms", _("Terms of use")
    COOKIES = "cookies", _("Cookie policy")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    CORRECTIONS = "corrections", _("Corrections policy")


class PageQuerySet(PublishedQuerySet):
    """Questions about versions of pages."""

    def newest_first(self) -> Self:
        """Versions by the moment they come into force; of two at once the later written."""
        return self.order_by("-live_from", "-id")


class Page(Published):
    """One version of a static page; the newest live one of a slug is the page."""

    slug = models.CharField(_("page"), max_length=20, choices=PageSlug.choices)
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"))
    change_note = models.CharField(
        _("change note"),
        max_length=200,
        blank=True,
        help_text=_("What is different from the version before, in a few words."),
    )

    objects: ClassVar[Any] = LiveManager.from_queryset(PageQuerySet)()
    every: ClassVar[Any] = models.Manager.from_queryset(PageQuerySet)()

    class Meta(Published.Meta):
        ordering = ["slug", "-live_from", "-id"]
        indexes = [models.Index(fields=["slug", "-live_from"], name="page_versions")]
        verbose_name = _("page version")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.slug)

    def get_version_url(self) -> str:
        """The address of this version, for as long as there is the site."""
        return reverse("page-version", kwargs={"slug": self.slug, "number": self.pk})

    def tags(self) -> Iterable[str]:
        return (f"page:{self.slug}",)

    @classmethod
    def current(cls, slug: str) -> Self | None:
        """The page at `slug` as it is live now, or None where nobody has written one."""
        depends_on(f"page:{slug}")
        return cls.objects.filter(slug=slug).newest_first().first()

    @classmethod
    def public_versions(cls, slug: str) -> Any:
        """The versions at `slug` that readers have seen or see, the newest first."""
        return cls.every.filter(slug=slug, live_from__lte=now()).newest_first()

    @property
    def html(self) -> SafeString:
        """The text for the page. Photos of the library belong to articles: none is shown."""
        return render(self.body, lambda figure: "")

    @property
    def changed_at(self) -> datetime:
        """When readers first saw this version."""
        return self.live_from

    @transaction.atomic
    def replace(self) -> None:
        """Begin this new, unsaved version at `live_from`, between the versions around it.

        Versions already in force at that moment end there; one that waits for a later moment
        still takes over then. A moment that has passed becomes now: what readers saw yesterday
        is not rewritten.
        """
        self.live_from = max(self.live_from, now())
        others = Page.every.filter(slug=self.slug).exclude(pk=self.pk)
        others.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=self.live_from),
            live_from__lt=self.live_from,
        ).update(live_until=self.live_from)
        following = others.filter(live_from__gt=self.live_from).order_by("live_from").first()
        self.live_until = following.live_from if following else None
        self.save()

    @transaction.atomic
    def cancel(self) -> None:
        """Delete this waiting version; the one before it stays for as long as this one would.

        Raises ValueError for a version that has been public: those are kept.
        """
        if not self.is_waiting:
            raise ValueError("Only a version that was never public can be cancelled.")
        others = Page.every.filter(slug=self.slug).exclude(pk=self.pk)
        self.delete()
        others.filter(live_until=self.live_from).update(live_until=self.live_until)


class OfTheSite(Tagged):
    """A row that stands on every page."""

    class Meta:
        abstract = True

    def tags(self) -> Iterable[str]:
        return ("site",)


class SiteIdentity(OfTheSite):
    """The name of the site, and the hotline and address at the foot of every page: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=60)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    hotline_label = models.CharField(
        _("hotline sentence"),
        max_length=200,
        blank=True,
        help_text=_("Printed before the number, with its own colon at the end."),
    )
    hotline_number = models.CharField(
        _("hotline number"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(r"^\+?[0-9][0-9 ()./-]*$", _("Write digits, with + for the country."))
        ],
    )
    inquiries_address = models.EmailField(_("address for inquiries"), blank=True)

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="pages_siteidentity_is_one_row")
        ]

    def __str__(self) -> str:
        return self.name


class Slogan(Published, OfTheSite):
    """A promotional line in the quiet band of every page, in one language, for a while."""

    text = models.CharField(_("text"), max_length=160)
    language = models.CharField(_("language"), max_length=10, choices=languages, default="en")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Published.Meta):
        ordering = ["position", "id"]
        verbose_name = _("slogan")
        verbose_name_plural = _("slogans")

    def __str__(self) -> str:
        return self.text


class SocialLink(OfTheSite):
    """A link to the publisher's place on another site: a plain link, nothing is loaded."""

    label = models.CharField(_("label"), max_length=60)
    url = models.URLField(
        _("address"), max_length=300, validators=[URLValidator(schemes=["http", "https"])]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("social link")
        verbose_name_plural = _("social links")

    def __str__(self) -> str:
        return self.label
