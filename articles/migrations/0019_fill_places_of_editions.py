"""Copy to the rows under topics and authors where their editions stand, some thousand at a time.

An interrupted run goes on where it ended.
"""

from django.db import migrations
from django.db.models import Max, OuterRef, QuerySet, Subquery

EDITIONS_AT_A_TIME = 5_000


def fill(apps, editor):
    editions = QuerySet(apps.get_model("articles", "Edition"))
    own = editions.filter(pk=OuterRef("edition_id"))
    copied = {
        name: Subquery(own.values(name)[:1]) for name in ("first_published_at", "article_number")
    }
    last = editions.aggregate(last=Max("pk"))["last"] or 0
    for model in ("EditionTopic", "EditionAuthor"):
        empty = QuerySet(apps.get_model("articles", model)).filter(first_published_at=None)
        for start in range(0, last + 1, EDITIONS_AT_A_TIME):
            within = {"edition_id__gte": start, "edition_id__lt": start + EDITIONS_AT_A_TIME}
            empty.filter(**within).update(**copied)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0018_places_of_editions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
