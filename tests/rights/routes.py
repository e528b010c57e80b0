"""Every route of the portal, from the resolver, and what its parameters are filled with.

A route that names no action is no route of this list: `tests/accounts/test_roles.py` fails for
it. A parameter that nothing here knows fails the build with the name of the route.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import (
    Article,
    ArticleTemplate,
    Autosave,
    Correction,
    CorrectionDraft,
    DraftLink,
    Edition,
    InternalNote,
    Photo,
    PhotoVersion,
    Release,
)
from newsportal.pages.models import Page
from tests.rights.world import Row, World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address of the portal, with the action that opens it and the one that writes."""

    path: str
    name: str
    model: type[models.Model] | None  # of the ModelAdmin it belongs to
    action: str | None  # None: open to every reader
    action_of_post: str | None
    methods: frozenset[str] | None  # None: whatever the view makes of it

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.path)

    @property
    def is_about_a_row(self) -> bool:
        return bool({"number", "object_id"} & set(self.parameters)) and self.model is not None

    def address(self, world: World, row: Row | None) -> str:
        """The address with its parameters filled in."""

        def fill(match: re.Match[str]) -> str:
            return str(self.filler(match[1])(world, row))

        return "/" + PARAMETER.sub(fill, self.path)

    def filler(self, name: str) -> Callable[[World, Row | None], Any]:
        filler = FILLERS.get((self.name, name)) or FILLERS.get(name)
        assert filler is not None, (
            f"The route {self.path} has a parameter <{name}> that no filler knows. "
            "Add one to FILLERS in tests/rights/routes.py."
        )
        return filler


def _number(world: World, row: Row | None) -> Any:
    return row.pk if row else world.rows[Article][0].pk


def _photo_file(world: World, row: Row | None) -> str:
    photo = Photo.objects.get(pk=row.pk if row else world.rows[Photo][0].pk)
    return photo.renditions[0]["name"]


def _beside(model: Any, world: World, row: Row | None) -> int:
    """The number of what lies beside the article that the row is."""
    return model.objects.filter(article_id=_number(world, row)).latest("pk").pk


FILLERS: dict[Any, Callable[[World, Row | None], Any]] = {
    "number": _number,
    "object_id": _number,
    "old": lambda world, row: 1,
    "new": lambda world, row: 2,
    "revision": lambda world, row: 1,
    ("articles_article_merge", "revision"): lambda world, row: 3,  # the one that was refused
    "correction": lambda world, row: (
        Correction.every.filter(article_number=_number(world, row)).latest("pk").pk
    ),
    "template": lambda world, row: ArticleTemplate.objects.latest("pk").pk,
    "kept": lambda world, row: Autosave.objects.latest("pk").pk,
    "moment": lambda world, row: f"{timezone.now() + timedelta(days=3):%Y%m%dT%H%M%SZ}",
    "rest": lambda world, row: "about/",
    ("articles_photo_rendition", "name"): _photo_file,
    ("photo", "name"): _photo_file,
    ("page-version", "number"): lambda world, row: world.rows[Page][0].pk,
    ("photo", "number"): lambda world, row: world.rows[Photo][0].pk,
    "uidb64": lambda world, row: "MQ",
    "token": lambda world, row: "abc123-0123456789",
    "signed": lambda world, row: "7K3F-9QXA:forged",
    "slug": lambda world, row: Edition.every.order_by("pk").values_list("slug", flat=True)[0],
    "section": lambda world, row: "city",
    "day": lambda world, row: "2026/11/24",
    "part": lambda world, row: 1,
    "release": lambda world, row: (
        Release.objects.filter(photo_id=row.pk if row else world.rows[Photo][0].pk).latest("pk").pk
    ),
    ("articles_photo_version", "version"): lambda world, row: (
        PhotoVersion.objects.get(photo_id=row.pk if row else world.rows[Photo][0].pk).pk
    ),
    "link": lambda world, row: _beside(DraftLink, world, row),
    "draft": lambda world, row: _beside(CorrectionDraft, world, row),
    "note": lambda world, row: _beside(InternalNote, world, row),
    ("draft-photo", "number"): lambda world, row: world.rows[Photo][0].pk,
    ("draft-photo", "name"): _photo_file,
}


@cache
def routes() -> list[Route]:
    """All routes that name an action or say that they are public."""
    by_prefix = {
        f"newsroom/{model._meta.app_label}/{model._meta.model_name}/": model
        for model in admin.site._registry
    }
    found = []
    for where, pattern in _patterns(get_resolver().url_patterns, ""):
        view: Any = pattern.callback
        if not hasattr(view, "action"):
            continue
        model = next((by_prefix[start] for start in by_prefix if where.startswith(start)), None)
        methods = getattr(view, "methods", None)
        found.append(
            Route(
                where,
                pattern.name or "",
                model,
                view.action,
                getattr(view, "action_of_post", view.action),
                frozenset(methods) if methods else None,
            )
        )
    return found


def guarded() -> list[Route]:
    return [route for route in routes() if route.action is not None]


def public() -> list[Route]:
    return [route for route in routes() if route.action is None]


def _patterns(patterns: Any, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, where)
        else:
            yield where, pattern
