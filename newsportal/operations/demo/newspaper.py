"""Puts the demo newspaper together, by the same functions that an editor's clicks call.

Pictures come first, one by one; all the rest is one transaction. A demo that was interrupted
therefore has no article, and the next attempt starts from there.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.content import Content, PhotoChoice
from articles.models import Article, Author, Photo, Placement, Section, Topic
from articles.photos.intake import accept
from articles.slugs import slug_of
from newsportal.accounts import notices
from newsportal.accounts.models import User
from newsportal.operations.demo import printing, reference, site, staff, stories
from newsportal.operations.demo.staff import Account
from newsportal.operations.demo.stories import Story
from newsportal.refusals import Refused
from newsportal.timeline import at

BYLINE_OF_REPORTER = "Lin Mei"
REFERENCE = Story(
    name="reference",
    headline="",  # the file's
    section="technology",
    authors=("Xu Jianping",),
    topics=("Engineering", "Industry", "Research"),
    days_ago=0,
    clock=datetime.min.time().replace(hour=7, minute=45),
    body="",
    picture="wafer",
    alt="An illustration of a silicon wafer seen close, its square chips shining in many colours.",
)
LEAD = REFERENCE.name
SECONDS = ("01-night-bus-417", "05-rice-terraces-rain")


def is_possible() -> bool:
    """Whether the site is as empty as it was installed, or holds an interrupted demo."""
    return not (staff.real_users() or Article.objects.exists())


def make(*, width: int = printing.WIDTH, count: int | None = None) -> dict[str, Account]:
    """Make everything; the accounts with their passwords, by role.

    `width` (pixels) and `count` (articles besides the reference article) make a smaller one for
    tests. Raises Refused on a site that has users or articles of its own.
    """
    if not is_possible():
        raise Refused(
            "This site has users or articles already, so the demo content stays away. "
            "Try it on an empty site: VAR_DIR=/some/empty/folder make run"
        )
    accounts = staff.make()
    page = reference.read()
    told = [*reversed(stories.read_all("articles")[:count]), REFERENCE]
    photos = make_photos(told, page, by=accounts["photo"].user, width=width)
    newsroom = {role: account.user for role, account in accounts.items()}
    # Of what the demo brings with it, nobody is told by mail.
    with transaction.atomic(), notices.muted():
        today = last_complete_day(told)
        site.make(page, opened=start_of(today - timedelta(days=30)))
        make_bylines([*told, *stories.read_all("desk")], newsroom["reporter"])
        numbers = {}
        # The oldest first: an article finds its related ones among those before it.
        for story in sorted(told, key=lambda story: (-story.days_ago, story.clock)):
            content = content_of(story, photos)
            if story is REFERENCE:
                content = reference_content(page, content, photos)
            numbers[story.name] = publish(content, story, moment_of(story, today), newsroom)
        for story in stories.read_all("desk"):
            leave_on_the_desk(story, moment_of(story, today), newsroom)
        arrange_front_page(numbers, since=moment_of(REFERENCE, today))
        site.receive_message()
    return accounts


def last_complete_day(told: Iterable[Story]) -> date:
    """The newest day on which every story of "today" has come out by now."""
    today = timezone.localdate()
    latest = max(moment_of(story, today) for story in told)
    return today if latest <= timezone.now() else today - timedelta(days=1)


def start_of(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def moment_of(story: Story, today: date) -> datetime:
    """When the story comes out, in the site's own zone, if `today` is its day 0."""
    day = today - timedelta(days=story.days_ago)
    return datetime.combine(day, story.clock, tzinfo=timezone.get_current_timezone())


