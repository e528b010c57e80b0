"""A site that has a desk or messages gets the rows that its messages need."""

from django.db import migrations

DESK = "Message desk"
CATEGORIES = (
    ("question", "Question or comment", "message", 72, 365),
    ("error", "Error in an article", "error", 24, 365),
    ("tip", "Tip for the newsroom", "message", 72, 365),
    ("illegal", "Illegal or undesirable content", "notice", 24, 730),
    ("other", "Something else", "message", 72, 365),
)


def sort_anew(apps, schema_editor):
    """Give a site that has a desk or messages the rows that its messages need."""
    Desk = apps.get_model("inbox", "Desk")
    Message = apps.get_model("inbox", "Message")
    before = apps.get_model("inbox", "InboxSettings").objects.first()
    if before is None and not Message.objects.exists():
        return
    desk = Desk.objects.create(name=DESK, mail_address=before.mail_address if before else "")
    for position, (slug, name, kind, hours, days) in enumerate(CATEGORIES):
        row = apps.get_model("inbox", "Category").objects.create(
            slug=slug,
            name=name,
            kind=kind,
            desk=desk,
            answer_within_hours=hours,
            keep_for_days=days,
            position=position,
        )
        Message.objects.filter(about=slug).update(category=row)


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_desks_and_categories")]

    operations = [migrations.RunPython(sort_anew, migrations.RunPython.noop)]
