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

from newsportal.accounts.limits import NetworkLimit
from newsportal.consent import registry
from newsportal.consent.models import Receipt, Signal

# Far beyond a household or an office; beyond it choices are honoured without a receipt.
RECEIPTS_PER_HOUR = 600
receipts = NetworkLimit()


@dataclass(frozen=True)
class Choice:
    """What a reader chose, under which version of the policy, proved by which receipt."""

    policy_version: int
    categories: tuple[str, ...]
    receipt: uuid.UUID

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The choice in the cookie; None without one, or for a value that we did not write."""
        try:
            version, categories, receipt = request.COOKIES[registry.COOKIE].split(":")
            if not version.startswith("v"):
                return None
            return cls(
                int(version[1:]), registry.granted(categories.split("+")), uuid.UUID(receipt)
            )
        except (KeyError, ValueError):
            return None

    @property
    def is_current(self) -> bool:
        """Whether the choice was made for the policy of today."""
        return self.policy_version == registry.POLICY_VERSION

    @property
    def value(self) -> str:
        """The value of the cookie."""
        return f"v{self.policy_version}:{'+'.join(self.categories)}:{self.receipt}"


def sends_gpc(request: HttpRequest) -> bool:
    """Whether the browser sends Global Privacy Control: a reject, unless a click says otherwise."""
    return request.headers.get("Sec-GPC") == "1"


def choose(request: HttpRequest, response: HttpResponse, wanted: Iterable[str]) -> Choice:
    """Keep a receipt and set the cookie on `response`; delete cookies that are not allowed now."""
    categories = registry.granted(wanted)
    receipt = Receipt(
        policy_version=registry.POLICY_VERSION,
        categories=list(categories),
        signal=Signal.GPC if sends_gpc(request) else Signal.CLICK,
    )
    if receipts.allows(request, per_hour=RECEIPTS_PER_HOUR):
        receipt.save(force_insert=True)
    choice = Choice(registry.POLICY_VERSION, categories, receipt.id)
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
