"""A reader's choice as it stands in the cookie, and how a new one is made.

The value is readable: `v1:necessary+statistics:<receipt>`. Our script reads it too, so it is the
one cookie that is not HttpOnly; it holds no secret.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie

from newsportal.accounts.limits import NetworkLimit
from newsportal.consent import registry
from newsportal.consent.models import ConsentVersion, Receipt, Signal
from newsportal.pages.models import Page, PageSlug

# Far beyond a household or an office; beyond it choices are honoured without a receipt.
RECEIPTS_PER_HOUR = 600
receipts = NetworkLimit()


@dataclass(frozen=True)
class Choice:
    """What a reader chose, asked under which version, proved by which receipt."""

    version: int
    categories: tuple[str, ...]
    receipt: uuid.UUID

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The choice in the cookie; None without one, or for a value that we did not write."""
        return cls.read(request.COOKIES.get(registry.COOKIE, ""))

    @classmethod
    def read(cls, value: str) -> Self | None:
        """The choice that the value of the cookie tells; None for one that we did not write."""
        try:
            version, categories, receipt = value.split(":")
            if not version.startswith("v"):
                return None
            return cls(
                int(version[1:]), registry.granted(categories.split("+")), uuid.UUID(receipt)
            )
        except ValueError:
            return None

    def answers(self, asked: ConsentVersion) -> bool:
        """Whether everything that is asked now was asked when the choice was made."""
        return self.version >= asked.number

    @property
    def value(self) -> str:
        """The value of the cookie."""
        return f"v{self.version}:{'+'.join(self.categories)}:{self.receipt}"


def sends_gpc(request: HttpRequest) -> bool:
    """Whether the browser sends Global Privacy Control: a reject, unless a click says otherwise."""
    return request.headers.get("Sec-GPC") == "1"


def counts(cookie_header: str, *, gpc: bool) -> bool:
    """Whether a reader may be counted, from the headers `Cookie` and `Sec-GPC`; asks no database.

    The count stores nothing on the device, so it goes on until the reader objects: by a choice
    without statistics, or by Global Privacy Control where no choice was made.
    """
    choice = cookie_header and Choice.read(parse_cookie(cookie_header).get(registry.COOKIE, ""))
    return "statistics" in choice.categories if choice else not gpc


def held(request: HttpRequest, asked: ConsentVersion) -> tuple[str, ...]:
    """What is on for this reader now: what was chosen, or else what runs until an objection.

    A purpose that has changed since the choice is off: what was accepted was something else.
    """
    choice = Choice.of(request)
    if choice is None:
        unasked = () if sends_gpc(request) else registry.UNTIL_OBJECTION
        return registry.granted(unasked, asked.asked)
    covered = {*asked.known_at(choice.version), *registry.UNTIL_OBJECTION} & set(asked.asked)
    # Who accepted all of a category has accepted each part that it had then.
    parts = [name for name in asked.asked if name.partition(".")[0] in choice.categories]
    return registry.granted([*choice.categories, *parts], covered)


def choose(
    request: HttpRequest, response: HttpResponse, wanted: Iterable[str], asked: ConsentVersion
) -> Choice | None:
    """Keep a receipt and set the cookie on `response`; delete cookies that are not allowed now.

    `wanted` counts as far as `asked` asks about it. Where nothing is asked nothing is stored, and
    a choice from earlier is forgotten: None.
    """
    if not asked.asked:
        if registry.COOKIE in request.COOKIES:
            response.delete_cookie(registry.COOKIE, path="/", samesite="Lax")
        return None
    categories = registry.granted(wanted, asked.asked)
    text = Page.current(PageSlug.COOKIES)
    receipt = Receipt(
        policy_version=asked.number,
        policy_text=text.pk if text else None,
        categories=list(categories),
        signal=Signal.GPC if sends_gpc(request) else Signal.CLICK,
    )
    if receipts.allows(request, per_hour=RECEIPTS_PER_HOUR):
        receipt.save(force_insert=True)
    choice = Choice(asked.number, categories, receipt.id)
    response.set_cookie(
        registry.COOKIE,
        choice.value,
        max_age=registry.COOKIE_DAYS * 24 * 3600,
        path="/",
        secure=settings.HTTPS,
        httponly=False,
        samesite="Lax",
    )
    for name in registry.cookies_outside(categories):
        if name in request.COOKIES:
            response.delete_cookie(name, path="/", samesite="Lax")
    return choice
