"""What there is to ask about: own and other people's rows in each state, a canary in every column.

Everything is made through the workflow and then moved into place; at the end each text column of
each row gets a word of its own, so that a word on a page tells which column of which row it is.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client

from articles import workflow
from articles.content import PhotoChoice
from articles.models import (
    Article,
    ArticleTemplate,
    Autosave,
    Collection,
    Correction,
    CorrectionDraft,
    DraftLink,
    HouseRule,
    InternalNote,
    Licence,
    LinkCheck,
    Photo,
    PhotoVersion,
    Placement,
    Presence,
    Release,
    Revision,
    RevisionName,
    SavedFilter,
)
from articles.photos.releases import keep
from newsportal.accounts import audit
from newsportal.accounts.models import AuditEntry, Notice, User
from newsportal.consent import registry, versions
from newsportal.consent.models import Receipt
from newsportal.embeds.models import Provider
from newsportal.inbox.models import (
    Answer,
    Answering,
    AnswerTemplate,
    BlockedSender,
    Category,
    Decision,
    Desk,
    FurtherWord,
    InboxSettings,
    Message,
    Note,
    Opening,
    SavedView,
    SpamRule,
)
from newsportal.pages.models import Page, SiteIdentity, Slogan, SocialLink
from newsportal.richtext.fields import RichTextField
from newsportal.timeline import now
from tests import factories as make
from tests.rights import people

STATES = (
    "draft",
    "in_review",
    "returned",
    "approved",
    "scheduled",
    "live",
    "withdrawn",
    "trashed",
    "embargoed",
)
# States in which an author may write: the letter D.
DRAFTS = {"draft", "returned", "embargoed", "trashed"}
OURS = ("accounts", "articles", "consent", "embeds", "inbox", "pages")
# Columns that hold no words of anybody, or that the portal cannot do without.
WITHOUT_WORDS = {
    "accounts.role.*",
    "accounts.auditentry.action",
    "accounts.auditentry.subject",
    "articles.photo.original",
    "articles.photoversion.original",
    "articles.photo.renditions",
    "articles.edition.language",
    "articles.edition.related",
    "articles.correction.kind",
    "articles.houserule.kind",
    "articles.linkcheck.status",
    "articles.autosave.place",
    "articles.struckpassage.digest",
    "accounts.sentform.digest",
    "consent.receipt.categories",
    "consent.purpose.name",
    "consent.consentversion.asked",
}


# What a column is made to hold: from a word of its own, the column and what it holds now.
Planting = Callable[[str, models.Field, Any], Any]


@dataclass(frozen=True)
class Row:
    """A row that requests are about: whose it is, and in which state."""

    model: type[models.Model]
    pk: Any
    owner: str = "somebody"
    state: str = ""

    def __str__(self) -> str:
        return f"{self.owner}'s {self.state} {self.model._meta.model_name} {self.pk}"


@dataclass
class World:
    people: dict[str, User]
    clients: dict[str, Client]
    rows: dict[type[models.Model], list[Row]]
    # Number of a canary: the model, the row and the column that it stands in.
    canaries: list[tuple[type[models.Model], Any, str]] = field(default_factory=list)
    # What was looked up once: forms as pages offer them, by path, and rows, by their key.
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: dict[Any, Any] = field(default_factory=dict)
    media: Any = None


def make_world(planting: Planting | None = None) -> World:
    """Some eighty articles and whatever belongs to them; takes a few seconds.

    Each text column of each row then holds a canary, or what `planting` makes of it.
    """
    folk = people.make_people()
    photos = _photos(folk)
    rows: dict[Any, list[Row]] = {Photo: photos}
    rows[Article] = _articles(folk, photos)
    rows[Message] = _messages(folk)
    _settings()
    _around(rows[Article], folk)
    for row in photos:
        Release.objects.create(
            photo_id=row.pk, person="x", file=keep(paper()), added_by=folk["boss"]
        )
    Licence.objects.create(name="x")
    rows[Collection] = [
        Row(Collection, Collection.objects.create(name="x", added_by=user).pk, name)
        for name, user in folk.items()
    ]
    owners = {user.pk: name for name, user in folk.items()}
    rows[User] = [Row(User, pk, name, "account") for pk, name in owners.items()]
    rows[User].append(Row(User, make.user(username="root", is_superuser=True).pk, "", "superuser"))
    rows[Page] = [
        Row(Page, page.pk, "", f"{page.slug} {'waiting' if page.is_waiting else 'live'}")
        for page in Page.every.all()
    ]
    rows[AuditEntry] = [
        Row(AuditEntry, entry.pk, "", "security" if entry.action.startswith("user.") else "")
        for entry in AuditEntry.objects.filter(id__in=_told(folk))
    ]
    for model in apps.get_models():
        if model._meta.app_label in OURS and model not in rows:
            every = getattr(model, "every", model._default_manager)
            rows[model] = [Row(model, pk) for pk in every.values_list("pk", flat=True)[:3]]
    world = World(folk, {}, rows)
    _plant(world, planting or _with)
    # After the planting: a session knows the hash of the password.
    folk = {name: User.objects.get(pk=user.pk) for name, user in folk.items()}
    world.people, world.clients = folk, people.sign_in(folk)
    return world


def paper() -> ContentFile:
    """A release as it is scanned."""
    return ContentFile(b"%PDF-1.7 signed by a mother", name="release.pdf")


def _photos(folk: dict[str, User]) -> list[Row]:
    """For each owner one that nothing prints; the last one is printed by every article."""
    first = make.photo(by=folk["somebody"])
    rows = [Row(Photo, first.pk, "somebody", "unused")]
    for number, owner in enumerate(folk):
        first.pk, first._state.adding = None, True
        first.original_hash, first.added_by = f"{number:064}", folk[owner]
        first.save()
        rows.append(Row(Photo, first.pk, owner, "unused"))
    first.pk, first._state.adding, first.original_hash = None, True, "f" * 64
    first.save()
    rows.append(Row(Photo, first.pk, "somebody", "used"))
    for row in rows:
        PhotoVersion.objects.create(
            photo_id=row.pk,
            replaced_by=folk["boss"],
            original=first.original.name,
            original_hash=f"{row.pk:064}"[::-1],
            file_name="earlier.jpg",
            **{name: getattr(first, name) for name in ("size", "width", "height")},
        )
    return rows


def _articles(folk: dict[str, User], photos: list[Row]) -> list[Row]:
    boss, rows = folk["boss"], []
    content = make.content(
        topics=(make.topic().pk,),
        authors=(make.author().pk,),
        photos=(PhotoChoice(photos[-1].pk, "", ""),),
    )
    for owner, user in folk.items():
        if owner in {"boss", "deactivated"}:
            continue
        for state in STATES:
            article = Article()
            for number, body in enumerate(("<p>First.</p>", "<p>Second.</p>", "<p>Late.</p>")):
                text = replace(content, body=body)
                based_on = article.head if number < 2 else article.revisions.get(number=1)
                with suppress(workflow.Stale):
                    workflow.save(article, text, by=boss, based_on=based_on)
            Article.objects.filter(pk=article.pk).update(created_by=user)
            article.refresh_from_db()
            _move(article, state, boss, owner)
            rows.append(Row(Article, article.pk, owner, state))
    free = next(row for row in rows if (row.owner, row.state) == ("somebody", "in_review"))
    Article.objects.filter(pk=free.pk).update(claimed_by=None)
    return rows


def _move(article: Article, state: str, boss: User, owner: str) -> None:
    changes: dict[str, Any] = {}
    match state:
        case "in_review":
            workflow.submit(article, by=boss)
            # A reporter's waits for anybody; the others are in somebody's hands.
            changes = {} if owner == "reporter" else {"claimed_by": boss}
        case "returned":
            workflow.submit(article, by=boss)
            workflow.send_back(article, by=boss, note="Shorter")
        case "approved":
            workflow.submit(article, by=boss)
            workflow.approve(article, by=boss)
            changes = {"claimed_by": User.objects.get(username="editor")}
        case "scheduled":
            workflow.publish(article, by=boss, at=now() + timedelta(days=1))
        case "live":
            workflow.publish(article, by=boss)
        case "withdrawn":
            workflow.publish(article, by=boss)
            workflow.withdraw(article, by=boss, reason="legal", public_note="Gone")
        case "trashed":
            changes = {"trashed_at": now()}
        case "embargoed":
            changes = {"embargo_until": now() + timedelta(days=2)}
    if changes:
        Article.objects.filter(pk=article.pk).update(**changes)


def _messages(folk: dict[str, User]) -> list[Row]:
    rows = []
    about = Category.objects.get(slug="tip")
    for number, owner in enumerate(folk):
        message = Message.objects.create(
            sent_as=str(number),
            category=about,
            text="x",
            sender_name="x",
            sender_address="x@example.org",
            page="x",
            assignee=folk[owner],
        )
        Note.objects.create(message=message, made_by=folk["desk"], text="x")
        answer = Answer.objects.create(message=message, made_by=folk["desk"], text="x")
        Decision.objects.create(
            message=message, answer=answer, made_by=folk["desk"], reasons="x", redress="x",
            outcome="kept",
        )  # fmt: skip
        Opening.objects.create(message=message, opened_by=folk["desk"])
        Answering.objects.create(message=message, user=folk["boss"], seen_at=now())
        FurtherWord.objects.create(message=message, sent_as=str(number), text="x")
        rows.append(Row(Message, message.pk, owner, "assigned"))
    spam = Message.objects.create(sent_as="spam", category=about, text="x", state="spam")
    return [*rows, Row(Message, spam.pk, "somebody", "spam")]


def _settings() -> None:
    Desk.objects.update(mail_address="desk@example.org")
    InboxSettings.objects.create()
    AnswerTemplate.objects.create(name="x", text="x")
    BlockedSender.objects.create(
        address="x@example.org", blocked_by=User.objects.get(username="desk")
    )
    SavedView.objects.create(user=User.objects.get(username="desk"), name="x", query="q=x")
    SpamRule.objects.create(pattern="x-rule")
    SiteIdentity.objects.create(name="The Paper")
    Slogan(text="x", live_from=now() + timedelta(days=1)).save()
    SocialLink(label="x", url="https://example.org").save()
    Provider.objects.create(slug="video", kind="video", position=1)
    versions.switch_on(registry.OPTIONAL)
    Receipt.objects.create(policy_version=1, categories=[], signal="form")
    for slug in ("about", "cookies"):
        for days in (-1, 1):
            Page(slug=slug, title="x", body="<p>x</p>", live_from=now() + timedelta(days)).replace()


def _around(articles: list[Row], folk: dict[str, User]) -> None:
    """What lies around articles: notes, links, unsaved text, names, rules, templates."""
    boss, somebody = folk["boss"], folk["somebody"]
    for row in articles:
        DraftLink.objects.create(
            article_id=row.pk,
            token_hash=f"{row.pk:064}",
            made_by=boss,
            expires_at=now() + timedelta(hours=1),
        )
        InternalNote.objects.create(article_id=row.pk, text="x", made_by=boss)
        Autosave.objects.create(
            user=boss, article_id=row.pk, place=f"article:{row.pk}", fields={"headline": ["x"]}
        )
        CorrectionDraft.objects.create(article_id=row.pk, text="x", made_by=boss)
        Presence.objects.create(article_id=row.pk, user=boss)
        revision = Revision.objects.get(article_id=row.pk, number=1)
        RevisionName.objects.create(revision=revision, name="x", named_by=boss)
        Correction(article_number=row.pk, text="x", kind="correction").save()
    live = next(row for row in articles if row.state == "live")
    Placement(article_number=live.pk, place="lead").save()
    HouseRule.objects.create(kind="spelling", words="x", level="warning")
    LinkCheck.objects.create(url="https://example.org", status=404, checked_at=now())
    ArticleTemplate.objects.create(name="x", content=make.content().as_json(), made_by=boss)
    SavedFilter.objects.create(user=somebody, name="x", query="q=x")
    Notice.objects.create(to=somebody, subject="x", text="x")


def _told(folk: dict[str, User]) -> list[int]:
    """The lines of the log that are asked for one by one: of security, and not."""
    audit.record("user.change", folk["somebody"], by=folk["admin"], changes={"email": ["", "x"]})
    audit.record("photo.edit_meta", "photo:1", by=folk["photo"], changes={"credit": ["", "x"]})
    return list(AuditEntry.objects.order_by("-id").values_list("id", flat=True)[:2])


# -- Canaries --------------------------------------------------------------------------------


def _plant(world: World, planting: Planting) -> None:
    for model in apps.get_models(include_auto_created=False):
        if model._meta.app_label not in OURS:
            continue
        label = model._meta.label_lower
        columns = [
            column
            for column in model._meta.concrete_fields
            if isinstance(column, (models.CharField, models.TextField, models.JSONField))
            and not column.choices
            and not isinstance(column, models.UUIDField)
            and not {f"{label}.{column.name}", f"{label}.*"} & WITHOUT_WORDS
        ]
        rows = models.QuerySet(model)
        for row in rows.all():
            words = {}
            for column in columns:
                canary = f"zq{len(world.canaries)}qz"
                words[column.name] = planting(canary, column, getattr(row, column.name))
                world.canaries.append((model, row.pk, column.name))
            if words:
                models.QuerySet.update(rows.filter(pk=row.pk), **words)


def _with(canary: str, column: models.Field, value: Any) -> Any:
    """The value of a column that holds `canary` and is still one that the portal can read."""
    if isinstance(column, models.JSONField):
        return _in_json(canary, value)
    if isinstance(column, RichTextField):
        return f"<p>{canary}</p>"
    if isinstance(column, models.EmailField):
        return f"{canary}@example.org"
    if isinstance(column, models.URLField) or column.name == "url":
        return f"https://example.org/{canary}"
    return canary


def _in_json(canary: str, value: Any) -> Any:
    """A revision's content, a form's fields, a line's detail: texts become the canary."""
    if isinstance(value, dict):
        return {
            name: f"<p>{canary}</p>"
            if name == "body"
            else f"Seen in {canary}"
            if name == "alt"
            else (inner if name in {"language", "slug"} else _in_json(canary, inner))
            for name, inner in value.items()
        } or {"note": canary}
    if isinstance(value, list):
        return [_in_json(canary, inner) for inner in value]
    return canary if isinstance(value, str) else value
