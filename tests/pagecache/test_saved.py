"""Copies of pages on disk: what they are good for, what they know, and what is no copy."""

import errno
import os
import pickle
import random
import shutil
from datetime import timedelta

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

from articles import views, workflow
from articles.models import Article
from newsportal.operations.saved_copies import addresses
from newsportal.pagecache import saving as module
from newsportal.pagecache.saved import SavedCopies, name_of
from newsportal.pagecache.saving import Saving
from newsportal.timeline import now
from tests import factories as make
from tests.pagecache.test_front import Site, _one_connection, wait_until

__all__ = ["_one_connection"]

pytestmark = pytest.mark.django_db


class Copying:
    """What the task worker does, a step at a time on the connection of the test."""

    def __init__(self, folder):
        self.saving = Saving(get_wsgi_application(), addresses, SavedCopies(folder))
        self.saving.cache.discovery.start = lambda: None

    def follow(self):
        self.saving.cache.discovery.look()
        self.saving._round_at = float("-inf")
        self.saving.step()

    @property
    def names(self):
        folder = self.saving.copies.folder
        return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "var" / "saved"


@pytest.fixture
def copying(folder):
    return Copying(folder)


@pytest.fixture
def restarted(folder, monkeypatch):
    """A function that starts the portal anew, with the database gone."""

    def refuse(*_any, **_more):
        raise OperationalError("could not connect to server")

    def start():
        site = Site()
        site.cache.saved = SavedCopies(folder)
        site.cache.app = get_wsgi_application()
        site.cache.discovery.look = lambda: None
        site.cache.discovery.is_in_trouble = True
        monkeypatch.setattr(views, "front", refuse)
        monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)
        return site

    return start


# -- What they are good for ------------------------------------------------------------------


def test_after_a_restart_without_a_database_the_newest_pages_are_answered(copying, restarted):
    editions = [make.published(f"Story {number}") for number in range(3)]
    copying.follow()
    paths = ["/", *(edition.get_absolute_url() for edition in editions)]
    site = restarted()
    for path in paths:
        page = site.get(path)
        assert page.status == 200, path
        assert page.how == "newsportal; hit; detail=saved-copy"
        assert page.headers["cache-control"] == "no-store"
        assert b'<p class="saved-copy">' in page.body
        assert b"Story" in page.body
        assert "content-security-policy" in page.headers
    assert site.get("/?utm_source=x").status == 200
    assert site.get("/", method="HEAD").body == b""
    assert site.get("/corrections/").status >= 500


def test_two_hundred_articles_and_the_front_page_are_kept_and_no_more(copying, monkeypatch):
    monkeypatch.setattr("newsportal.operations.saved_copies.NEWEST", 3)
    editions = [make.published(f"Story {number}") for number in range(5)]
    copying.follow()
    newest = {name_of(f"{edition.get_absolute_url()}?") for edition in editions[2:]}
    assert copying.names == {name_of("/?"), *newest}
    another = make.published("The newest")
    copying.follow()
    assert copying.names >= {name_of("/?"), name_of(f"{another.get_absolute_url()}?")}
    assert len(copying.names) == 4


def test_a_copy_follows_its_page(copying, restarted):
    edition = make.published("Before")
    copying.follow()
    edition = make.updated(edition, headline="After")
    copying.follow()
    address = edition.get_absolute_url()
    site = restarted()
    assert b"After" in site.get(address).body
    assert b"Before" not in site.get("/").body


# -- What they know --------------------------------------------------------------------------


def test_what_the_log_drops_is_deleted_before_it_is_made_anew(copying, monkeypatch):
    edition, other = (
        make.published("Changed"),
        make.published("Other", section=make.section("B").pk),
    )
    copying.follow()
    name, kept = (name_of(f"{each.get_absolute_url()}?") for each in (edition, other))
    make.updated(edition, headline="Changed again")

    def fail(_key):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying.saving, "_save", fail)
    with pytest.raises(OSError, match="No space"):
        copying.follow()
    assert name not in copying.names
    assert kept in copying.names


def test_a_withdrawn_article_does_not_come_back_from_the_disk(copying, restarted):
    edition = make.published("Withdrawn")
    make.published("Stays")
    copying.follow()
    workflow.withdraw(Article.objects.get(pk=edition.article_number), by=make.user("publisher"),
                      reason="legal")  # fmt: skip
    copying.follow()
    address = edition.get_absolute_url()
    site = restarted()
    assert site.get(address).status >= 500
    front = site.get("/")
    assert b"Stays" in front.body
    assert b"Withdrawn" not in front.body


def test_a_process_that_learns_of_a_withdrawal_deletes_the_copy_where_the_worker_is_dead(
    copying, folder, restarted
):
    edition = make.published("Withdrawn")
    copying.follow()
    web = Site()
    web.cache.saved = SavedCopies(folder)
    workflow.withdraw(Article.objects.get(), by=make.user("publisher"), reason="legal")
    web.cache.discovery.looked_at += 1  # the copy was made before this process looked last
    web.cache.discovery.look()
    assert name_of(f"{edition.get_absolute_url()}?") not in copying.names
    address = edition.get_absolute_url()
    assert restarted().get(address).status >= 500


def test_a_worker_that_starts_deletes_what_changed_while_none_was_there(copying, folder):
    edition, stays = make.published("Withdrawn"), make.published("Stays")
    copying.follow()
    workflow.withdraw(Article.objects.get(pk=edition.article_number), by=make.user("publisher"),
                      reason="legal")  # fmt: skip
    another = Copying(folder)
    another.saving._addresses = lambda: [edition.get_absolute_url(), stays.get_absolute_url()]
    another.follow()
    assert another.names == {name_of(f"{stays.get_absolute_url()}?")}


