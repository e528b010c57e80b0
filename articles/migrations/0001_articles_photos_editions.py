import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import articles.models.article
import articles.models.taxonomy
import newsportal.richtext.fields
import newsportal.timeline.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
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
                    "article_number",
                    models.PositiveBigIntegerField(editable=False, verbose_name="article"),
                ),
                (
                    "revision_number",
                    models.PositiveIntegerField(editable=False, verbose_name="revision"),
                ),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                ("slug", models.SlugField(allow_unicode=True, max_length=200, verbose_name="slug")),
                ("standfirst", models.TextField(blank=True, verbose_name="standfirst")),
                ("dateline", models.CharField(blank=True, max_length=80, verbose_name="dateline")),
                ("body", newsportal.richtext.fields.RichTextField(verbose_name="text")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("related", models.JSONField(default=list)),
                ("first_published_at", models.DateTimeField(verbose_name="first published")),
                ("updated_at", models.DateTimeField(null=True, verbose_name="updated")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "abstract": False,
                "default_permissions": (),
                "default_manager_name": "every",
            },
            managers=[
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The first part of the addresses of its articles.",
                        max_length=60,
                        unique=True,
                        validators=[articles.models.taxonomy.refuse_slug_of_a_route],
                        verbose_name="slug",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="description"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True, max_length=60, unique=True, verbose_name="slug"
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        blank=True,
                        help_text="The last part of the address. Empty: made from the headline.",
                        max_length=200,
                        verbose_name="slug",
                    ),
                ),
                (
                    "standfirst",
                    models.TextField(blank=True, max_length=600, verbose_name="standfirst"),
                ),
                (
                    "dateline",
                    models.CharField(
                        blank=True,
                        help_text="The place, such as Chongqing.",
                        max_length=80,
                        verbose_name="dateline",
                    ),
                ),
                ("body", newsportal.richtext.fields.RichTextField(blank=True, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=articles.models.article.languages,
                        default=articles.models.article.first_language,
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("returned", "Sent back"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.TextField(blank=True, editable=False, verbose_name="note")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now,
                        editable=False,
                        verbose_name="begun at",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=newsportal.timeline.clock.now,
                        editable=False,
                        verbose_name="changed at",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "related",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Up to five. Empty places are filled by topic when publishing.",
                        to="articles.article",
                        verbose_name="related articles",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-changed_at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True, max_length=80, unique=True, verbose_name="slug"
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="what they do"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="Empty for guests and agencies.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="author",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ArticleAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="author_places",
                        to="articles.article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="articles.author",
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ["position", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                through="articles.ArticleAuthor", to="articles.author", verbose_name="authors"
            ),
        ),
        migrations.CreateModel(
            name="EditionAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_editions",
                        to="articles.author",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="author_places",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="authors",
            field=models.ManyToManyField(
                related_name="+", through="articles.EditionAuthor", to="articles.author"
            ),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        max_length=200, upload_to="originals/", verbose_name="original"
                    ),
                ),
                ("original_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of the file"),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("renditions", models.JSONField(default=list, editable=False)),
                ("caption", models.TextField(blank=True, max_length=1000, verbose_name="caption")),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Printed in brackets after it.",
                        max_length=200,
                        verbose_name="credit",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the photo shows, for readers who cannot see it.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                ("creator", models.CharField(blank=True, max_length=200, verbose_name="creator")),
                (
                    "copyright",
                    models.CharField(blank=True, max_length=300, verbose_name="copyright notice"),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken at")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="EditionPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("caption", models.TextField(blank=True)),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("in_body", models.BooleanField(default=False)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo_uses",
                        to="articles.edition",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.photo",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="lead_photo",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.photo",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="photos",
            field=models.ManyToManyField(
                related_name="+", through="articles.EditionPhoto", to="articles.photo"
            ),
        ),
        migrations.CreateModel(
            name="PhotoUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "caption",
                    models.TextField(
                        blank=True,
                        help_text="Empty: the library's caption.",
                        max_length=1000,
                        verbose_name="caption",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the library's.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                ("in_body", models.BooleanField(default=False, editable=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo_uses",
                        to="articles.article",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="articles.photo",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["position", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="photos",
            field=models.ManyToManyField(
                through="articles.PhotoUse", to="articles.photo", verbose_name="photos"
            ),
        ),
        migrations.CreateModel(
            name="Placement",
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
                    "place",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("second-1", "Second, upper"),
                            ("second-2", "Second, lower"),
                        ],
                        max_length=10,
                        verbose_name="place",
                    ),
                ),
                (
                    "article_number",
                    models.PositiveBigIntegerField(db_index=True, verbose_name="article"),
                ),
            ],
            options={
                "verbose_name": "placement",
                "verbose_name_plural": "front page",
                "ordering": ["place", "-live_from"],
                "abstract": False,
                "default_manager_name": "every",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            ("live_until__gt", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="articles_placement_until_after_from",
                        violation_error_message="The end must lie after the beginning.",
                    )
                ],
            },
            managers=[
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.JSONField(verbose_name="content")),
                ("is_refused", models.BooleanField(default=False, verbose_name="refused")),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="articles.article",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.revision",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="approved",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="head",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.section"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="articles.section",
                verbose_name="section",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="+", to="articles.topic"),
        ),
        migrations.AddField(
            model_name="article",
            name="topics",
            field=models.ManyToManyField(blank=True, to="articles.topic", verbose_name="topics"),
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                    "article_number",
                    models.PositiveBigIntegerField(db_index=True, verbose_name="article"),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("error", "It contained a serious error"),
                            ("legal", "Legal reasons"),
                            ("privacy", "Protection of a person"),
                            ("rights", "Rights of others"),
                            ("duplicate", "It was published twice"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "public_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="note for readers"),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "abstract": False,
                "default_permissions": (),
                "default_manager_name": "every",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            ("live_until__gt", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="articles_withdrawal_until_after_from",
                        violation_error_message="The end must lie after the beginning.",
                    )
                ],
            },
            managers=[
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="articleauthor",
            constraint=models.UniqueConstraint(
                fields=("article", "author"),
                name="article_author_once",
                violation_error_message="This author stands in the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionauthor",
            constraint=models.UniqueConstraint(
                fields=("edition", "author"), name="edition_author_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="editionphoto",
            constraint=models.UniqueConstraint(
                fields=("edition", "photo"), name="edition_photo_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="photouse",
            constraint=models.UniqueConstraint(
                fields=("article", "photo", "in_body"),
                name="article_photo_once",
                violation_error_message="This photo stands in the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("article", "number"), name="revision_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("user", "name"), name="saved_filter_name_once"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["article_number", "live_from"], name="edition_of_article"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["-first_published_at", "-article_number"], name="edition_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["section", "-first_published_at", "-article_number"],
                name="edition_section_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live_until__isnull", True),
                    ("live_until__gt", models.F("live_from")),
                    _connector="OR",
                ),
                name="articles_edition_until_after_from",
                violation_error_message="The end must lie after the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live_until__isnull", True)),
                fields=("article_number",),
                name="one_open_edition_per_article",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-changed_at", "-id"], name="article_changed"),
        ),
    ]
