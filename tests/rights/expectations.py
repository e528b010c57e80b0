"""What must come of a request, derived from `roles.csv` and never from the code under test.

A page is opened by the cell of the action that it names. Where two actions meet on one page, the
rule stands in `RULES`, with the reason; who may see which words stands in `VIEWERS`.
"""

from collections.abc import Callable
from typing import Any

from articles import models as articles
from newsportal.accounts import models as accounts
from newsportal.consent.models import ConsentVersion, Purpose, Receipt
from newsportal.embeds.models import Provider
from newsportal.inbox import models as inbox
from newsportal.pages import models as pages
from tests.rights.people import COLUMN_OF, letter
from tests.rights.routes import Route
from tests.rights.world import DRAFTS, Row, World

PUBLISHED = {"scheduled", "live", "withdrawn"}


def cell(principal: str, action: str, row: Row | None = None) -> bool:
    """Whether the cell of the table lets `principal` do `action` to `row` (None: to some row)."""
    match letter(principal, action):
        case "Y":
            return True
        case "N":
            return False
        case "O":
            return row is None or row.owner == principal
        case "D":
            return row is None or (row.owner == principal and row.state in DRAFTS)
        case "A":
            return row is None or (row.owner == principal and row.state == "assigned")
    raise AssertionError("The table has a letter that nobody knows.")


def expected(route: Route, method: str, principal: str, row: Row | None) -> bool:
    """Whether `principal` may send `method` to this route for `row`."""
    writes = method not in {"GET", "HEAD", "OPTIONS"}
    action = route.action_of_post if writes else route.action
    if row is not None and row.model is articles.Article and route.name != FORM:
        # In the trash an article is there for what ends its stay, and for nothing else.
        ends_its_stay = route.action in OUT_OF_THE_TRASH
        if (row.state == "trashed") != ends_its_stay:
            return False
    rule = RULES.get((route.name, method if writes else "GET"))
    if rule is not None:
        return rule(principal, row)
    return cell(principal, action, row)


FORM = "articles_article_change"
OUT_OF_THE_TRASH = {"article.restore_from_trash", "article.delete_forever"}


# -- Pages on which two actions meet ---------------------------------------------------------


def _article_form(principal: str, row: Row) -> bool:
    if cell(principal, "article.set_photo", row) or _may_write(principal, row):
        return True
    # What its author had typed when the article moved on is kept aside, and lost by nobody.
    return cell(principal, "article.view_unpublished", row)


def _article_page(principal: str, row: Row) -> bool:
    if row.state == "trashed":
        return cell(principal, "article.restore_from_trash", row)  # leads there
    return cell(principal, "article.view_unpublished", row)


def _template_of(principal: str, row: Row) -> bool:
    # A template is everybody's: of what one may not see one makes none.
    return all(cell(principal, a, row) for a in ("article.template", "article.view_unpublished"))


def _may_write(principal: str, row: Row) -> bool:
    published = row.state in PUBLISHED
    return cell(principal, "article.edit_published" if published else "article.edit_text", row)


def _whoever(action: str) -> Callable[[str, Any], bool]:
    """Nobody owns such a row: who may see some of them may see all."""
    return lambda principal, row: cell(principal, action)


def _page_of_the_site(principal: str, row: Row) -> bool:
    of_consent = row.state.startswith("cookies")
    return cell(principal, "consent_text.edit" if of_consent else "page_static.edit")


def _waiting_page(principal: str, row: Row) -> bool:
    return row.state.endswith("waiting") and _page_of_the_site(principal, row)


def _photo_without_use(principal: str, row: Row) -> bool:
    return row.state == "unused" and cell(principal, "photo.delete_unused", row)


def _account(principal: str, row: Row) -> bool:
    return row.state != "superuser" and cell(principal, "user.list")


def _account_that_signs_in(principal: str, row: Row) -> bool:
    return _account(principal, row) and row.owner != "deactivated"


def _line_of_the_log(principal: str, row: Row) -> bool:
    security = row.state == "security"
    return cell(principal, "audit.read_security" if security else "audit.read_editorial")


def _rule_of_many(principal: str, row: Row) -> bool:
    # The rules that the portal brings are switched off, and not deleted.
    return row.state == "of many" and cell(principal, "house_style.edit")


def _nobody(principal: str, row: Any) -> bool:
    return False


