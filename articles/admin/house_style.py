"""The house style in the newsroom: which checks run before publication, and how much they weigh.

What a check looks for is code. A publisher sets its weight and what it takes besides, and may
add spellings that the house prefers; no other kind can be added or removed.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.checks import KINDS, Kind
from articles.models import HouseRule
from newsportal.accounts.admin_rights import RoleModelAdmin

LONGEST_WORD = 100
MOST_WORDS = 200
SEVERAL = [kind for kind in KINDS.values() if kind.several]


class HouseRuleForm(forms.ModelForm):
    """A rule of a kind that exists, with words that can be found."""

    class Meta:
        model = HouseRule
        fields = ["level", "limit", "words", "replacement"]
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "limit": _("A number of characters."),
            "words": _("One on each line."),
        }

    def clean_words(self) -> str:
        words = [
            " ".join(line.replace("\xa0", " ").split())
            for line in self.cleaned_data["words"].splitlines()
        ]
        words = [*dict.fromkeys(word for word in words if word)]
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("These are more than %d lines.") % MOST_WORDS)
        for word in words:
            if len(word) > LONGEST_WORD:
                raise forms.ValidationError(
                    _("“%s …” is longer than a name. Write one on each line.") % word[:40]
                )
            if not any(letter.isalnum() for letter in word):
                raise forms.ValidationError(_("“%s” holds no letter and no digit.") % word)
        return "\n".join(words)

    def clean_limit(self) -> int | None:
        limit: int | None = self.cleaned_data["limit"]
        if limit is not None and not 1 <= limit <= 200:
            raise forms.ValidationError(_("Choose a number from 1 to 200."))
        return limit

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = " ".join(cleaned.get("replacement", "").split())
        if "replacement" in self.fields:
            cleaned["replacement"] = wanted
            if not wanted:
                self.add_error("replacement", _("Say what to write instead."))
            elif wanted in cleaned.get("words", "").split("\n"):
                self.add_error("words", _("“%s” is what should be written.") % wanted)
            elif not cleaned.get("words") and "words" not in self.errors:
                self.add_error(
                    "words", _("Write at least one spelling that the house does not use.")
                )
        return cleaned


@admin.register(HouseRule)
class HouseRuleAdmin(RoleModelAdmin):
    """Every kind has its rule; a publisher weighs it."""

    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "house_style.edit")
    form = HouseRuleForm
    list_display = ["looks_for", "weight", "settings"]
    list_filter = ["level"]
    list_per_page = 100

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The others can be switched off; their rows are what the newsroom's list shows.
        several = obj is not None and any(kind.name == obj.kind for kind in SEVERAL)
        return several and super().has_delete_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kind = KINDS.get(obj.kind) if obj else SEVERAL[0]
        taken: tuple[str, ...] = kind.takes if kind else ()
        return ["example", "level", *taken]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["example"]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["title"], context["subtitle"] = self._kind_of(obj).title, None
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.kind = SEVERAL[0].name
            obj.position = list(KINDS).index(obj.kind)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("looks for"), ordering="position")
    def looks_for(self, rule: HouseRule) -> Any:
        return self._kind_of(rule).title

    @admin.display(description=_("weight"), ordering="level")
    def weight(self, rule: HouseRule) -> str:
        return format_html(
            '<span class="weight-{}">{}</span>', rule.level, rule.get_level_display()
        )

    @admin.display(description=_("what it is given"))
    def settings(self, rule: HouseRule) -> str:
        words = ", ".join(rule.words.splitlines())
        words = words if len(words) <= 80 else f"{words[:79]}…"
        given = [words, rule.replacement and f"→ {rule.replacement}", rule.limit]
        return " ".join(str(one) for one in given if one)

    @admin.display(description=_("for example"))
    def example(self, rule: HouseRule | None) -> Any:
        return self._kind_of(rule).example

    def _kind_of(self, rule: HouseRule | None) -> Kind:
        if rule is None or not rule.kind:
            return SEVERAL[0]
        return KINDS.get(rule.kind) or Kind(
            rule.kind, rule.kind, "", lambda material, rule: (), HouseRule.Level.OFF
        )
