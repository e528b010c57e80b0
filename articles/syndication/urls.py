"""The addresses of feeds, sitemaps and the files that crawlers and browsers ask for."""

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from articles.syndication import feeds, site_files, sitemaps


class SectionConverter(StringConverter):
    """A section's slug: the words `topics` and `authors` stand before slugs of their own."""

    regex = r"(?!(?:topics|authors)/)[-\w]+"


register_converter(SectionConverter, "section")

FORMATS = (
    ("feed/", "feed-atom", feeds.atom),
    ("feed/rss/", "feed-rss", feeds.rss),
    ("feed.json", "feed-json", feeds.json),
)
SUBJECTS = (
    ("topics/<str:slug>/", "topic"),
    ("authors/<str:slug>/", "author"),
    ("<section:slug>/", "section"),
)


def _feeds() -> Iterator[URLPattern]:
    for end, name, view in FORMATS:
        yield path(end, view, name=name)
        for start, of in SUBJECTS:
            yield path(f"{start}{end}", view, {"of": of}, name=f"{of}-{name}")


urlpatterns = [
    *_feeds(),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.sitemap_pages, name="sitemap-pages"),
    *(
        path(
            f"sitemap-{of}-<int:part>.xml", sitemaps.sitemap_part, {"of": of}, name=f"sitemap-{of}"
        )
        for of in ("articles", "topics", "authors")
    ),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news-sitemap"),
    path("robots.txt", site_files.robots, name="robots"),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    path("favicon.ico", site_files.favicon, name="favicon"),
]
