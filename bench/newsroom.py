"""The newsroom at size: each page at 1,000 and at 100,000 articles, side by side.

    python bench/newsroom.py [SMALL LARGE]

Makes the two databases under var/bench/ once (100,000 articles take some minutes and 1 GB), then
asks each for the pages of the editor's desk, through Django and without a network, and prints the
queries and the median time. On PostgreSQL: DATABASE_URL=postgres://... names a server, whose
databases `<name>_<articles>` must exist.
"""

import at_size


def measure(size: int) -> at_size.Figures:
    """Ask for every page in this process."""
    at_size.set_up()
    return {
        name: at_size.ask(at_size.client_of(person), name, address)
        for name, (person, address) in pages().items()
    }


def pages() -> dict[str, tuple[str, str]]:
    """What is measured: a name, who asks, and for what."""
    from articles.models import Article

    listed = "/newsroom/articles/article/"
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    waiting = Article.objects.filter(state="in_review").values_list("pk", flat=True)[0]
    desk = {
        "start page": "/newsroom/",
        "list": listed,
        "list, page 20": f"{listed}?p=20",
        "list: in review": f"{listed}?state__exact=in_review",
        "list: live": f"{listed}?public=live",
        "list: scheduled": f"{listed}?public=scheduled",
        "list: withdrawn": f"{listed}?public=withdrawn",
        "list: a section": f"{listed}?section__id__exact=1",
        "list: an author": f"{listed}?authors__id__exact=30",
        "list: mine": f"{listed}?desk=mine",
        "search: a common word": f"{listed}?q=bridge",
        "search: two words": f"{listed}?q=bridge+river",
        "search: one article": f"{listed}?q={Article.objects.get(pk=newest).slug}",
        "search: nothing": f"{listed}?q=zebra",
        "form, a published article": f"{listed}{newest}/change/",
        "form, an article in review": f"{listed}{waiting}/change/",
        "history": f"{listed}{newest}/history/",
        "calendar": f"{listed}calendar/",
        "calendar, as a list": f"{listed}calendar/?view=list",
    }
    reporter = {"list, a reporter": listed, "list: drafts, a reporter": f"{listed}?desk=drafts"}
    return {name: ("archive-editor-1", address) for name, address in desk.items()} | {
        name: ("archive-reporter-1", address) for name, address in reporter.items()
    }


if __name__ == "__main__":
    at_size.run(__file__, "page", measure)
