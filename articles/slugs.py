"""Slugs for addresses, made from headlines in any script."""

import re
import unicodedata

from django.utils.text import slugify

LONGEST = 80


def slug_of(text: str) -> str:
    """A slug of at most 80 characters, cut between words.

    Latin letters lose their accents; a text without Latin letters keeps its own characters.
    A text of signs alone gives `article`, since an address needs a last part.
    """
    plain = unicodedata.normalize("NFKC", text).replace("’", "").replace("'", "")
    slug = slugify(plain) or slugify(plain, allow_unicode=True) or "article"
    if len(slug) <= LONGEST:
        return slug
    return re.sub(r"-[^-]*$", "", slug[: LONGEST + 1]) if "-" in slug[:LONGEST] else slug[:LONGEST]
