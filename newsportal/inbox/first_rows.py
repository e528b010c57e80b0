"""The desk and the categories of a fresh site: rows to rename, without which no form works."""

from typing import Any, Final

from django.apps import apps as every_app

FIRST_DESK: Final = "Message desk"
# Short name, name, form, receipt, answer within hours, keep for days.
FIRST_CATEGORIES: Final = (
    ("question", "Question or comment", "message", "", 72, 365),
    (
        "error",
        "Error in an article",
        "error",
        "We check every report. When an article is corrected, a note below it says so.",
        24,
        365,
    ),
    ("tip", "Tip for the newsroom", "message", "", 72, 365),
    (
        "illegal",
        "Illegal or undesirable content",
        "notice",
        "We examine the notice without undue delay and tell you what was decided, and why.",
        24,
        730,
    ),
    ("other", "Something else", "message", "", 72, 365),
)


def make_first_rows(*, using: str, apps: Any = every_app, **_signal: Any) -> None:
    """Give a database without any category the first ones; called when it has been migrated.

    `apps` knows the models as the migrations have left them; after `flush` they are as in code.
    """
    if "category" not in apps.all_models["inbox"]:
        return  # an earlier state of the tables
    category = apps.get_model("inbox", "Category").objects.using(using)
    if category.exists():
        return
    desk, _made = (
        apps.get_model("inbox", "Desk").objects.using(using).get_or_create(name=FIRST_DESK)
    )
    names = ("slug", "name", "kind", "receipt", "answer_within_hours", "keep_for_days")
    for position, cells in enumerate(FIRST_CATEGORIES):
        category.create(desk=desk, position=position, **dict(zip(names, cells, strict=True)))
