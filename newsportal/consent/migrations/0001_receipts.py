import uuid

from django.db import migrations, models

import newsportal.timeline.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="number",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_index=True, default=newsportal.timeline.clock.now, verbose_name="made at"
                    ),
                ),
                ("policy_version", models.PositiveIntegerField(verbose_name="policy version")),
                ("categories", models.JSONField(verbose_name="categories")),
                (
                    "signal",
                    models.CharField(
                        choices=[
                            ("click", "click"),
                            ("gpc", "click, in a browser that sends Global Privacy Control"),
                        ],
                        max_length=10,
                        verbose_name="signal",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent receipt",
                "verbose_name_plural": "consent receipts",
                "ordering": ["-made_at"],
                "default_permissions": (),
            },
        ),
    ]
