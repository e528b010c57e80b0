"""The rules about rights in the house style of a newsroom that has one already."""

from django.db import migrations
from django.db.models import F

# kind, weight, place in the newsroom's list
RULES = [("uses", "blocking", 10), ("minor", "blocking", 11), ("territory", "warning", 12)]


def add_rules(apps, schema_editor):
    HouseRule = apps.get_model("articles", "HouseRule")
    rules = HouseRule.objects
    rules.filter(position__gte=10).update(position=F("position") + len(RULES))
    # All that is asked of rights stands together, after what is asked of words.
    rules.filter(kind="caption_credit").update(position=8)
    rules.filter(kind="rights").update(position=9)
    there = set(rules.values_list("kind", flat=True))
    rules.bulk_create(
        HouseRule(kind=kind, level=level, position=position)
        for kind, level, position in RULES
        if kind not in there
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_photo_stories")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
