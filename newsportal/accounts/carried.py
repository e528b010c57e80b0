"""A form that cannot be taken now is carried on to where it can: nothing typed in it is lost.

Three things stop a form that is right in itself: the session has ended, the page's CSRF token is
no longer the browser's, or the database is busy. Each is answered with a page that holds what was
sent, signed, and a button that sends it again to the same address and to no other. Where somebody
else may have typed it than who sends it now, the page shows it first. Files are not carried.

Only what came from a page of ours is carried: otherwise one press of that button would do what a
stranger's page has prepared.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from newsportal.accounts.middleware import NEWSROOM
from newsportal.accounts.once import TOKEN

# The field in which the article form proves whose page it stands on: `proof_of_writer`.
WRITER = "_writer"
CARRIED = "carried"
LONGEST = timedelta(days=7)
# The article form takes this step without storing anything: it shows itself, filled.
LOOK = "look"

_SALT = "newsportal.accounts.carried"


@dataclass(frozen=True)
class CarriedForm:
    """What was sent, and where to: a list of values for each name."""

    path: str
    fields: dict[str, list[str]]

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The form in this request; None where there is none that could be sent again."""
        if request.method != "POST":
            return None
        fields = {
            name: [str(value) for value in values]
            for name, values in request.POST.lists()
            if name != TOKEN
        }
        # A password is typed again rather than printed into a page.
        if not fields or any("password" in name for name in fields):
            return None
        return cls(request.get_full_path(), fields)

    @classmethod
    def read(cls, signed: str) -> Self | None:
        """The form that a page of ours carried; None for one that is not ours or too old."""
        try:
            path, fields = signing.loads(signed, salt=_SALT, max_age=LONGEST)
            return cls(path, fields)
        except (signing.BadSignature, ValueError, TypeError):
            return None

    @property
    def is_of_newsroom(self) -> bool:
        """Whether it needs a token: readers' forms have none, and their pages set no cookie."""
        return self.path.startswith(NEWSROOM)

    @property
    def signed(self) -> str:
        """The value of the hidden field."""
        return signing.dumps([self.path, self.fields], salt=_SALT, compress=True)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every name with every value, for hidden fields."""
        return [(name, value) for name, values in self.fields.items() for value in values]

    @property
    def words(self) -> list[tuple[str, str]]:
        """What a person has typed, for a look: the field's name and plain words."""
        return [
            (name.replace("_", " ").replace("-", " "), strip_tags(value))
            for name, value in self.pairs
            if value.strip()
            and name != "csrfmiddlewaretoken"
            and not name.startswith(("_", "initial-"))
            and "_FORMS" not in name
        ]

    def was_typed_by(self, user: Any) -> bool:
        """Whether it comes from a page that was made for `user`: nobody else has that proof."""
        return self.fields.get(WRITER) == [proof_of_writer(user)]

    def for_a_look(self) -> Self:
        """The same, asking to be shown in its form instead of being carried out."""
        return type(self)(self.path, {**self.fields, "_step": [LOOK]})


def proof_of_writer(user: Any) -> str:
    """What stands in the field `WRITER` of a page made for `user`.

    What carries it is sent on without a question after the sign-in. So nobody else may be able
    to write it: they would leave a form behind that the next person carries out by signing in.
    """
    return signing.Signer(salt=f"{_SALT}.writer").sign(str(user.pk))


def as_post(fields: dict[str, list[str]]) -> QueryDict:
    """Fields as a request has them."""
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, values)
    return sent


def page_of_ours_sent(request: HttpRequest) -> bool:
    """Whether the browser itself says that a page of this site sent the request."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    own = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
    return request.headers.get("Origin") in own


def carry_on(
    request: HttpRequest, carried: CarriedForm, sentence: str, *, status: int
) -> HttpResponse:
    """A page that holds the form and sends it again: for somebody who is signed in."""
    own = carried.was_typed_by(request.user)
    if not own and WRITER in carried.fields:
        carried = carried.for_a_look()
    return render(
        request,
        "accounts/carried.html",
        {
            **admin.site.each_context(request),
            "title": _("What you wrote is here"),
            "sentence": sentence,
            "carried": carried,
            "own": own,
            "to_form": carried.fields.get("_step") == [LOOK],
            # Not after a refusal: where no cookie is ever kept it would go round for ever.
            "at_once": own and status == 200,
        },
        status=status,
    )


def sign_in_first(request: HttpRequest, carried: CarriedForm) -> HttpResponse:
    """The sign-in page that carries the form on, for somebody whose session has ended."""
    login = reverse("admin:login")
    return render(
        request,
        admin.site.login_template or "admin/login.html",
        {
            **admin.site.each_context(request),
            "title": _("Sign in"),
            "form": AdminAuthenticationForm(request),
            "app_path": login,
            "next": carried.path,
            "carried": carried.signed,
        },
        # Not 401, which asks a browser for a kind of sign-in that this is not.
        status=403,
    )
