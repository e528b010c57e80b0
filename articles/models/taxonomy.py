"""Sections, topics and authors: what articles are ordered by, all with public pages."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import gettext_lazy as _

from articles.models.photo import Photo
from newsportal.pagecache.models import Tagged


def first_words_of_routes() -> set[str]:
    """The first word of every address that the portal has, by its URL map and its static files."""
    words = {settings.STATIC_URL.strip("/")}

    def walk(patterns: Iterable[Any], before: str = "") -> None:
        for pattern in patterns:
            address = before + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver) and "/" not in address:
                walk(pattern.url_patterns, address)
            else:
                words.add(address.split("/")[0])

    walk(get_resolver().url_patterns)
    return words


def refuse_slug_of_a_route(slug: str) -> None:
    """Refuse a section slug whose address belongs to something else already.

    The URL map itself is asked, so a new route is covered on the day it is added.
    """
    if slug.isdigit() or slug in dict(settings.LANGUAGES) or slug in first_words_of_routes():
        raise ValidationError(
            _("The address /%(slug)s/ belongs to another page. Choose another slug."),
            params={"slug": slug},
        )


class Section(Tagged):
    """A part of the paper: every article stands in exactly one."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        allow_unicode=True,
        validators=[refuse_slug_of_a_route],
        help_text=_("The first part of the addresses of its articles."),
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    fallback_photo = models.ForeignKey(
        Photo,
        verbose_name=_("picture instead"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stands_in_for",
        help_text=_("Shown where the rights of an article's photo have run out."),
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def tags(self) -> Iterable[str]:
        # Its name stands in the navigation of every page.
        return (f"section:{self.pk}", "site")

    def tags_when_read(self) -> Iterable[str]:
        # `section:` is the list of what is in it, and changes with every article there.
        return ("site",)


class Topic(Tagged):
    """What an article is about, across sections."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def tags(self) -> Iterable[str]:
        return (f"topic:{self.pk}", *self.tags_when_read())

    def tags_when_read(self) -> Iterable[str]:
        # `topic:` is the list of what is about it, and changes with every article there.
        return (f"topic-name:{self.pk}",)


class Author(Tagged):
    """A byline. The link to a user is optional: agencies and guests write too."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(_("what they do"), max_length=300, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("Empty for guests and agencies."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def tags(self) -> Iterable[str]:
        return (f"author:{self.pk}", *self.tags_when_read())

    def tags_when_read(self) -> Iterable[str]:
        # `author:` is the list of what they wrote, and changes with every article of theirs.
        return (f"author-name:{self.pk}",)
