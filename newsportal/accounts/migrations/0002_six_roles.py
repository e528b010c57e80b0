"""The six roles as rows; what each may do stands in `accounts/roles.py`."""

from django.db import migrations

SIX_ROLES = [
    ("reporter", "Reporter", "Writes articles and sends them to review"),
    ("editor", "Editor", "Edits, reviews and approves; arranges the front page"),
    ("photo", "Photo editor", "Keeps the photo library and the photos of every article"),
    ("publisher", "Publisher", "Publishes, schedules and withdraws"),
    ("desk", "Message desk", "Reads and answers what readers send"),
    ("admin", "Administrator", "Keeps people, roles and settings; reads no drafts or messages"),
]


def add_roles(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    Role.objects.bulk_create(
        Role(name=name, title=title, description=description, position=position)
        for position, (name, title, description) in enumerate(SIX_ROLES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_roles_audit")]
    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop, elidable=False)]
