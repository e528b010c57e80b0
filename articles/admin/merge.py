"""Two texts on one ancestor, paragraph by paragraph, and the text made of both."""

from articles.admin.pages import ArticlePages


class MergePages(ArticlePages):
    """Mixed into the ArticleAdmin."""
