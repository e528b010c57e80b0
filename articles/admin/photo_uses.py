"""Where a photo is used: in drafts, in what readers see, had or will have, as a section's picture.

The newsroom shows it beside the photo, and asks it before a photo is deleted.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.frontpage.selection import front_page
from articles.models import Article, Edition, EditionPhoto, Photo, PhotoUse, Section
from newsportal.accounts.models import User
from newsportal.accounts.roles import widest


@dataclass
class Use:
    """One article and, in words, the places in which it has the photo."""

    number: int
    places: list[str] = field(default_factory=list)
    is_current: bool = False  # it has more than earlier editions
    article: Article | None = None  # None: it is not this person's to read


@dataclass(frozen=True)
class Uses:
    """All that uses a photo."""

    of_articles: list[Use]  # the newest article first
    of_sections: list[Section]  # it stands in where rights have run out

    @property
    def is_current(self) -> bool:
        """Whether anything but earlier editions uses it."""
        return bool(self.of_sections) or any(use.is_current for use in self.of_articles)

    @property
    def is_past(self) -> bool:
        """Whether earlier editions use it and nothing else does."""
        return bool(self.of_articles) and not self.is_current

    @property
    def shown(self) -> list[Use]:
        """Those that the person may read about."""
        return [use for use in self.of_articles if use.article]

    @property
    def hidden(self) -> int:
        """How many articles of others there are besides."""
        return len(self.of_articles) - len(self.shown)


def uses_of(photo: Photo, *, reader: User) -> Uses:
    """Everything that uses `photo`, named as far as `reader` may know it; six queries, and those
    of the front page where it may stand there."""
    uses: dict[int, Use] = {}
    for number, place in _in_working_copies(photo):
        use = uses.setdefault(number, Use(number))
        use.is_current = True
        use.places.append(place)
    for number, place, is_current in _in_editions(photo):
        use = uses.setdefault(number, Use(number))
        use.is_current |= is_current
        use.places.append(place)
    for article in readable_by(reader).filter(pk__in=uses):
        uses[article.pk].article = article
    return Uses(
        of_articles=sorted(uses.values(), key=lambda use: -use.number),
        of_sections=list(Section.objects.filter(fallback_photo=photo)),
    )


def readable_by(reader: User) -> Any:
    """The articles whose working copies `reader` may know of."""
    articles = Article.objects.all()
    return {"Y": articles, "O": articles.owned_by(reader)}.get(
        widest(reader, "article.list_unpublished"), articles.none()
    )


def _in_working_copies(photo: Photo) -> Iterator[tuple[int, str]]:
    uses = list(PhotoUse.objects.filter(photo=photo).order_by("article_id", "in_body"))
    first: dict[int, int] = {}
    chosen = PhotoUse.objects.filter(article__in=[use.article_id for use in uses], in_body=False)
    for article, number in chosen.order_by("position", "pk").values_list("article_id", "photo_id"):
        first.setdefault(article, number)
    for use in uses:
        place = _place(in_body=use.in_body, is_lead=first.get(use.article_id) == photo.pk)
        yield use.article_id, _("Working copy: %s") % place


def _in_editions(photo: Photo) -> Iterator[tuple[int, str, bool]]:
    """Number of the article, the place in words, whether readers see it or will."""
    uses = EditionPhoto.objects.filter(photo=photo).select_related("edition")
    earlier: Counter[int] = Counter()
    on_front: set[int] | None = None
    for use in uses.order_by("-edition__live_from").defer("edition__body"):
        edition, number = use.edition, use.edition.article_number
        is_lead = edition.lead_photo_id == photo.pk
        place = _place(in_body=use.in_body, is_lead=is_lead)
        if edition.is_live:
            if is_lead and on_front is None:
                on_front = _numbers_on_front()
            if is_lead and number in (on_front or ()):
                place = _("%s, front page") % place
            yield number, _("Readers see it: %s") % place, True
        elif edition.is_waiting:
            yield number, _("Scheduled: %s") % place, True
        else:
            earlier[number] += 1
    for number, count in earlier.items():
        words = ngettext("%d earlier edition", "%d earlier editions", count)
        yield number, words % count, False


def _place(*, in_body: bool, is_lead: bool) -> str:
    if in_body:
        return _("in the text")
    return _("lead") if is_lead else _("gallery")


def _numbers_on_front() -> set[int]:
    """The articles whose pictures stand on the front page now."""
    page = front_page()
    editions: list[Edition] = [*([page.lead] if page.lead else []), *page.seconds]
    for band in page.bands:
        editions += band.editions
    return {edition.article_number for edition in editions}