def make_photos(
    told: Iterable[Story], page: reference.ReferencePage, *, by: User, width: int
) -> dict[str, Photo]:
    """Paint the pictures of the stories and take them into the library; by picture name."""
    illustrated = [story for story in told if story.picture]
    files = printing.jpegs((story.picture for story in illustrated), width=width)
    photos = {}
    for story, file in zip(illustrated, files, strict=True):
        caption, credit = story.caption, story.credit
        if story is REFERENCE:
            caption, credit = page.caption.text, page.caption.credit
        photos[story.picture] = accept(file, by=by, caption=caption, credit=credit, alt=story.alt)
    return photos


def make_bylines(told: Iterable[Story], reporter: User) -> None:
    """An author page for every name; the reporter's account writes under one of them."""
    for name in sorted({name for story in told for name in story.authors}):
        Author.objects.create(
            name=name,
            slug=slug_of(name),
            description=site.BYLINES.get(name, ""),
            user=reporter if name == BYLINE_OF_REPORTER else None,
        )


def content_of(story: Story, photos: dict[str, Photo]) -> Content:
    """The story as a filled-in form."""
    topics = [
        Topic.objects.get_or_create(name=name, defaults={"slug": slug_of(name)})[0]
        for name in story.topics
    ]
    photo = photos.get(story.picture)
    return Content(
        headline=story.headline,
        standfirst=story.standfirst,
        dateline=story.dateline,
        body=story.body,
        section=Section.objects.get(slug=story.section).pk,
        topics=tuple(topic.pk for topic in topics),
        authors=tuple(Author.objects.get(name=name).pk for name in story.authors),
        photos=(PhotoChoice(photo.pk),) if photo else (),
    )


def reference_content(
    page: reference.ReferencePage, form: Content, photos: dict[str, Photo]
) -> Content:
    """The reference article: its own words, its photo in the text where the caption stood."""
    return Content(
        **{
            **vars(form),
            "headline": page.headline,
            "dateline": page.dateline,
            "body": page.body(photos[REFERENCE.picture].pk),
            "photos": (),
        }
    )


def publish(content: Content, story: Story, moment: datetime, newsroom: dict[str, User]) -> int:
    """Write, review, publish and correct an article that came out at `moment`; its number."""
    article, writer = Article(), writer_of(story, newsroom)
    with at(moment - timedelta(hours=2)):
        workflow.save(article, content, by=writer, based_on=None)
        workflow.submit(article, by=writer)
    with at(moment):
        workflow.approve(article, by=newsroom["publisher"])
        workflow.publish(article, by=newsroom["publisher"])
    if story.correction:
        with at(moment + timedelta(hours=2)):
            workflow.correct(
                article, by=newsroom["editor"], kind="correction", text=story.correction
            )
    return article.pk


def writer_of(story: Story, newsroom: dict[str, User]) -> User:
    """The reporter writes under their own byline; the editor enters what others wrote."""
    own = story.authors == (BYLINE_OF_REPORTER,)
    return newsroom["reporter" if own else "editor"]


def leave_on_the_desk(story: Story, moment: datetime, newsroom: dict[str, User]) -> None:
    """Take an article as far as its `state` says, so that the newsroom has work to do."""
    article, writer, chief = Article(), writer_of(story, newsroom), newsroom["publisher"]
    with at(min(moment, timezone.now()) - timedelta(minutes=40)):
        workflow.save(article, content_of(story, {}), by=writer, based_on=None)
        if story.state == "draft":
            return
        workflow.submit(article, by=writer)
    with at(min(moment, timezone.now()) - timedelta(minutes=10)):
        if story.state == "returned":
            workflow.send_back(article, by=newsroom["editor"], note=story.note)
        if story.state in {"approved", "scheduled"}:
            workflow.approve(article, by=chief)
        if story.state == "scheduled":
            workflow.publish(article, by=chief, at=moment)


def arrange_front_page(numbers: dict[str, int], *, since: datetime) -> None:
    """Place the lead and the two seconds, as far as they were made."""
    places = dict(zip(Placement.Place, (LEAD, *SECONDS), strict=True))
    for place, name in places.items():
        if name in numbers:
            Placement(place=place, article_number=numbers[name], live_from=since).save()
