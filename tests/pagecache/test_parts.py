"""Parts that pages share: made once, and anew for the next page after a change."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from newsportal.pagecache.discovery import Discovery
from newsportal.pagecache.parts import Parts, kept, kept_each
from newsportal.pagecache.rendering import depends_on, rendering
from newsportal.pages.models import Slogan

pytestmark = pytest.mark.django_db


class Process:
    """What a process keeps; `page()` begins a page there."""

    def __init__(self):
        self.discovery = Discovery(lambda tags, at: self.parts.shelf.drop(tags, right_until=at))
        self.parts = Parts(self.discovery)
        self.made = []
        self.discovery.look()

    def page(self):
        self.discovery.look()
        return rendering(self.parts, since=self.discovery.count)

    def slogan(self):
        self.made.append("slogan")
        return Slogan.objects.get().text


@pytest.fixture
def process():
    return Process()


@pytest.fixture
def slogan():
    return Slogan.objects.create(text="Hello", language="en")


def test_a_part_is_made_once_and_its_pages_change_with_it(process, slogan):
    for _time in range(2):
        with process.page() as page:
            assert kept("slogan", process.slogan) == "Hello"
        assert page.tags >= set(slogan.tags())
    assert len(process.made) == 1
    slogan.text = "Goodbye"
    slogan.save()
    with process.page():
        assert kept("slogan", process.slogan) == "Goodbye"


def test_outside_of_the_page_cache_nothing_is_kept(process, slogan):
    for _time in range(2):
        assert kept("slogan", process.slogan) == "Hello"
        with rendering():
            assert kept("slogan", process.slogan) == "Hello"
    assert len(process.made) == 4
    assert len(process.parts.shelf) == 0


def test_a_part_made_of_what_was_read_before_a_change_is_not_kept(process, slogan):
    with process.page():
        old = Slogan.objects.get()
        slogan.text = "Goodbye"
        slogan.save()
        process.discovery.look()
        # Its tags were dropped already: nothing would drop this one again.
        kept("late", lambda: (depends_on(*old.tags()), old.text)[1])
    with process.page():
        assert kept("late", process.slogan) == "Goodbye"


def test_a_process_that_does_not_see_the_log_makes_its_parts_anew(process, slogan):
    with process.page():
        kept("slogan", process.slogan)
        process.discovery.looked_at -= 60
        kept("slogan", process.slogan)
    assert len(process.made) == 2


def test_of_many_only_the_missing_are_made_and_each_changes_alone(process):
    asked = []

    def make(keys):
        asked.append(keys)
        return {key: f"value {key}" for key in keys if key != 3}

    def each(*keys):
        return kept_each("number", keys, make, lambda value: [f"topic:{value[-1]}"])

    with process.page():
        assert each() == {}
        assert each(1, 2) == {1: "value 1", 2: "value 2"}
    with process.page() as page:
        assert set(each(2, 3, 4)) == {2, 4}
    assert asked == [[1, 2], [3, 4]]
    assert {"topic:2", "topic:4"} <= page.tags
    process.parts.shelf.drop(["topic:2"], right_until=0.0)
    with process.page():
        each(1, 2)
    assert asked[2:] == [[2]]


def test_a_piece_of_a_template_depends_on_the_rows_that_it_is_given(process, slogan):
    template = Template(
        '{% load parts %}{% part "piece" row shape %}{{ shape }}{{ row }}{% endpart %}'
    )
    with process.page() as page:
        first = template.render(Context({"row": slogan, "shape": "a"}))
        other = template.render(Context({"row": slogan, "shape": "b"}))
        slogan.text = "Not yet"
        assert template.render(Context({"row": slogan, "shape": "a"})) == first != other
    assert page.tags >= set(slogan.tags())
    slogan.save()
    with process.page():
        assert template.render(Context({"row": slogan, "shape": "a"})) != first


def test_a_piece_holds_no_block_of_a_page():
    with pytest.raises(TemplateSyntaxError, match="no blocks"):
        Template('{% load parts %}{% part "x" %}{% block main %}{% endblock %}{% endpart %}')
