"""Demand the places of editions, and hold the lists of topics and authors in their order.

The indexes begin with the topic and the author: those of the columns alone are not needed.
"""

import django.db.models.deletion
from django.db import migrations, models

LISTS = (
    ("editiontopic", "topic", django.db.models.deletion.CASCADE),
    ("editionauthor", "author", django.db.models.deletion.PROTECT),
)
COLUMNS = {
    "article_number": models.PositiveBigIntegerField(editable=False),
    "first_published_at": models.DateTimeField(editable=False),
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_fill_places_of_editions")]

    operations = [
        operation
        for model, subject, on_delete in LISTS
        for operation in (
            *(
                migrations.AlterField(model_name=model, name=name, field=field.clone())
                for name, field in COLUMNS.items()
            ),
            migrations.AlterField(
                model_name=model,
                name=subject,
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=on_delete,
                    related_name="in_editions",
                    to=f"articles.{subject}",
                ),
            ),
            migrations.AddIndex(
                model_name=model,
                index=models.Index(
                    fields=[subject, "-first_published_at", "-article_number"],
                    name=f"edition_{subject}_newest",
                ),
            ),
        )
    ]
