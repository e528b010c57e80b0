"""What changed between two contents, word by word, for people to read."""

from articles.difference.fields import FieldDifference, compare
from articles.difference.rows import as_words, words_changed

__all__ = ["FieldDifference", "as_words", "compare", "words_changed"]
