"""What changed between two contents, word by word, for people to read."""

from articles.difference.fields import FieldDifference, compare

__all__ = ["FieldDifference", "compare"]
