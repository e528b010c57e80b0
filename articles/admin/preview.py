"""The preview: the readers' page of a text that is not published.

It is made of the same proof that `publish` stores and by the view that readers get, so it
cannot show anything else than what would be published.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from articles.content import Content
from articles.models import Article, Correction, Edition
from articles.page import ArticlePage, PagePhoto, changes_until, related_to
from articles.photos import pictures
from articles.views import article_page
from articles.workflow.typesetting import typeset
from articles.workflow.writing import tidy
from newsportal.pagecache.headers import allow_own_frame
from newsportal.timeline import now


def page_of(article: Article, content: Content, *, surrounded: bool = True) -> ArticlePage:
    """The page that `content` would have; `surrounded` by what readers find around it.

    Raises Refused where the content could not even be saved.
    """
    proof = typeset(article, tidy(content), live_from=now())
    edition = proof.edition
    section = edition.section if edition.section_id else None
    newer, older = edition.neighbours() if section and surrounded else (None, None)
    return ArticlePage(
        edition=edition,
        section=section,
        authors=proof.authors,
        topics=proof.topics,
        photos=[PagePhoto.of(use) for use in proof.photos],
        lead_photo=edition.lead_photo,
        related=related_to(edition) if surrounded else (),
        changes=changes_until(edition),
        newer=newer,
        older=older,
        corrections=list(Correction.objects.of_article(article.pk)) if article.pk else [],
        address=edition.get_absolute_url() if section and article.pk and surrounded else "",
    )


def text_of(article: Article) -> SafeString:
    """The text of the working copy as its page would print it, in one query."""
    uses = article.photo_uses.filter(in_body=True).select_related("photo")
    photos = [PagePhoto(use.photo, use.caption, use.alt, in_body=True) for use in uses]
    return ArticlePage(Edition(body=article.body, dateline=article.dateline), photos=photos).text


def preview_of(request: HttpRequest, article: Article, content: Content) -> HttpResponse:
    """The article page with `content`, in the public template; never stored, never indexed."""
    page = page_of(article, content)
    with pictures.through("admin:articles_photo_rendition"):
        # A photo that no live edition prints has no public address.
        response = article_page(request, page, preview=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return shown_beside(response)


def no_preview(request: HttpRequest, problems: list[str]) -> HttpResponse:
    """In the place of the preview beside the text: what the text lacks, a sentence each."""
    return shown_beside(
        render(request, "articles/newsroom/no_preview.html", {"problems": problems})
    )


def shown_beside(response: HttpResponse) -> HttpResponse:
    """The answer, for the frame beside the text, and for nobody to store."""
    response.headers["Cache-Control"] = "private, no-store"
    return allow_own_frame(response)
