"""The working copy of an article. Only the newsroom reads it; only `workflow` changes it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.content import Content, PhotoChoice
from articles.models.draft_link import DraftLink
from articles.models.edition import Edition, Withdrawal
from articles.models.photo import Photo
from articles.models.taxonomy import Author, Section, Topic
from newsportal.accounts.roles import widest
from newsportal.richtext.fields import RichTextField
from newsportal.timeline import now


def languages() -> list[tuple[str, Any]]:
    """The languages an article can be in; a function, so that no migration fixes them."""
    return list(settings.LANGUAGES)


def first_language() -> str:
    """The site's own language."""
    return str(settings.LANGUAGES[0][0])


class ArticleQuerySet(models.QuerySet["Article"]):
    """The questions of the newsroom."""

    def owned_by(self, user: Any) -> Self:
        """Articles that `user` began, or whose byline is theirs."""
        # Not joined: a row that comes twice would have to be sorted out again.
        theirs = ArticleAuthor.objects.filter(author__user=user).order_by().values("article")
        return self.filter(models.Q(created_by=user) | models.Q(pk__in=theirs))

    def named_to(self, user: Any) -> Self:
        """Articles whose headline `user` may read: what readers see, and what is theirs to see.

        Numbers are no secret and come from forms: whoever shows the articles behind them asks.
        """
        match widest(user, "article.view_unpublished"):
            case "Y":
                return self
            case "O":
                seen = models.Q(pk__in=Edition.objects.values("article_number"))
                return self.filter(
                    seen | models.Q(pk__in=self.owned_by(user).order_by().values("pk"))
                )
        return self.filter(pk__in=Edition.objects.values("article_number"))

    def in_use(self) -> Self:
        """Articles that are not in the trash."""
        return self.filter(trashed_at=None)

    def with_public_state(self) -> Self:
        """Annotates what is public at `timeline.now()`, and what waits: see `_state.html`.

        `was_published` and `was_public` are answered by the same query.
        """
        editions = Edition.every.filter(article_number=OuterRef("pk"))
        withdrawals = Withdrawal.every.filter(article_number=OuterRef("pk"))
        return self.annotate(
            was_published=Exists(editions),
            was_public=Exists(editions.filter(live_from__lte=now())),
            is_live=Exists(editions.live()),
            is_scheduled=Exists(editions.waiting()),
            is_withdrawn=Exists(withdrawals.live()),
            is_leaving=Exists(withdrawals.waiting()),
        )

    def with_draft_links(self) -> Self:
        """Annotates `open_draft_links`: how many links show the draft to people outside."""
        links = DraftLink.objects.open().filter(article=OuterRef("pk")).order_by()
        counted = links.values("article").annotate(number=Count("pk")).values("number")
        return self.annotate(open_draft_links=Coalesce(Subquery(counted), 0))


