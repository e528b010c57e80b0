"""The demo newspaper: what the reference article says on its page, and who may run it."""

import html
import re
from functools import cache
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Author, Edition, Photo
from newsportal.accounts.models import User
from newsportal.accounts.roles import ROLES
from newsportal.inbox.models import Message
from newsportal.operations.demo import newspaper, pictures, printing, reference, staff, stories
from newsportal.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db

REAL_JPEGS = printing.jpegs
STORIES = stories.read_all("articles") + stories.read_all("desk")


@cache
def painted(name: str, width: int) -> bytes:
    return printing.jpeg(name, width=width)[1]


def jpegs(names, *, width):
    """As `printing.jpegs` does it, but here, and each picture once for all tests."""
    for name in names:
        file = BytesIO(painted(name, width))
        file.name = f"{name}.jpg"
        yield file


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch):
    monkeypatch.setattr(newspaper.printing, "jpegs", jpegs)


@pytest.fixture
def accounts():
    """A demo with one article besides the reference article, and small pictures."""
    return newspaper.make(width=240, count=1)


@pytest.fixture
def page(accounts, client):
    """The text of the reference article's page, without the tags."""
    edition = Edition.objects.get(headline=reference.read().headline)
    return client.get(edition.get_absolute_url(), follow=True).content.decode()


def words_of(markup: str) -> str:
    text = re.sub(r"(?s)<(script|style).*?</\1>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def sentences_of_the_source() -> list[str]:
    """The article's sentences, read from the file without the code that is under test."""
    source = reference.SOURCE.read_text("utf-8")
    article = source[source.index("China’s Ministry") : source.index("A Tour in")]
    found = []
    for line in filter(None, map(str.strip, article.splitlines())):
        line = re.sub(r" \(iChongqing file photo\)$", "", " ".join(line.split()))
        found += re.split(r"(?<=[.’])\s+(?=[A-Z‘])", line)
    return found


def test_the_page_holds_every_sentence_of_the_source_in_order(page):
    text = words_of(page[page.index("<h1") :])
    position = 0
    sentences = sentences_of_the_source()
    assert len(sentences) > 25
    for sentence in sentences:
        assert sentence in text[position:], sentence
        position = text.index(sentence, position) + len(sentence)


def test_the_page_has_the_headline_three_subheads_and_the_dateline(page):
    [headline] = re.findall(r"(?s)<h1.*?</h1>", page)
    assert words_of(headline) == reference.read().headline
    article = page[page.index("<h1") :]
    subheads = [words_of(head) for head in re.findall(r"(?s)<h2[^>]*>.*?</h2>", article)]
    assert subheads[:3] == [
        "World center for microelectronics",
        "Xiyong leads world in R&D and talent base",
        "Self-reliance is key in developing processing trade",
    ]
    assert "Chongqing" in words_of(article[: article.index("Ministry of Commerce")])


def test_caption_credit_and_foot_of_the_page_print_as_in_the_source(page):
    photo = Photo.objects.get(file_name="wafer.jpg")
    assert photo.credit == "iChongqing file photo"
    assert photo.caption.startswith("High levels of intelligent automation")
    assert "(" not in photo.caption
    text = words_of(page)
    assert f"{photo.caption} (iChongqing file photo)" in text
    assert "A Tour in Chongqing, A Gain in Vision" in text
    assert "A Land of Natural Beauty, A City with Cultural Appeal" in text
    assert "reported by calling this telephone number" in text
    assert 'href="tel:+862367230470"' in page
    assert "service@ichongqing.info" in text


def test_there_is_one_account_for_each_role_and_its_password_works(accounts, client):
    assert set(accounts) == set(ROLES)
    for role, account in accounts.items():
        user = User.objects.get(username=role)
        assert user.role_names == {role}
        assert user.check_password(account.password)
        assert not user.is_superuser


def test_the_newsroom_has_work_to_do_and_readers_see_none_of_it(accounts, client):
    states = set(Article.objects.values_list("state", flat=True))
    assert states == set(Article.State.values)
    assert Edition.every.waiting().count() == 1
    assert Message.objects.count() == 1
    public = client.get("/").content.decode()
    for story in stories.read_all("desk"):
        assert html.escape(story.headline) not in public
        assert not Edition.objects.filter(headline=story.headline).exists()


def test_everything_that_came_out_came_out_in_the_past(accounts):
    assert not Edition.objects.filter(first_published_at__gt=timezone.now()).exists()
    assert Edition.objects.count() == 2
    assert Author.objects.get(name="Lin Mei").user == accounts["reporter"].user


def test_a_mistake_of_the_demo_has_been_corrected(client, monkeypatch):
    [story] = [story for story in STORIES if story.correction]
    monkeypatch.setattr(newspaper.stories, "read_all", {"articles": [story], "desk": []}.get)
    newspaper.make(width=240)
    edition = Edition.objects.get(headline=story.headline)
    for address in (edition.get_absolute_url(), "/corrections/", "/feed/"):
        assert story.correction in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["admin", "reporter"])
def test_a_site_with_a_real_user_is_left_alone(role):
    factories.user(role, username=role)
    with pytest.raises(Refused, match="users or articles already"):
        newspaper.make()
    assert User.objects.count() == 1
    assert not Photo.objects.exists()


def test_an_interrupted_demo_can_be_taken_up_again(monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(newspaper, "make_photos", interrupted)
        with pytest.raises(KeyboardInterrupt):
            newspaper.make(width=240, count=0)
    assert User.objects.count() == len(ROLES)
    accounts = newspaper.make(width=240, count=0)
    assert Edition.objects.count() == 1
    assert User.objects.get(username="desk").check_password(accounts["desk"].password)
    with pytest.raises(Refused):
        newspaper.make()


def interrupted(*_arguments, **_options):
    raise KeyboardInterrupt


def test_the_command_prints_names_and_passwords(monkeypatch):
    monkeypatch.setattr(newspaper, "make", staff.make)
    printed = StringIO()
    call_command("demo", stdout=printed)
    for role in ROLES:
        password = re.search(rf"{role} +(\S+)", printed.getvalue()).group(1)
        assert User.objects.get(username=role).check_password(password)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_story_can_be_read(story):
    assert story.headline
    assert story.authors
    assert "<p>" in story.body
    assert not re.search(r"\*\*|\]\(|^#|^\||^- ", story.body, re.MULTILINE)
    assert story.picture in {"", *pictures.PICTURES}
    assert not story.picture or (story.alt and story.caption and story.credit)


def test_tables_lists_quotes_and_links_become_html():
    text = (
        "Go **now** & [ask](/message/).\n\n- one\n- two\n\n> said\n\n"
        "| a | b |\n| - | - |\n| 1 | 2 |"
    )
    assert stories.as_html(text).splitlines() == [
        '<p>Go <strong>now</strong> &amp; <a href="/message/">ask</a>.</p>',
        "<ul><li>one</li><li>two</li></ul>",
        "<blockquote><p>said</p></blockquote>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ]


def test_a_demo_before_breakfast_comes_out_as_of_yesterday():
    early = [story for story in STORIES if story.days_ago == 0]
    day = newspaper.last_complete_day(early)
    assert all(newspaper.moment_of(story, day) <= timezone.now() for story in early)


def test_pictures_are_painted_in_processes_of_their_own_in_order():
    names = ["wafer", "fog-city", "rain"]
    files = list(REAL_JPEGS(names, width=60))
    assert [file.name for file in files] == [f"{name}.jpg" for name in names]
    assert files[0].getvalue() == painted("wafer", 60)
