"""Pages, site identity, slogans and social links in the newsroom."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from newsportal.accounts import audit
from newsportal.accounts.admin_rights import OneRowAdmin, RoleModelAdmin
from newsportal.accounts.changes import changes_of
from newsportal.accounts.roles import can, staff
from newsportal.pagecache.headers import relax_styles
from newsportal.pages.models import Page, PageSlug, SiteIdentity, Slogan, SocialLink
from newsportal.richtext.widget import RichTextWidget
from newsportal.timeline import now
from newsportal.timeline.forms import MomentField


def action_for(slug: str) -> str:
    """The action that lets somebody change a page: the text that readers consent to has its own."""
    return "consent_text.edit" if slug == PageSlug.COOKIES else "page_static.edit"


class PageForm(forms.ModelForm):
    """A new version of a page; the one it was opened from stays as it is."""

    live_from = MomentField(
        label=_("In force from"),
        required=False,
        help_text=_("Empty: as soon as it is saved. Until then the version before stays in force."),
    )

    class Meta:
        model = Page
        fields = ["slug", "title", "body", "change_note", "live_from"]
        widgets = {"body": RichTextWidget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        version = kwargs.get("instance")
        if version is None or not version.is_waiting:
            # The moment and the note say what is new in the version that is about to be made.
            fresh = {"live_from": None, "change_note": ""}
            kwargs["initial"] = fresh | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_live_from(self) -> datetime:
        """Now, where the moment was left empty or has passed."""
        given = cast(datetime | None, self.cleaned_data["live_from"])
        return max(given, now()) if given else now()


@admin.register(Page)
class PageAdmin(RoleModelAdmin):
    """Every save makes a new version; opening an old version and saving it brings it back."""

    form = PageForm
    fields = ["slug", "title", "body", "change_note", "live_from"]
    list_display = ["title", "address", "state", "live_from", "live_until", "change_note"]
    list_filter = ["slug"]
    ordering = ["slug", "-live_from", "-id"]
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "page_static.edit")

    @admin.display(description=_("address"))
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.display(description=_("state"))
    def state(self, page: Page) -> str:
        if page.is_waiting:
            return str(_("waiting"))
        return str(_("live") if page.is_live else _("earlier version"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, action_for(obj.slug if obj else ""))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What was public is kept; a version that waits may be taken back.
        return obj is not None and obj.is_waiting and self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "slug":
            kwargs["choices"] = [
                choice for choice in PageSlug.choices if can(request.user, action_for(choice[0]))
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        if change:
            opened = Page.every.get(pk=obj.pk)
            if opened.is_waiting:
                opened.cancel()
            obj.pk, obj._state.adding = None, True
        obj.replace()
        changes = changes_of(form, change=change)
        self.record(request, "change" if change else "add", obj, changes=changes)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        assert isinstance(obj, Page)
        self.record(request, "delete", obj, cancelled=True)
        obj.cancel()

    def record(self, request: HttpRequest, right: str, obj: models.Model, **detail: Any) -> None:
        """As ever, with the moment that the version takes or took force."""
        assert isinstance(obj, Page)
        detail["live_from"] = obj.live_from.isoformat()
        audit.record(action_for(obj.slug), obj, by=staff(request), **detail)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return relax_styles(super().render_change_form(request, *args, **kwargs))


@admin.register(SiteIdentity)
class SiteIdentityAdmin(OneRowAdmin):
    list_display = ["name", "tagline", "hotline_number", "inquiries_address"]


@admin.register(Slogan)
class SloganAdmin(RoleModelAdmin):
    """Slogans by language, order and dates."""

    list_display = ["text", "language", "position", "live_from", "live_until"]
    list_filter = ["language"]
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "slogan.edit")


@admin.register(SocialLink)
class SocialLinkAdmin(RoleModelAdmin):
    """Plain links; nothing of another site is loaded."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["label", "url", "position"]
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "site_settings.edit")
