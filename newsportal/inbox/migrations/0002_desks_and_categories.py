import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import newsportal.timeline.clock


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0001_messages_notes_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="desk", name="inbox_desk_is_one_row"),
        migrations.RenameModel(old_name="Desk", new_name="InboxSettings"),
        migrations.RenameField(model_name="message", old_name="category", new_name="about"),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=newsportal.timeline.clock.now, verbose_name="at"),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="answer",
                    ),
                ),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("none", "no mail"),
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="mail to the reader",
                    ),
                ),
                ("mail_tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                (
                    "mail_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next try"),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=30, unique=True, verbose_name="short name")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "message or question"),
                            ("error", "error in an article"),
                            ("notice", "notice of illegal content"),
                        ],
                        default="message",
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                (
                    "receipt",
                    models.TextField(
                        blank=True,
                        help_text="What the reader is told on the receipt: plain text, one or two sentences.",
                        max_length=1000,
                        verbose_name="receipt",
                    ),
                ),
                (
                    "answer_within_hours",
                    models.PositiveSmallIntegerField(
                        default=72,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2400),
                        ],
                        verbose_name="answer within (hours)",
                    ),
                ),
                (
                    "keep_for_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        help_text="How long after it was closed a message is kept; then it is erased.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="keep for (days)",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Whether readers can choose it in the form.",
                        verbose_name="offered",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "category of messages",
                "verbose_name_plural": "categories of messages",
                "ordering": ["position", "name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "mail_address",
                    models.EmailField(
                        blank=True,
                        help_text="Told of every new message, without its text. Empty: no mail is sent.",
                        max_length=254,
                        verbose_name="address",
                    ),
                ),
            ],
            options={
                "verbose_name": "message desk",
                "verbose_name_plural": "message desks",
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FurtherWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now, verbose_name="sent"
                    ),
                ),
                ("sent_as", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="further word",
                    ),
                ),
            ],
            options={
                "verbose_name": "further word",
                "verbose_name_plural": "further words",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="inboxsettings",
            options={
                "default_permissions": (),
                "verbose_name": "settings of the inbox",
                "verbose_name_plural": "settings of the inbox",
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="inbox_message_state_is_known",
        ),
        migrations.AddField(
            model_name="message",
            name="channel",
            field=models.CharField(
                choices=[("form", "form"), ("phone", "telephone")],
                default="form",
                max_length=10,
                verbose_name="came by",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="code_hash",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="message",
            name="in_good_faith",
            field=models.BooleanField(default=False, verbose_name="stated in good faith"),
        ),
        migrations.AddField(
            model_name="message",
            name="is_of_child_abuse",
            field=models.BooleanField(
                default=False,
                help_text="The notice then needs neither name nor address.",
                verbose_name="about sexual abuse of children",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="quote",
            field=models.TextField(
                blank=True,
                validators=[django.core.validators.MaxLengthValidator(1000)],
                verbose_name="marked sentence",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "new"),
                    ("open", "open"),
                    ("waiting", "waiting for the reader"),
                    ("closed", "closed"),
                    ("spam", "spam"),
                ],
                default="new",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboxsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="inbox_settings_are_one_row"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="inbox.message",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="category",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inbox.category",
                verbose_name="about",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "open", "waiting", "closed", "spam"])),
                name="inbox_message_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="inbox.desk", verbose_name="desk"
            ),
        ),
        migrations.AddField(
            model_name="furtherword",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="further_words",
                to="inbox.message",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("mail_state", "waiting")),
                fields=["mail_due_at"],
                name="answer_mail_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["message", "error", "notice"])),
                name="inbox_category_kind_is_known",
            ),
        ),
    ]
