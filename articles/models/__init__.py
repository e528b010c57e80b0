"""The tables of the content, one module for each idea.

Public code imports `edition`, `photo`, `taxonomy` and `placement`. `article` and `revision`
belong to the newsroom: import contracts keep them from the public side.
"""

from articles.models.article import Article, ArticleAuthor, PhotoUse
from articles.models.edition import Edition, EditionAuthor, EditionPhoto, Withdrawal
from articles.models.photo import Photo
from articles.models.placement import Placement
from articles.models.revision import Revision
from articles.models.saved_filter import SavedFilter
from articles.models.taxonomy import Author, Section, Topic

__all__ = [
    "Article",
    "ArticleAuthor",
    "Author",
    "Edition",
    "EditionAuthor",
    "EditionPhoto",
    "Photo",
    "PhotoUse",
    "Placement",
    "Revision",
    "SavedFilter",
    "Section",
    "Topic",
    "Withdrawal",
]
