"""Links to other sites: asked by the task worker, a day's answers kept, never within a request.

A task holds the number of an article, not its links: it reads what the article says by then.
"""

from datetime import timedelta

from django.conf import settings
from django_tasks import task

from articles.checks.links import own_path
from articles.models import Article, LinkCheck
from newsportal import outbound
from newsportal.richtext import written
from newsportal.timeline import now

PURPOSE = "links"
KEPT = timedelta(hours=24)
FORGOTTEN = timedelta(days=30)
AT_ONCE = 5  # so that mail need not wait behind a hundred slow servers


def ask_about(article: Article) -> None:
    """Have the worker ask for the links of `article`, if this installation fetches at all."""
    if PURPOSE in settings.MAY_FETCH and unknown(article.body):
        look_at_links.enqueue(article.pk)


def unknown(body: str) -> list[str]:
    """The addresses on other sites that `body` links to and of which no answer is kept."""
    links = {
        address
        for address, _words in written(body).links
        if address.lower().startswith(("http://", "https://"))
        and own_path(address) is None
        and len(address) <= outbound.LONGEST_ADDRESS
    }
    fresh = LinkCheck.objects.filter(url__in=links, checked_at__gt=now() - KEPT)
    return sorted(links - set(fresh.values_list("url", flat=True)))


@task()
def look_at_links(number: int) -> None:
    """Ask for some links of article `number`, and enqueue itself for the rest."""
    article = Article.objects.filter(pk=number).first()
    if article is None or PURPOSE not in settings.MAY_FETCH:
        return
    waiting = unknown(article.body)
    for address in waiting[:AT_ONCE]:
        LinkCheck.objects.update_or_create(
            url=address, defaults={"status": status_of(address), "checked_at": now()}
        )
    LinkCheck.objects.filter(checked_at__lt=now() - FORGOTTEN).delete()
    if waiting[AT_ONCE:]:
        look_at_links.enqueue(number)


def status_of(address: str) -> int | None:
    """What the address answers; None where it cannot be asked or does not answer."""
    try:
        return outbound.look_at(address, purpose=PURPOSE)
    except outbound.Unreachable:
        return None
