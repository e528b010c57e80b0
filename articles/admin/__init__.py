"""The newsroom's pages for articles, photos, the front page and what articles are ordered by."""

from articles.admin import article, photo, placement, taxonomy, template

__all__ = ["article", "photo", "placement", "taxonomy", "template"]
