"""The page: self-contained, harmless whatever the diary holds, complete, and not too large."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from gutline.discovery.findings import Finding, Findings, Verdict
from gutline.reports import render_page
from gutline.reports.section import OutcomeSection, PageSection, Report
from gutline.reports.sections import all_sections, outcome_sections, page_sections
from tests.reports import samples

VOID = {"meta", "link", "br", "hr"}
ALLOWED = {
    "html", "head", "meta", "link", "title", "style", "body", "main", "header", "nav", "section",
    "footer", "article", "div", "span", "p", "h1", "h2", "h3", "ul", "li", "a", "strong", "bdi",
    "details", "summary", "dl", "dt", "dd", "figure", "figcaption", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "svg", "g", "path", "line", "rect", "text", "tspan",
}  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, in order, and what is said in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words += f" {data}"

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for found, attributes in self.elements if found == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_page(samples.findings(), samples.diary()))


@pytest.fixture(scope="module")
def hostile() -> Page:
    return Page(render_page(samples.hostile_findings(), samples.diary()))


@pytest.fixture(params=["page", "hostile"])
def each(request) -> Page:
    chosen: Page = request.getfixturevalue(request.param)
    return chosen


def of(findings: Findings, days: int = 30) -> Page:
    return Page(render_page(findings, samples.diary(days)))


def test_every_element_is_closed(each):
    assert (each.open, each.unclosed) == ([], [])


def test_only_harmless_elements(each):
    assert {tag for tag, _ in each.elements} <= ALLOWED
    for _, attributes in each.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_nothing_is_loaded_from_anywhere(each):
    links = [e.get("href", "") for e in each.all("a")] + [e.get("href") for e in each.all("link")]
    assert all(link == "data:," or link.startswith("#") for link in links)
    assert not [name for _, attributes in each.elements for name in attributes if name == "src"]
    assert not re.search(r"url\(|@import|https?:", each.text)


def test_the_policy_allows_this_style_and_nothing_else(each):
    style = re.search(r"<style>(.*?)</style>", each.text, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    [policy] = [e["content"] for e in each.all("meta") if "http-equiv" in e]
    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_hostile_text_is_shown_as_text(hostile):
    assert "<script>alert(1)</script>" in hostile.words
    assert "kimchi 김치 🌶️" in hostile.words
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", hostile.text)


def test_ids_are_unique_and_every_way_leads_somewhere(each):
    ids = [attributes["id"] for _, attributes in each.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in each.all("a"):
        assert attributes["href"].removeprefix("#") in ids
    for _, attributes in each.elements:
        assert attributes.get("aria-labelledby", ids[0]) in ids


def test_every_picture_has_a_sentence_for_a_name(each):
    pictures = each.all("svg")
    assert pictures
    for picture in pictures:
        assert picture["role"] == "img"
        assert picture["aria-label"].endswith(".")


def test_every_plot_has_a_table_behind_it(page):
    assert page.words.count("The numbers behind this plot") == len(page.all("svg"))


def test_every_exposure_is_told_of(page):
    for finding in samples.findings().findings:
        assert finding.name in page.words


def test_a_finding_has_its_sentence_facts_and_next_step(page):
    for words in (
        "After dairy your back pain was on average 1.3 points higher (0.8 to 1.8)",
        "How sure 98 %",
        "How often 37 times on 35 days",
        "When it peaks about 14 hours later",
        "It would have to be 2.4 times as strong as stress",
        "Only one that explains 21 % of what is left of both",
        "Next: Test it: leave out dairy on some days drawn by lot and see.",
        "Why do you say so?",
    ):
        assert words in page.words


def test_the_checks_of_a_finding_are_told(page):
    assert "Dairy is not logged more or less often after a bad rating" in page.words
    assert "Your back pain also changes how often walking is logged afterwards" in page.words
    assert "the two halves of the diary agree: +1.2 points in the first" in page.words
    assert "the two halves of the diary do not agree: −1.4 points" in page.words
    assert "On a scale of ranks the effect is smaller" in page.words
    assert "over three days 24.5 points × hours" in page.words


def test_foods_eaten_together_share_one_card(page):
    assert "One of these: butter (50 %) or rye bread (50 %)" in page.words
    assert page.words.count("rye bread or butter: one of them goes with") == 1
    assert "butter cannot be told apart from rye bread ." in page.words


def test_cleared_comes_before_the_findings(page):
    cleared = page.words.index("You can stop worrying about")
    assert cleared < page.words.index("After dairy your back pain was")


def test_the_soonest_decided_stands_first(page):
    names = re.findall(r"food \d|plum", page.words[page.words.index("Too little is known") :])
    assert names == [*[f"food {n}" for n in range(1, 9)], "plum"]


def test_what_cannot_be_known_says_what_to_change(page):
    assert "figs You logged figs 3 times; 8 are needed. To find out, have figs" in page.words


def test_refused_rows_are_counted_and_listed(page):
    assert "2 rows of the diary could not be read and were left out." in page.words
    assert "17 value 14 a rating lies between 0 and 10" in page.words
    assert "19 unit g (used) a unit without a value" in page.words


def test_the_method_takes_three_sentences(page):
    start = page.words.index("Every rating is compared")
    method = page.words[start : page.words.index("The whole run is steady.")]
    assert method.count(". ") == 3
    assert not re.search("trigger|diagnos|treat|cure", page.words)


def test_provenance_is_told(page):
    assert "settings: claimed fdr 0.1" in page.words
    assert "abc123" in page.words


def test_an_outcome_with_nothing_to_say_says_why(page):
    tail = page.words[page.words.index("6 ratings on 6 days") :]
    assert "Nothing to say yet: bloating was rated 6 times, and 20 ratings are needed." in tail


def test_an_empty_diary_has_a_page():
    page = of(samples.nothing(), 0)
    assert "because there is no symptom rating in this diary; rate one a day, 0 when" in page.words
    assert "for about 20 more days." in page.words
    assert page.open == []
    assert not page.all("svg")


def test_an_outcome_without_findings_says_so():
    page = of(samples.findings(findings=(samples.undecided("oats", 12),)))
    assert "Nothing you logged goes with your back pain more than chance" in page.words
    assert "Decided next: oats" in page.words


def test_a_finding_without_a_curve_still_has_its_card():
    page = of(samples.findings(findings=(samples.finding(lag_curve=None, total=None),)))
    assert "After dairy" in page.words
    assert len(page.all("svg")) == 2  # the two lines of the diary


def test_tags_and_foods_are_marked_on_the_line(page):
    [line] = [p["aria-label"] for p in page.all("svg") if "back pain over time" in p["aria-label"]]
    assert "Marked below: dairy, walking, butter and rye bread." in line


def test_the_same_input_gives_the_same_page():
    pages = {render_page(samples.findings(), samples.diary()) for _ in range(2)}
    assert len(pages) == 1


def big_findings(years: int = 10, foods: int = 300, outcomes: int = 10) -> Findings:
    """Ten years of three ratings a day, 300 foods and ten outcomes."""
    times, values = samples.ratings(365 * years, a_day=3)
    kinds = [samples.undecided, samples.cleared, samples.untestable]
    found: list[Finding] = []
    summaries = {}
    for number in range(outcomes):
        name = f"symptom {number}"
        rest = [kinds[n % 3](f"a food with a longer name {n}") for n in range(foods - 5)]
        suspects = [samples.finding(f"suspect {n}") for n in range(5)]
        found += [replace(f, outcome=name) for f in (*suspects, *rest)]
        summaries[name] = samples.summary(
            name, times=times, values=values, ratings=len(values), days=3650
        )
    return Findings(summaries, tuple(found), diary={"entries": 200_000, "days": 3650})


@pytest.mark.slow
def test_ten_years_of_300_foods_stay_small():
    text = render_page(big_findings(), samples.diary(3650))
    assert len(text.encode()) < 3_000_000
    assert "because 10,950 ratings are too many to draw" in text
    assert Page(text).open == []


def test_many_findings_have_few_curves():
    many = tuple(samples.finding(f"food {n}") for n in range(40))
    page = of(samples.findings(findings=many))
    assert len(page.all("article")) == 40
    assert len([p for p in page.all("svg") if "in the hours after" in p["aria-label"]]) == 12


def test_sections_are_found_by_scanning_the_folder():
    sections = all_sections()
    assert len(sections) >= 10
    assert [s.order for s in sections] == sorted(s.order for s in sections)
    assert set(page_sections()) | set(outcome_sections()) == set(sections)
    orders = [(isinstance(s, PageSection), s.order) for s in sections]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("section", outcome_sections(), ids=lambda s: s.render.__module__)
def test_an_outcome_section_keeps_still_where_it_has_nothing_to_say(section: OutcomeSection):
    bare = samples.findings(
        outcomes={"x": replace(samples.too_short("x"), times=(), values=())}, findings=()
    )
    [outcome] = Report(bare, samples.diary(0)).outcomes
    assert section.render(outcome) == "" or section.order == 0


def test_ratings_that_are_not_numbers_are_left_out_of_the_line():
    summary = samples.summary()
    odd = replace(summary, values=(float("nan"), *summary.values[1:]))
    page = of(samples.findings(outcomes={samples.BACK: odd}))
    assert any("119 ratings between" in picture["aria-label"] for picture in page.all("svg"))


def test_long_diaries_are_tabled_by_month():
    times, values = samples.ratings(500)
    long = samples.summary(times=times, values=values)
    words = of(samples.findings(outcomes={samples.BACK: long})).words
    assert "Ratings by month, and times logged" in words
    assert "2026-02 28" in words


def test_verdicts_do_not_depend_on_colour_alone(page):
    for verdict in (Verdict.SUSPECT, Verdict.HELPER):
        assert f" {verdict}, " in page.words


def test_the_first_day_of_a_week_is_its_monday(page):
    assert samples.START.date().isoformat() == "2026-01-03"
    monday = samples.START.date() - timedelta(days=5)
    assert f"{monday.isoformat()} 2 " in page.words


def test_golden_words_of_the_page(golden, page):
    golden("page.txt", re.sub(r"(?<=[.?:]) ", "\n", page.words) + "\n")