RULES: dict[tuple[str, str], Callable[[str, Any], bool]] = {
    ("articles_article_change", "GET"): _article_page,
    ("articles_article_change", "POST"): _article_form,
    ("articles_article_template", "GET"): _template_of,
    ("articles_article_template", "POST"): _template_of,
    # No photo is named: that is asked for inside.
    ("articles_article_credit", "POST"): _nobody,
    # Of one that is used, the page says by what.
    ("articles_photo_delete", "POST"): _photo_without_use,
    ("pages_page_change", "POST"): _page_of_the_site,
    ("pages_page_delete", "GET"): _waiting_page,
    ("pages_page_delete", "POST"): _waiting_page,
    ("accounts_user_change", "GET"): _account,
    # The requests of these tests are forged.
    ("accounts_user_add", "POST"): _nobody,
    ("accounts_user_change", "POST"): _nobody,
    ("accounts_user_password_link", "GET"): _account_that_signs_in,
    ("accounts_user_password_link", "POST"): _account_that_signs_in,
    ("accounts_auditentry_change", "GET"): _line_of_the_log,
    ("articles_houserule_delete", "GET"): _rule_of_many,
    ("articles_houserule_delete", "POST"): _rule_of_many,
    # It is somebody else's text that this one asks for.
    ("articles_article_discard_unsaved", "POST"): _nobody,
    # The first form of the page is the answer; a colleague who was asked sends notes alone.
    ("inbox_message_change", "POST"): _whoever("message.reply"),
    # Their one row is there already.
    ("pages_siteidentity_add", "GET"): _nobody,
    ("pages_siteidentity_add", "POST"): _nobody,
    ("inbox_inboxsettings_add", "GET"): _nobody,
    ("inbox_inboxsettings_add", "POST"): _nobody,
    **{
        (f"articles_{word}_change", "GET"): _whoever("article.list_unpublished")
        for word in ("section", "topic", "author")
    },
}


# -- What may be written by whom -------------------------------------------------------------

# Whatever is posted where: who has none of these rights writes no row of the table.
WRITERS: dict[str, tuple[str, ...]] = {
    "articles_edition": ("article.publish", "article.schedule", "article.reinstate"),
    "articles_withdrawal": ("article.withdraw", "article.cancel_waiting"),
    "articles_correction": ("article.correct",),
    "articles_correctiondraft": ("article.correct", "message.to_correction"),
    "articles_placement": ("frontpage.arrange",),
    "articles_section": ("section_tag.create_edit",),
    "articles_topic": ("section_tag.create_edit",),
    "articles_author": ("section_tag.create_edit",),
    "articles_houserule": ("house_style.edit",),
    "accounts_user": ("user.create", "user.deactivate"),
    "accounts_user_roles": ("user.assign_role_rep_edi_pho", "user.assign_role_chf_dsk_adm"),
    "embeds_provider": ("consent_text.edit",),
    "inbox_message": ("message.assign", "message.close", "message.mark_spam", "message.delete"),
    "inbox_category": ("site_settings.edit",),
    "inbox_answer": ("message.reply",),
    "inbox_answertemplate": ("message.reply",),
    "inbox_answering": ("message.read",),
    "inbox_blockedsender": ("message.block_sender",),
    "inbox_decision": ("message.reply",),
    "inbox_opening": ("message.list",),
    "inbox_savedview": ("message.list",),
    "consent_purpose": ("consent_text.edit",),
    "consent_consentversion": ("consent_text.edit",),
    "inbox_desk": ("site_settings.edit",),
    "inbox_inboxsettings": ("site_settings.edit",),
    "pages_page": ("page_static.edit", "consent_text.edit"),
    "pages_siteidentity": ("site_settings.edit",),
    "pages_slogan": ("slogan.edit",),
    "pages_sociallink": ("site_settings.edit",),
}


def may_write(principal: str, table: str) -> bool:
    actions = WRITERS.get(table)
    return actions is None or any(cell(principal, action) for action in actions)


# -- Who may see which words -----------------------------------------------------------------

Viewer = Callable[[World, str, Any], bool]


def _article(world: World, number: Any) -> Row:
    return next(row for row in world.rows[articles.Article] if row.pk == number)


def _of_article(action: str) -> Viewer:
    """For rows that belong to an article, by `article` or, deeper, by `revision`."""

    def may(world: World, principal: str, row: Any) -> bool:
        number = getattr(row, "article_id", None) or getattr(row, "article_number", None)
        if number is None and hasattr(row, "revision"):
            number = row.revision.article_id
        number = row.pk if isinstance(row, articles.Article) else number
        return cell(principal, action, _article(world, number))

    return may


def _of_edition(world: World, principal: str, row: Any) -> bool:
    edition = getattr(row, "edition", row)
    state = _article(world, edition.article_number).state
    # Who may walk through the site at another time sees what goes out then, and what went out.
    if state == "live" or (state in PUBLISHED and cell(principal, "site.as_of")):
        return True
    return _of_article("article.view_unpublished")(world, principal, edition)


def _correction(world: World, principal: str, row: Any) -> bool:
    if _article(world, row.article_number).state == "live":
        return True
    return _of_article("article.view_unpublished")(world, principal, row)


def _by(*actions: str) -> Viewer:
    return lambda world, principal, row: any(cell(principal, action) for action in actions)


def _everybody(world: World, principal: str, row: Any) -> bool:
    return True


def _never(world: World, principal: str, row: Any) -> bool:
    return False


def _photo(world: World, principal: str, row: Any) -> bool:
    printed = row.pk == world.rows[articles.Photo][-1].pk
    return printed or cell(principal, "photo.browse_library")


def _colleague(world: World, principal: str, row: Any) -> bool:
    """Names stand in lists and timelines for all who have a role; addresses do not."""
    return COLUMN_OF[principal] not in {"anon", "norole"} or _oneself(world, principal, row)


