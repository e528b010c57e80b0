"""What the checks find in texts: every slip of the reference page, and nothing in right ones."""

from html import escape

import pytest

from articles import checks
from articles.content import Content, PhotoChoice
from articles.models import HouseRule
from newsportal.operations.demo import reference, stories
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def found_in(*paragraphs: str, headline: str = "A bridge opens", **fields) -> list[checks.Finding]:
    """What is found in an article that lacks nothing else."""
    fields.setdefault("dateline", "Chongqing")
    body = "".join(f"<p>{escape(words, quote=False)}</p>" for words in paragraphs)
    content = Content(headline=headline, body=body, section=1, **fields)
    return checks.find(content)


def kinds(*paragraphs: str, **fields) -> list[str]:
    return [finding.kind for finding in found_in(*paragraphs, **fields)]


# -- The reference page ----------------------------------------------------------------------


@pytest.fixture
def pasted() -> list[checks.Finding]:
    """The page as an editor would paste it: every line of the article a paragraph."""
    headline, *lines = reference.SOURCE.read_text("utf-8").split("\n\n")[1:]
    end = next(n for n, line in enumerate(lines) if "A Tour in Chongqing" in line)
    words = [line.strip() for line in lines[:end] if line.strip()]
    return found_in(*words, headline=headline.strip(), dateline="")


def passages(found: list[checks.Finding], kind: str) -> list[str]:
    return [finding.passage for finding in found if finding.kind == kind]


def test_the_double_space_of_the_reference_page_is_found_and_mended(pasted):
    [finding] = [one for one in pasted if one.kind == "spaces"]
    [fix] = finding.fixes
    assert "Zone,\xa0 achieved" in fix.old
    assert "Zone, achieved" in fix.new


def test_one_in_every_four_is_found_and_mended(pasted):
    [finding] = [one for one in pasted if one.kind == "ratio"]
    assert finding.fixes == (checks.Fix("1 in every four", "one in every four"),)


def test_the_three_billions_without_a_currency_are_found_and_no_other(pasted):
    sentences = [str(one.sentence) for one in pasted if one.kind == "amounts"]
    assert [sentence[1:].split("”")[0] for sentence in sentences] == [
        "250 billion",
        "50 billion",
        "1 billion",
    ]


def test_the_zone_in_three_spellings_is_found_and_another_name_is_left_alone(pasted):
    found = [one for one in pasted if one.kind == "spellings"]
    assert {one.passage for one in found} == {"High-Tech Zone", "High Tech Zone"}
    for one in found:
        assert one.fixes[0] == checks.Fix(one.passage, "High-tech Zone", everywhere=True)
    assert "Industrial Development" not in str(found)


def test_the_credit_glued_to_the_caption_is_found(pasted):
    assert passages(pasted, "caption_credit") == ["(iChongqing file photo)"]


def test_the_dateline_with_its_dash_goes_to_its_field(pasted):
    [finding] = [one for one in pasted if one.kind == "dateline_in_text"]
    assert finding.fixes == (
        checks.Fix("Chongqing– China’s", "China’s", into="dateline", value="Chongqing"),
    )


def test_nothing_else_is_found_on_the_reference_page(pasted):
    assert {finding.kind for finding in pasted} == {
        "spaces",
        "ratio",
        "amounts",
        "spellings",
        "caption_credit",
        "dateline_in_text",
        "dateline",
    }


# -- No false alarm --------------------------------------------------------------------------

STORIES = [*stories.read_all("articles"), *stories.read_all("desk")]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_no_false_alarm_on_a_demo_article(story):
    photos = ()
    if story.picture:
        photo = make.photo(caption=story.caption, alt=story.alt, credit=story.credit)
        photos = (PhotoChoice(photo.pk),)
    content = Content(
        headline=story.headline,
        standfirst=story.standfirst,
        dateline=story.dateline,
        body=story.body,
        section=1,
        photos=photos,
    )
    expected = [] if story.dateline else ["dateline"]
    # A link to a page of the demo is right on the demo's site alone.
    assert [one.kind for one in checks.find(content) if one.kind != "links"] == expected


RIGHT = [
    "The plant had an output of 222.7 billion yuan in 2020, up from 180 billion a year earlier.",
    "It will cost between 40 and 50 billion yuan, or US$5.6 billion to 7 billion.",
    "Exports are expected to reach US$50 billion; the city of 32 million waits.",
    "Trade rose to US$50 billion from 40 billion. It has a population of 3.2 million.",
    "Some 2 million people and 1.2 million vehicles crossed; 3 million more visitors are expected.",
    "The number of users reached 5 million in May. Visitors passed 2 million on Sunday.",
    "A 5-million-dollar loan, a $3 million grant, RMB 20 million, €4.5 billion and HK$7 million.",
    "From 1.2 million in 2020 to 1.5 million passengers in 2021; one in 2 million wins.",
    "The rocks are 4.5 billion years old. Millions came, and a billion stars shone.",
    "One in four came by bus, one in 20 on foot, and 3 in 10 by train. One suit in 20 is turned.",
    "On May 1 in two cities, and on June 3 in four towns, Phase 1 in three districts began.",
    "It rose 15%-20%, fell from 20% to 15%, and split 60%-40%; pages 20-15 are missing.",
    "China’s plan, the workers’ homes, the ’90s, rock ’n’ roll and ’tis the season.",
    "He said: “It’s the drivers’ choice,” and left. “The word ‘bridge’ is short,” she wrote.",
    "‘In the workers’ homes it is cold,’ she said. 'It's the drivers' choice,' he said.",
    'A 12" pipe, a man of 6\' 2", and "a straight quotation" with \'single\' ones.',
    "‘250 came.’ The U.S.’ policy is its own. He called it a “so-called ‘view’”.",
    "The High-Tech Zone and the High-tech Industrial Development Zone of Chongqing are two.",
    "High-tech firms moved to the High-Tech Zone. The Zone’s firms like the High-Tech Zone’s rail.",
    "Night buses run. The Night Bus 417 runs late; the night bus is full. Second-hand books sell.",
    "Patience – That is what a bridge takes. Rain – it rains – is the city’s oldest guest.",
    "The report ends here. (Xinhua)",
    "The steps are steep (see photo).",
]


