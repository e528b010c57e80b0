"""The tables of the content, one module for each idea.

Public code imports `correction`, `edition`, `edition_parts`, `photo`, `taxonomy` and `placement`.
All others belong to the newsroom: import contracts keep them from the public side.
"""

from articles.models.article import Article, ArticleAuthor, PhotoUse
from articles.models.correction import Correction
from articles.models.correction_draft import CorrectionDraft
from articles.models.draft_link import DraftLink, DraftLinkOpening
from articles.models.edition import Edition, Withdrawal
from articles.models.edition_parts import EditionAuthor, EditionPhoto, EditionTopic
from articles.models.house_rule import HouseRule, LinkCheck
from articles.models.licence import Licence
from articles.models.note import InternalNote
from articles.models.photo import Collection, Photo, PhotoVersion, Release, RetiredRenditions
from articles.models.placement import Placement
from articles.models.revision import Revision, RevisionName, StruckPassage
from articles.models.saved_filter import SavedFilter
from articles.models.taxonomy import Author, Section, Topic
from articles.models.template import ArticleTemplate
from articles.models.writing_desk import Autosave, Presence

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleTemplate",
    "Author",
    "Autosave",
    "Collection",
    "Correction",
    "CorrectionDraft",
    "DraftLink",
    "DraftLinkOpening",
    "Edition",
    "EditionAuthor",
    "EditionPhoto",
    "EditionTopic",
    "HouseRule",
    "InternalNote",
    "Licence",
    "LinkCheck",
    "Photo",
    "PhotoUse",
    "PhotoVersion",
    "Placement",
    "Presence",
    "Release",
    "RetiredRenditions",
    "Revision",
    "RevisionName",
    "SavedFilter",
    "Section",
    "StruckPassage",
    "Topic",
    "Withdrawal",
]