def _oneself(world: World, principal: str, row: Any) -> bool:
    return principal in world.people and row.pk == world.people[principal].pk


def _message(world: World, principal: str, row: Any) -> bool:
    number = getattr(row, "message_id", row.pk)
    found = next(one for one in world.rows[inbox.Message] if one.pk == number)
    return cell(principal, "message.read", found)


def _live_page(world: World, principal: str, row: Any) -> bool:
    now_live = row.is_live and not row.is_waiting
    return now_live or any(cell(principal, action) for action in ("page_static.edit", "site.as_of"))


def _own(world: World, principal: str, row: Any) -> bool:
    return row.user == world.people.get(principal)


def _log_line(world: World, principal: str, row: Any) -> bool:
    security = row.action.startswith(("user.", "message.", "audit."))
    if cell(principal, "audit.read_security" if security else "audit.read_editorial"):
        return True
    # The steps of an article stand in its history, too.
    kind, _colon, number = row.subject.partition(":")
    return kind == "article" and cell(principal, "article.history", _article(world, int(number)))


ANYBODY_WHO_WRITES = _by("article.list_unpublished", "section_tag.create_edit")

VIEWERS: dict[type, Viewer] = {
    accounts.AuditEntry: _log_line,
    accounts.Notice: _never,  # a mail, shown nowhere
    accounts.SentForm: _never,
    accounts.User: _colleague,
    articles.Article: _of_article("article.view_unpublished"),
    articles.ArticleTemplate: _by("article.template"),
    articles.Author: _everybody,  # the live articles print them
    articles.Autosave: _own,
    articles.Collection: _by("photo.browse_library"),
    articles.Correction: _correction,
    articles.CorrectionDraft: _of_article("article.correct"),
    articles.DraftLink: _of_article("article.draft_link"),
    articles.Edition: _of_edition,
    articles.EditionPhoto: _of_edition,
    articles.HouseRule: _by("house_style.edit", "article.list_unpublished"),
    articles.InternalNote: _of_article("article.internal_note_read"),
    articles.Licence: _by("photo.browse_library"),
    articles.LinkCheck: _by("article.list_unpublished"),
    articles.Photo: _photo,
    articles.PhotoVersion: _by("photo.browse_library"),
    articles.PhotoUse: _of_article("article.view_unpublished"),
    articles.Placement: _by("frontpage.arrange"),
    articles.Release: _by("photo.set_rights_expiry"),
    articles.Revision: _of_article("article.history"),
    articles.RevisionName: _of_article("article.history"),
    articles.SavedFilter: _own,
    articles.Section: _everybody,
    articles.Topic: _everybody,
    articles.Withdrawal: _everybody,  # what an address that is gone says
    ConsentVersion: _everybody,  # what the notice asks
    Provider: _everybody,  # what a page offers, and the cookie policy, tell of it
    Purpose: _everybody,
    Receipt: _by("consent_receipts.export"),
    inbox.Answer: _message,
    inbox.Answering: _never,  # holds no words
    inbox.AnswerTemplate: _by("message.reply"),
    inbox.BlockedSender: _by("message.block_sender"),
    inbox.Category: _everybody,  # what the form offers
    inbox.Decision: _message,
    inbox.Desk: _by("site_settings.edit"),
    inbox.FurtherWord: _message,
    inbox.InboxSettings: _by("site_settings.edit"),
    inbox.Message: _message,
    inbox.Note: _message,
    inbox.Opening: _never,  # holds no words
    inbox.SavedView: _own,
    inbox.SpamRule: _by("message.mark_spam"),
    pages.Page: _live_page,
    pages.SiteIdentity: _everybody,
    pages.Slogan: _by("slogan.edit", "site.as_of"),
    pages.SocialLink: _everybody,
}
# Columns that fewer people see than the rest of their row.
CLOSER: dict[tuple[type, str], Viewer] = {
    (accounts.User, "password"): _never,
    (accounts.User, "email"): lambda world, principal, row: (
        cell(principal, "user.list") or _oneself(world, principal, row)
    ),
    (articles.DraftLink, "token_hash"): _never,
    (articles.Photo, "original_hash"): _never,
    (inbox.FurtherWord, "sent_as"): _never,
    (inbox.Message, "code_hash"): _never,
    (inbox.Message, "sent_as"): _never,
    **{
        (inbox.Message, name): _by("message.list")  # not the colleague's whom it was given to
        for name in ("sender_name", "sender_address")
    },
}


def may_see(world: World, principal: str, canary: int) -> bool:
    """Whether `principal` may see the word of this number."""
    model, pk, column = world.canaries[canary]
    viewer = CLOSER.get((model, column)) or VIEWERS.get(model)
    assert viewer is not None, (
        f"Say in tests/rights/expectations.py, VIEWERS, who may see a row of {model.__name__}."
    )
    row: Any = world_row(world, model, pk)
    return viewer(world, principal, row)


def world_row(world: World, model: type, pk: Any) -> Any:
    """The row, read once for each world."""
    if (model, pk) not in world.seen:
        every = getattr(model, "every", None) or model._base_manager
        world.seen[model, pk] = every.get(pk=pk)
    return world.seen[model, pk]
