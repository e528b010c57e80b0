"""The newsroom's pages for articles, photos, the front page and what articles are ordered by."""

from articles.admin import article, house_style, photo, placement, taxonomy, template

__all__ = ["article", "house_style", "photo", "placement", "taxonomy", "template"]
