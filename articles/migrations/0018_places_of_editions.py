"""Let the rows under topics and authors say where their editions stand; nothing in them yet.

The rows of topics are there already: only Django did not know them as a model.
"""

import django.db.models.deletion
from django.db import migrations, models

NEW = {
    "article_number": models.PositiveBigIntegerField(editable=False, null=True),
    "first_published_at": models.DateTimeField(editable=False, null=True),
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_search_in_order")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EditionTopic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topic_places",
                                to="articles.edition",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="in_editions",
                                to="articles.topic",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "articles_edition_topics",
                        "abstract": False,
                        "default_permissions": (),
                        "unique_together": {("edition", "topic")},
                    },
                ),
                migrations.AlterField(
                    model_name="edition",
                    name="topics",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        through="articles.EditionTopic",
                        to="articles.topic",
                    ),
                ),
            ]
        ),
        *(
            migrations.AddField(model_name=model, name=name, field=field.clone())
            for model in ("editiontopic", "editionauthor")
            for name, field in NEW.items()
        ),
    ]
