import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import newsportal.inbox.models
import newsportal.timeline.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "mail_address",
                    models.EmailField(
                        blank=True,
                        help_text="Told of every new message, without its text. Empty: no mail is sent.",
                        max_length=254,
                        verbose_name="address of the desk",
                    ),
                ),
                (
                    "messages_per_hour",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="How many messages are taken from one network within an hour.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="messages an hour",
                    ),
                ),
            ],
            options={
                "verbose_name": "message desk",
                "verbose_name_plural": "message desk",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="inbox_desk_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=newsportal.inbox.models.new_reference,
                        editable=False,
                        max_length=9,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("sent_as", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now, verbose_name="sent"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("question", "Question or comment"),
                            ("error", "Error in an article"),
                            ("tip", "Tip for the newsroom"),
                            ("illegal", "Illegal or undesirable content"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="message",
                    ),
                ),
                ("sender_name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "sender_address",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
                ),
                ("page", models.CharField(blank=True, max_length=500, verbose_name="page")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("spam", "spam"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "held_because",
                    models.CharField(blank=True, max_length=100, verbose_name="held because"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
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
                        verbose_name="mail to the desk",
                    ),
                ),
                ("mail_tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                (
                    "mail_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next try"),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                ("text", models.TextField(verbose_name="note")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="inbox.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "-id"], name="message_state"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("mail_state", "waiting")),
                fields=["mail_due_at"],
                name="message_mail_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "open", "closed", "spam"])),
                name="inbox_message_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("state", "closed"), _connector="OR"
                ),
                name="inbox_message_closed_at_when_closed",
            ),
        ),
    ]
