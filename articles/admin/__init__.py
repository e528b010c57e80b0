"""The newsroom's pages for articles, photos, the front page and what articles are ordered by."""

from articles.admin import (
    article,
    house_style,
    licence,
    photo,
    photo_collections,
    placement,
    reported_list,
    taxonomy,
    template,
)

__all__ = [
    "article",
    "house_style",
    "licence",
    "photo",
    "photo_collections",
    "placement",
    "reported_list",
    "taxonomy",
    "template",
]
