"""The house style of a new newsroom, as rows that a publisher edits; the end of a photo's rights."""

from django.db import migrations, models

# kind, weight, limit, words, replacement: in the order of the newsroom's list.
RULES = [
    ("headline", "blocking", None, "", ""),
    ("section", "blocking", None, "", ""),
    ("text", "blocking", None, "", ""),
    ("dateline", "warning", None, "", ""),
    ("headline_length", "warning", 90, "", ""),
    ("alt", "blocking", None, "", ""),
    ("credit", "blocking", None, "", ""),
    ("caption", "warning", None, "", ""),
    ("rights", "blocking", None, "", ""),
    (
        "caption_credit",
        "warning",
        None,
        "photo\nphotos\npicture\nimage\ncourtesy\ncredit\nillustration\ngraphic\nXinhua\nVCG\nCFP\nAFP\nReuters\nGetty\nCNS\nAP",
        "",
    ),
    ("spaces", "warning", None, "", ""),
    ("ratio", "warning", None, "", ""),
    ("range", "warning", None, "", ""),
    ("dateline_in_text", "warning", None, "", ""),
    (
        "amounts",
        "warning",
        None,
        "population\npopulations\npeople\nnumber\nnumbers\nresidents\ninhabitants\nvisitors\npassengers\ntourists\nusers\nsubscribers\nreaders\nviewers\nfollowers\ncustomers\nhouseholds\nworkers\nstudents\npupils\nmembers\nvoters\ntrips\njourneys\ndownloads\nviews\nvehicles\ncopies\ntonnes\njobs\naudience\nattendance\ncirculation\nridership\ncrowd of\ncity of\ncities of\ncountry of\nnation of\nprovince of\nmunicipality of\nregion of\nhome to",
        "",
    ),
    ("spellings", "warning", None, "", ""),
    ("preferred", "off", None, "High-tech Zone\nHigh Tech Zone", "High-Tech Zone"),
    ("quotes", "warning", None, "", ""),
    ("links", "warning", None, "", ""),
]


def add_rules(apps, schema_editor):
    HouseRule = apps.get_model("articles", "HouseRule")
    there = set(HouseRule.objects.values_list("kind", flat=True))
    HouseRule.objects.bulk_create(
        HouseRule(
            kind=kind,
            level=level,
            limit=limit,
            words=words,
            replacement=replacement,
            position=position,
        )
        for position, (kind, level, limit, words, replacement) in enumerate(RULES)
        if kind not in there
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_find_by_moment")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="usable_until",
            field=models.DateTimeField(
                blank=True,
                help_text="When the rights end. Afterwards no article with the photo goes out.",
                null=True,
                verbose_name="usable until",
            ),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "preferred"), _negated=True),
                fields=("kind",),
                name="one_house_rule_of_a_kind",
            ),
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
