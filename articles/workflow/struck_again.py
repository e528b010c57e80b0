"""Words that were struck out and come back with a form that was opened before.

A redaction leaves a keyed hash of each passage behind, and never the passage. A text that is based
on something older than the redaction is searched for passages with such a hash; what is found is
struck out of it like everything else before it is kept anywhere.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Max
from django.utils.crypto import salted_hmac

from articles.content import Content
from articles.models import Article, Revision, StruckPassage
from articles.workflow.struck_words import StruckWords, folded, is_bound
from newsportal.richtext.text import plain_text

_ADDRESS: Final = re.compile(r'href\s*=\s*["\']?([^"\'\s>]+)', re.IGNORECASE)
_PARTS_OF_ADDRESSES: Final = re.compile(r"(?:%20|[\W_])+")


def remember(article: Article, words: StruckWords) -> None:
    """Let these passages be known again in texts that were begun on the revisions there are now."""
    last = article.revisions.aggregate(last=Max("number"))["last"] or 0
    for passage in map(folded, words.passages):
        StruckPassage.objects.update_or_create(
            article=article,
            digest=_digest(article, passage),
            defaults={"length": len(passage), "last_revision": last},
        )


def struck_since(
    article: Article, opened_on: Revision | None, texts: Iterable[str]
) -> StruckWords | None:
    """Those of the passages struck out since `opened_on` was saved that stand in `texts` again.

    `texts` are plain, see `words_in`. None where there are none.
    """
    rows = article.struck_passages.all()
    if opened_on is not None:
        rows = rows.filter(last_revision__gte=opened_on.number)
    known = dict(rows.values_list("digest", "length"))
    if not known:
        return None
    lengths = sorted(set(known.values()))
    found = {
        passage
        for text in map(folded, texts)
        for passage in _pieces(text, lengths)
        if _digest(article, passage) in known
    }
    return StruckWords(sorted(found)) if found else None


def without_struck_words(article: Article, content: Content, opened_on: Revision | None) -> Content:
    """The content without the passages that were struck out since `opened_on` was saved."""
    stored = content.as_json()
    words = struck_since(article, opened_on, words_in(stored))
    return Content.from_json(words.content(stored)[0]) if words else content


def words_in(value: object) -> Iterator[str]:
    """Every text in a content's JSON or a form's fields, as words; what addresses say, too."""
    if isinstance(value, str):
        yield plain_text(value) if "<" in value else value
        for address in (value, *_ADDRESS.findall(value)):
            if " " not in address:
                yield _PARTS_OF_ADDRESSES.sub(" ", address)
    elif isinstance(value, dict):
        for one in value.values():
            yield from words_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from words_in(one)


def _pieces(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """The pieces of these lengths that begin and end where a word does."""
    for start in range(len(text)):
        if is_bound(text, start):
            for length in lengths:
                if start + length <= len(text) and is_bound(text, start + length):
                    yield text[start : start + length]


def _digest(article: Article, passage: str) -> str:
    key = salted_hmac(__name__, str(article.pk), algorithm="sha256").digest()
    return hmac.digest(key, passage.encode("utf-8", "replace"), "sha256").hex()
