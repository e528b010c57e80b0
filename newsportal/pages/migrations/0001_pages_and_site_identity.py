import django.core.validators
import django.db.models.manager
from django.db import migrations, models

import newsportal.pages.models
import newsportal.richtext.fields
import newsportal.timeline.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SocialLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="label")),
                (
                    "url",
                    models.URLField(
                        max_length=300,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="address",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "social link",
                "verbose_name_plural": "social links",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "live_from",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now, verbose_name="live from"
                    ),
                ),
                (
                    "live_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="live until"),
                ),
                (
                    "slug",
                    models.CharField(
                        choices=[
                            ("about", "About us"),
                            ("contact", "Contact us"),
                            ("privacy", "Privacy statement"),
                            ("terms", "Terms of use"),
                            ("cookies", "Cookie policy"),
                            ("accessibility", "Accessibility statement"),
                            ("corrections", "Corrections policy"),
                        ],
                        max_length=20,
                        verbose_name="page",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", newsportal.richtext.fields.RichTextField(verbose_name="text")),
                (
                    "change_note",
                    models.CharField(
                        blank=True,
                        help_text="What is different from the version before, in a few words.",
                        max_length=200,
                        verbose_name="change note",
                    ),
                ),
            ],
            options={
                "verbose_name": "page version",
                "verbose_name_plural": "pages",
                "ordering": ["slug", "-live_from", "-id"],
                "abstract": False,
                "default_manager_name": "every",
                "indexes": [models.Index(fields=["slug", "-live_from"], name="page_versions")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            ("live_until__gt", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="pages_page_until_after_from",
                        violation_error_message="The end must lie after the beginning.",
                    )
                ],
            },
            managers=[
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SiteIdentity",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("tagline", models.CharField(blank=True, max_length=120, verbose_name="tagline")),
                (
                    "hotline_label",
                    models.CharField(
                        blank=True,
                        help_text="Printed before the number, with its own colon at the end.",
                        max_length=200,
                        verbose_name="hotline sentence",
                    ),
                ),
                (
                    "hotline_number",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()./-]*$", "Write digits, with + for the country."
                            )
                        ],
                        verbose_name="hotline number",
                    ),
                ),
                (
                    "inquiries_address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="address for inquiries"
                    ),
                ),
            ],
            options={
                "verbose_name": "site identity",
                "verbose_name_plural": "site identity",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="pages_siteidentity_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slogan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "live_from",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now, verbose_name="live from"
                    ),
                ),
                (
                    "live_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="live until"),
                ),
                ("text", models.CharField(max_length=160, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=newsportal.pages.models.languages,
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "slogan",
                "verbose_name_plural": "slogans",
                "ordering": ["position", "id"],
                "abstract": False,
                "default_manager_name": "every",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            ("live_until__gt", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="pages_slogan_until_after_from",
                        violation_error_message="The end must lie after the beginning.",
                    )
                ],
            },
            managers=[
                ("every", django.db.models.manager.Manager()),
            ],
        ),
    ]
