"""`AsOf`: what the bar above every page of another time says, and where its links lead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.newsroom.as_of.moments import stamp
from newsportal.refusals import Refused
from newsportal.timeline import in_words, refuse_far_moment

STEPS: Final = (
    (gettext_lazy("A day earlier"), timedelta(days=-1)),
    (gettext_lazy("An hour earlier"), timedelta(hours=-1)),
    (gettext_lazy("An hour later"), timedelta(hours=1)),
    (gettext_lazy("A day later"), timedelta(days=1)),
)


@dataclass(frozen=True)
class AsOf:
    """A page at a moment. Made before the public site is mounted there: its links lead out.

    `page` is the rest of the address, quoted, with its query and without the first slash.
    """

    moment: datetime
    root: str  # the path under which the site at that moment stands, ending with a slash
    steps: list[tuple[Any, str]]
    change: str
    today: str
    leave: str
    remark: str

    @classmethod
    def of(cls, moment: datetime, page: str) -> "AsOf":
        query = urlencode({"at": stamp(moment), "page": f"/{page}"})
        return cls(
            moment=moment,
            root=root_at(moment),
            steps=[(words, root_at(moment + step) + page)
                   for words, step in STEPS if is_near(moment + step)],
            change=f"{reverse('as-of')}?{query}",
            today=reverse("front") + page,
            leave=reverse("admin:index"),
            remark=_remark(page),
        )  # fmt: skip

    @property
    def words(self) -> str:
        """The moment as people read it."""
        return in_words(self.moment)


def root_at(moment: datetime) -> str:
    """The path under which the site at `moment` stands."""
    return reverse("as-of-front", args=[moment])


def is_near(moment: datetime) -> bool:
    """Whether the site can be shown at `moment`."""
    try:
        refuse_far_moment(moment)
    except Refused:
        return False
    return True


def _remark(page: str) -> str:
    """Where a page of another time can say less than it said then."""
    if page.partition("?")[0] == "search/":
        return _(
            "Search knows today’s names of topics and authors, and of a word that stands in very "
            "many articles the newest only: in a large archive it may miss some that were found "
            "then."
        )
    return ""