class Article(models.Model):
    """An article as the newsroom works on it.

    `state` is editorial. Whether readers see something is asked of its editions, and both can
    be true at once: a live article may be in review again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        RETURNED = "returned", _("Sent back")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")  # the head revision went out, or is scheduled

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the address. Empty: made from the headline."),
    )
    standfirst = models.TextField(_("standfirst"), blank=True, max_length=600)
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("The place, such as Chongqing.")
    )
    body = RichTextField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=languages, default=first_language
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.PROTECT
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    authors = models.ManyToManyField(Author, through="ArticleAuthor", verbose_name=_("authors"))
    photos = models.ManyToManyField(Photo, through="PhotoUse", verbose_name=_("photos"))
    related = models.ManyToManyField(
        "self",
        verbose_name=_("related articles"),
        blank=True,
        symmetrical=False,
        help_text=_("Up to five. Empty places are filled by topic when publishing."),
    )
    change_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("One line for readers, dated, under the article."),
    )
    is_photo_story = models.BooleanField(
        _("photo story"),
        default=False,
        help_text=_("Its photos are shown large, one under another."),
    )
    is_silent = models.BooleanField(
        _("silent edit"),
        default=False,
        help_text=_("Nothing of substance changed: readers see neither a line nor a new date."),
    )

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    head = models.ForeignKey(
        "articles.Revision", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    approved = models.ForeignKey(
        "articles.Revision", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    note = models.TextField(_("note"), blank=True, editable=False)  # the last step's, to whom next
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="claimed_articles",
        editable=False,
    )
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, editable=False)
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        related_name="articles",
        editable=False,
    )
    created_at = models.DateTimeField(_("begun at"), default=now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=now, editable=False)

    objects = models.Manager.from_queryset(ArticleQuerySet)()

    class Meta:
        ordering = ["-changed_at", "-id"]
        default_permissions = ()
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_changed"),
            models.Index(fields=["state", "-changed_at", "-id"], name="article_state"),
            models.Index(fields=["section", "-changed_at", "-id"], name="article_section"),
            # What waits and what is due are few among very many articles that are out.
            models.Index(fields=["state", "due_at"], name="article_state_due"),
            # For the calendar; most articles have neither.
            models.Index(
                fields=["due_at"], name="article_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(
                fields=["embargo_until"],
                name="article_embargo",
                condition=models.Q(embargo_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def owned_by(self, user: Any) -> bool:
        """Whether `user` began the article or is one of its authors."""
        if self.created_by_id == user.pk:
            return True
        return any(author.user_id == user.pk for author in self.authors.all())

    @property
    def editions(self) -> Any:
        """All editions of this article, live or not."""
        return Edition.every.filter(article_number=self.pk)

    @cached_property
    def was_published(self) -> bool:
        """Whether it ever had an edition, waiting ones included; asked once for each look."""
        return bool(self.pk) and self.editions.exists()

    @cached_property
    def was_public(self) -> bool:
        """Whether readers ever saw it, withdrawn or not, at `timeline.now()`."""
        return bool(self.pk) and self.editions.filter(live_from__lte=now()).exists()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("was_published", None)
        self.__dict__.pop("was_public", None)

    @property
    def is_draft(self) -> bool:
        """Whether its author may still write: a draft or sent back, and never published."""
        return self.state in {self.State.DRAFT, self.State.RETURNED} and not self.was_published

    @property
    def is_embargoed(self) -> bool:
        """Whether nothing of it may leave the newsroom yet, at `timeline.now()`."""
        return self.embargo_until is not None and self.embargo_until > now()

    def content(self) -> Content:
        """What the working copy says now."""
        return Content(
            headline=self.headline,
            slug=self.slug,
            standfirst=self.standfirst,
            dateline=self.dateline,
            body=self.body,
            language=self.language,
            section=self.section_id,
            topics=tuple(self.topics.order_by("pk").values_list("pk", flat=True)),
            authors=tuple(self.author_places.values_list("author_id", flat=True)),
            photos=tuple(
                PhotoChoice(use.photo_id, use.caption, use.alt, use.is_decorative)
                for use in self.photo_uses.filter(in_body=False)
            ),
            is_photo_story=self.is_photo_story,
            related=tuple(self.related.order_by("pk").values_list("pk", flat=True)),
            change_note=self.change_note,
            is_silent=self.is_silent,
        )

    def head_content(self) -> Content:
        """What the newest revision says; what stands here, where nothing has been saved yet."""
        return Content.from_json(self.head.content) if self.head else self.content()

    def content_to_change(self) -> Content:
        """What the next change begins with: the working copy, without a note that went out."""
        content = self.content()
        return content.without_note() if self.state == self.State.PUBLISHED else content


class ArticleAuthor(models.Model):
    """An author of an article, in the printed order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="author_places")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="article_author_once",
                violation_error_message=_("This author stands in the list already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class PhotoUse(models.Model):
    """A photo of an article. Rows with `in_body` are read from the text when it is saved."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey(
        Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="uses"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    caption = models.TextField(
        _("caption"), blank=True, max_length=1000, help_text=_("Empty: the library's caption.")
    )
    alt = models.CharField(
        _("alternative text"), blank=True, max_length=300, help_text=_("Empty: the library's.")
    )
    is_decorative = models.BooleanField(
        _("decoration"), default=False, help_text=_("Says nothing that the text does not say.")
    )
    in_body = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo", "in_body"],
                name="article_photo_once",
                violation_error_message=_("This photo stands in the list already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.photo)
