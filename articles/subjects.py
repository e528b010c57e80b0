"""What a list of articles can be about: a section, a topic or an author, found by its address."""

from typing import Any

from django.shortcuts import get_object_or_404

from articles.models.edition import Edition, known_authors, known_topics
from articles.models.taxonomy import Author, Section, Topic


def subject_at(of: str, slug: str) -> tuple[Section | Topic | Author, Any]:
    """The subject with its live editions; Http404 where there is none.

    `of` is "section", "topic" or "author". The last two have a page once something has come out.
    """
    known: dict[str, tuple[Any, Any]] = {
        "section": (Section.objects.all(), Edition.objects.in_section),
        "topic": (known_topics(), Edition.objects.about),
        "author": (known_authors(), Edition.objects.by_author),
    }
    rows, editions_of = known[of]
    subject = get_object_or_404(rows, slug=slug)
    return subject, editions_of(subject)