def test_a_copy_ends_when_its_article_is_to_be_withdrawn(copying, restarted, folder):
    edition = make.published("Until noon")
    moment = now() + timedelta(seconds=3)
    workflow.withdraw(Article.objects.get(), by=make.user("publisher"), reason="rights", at=moment)
    copying.follow()
    address = edition.get_absolute_url()
    site = restarted()
    assert site.get(address).status == 200
    wait_until(moment)
    assert site.get(address).status >= 500
    assert name_of(f"{address}?") not in copying.names


def test_of_what_is_gone_no_copy_stays_in_the_memory_either():
    edition = make.published("Withdrawn")
    article, site = Article.objects.get(), Site()
    planned = now() + timedelta(seconds=3)
    site.get(edition.get_absolute_url())
    workflow.withdraw(article, by=make.user("publisher"), reason="legal", at=planned)
    assert b"Withdrawn" in site.get(edition.get_absolute_url()).body
    # Now the log cannot be read any more, and nobody has asked since.
    discovery = site.cache.discovery
    discovery.is_in_trouble = True
    assert site.get(edition.get_absolute_url(), look=False).status == 200
    wait_until(planned)
    discovery._come_due(set())
    assert len(site.cache.pages) == 0


# -- What is no copy -------------------------------------------------------------------------


class Gadget:
    """What runs where somebody unpickles it."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_a_thousand_damaged_copies_are_misses_and_never_an_error(copying, folder, tmp_path):
    editions = [make.published(f"Story {number}") for number in range(4)]
    copying.follow()
    right = {path.name: path.read_bytes() for path in folder.iterdir()}
    keys = ["/?", *(f"{edition.get_absolute_url()}?" for edition in editions)]
    bodies = {key: SavedCopies(folder).get(key).body for key in keys}
    assert len(right) == len(keys) == 5
    chance = random.Random(7)  # noqa: S311 - the same damage each time
    mark = tmp_path / "executed"

    def flipped(raw):
        place = chance.randrange(len(raw))
        return raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]

    damages = [
        flipped,
        lambda raw: raw[: chance.randrange(len(raw))],
        lambda raw: raw + chance.randbytes(chance.randrange(1, 50)),
        lambda raw: pickle.dumps(Gadget(mark)),
        lambda raw: raw.split(b"\n", 2)[0] + b"\n" + pickle.dumps(Gadget(mark)),
        lambda raw: raw.replace(b"saved page 1", b"saved page 0", 1),
        lambda raw: raw.replace(b"Story", b"Forged", 1),
        lambda raw: b"",
        lambda raw: chance.randbytes(500),
        # That of another address, or of this one's neighbour on the same site.
        lambda raw: chance.choice([one for one in right.values() if one != raw]),
    ]  # fmt: skip
    copies = SavedCopies(folder)
    for number in range(1000):
        key = chance.choice(keys)
        name = name_of(key)
        (folder / name).write_bytes(chance.choice(damages)(right[name]))
        assert copies.get(key) is None, number
        assert copies.refused == number + 1
        assert name not in copying.names
        (folder / name).write_bytes(right[name])
        assert copies.get(key).body == bodies[key]
    assert not mark.exists()


def test_a_damaged_copy_is_answered_like_none_and_made_again(copying, folder, restarted):
    edition = make.published()
    copying.follow()
    name = name_of(f"{edition.get_absolute_url()}?")
    (folder / name).write_bytes(b"rubbish")
    copying.follow()
    assert copying.saving.copies.get(f"{edition.get_absolute_url()}?")
    (folder / name).write_bytes(b"rubbish")
    address = edition.get_absolute_url()
    site = restarted()
    assert site.get(address).status >= 500
    assert site.get("/").status == 200


@pytest.mark.parametrize("foreign", ["key", "site"])
def test_what_another_site_or_another_key_has_signed_is_no_copy(copying, settings, foreign):
    make.published()
    copying.follow()
    copies = SavedCopies(copying.saving.copies.folder)
    assert copies.get("/?")
    copying.follow()
    if foreign == "key":
        settings.SECRET_KEY = "another" * 10
    else:
        settings.SITE_URL = "https://other.example"
    assert copies.get("/?") is None


# -- A folder that is of no use --------------------------------------------------------------


def test_a_folder_that_was_deleted_is_filled_again(copying, folder):
    make.published()
    copying.follow()
    shutil.rmtree(folder)
    copying.follow()
    assert len(copying.names) == 2


def test_without_a_folder_pages_are_served_all_the_same_and_it_heals(copying, folder):
    edition = make.published()
    folder.parent.mkdir()
    folder.write_text("not a folder")
    with pytest.raises(OSError, match=r"exists|directory"):
        copying.follow()
    site = Site()
    site.cache.saved = SavedCopies(folder)
    assert site.get(edition.get_absolute_url()).status == 200
    make.updated(edition, headline="Changed")
    assert b"Changed" in site.get(edition.get_absolute_url()).body
    folder.unlink()
    copying.follow()
    assert len(copying.names) == 2


def test_a_full_disk_leaves_no_half_copy(copying, monkeypatch):
    make.published()

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for _each in range(2):
            with pytest.raises(OSError, match="No space"):
                copying.follow()
        assert not copying.names
    copying.follow()
    assert len(copying.names) == 2


def test_the_folder_is_bounded(copying, folder, monkeypatch):
    editions = [make.published(f"Story {number}") for number in range(4)]
    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr("newsportal.pagecache.saved.LARGEST", 4_000)
    (folder / "left-by-a-crash.123").parent.mkdir(parents=True)
    (folder / "left-by-a-crash.123").write_bytes(b"x")
    copying.follow()
    assert editions
    assert not copying.names