@pytest.mark.parametrize("words", RIGHT)
def test_no_false_alarm_on_a_right_text(words):
    assert kinds(words) == []


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_once():
    assert kinds("He said: “It is cold.", "“It is wet.", "“It is ours.”", "They left.") == []
    assert kinds("He said: “It is cold.", "“It is wet.", "It is ours.”") == ["quotes", "quotes"]


def test_a_name_in_a_headline_in_title_case_is_no_other_spelling():
    assert kinds("He likes the High-tech Zone.", headline="High-Tech Zone Grows Fast") == []


# -- Slips -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("It will invest 250 billion by 2025.", "amounts"),
        ("An additional 3 million was spent on roads.", "amounts"),
        ("Of US$5 billion in roads and 250 billion in rail, half is spent.", "amounts"),
        ("Two billion, she said, is enough.", "amounts"),
        ("The park cost 12bn to build.", "amounts"),
        ("Some 3 out of four agree.", "ratio"),
        ("Nearly one in every 4 agrees.", "ratio"),
        ("It rose by 20%-15% again.", "range"),
        ("It rose by 9.5–7 per cent again.", "range"),
        ("He said: “It is cold.", "quotes"),
        ("It is cold,” he said.", "quotes"),
        ("He said: ‘It is cold.", "quotes"),
        ("It is cold.’ He left.", "quotes"),
        ('He said "it is cold and left.', "quotes"),
        ("He “said “no” to it.", "quotes"),
        ("Two  spaces.", "spaces"),
        ("Lei Yuting sang. Then Lei Yu-ting left.", "spellings"),
        ("The WiFi is slow. The Wi-Fi is old.", "spellings"),
        ("CHONGQING, June 2 (Xinhua) -- The bridge is open.", "dateline_in_text"),
    ],
)
def test_a_slip_is_found_once(words, kind):
    assert kinds(words) == [kind]


def test_a_fix_changes_what_it_names_and_nothing_is_found_afterwards():
    for words in (
        "Two  spaces here.",
        "It rose by 20%-15%.",
        "Nearly 1 in every four.",
        "3 out of four.",
    ):
        [finding] = found_in(words)
        [fix] = finding.fixes
        assert words.count(fix.old) == 1
        assert kinds(words.replace(fix.old, fix.new)) == []


def test_the_spelling_of_the_house_wins_over_the_majority():
    HouseRule.objects.filter(kind="preferred").update(
        level="warning", words="Hightech Zone", replacement="High-Tech Zone"
    )
    found = found_in("The High-tech Zone, the High-tech Zone, the High-Tech Zone, Hightech Zone.")
    spelt = {one.passage: [fix.new for fix in one.fixes] for one in found}
    assert spelt["High-tech Zone"] == ["High-Tech Zone"]
    assert spelt["Hightech Zone"] == ["High-Tech Zone"]


def test_preferred_spellings_know_words_capitals_and_themselves():
    HouseRule.objects.filter(kind="preferred").update(
        level="warning", words="percent\nhi-tech", replacement="per cent"
    )
    found = found_in("Percent and percent, but per cent and percentage. It is ultrahi-tech.")
    assert [(one.fixes[0].old, one.fixes[0].new) for one in found] == [
        ("Percent", "Per cent"),
        ("percent", "per cent"),
    ]


def test_style_for_english_is_not_asked_of_other_languages():
    assert kinds("It will invest 250 billion.", language="zh-hans") == []


def test_a_headline_longer_than_the_limit_is_found():
    assert kinds("Words.", headline="x" * 90) == []
    assert kinds("Words.", headline="x" * 91) == ["headline_length"]


def test_an_empty_article_lacks_everything_that_it_needs():
    found = checks.find(Content(headline=""))
    blocking = {finding.kind for finding in found if finding.blocks}
    assert blocking == {"headline", "section", "text"}
    assert [finding.kind for finding in found if not finding.blocks] == ["dateline"]


def test_a_rule_that_is_off_finds_nothing_and_a_rule_that_blocks_blocks():
    HouseRule.objects.filter(kind="spaces").update(level="off")
    assert kinds("Two  spaces.") == []
    HouseRule.objects.filter(kind="spaces").update(level="blocking")
    assert found_in("Two  spaces.")[0].blocks


def test_the_rules_of_a_new_site_are_those_that_the_kinds_begin_with():
    fields = ("kind", "level", "limit", "words", "replacement", "position")
    rows = HouseRule.objects.values_list(*fields)
    assert list(rows) == [
        tuple(getattr(rule, name) for name in fields) for rule in checks.first_rules()
    ]
