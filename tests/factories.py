"""Plain functions that make what tests need, through the same doors that people use."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from articles import workflow
from articles.content import Content
from articles.models import Article, Author, Edition, Photo, Section, Topic
from articles.syndication import sitemaps
from newsportal.accounts.models import Role, User
from newsportal.timeline import now

_numbers = count(1)


def user(*roles: str, **fields: Any) -> User:
    """Somebody with these roles; the password is `correct horse battery`."""
    fields.setdefault("username", f"{'-'.join(roles) or 'norole'}-{next(_numbers)}")
    person = User(**fields)
    person.set_password("correct horse battery")
    person.save()
    # A test that commits is cleaned up by emptying every table, that of the roles too.
    for name in roles:
        Role.objects.get_or_create(name=name, defaults={"title": name})
    person.roles.set(roles)
    return person


def section(name: str = "City", **fields: Any) -> Section:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Section.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def topic(name: str = "Bridges") -> Topic:
    return Topic.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name}
    )[0]


def author(name: str = "Lin Mei", **fields: Any) -> Author:
    return Author.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name, **fields}
    )[0]


def jpeg(width: int = 640, height: int = 427, colour: Any = None) -> BytesIO:
    """The bytes of a small JPEG; no two are alike unless the colour is given."""
    number = next(_numbers)
    colour = colour or (number * 37 % 256, number * 91 % 256, number % 256)
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    file.seek(0)
    file.name = f"photo-{number}.jpg"
    return file


def photo(by: User | None = None, **words: Any) -> Photo:
    """A photo that went through the real intake, with what it needs to be published."""
    from articles.photos.intake import accept

    words = {"credit": "Portal Studio", "alt": "A field of one colour", **words}
    return accept(jpeg(), by=by or user("photo"), **words)


def content(headline: str = "A bridge opens", **fields: Any) -> Content:
    fields.setdefault("section", section().pk)
    fields.setdefault("body", "<p>People crossed it on foot.</p>")
    return Content(headline=headline, **fields)


def article(headline: str = "A bridge opens", *, by: User | None = None, **fields: Any) -> Article:
    """A draft, saved by an editor unless `by` says otherwise."""
    draft = Article()
    workflow.save(draft, content(headline, **fields), by=by or user("editor"), based_on=None)
    return draft


def tomorrow() -> datetime:
    """A moment that lies ahead."""
    return now() + timedelta(days=1)


def published(
    headline: str = "A bridge opens", *, by: User | None = None, at: Any = None, **fields: Any
) -> Edition:
    """The edition of an article that a publisher has published, now or from `at`."""
    return workflow.publish(article(headline, **fields), by=by or user("publisher"), at=at)


def updated(edition: Edition, *, by: User | None = None, **fields: Any) -> Edition:
    """The next edition of a live article, with another text, published now."""
    article = Article.objects.get(pk=edition.article_number)
    fields.setdefault("body", "<p>More people crossed it on foot.</p>")
    by = by or user("publisher")
    workflow.save(article, replace(article.content(), **fields), by=by, based_on=article.head)
    return workflow.publish(article, by=by)


def sitemap_of(kind: str, number: int) -> str:
    """The part of the sitemap that lists this number: PostgreSQL counts on from test to test."""
    return f"/sitemap-{kind}-{number // sitemaps.PART}.xml"
