"""Structured data (https://schema.org) as plain dictionaries; a template tag prints them.

`site` is what every template knows of the site: name, url, inquiries_address, social_links.
"""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from articles.models.photo import Photo
from articles.page import ArticlePage
from articles.photos import pictures
from articles.photos.renditions import words_of
from articles.syndication.addresses import absolute, rfc3339, without_empty
from articles.syndication.items import rendition_url

CONTEXT = "https://schema.org"
LOGO = "img/icon-512.png"
LOGO_SIZE = 512
# https://developers.google.com/search/docs/appearance/structured-data/article
SHAPES = ("16x9", "4x3", "1x1")
# Of IPTC NewsCodes, what schema.org has a name for.
SOURCE_TYPES = {
    "algorithmicMedia",
    "algorithmicallyEnhanced",
    "compositeCapture",
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
    "dataDrivenMedia",
    "digitalArt",
    "digitalCapture",
    "minorHumanEdits",
    "multiFrameComputationalCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
    "screenCapture",
    "trainedAlgorithmicMedia",
    "virtualRecording",
}


def news_article(page: ArticlePage, *, site: Any) -> dict[str, Any]:
    """A NewsArticle; https://developers.google.com/search/docs/appearance/structured-data/article.

    A preview of an unpublished article has no dates and no address, and leaves them out.
    """
    edition = page.edition
    published, changed = edition.first_published_at, page.changed_at
    url = page.address_everywhere
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "@id": url and f"{url}#article",
            "url": url,
            "mainEntityOfPage": url and {"@type": "WebPage", "@id": url},
            "headline": edition.headline,
            "description": page.description,
            "image": [image for photo in photos_of(page) for image in images(*photo)],
            "datePublished": published and rfc3339(published),
            "dateModified": published and rfc3339(changed or published),
            "author": [
                {
                    "@type": "Person",
                    "name": author.name,
                    "url": absolute(author.get_absolute_url()),
                }
                for author in page.authors
            ]
            or {"@id": organisation_id(site)},
            "publisher": publisher(site),
            "dateline": edition.dateline,
            "articleSection": page.section.name if page.section else "",
            "keywords": [topic.name for topic in page.topics],
            "inLanguage": edition.language,
            "isAccessibleForFree": True,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "name": correction.get_kind_display(),
                    "text": correction.text,
                    "datePublished": rfc3339(correction.live_from),
                }
                for correction in page.corrections
            ],
        }
    )


def organisation(site: Any) -> dict[str, Any]:
    """The NewsMediaOrganization of the front page, with the policies that it has pages for."""
    return without_empty(
        {
            "@context": CONTEXT,
            **publisher(site),
            "description": site.tagline,
            "email": site.inquiries_address,
            "sameAs": [link.url for link in site.social_links],
            "correctionsPolicy": absolute(reverse("corrections")),
            "actionableFeedbackPolicy": absolute(reverse("message")),
            "publishingPrinciples": absolute(reverse("about")),
        }
    )


def breadcrumbs(page: ArticlePage, *, site: Any) -> dict[str, Any]:
    """The BreadcrumbList of an article: front page, section, article."""
    steps = [(site.name, absolute(reverse("front")))]
    if page.section:
        steps.append((page.section.name, absolute(page.section.get_absolute_url())))
    steps.append((page.edition.headline, page.address_everywhere))
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            without_empty({"@type": "ListItem", "position": position, "name": name, "item": url})
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def publisher(site: Any) -> dict[str, Any]:
    """The NewsMediaOrganization in the words that an article needs of it."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": organisation_id(site),
        "name": site.name,
        "url": f"{site.url}/",
        "logo": {
            "@type": "ImageObject",
            "url": absolute(static(LOGO)),
            "width": LOGO_SIZE,
            "height": LOGO_SIZE,
        },
    }


def organisation_id(site: Any) -> str:
    """What names the organisation from one page to the next."""
    return f"{site.url}/#organisation"


def photos_of(page: ArticlePage) -> Iterable[tuple[Photo, str]]:
    """The photos that readers see on the page with their captions, the lead photo first."""
    return [(use.photo, use.caption) for use in page.shown_photos]


def images(photo: Photo, caption: str) -> Iterable[dict[str, Any]]:
    """An ImageObject for each shape of the photo that news search asks for; else of the whole.

    https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
    """
    cuts = [pictures.renditions_of(photo, "jpeg", cut)[-1:] for cut in SHAPES]
    found = [one for rows in cuts for one in rows]
    for one in found or pictures.renditions_of(photo, "jpeg")[-1:]:
        yield without_empty(
            {
                "@type": "ImageObject",
                "url": rendition_url(photo, one),
                "width": one["width"],
                "height": one["height"],
                "caption": caption,
                "creator": photo.creator and {"@type": "Person", "name": photo.creator},
                "creditText": photo.credit,
                "copyrightNotice": photo.copyright,
                "license": photo.web_statement,
                "acquireLicensePage": photo.licensor_url,
                "digitalSourceType": source_type_of(photo),
            }
        )


def source_type_of(photo: Photo) -> str:
    """The member of https://schema.org/IPTCDigitalSourceEnumeration; empty where none is known."""
    kind = words_of(photo)["digital_source_type"].rsplit("/", 1)[-1]
    return f"{CONTEXT}/{kind[0].upper()}{kind[1:]}DigitalSource" if kind in SOURCE_TYPES else ""
