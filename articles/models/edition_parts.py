"""What belongs to an edition: its topics, its authors and its photos, in the printed order."""

from django.db import models

from articles.models.photo import Photo
from articles.models.taxonomy import Author, Topic


class Placed(models.Model):
    """What puts an edition under a topic or author, with a copy of its `place`.

    So an index holds each list in its order: no list is sorted, and its last page costs what its
    first does.
    """

    first_published_at = models.DateTimeField(editable=False)
    article_number = models.PositiveBigIntegerField(editable=False)

    class Meta:
        abstract = True
        default_permissions = ()


class EditionTopic(Placed):
    """A topic of an edition."""

    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="topic_places")
    # The index below begins with it.
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="in_editions", db_index=False
    )

    class Meta(Placed.Meta):
        db_table = "articles_edition_topics"
        unique_together = [("edition", "topic")]
        indexes = [
            models.Index(
                fields=["topic", "-first_published_at", "-article_number"],
                name="edition_topic_newest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.topic_id}"


class EditionAuthor(Placed):
    """An author of an edition, in the printed order."""

    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="author_places")
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="in_editions", db_index=False
    )
    position = models.PositiveSmallIntegerField()

    class Meta(Placed.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "author"], name="edition_author_once")
        ]
        indexes = [
            models.Index(
                fields=["author", "-first_published_at", "-article_number"],
                name="edition_author_newest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.author_id}"


class EditionPhoto(models.Model):
    """A photo of an edition with the words printed there; credit and files come from the photo."""

    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    caption = models.TextField(blank=True)
    alt = models.CharField(max_length=300, blank=True)
    in_body = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.photo_id}"
