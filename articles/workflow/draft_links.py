"""Draft links: an article that is not published, shown to somebody without an account.

The address holds a word of 256 bits, signed with the key of the portal out of a random one of the
form that asked for it: the same form, sent twice, makes one link. Only its SHA-256 is stored.

A link opens the newest text for as long as all of this holds: its time is not over, nobody has
revoked it, its maker may still make links to the article, and the article is neither in the
trash, nor under embargo, nor withdrawn.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles.models import Article, DraftLink, DraftLinkOpening, Withdrawal
from articles.workflow.steps import lock
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, require
from newsportal.refusals import Refused
from newsportal.timeline import in_words, now

USUAL_HOURS: Final = 72
MOST_HOURS: Final = 30 * 24
LONGEST_TOKEN: Final = 100
# A page that somebody loads again and again need not fill the database.
MOST_OPENINGS: Final = 1000


@transaction.atomic
def make_draft_link(
    article: Article, *, by: User, label: str = "", hours: int = USUAL_HOURS, form: str = ""
) -> tuple[DraftLink, str]:
    """A link that works for `hours`, and the word of its address, which is not stored.

    `form` is the random word of the form that asks for it: the same one gives the same link.
    """
    lock(article)
    require(by, "article.draft_link", article)
    if article.head is None:
        raise Refused(_("There is no text yet that a link could show."))
    reason = why_closed(article)
    if reason:
        raise Refused(reason)
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(_("A link works for 1 to %d hours.") % MOST_HOURS)
    token = word_for(article, by=by, form=form or secrets.token_urlsafe(32))
    made = DraftLink.objects.filter(token_hash=hash_of(token)).first()
    if made is not None:
        return made, token
    link = DraftLink.objects.create(
        article=article,
        token_hash=hash_of(token),
        label=" ".join(label.split())[:80],
        made_by=by,
        made_at=now(),
        expires_at=now() + timedelta(hours=hours),
    )
    audit.record(
        "article.draft_link",
        article,
        by=by,
        link=link.pk,
        expires_at=link.expires_at.isoformat(),
    )
    return link, token


@transaction.atomic
def revoke_draft_link(link: DraftLink, *, by: User) -> None:
    """Close a link now; whoever may make one to the article may close any of it."""
    lock(link.article)
    link.refresh_from_db()
    require(by, "article.draft_link", link.article)
    if link.revoked_at is not None:
        return
    link.revoked_at = now()
    link.save(update_fields=["revoked_at"])
    audit.record("article.draft_link_revoke", link.article, by=by, link=link.pk)


def open_link(token: str) -> DraftLink | None:
    """The link with this random word, if it opens its article now; None for any other word.

    It is looked up by the hash, so how long that takes tells nothing of the words there are.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    found = DraftLink.objects.open().filter(token_hash=hash_of(token))
    link = found.select_related("article__head", "made_by").first()
    if link is None or link.article.head is None or why_closed(link.article):
        return None
    return link if can(link.made_by, "article.draft_link", link.article) else None


def record_opening(link: DraftLink) -> None:
    """Say that the link was opened now; by whom is not known and not asked."""
    if link.openings.count() < MOST_OPENINGS:
        DraftLinkOpening.objects.create(link=link, opened_at=now())


def why_closed(article: Article) -> str:
    """Why no link shows the article at `now()`, as a sentence; empty where links open."""
    if article.trashed_at is not None:
        return _("The article is in the trash.")
    if article.embargo_until is not None and article.is_embargoed:
        return _("Under embargo until %s, the article is shown to nobody outside.") % in_words(
            article.embargo_until
        )
    if Withdrawal.objects.filter(article_number=article.pk).exists():
        return _("The article is withdrawn, and shown to nobody outside.")
    return ""


def word_for(article: Article, *, by: User, form: str) -> str:
    """The word of the address of the link that this person's form makes: 43 signs, 256 bits.

    Nobody without the portal's key can tell it, whatever `form` is.
    """
    asked = f"{by.pk}:{article.pk}:{form}"
    signed = salted_hmac(__name__, asked, algorithm="sha256").digest()
    return urlsafe_b64encode(signed).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is stored of the random word of an address: its SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
