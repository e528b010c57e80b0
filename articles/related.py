"""Which articles stand under an article: the editor's choice first, then its topics."""

from articles.content import Content
from articles.models.edition import Edition

PLACES = 5


def choose_related(number: int, content: Content) -> list[int]:
    """The numbers of at most five live articles for the article `number` with this content.

    Never the article itself. Chosen once, when publishing, so that the page of an article does
    not depend on what else goes out later.
    """
    chosen = [other for other in content.related if other != number][:PLACES]
    if len(chosen) < PLACES and content.topics:
        by_topic = (
            Edition.objects.filter(topics__in=content.topics, language=content.language)
            .exclude(article_number__in=[number, *chosen])
            .newest_first()
            .values_list("article_number", flat=True)
        )
        # An article that shares two topics comes up twice.
        chosen += list(dict.fromkeys(by_topic[: 4 * PLACES]))[: PLACES - len(chosen)]
    return chosen
