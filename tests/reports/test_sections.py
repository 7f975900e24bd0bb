"""Each section of the page by itself: what it says, and when it keeps still."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from gutline.diary import Diary, Entry, Problem
from gutline.discovery.findings import Check, Finding, Findings
from gutline.reports.markup import Html
from gutline.reports.section import OutcomeReport, Report
from gutline.reports.sections import (
    cautions,
    cleared,
    found,
    heading,
    method,
    overview,
    provenance,
    refused,
    timeline,
    undecided,
    untestable,
)
from tests.reports import samples


def outcome(*findings: Finding, **changes: Any) -> OutcomeReport:
    """The report of back pain with these findings."""
    whole = samples.findings(
        outcomes={samples.BACK: samples.summary(**changes)}, findings=tuple(findings)
    )
    return Report(whole, samples.diary(20)).outcomes[0]


def report(findings: Findings | None = None, problems: tuple[Problem, ...] = ()) -> Report:
    return Report(findings or samples.findings(), replace(samples.diary(5), problems=problems))


def words(markup: Html) -> str:
    """What a person reads."""
    without = re.sub(r"<style>.*?</style>|<svg.*?</svg>", " ", markup, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", without)).split())


def test_heading_counts_the_ratings():
    assert words(heading.render(outcome(samples.finding()))) == (
        "back pain 120 ratings on 120 days, on average 3.4"
    )


def test_heading_says_when_nothing_was_found():
    said = words(heading.render(outcome(samples.cleared("rice"))))
    assert said.endswith("goes with your back pain more than chance allows so far.")


def test_cautions_are_a_list():
    said = words(cautions.render(outcome(notes=("One.", "Two."))))
    assert said == "To keep in mind One. Two."
    assert cautions.render(outcome(notes=())) == ""


def test_cleared_names_and_sizes():
    said = words(cleared.render(outcome(*map(samples.cleared, ("rice", "oats")))))
    assert "You can stop worrying about oats and rice ." in said
    assert "rice 37 times on 35 days −0.2 to 0.3 1 serving" in said


def test_many_cleared_are_counted():
    said = words(cleared.render(outcome(*(samples.cleared(f"food {n:02}") for n in range(30)))))
    assert "food 11 and 18 more." in said
    assert said.count("37 times on 35 days") == 30


def test_undecided_says_what_is_needed():
    said = words(undecided.render(outcome(samples.undecided("plum", 26))))
    assert said.endswith("plum −0.3 to 1.1 points so far about 26 more days, 9 more times")


def test_undecided_without_a_forecast_says_why():
    said = words(undecided.render(outcome(samples.undecided("plum", None))))
    assert said.endswith("The interval holds both no effect and one that would matter.")


def test_undecided_for_ever_says_so():
    said = words(undecided.render(outcome(samples.undecided("plum", 3650))))
    assert said.endswith("more of the same will hardly decide it")


def test_a_level_that_only_repeats_the_name_is_left_out():
    said = words(found.render(outcome(samples.finding("stress", level="stress"))))
    assert said.startswith("▲ stress suspect After")


def test_many_undecided_are_behind_a_click():
    markup = undecided.render(outcome(*(samples.undecided(f"f{n}", n + 1) for n in range(20))))
    assert "14 more" in words(markup)
    assert markup.count("<li>") == 20


def test_untestable_says_why_and_what_to_change():
    said = words(untestable.render(outcome(samples.untestable("figs"))))
    assert said == (
        "– Cannot be known from this diary yet figs You logged figs 3 times; 8 are needed."
        " To find out, have figs on 5 more days, some days apart."
    )


def test_many_untestable_are_behind_a_click():
    markup = untestable.render(outcome(*(samples.untestable(f"f{n}") for n in range(9))))
    assert "4 more" in words(markup)
    assert markup.count("<li>") == 9


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"robustness_words": ""}, "Only one that explains 21 % of what is left of both"),
        ({"robustness_words": "", "robustness": None}, "Would a hidden cause do? not known"),
        ({"probability": None}, "How sure –"),
        ({"peak_hours": None}, "When it peaks not known"),
        ({"count": 12, "days": 12}, "How often on 12 days"),
    ],
)
def test_the_four_small_facts(changes, said):
    assert said in words(found.render(outcome(samples.finding(**changes)))).replace("\u00a0", " ")


@pytest.mark.parametrize("key", ["lead_check", "split_half", "total", "interval"])
def test_what_is_not_known_is_left_out(key):
    missing: dict[str, Any] = {key: None}
    said = words(found.render(outcome(samples.finding(**missing))))
    assert "None" not in said
    assert "nan" not in said


def test_the_checks_of_the_outcome_stand_under_why():
    said = words(found.render(outcome(samples.finding())))
    assert "Pain does not lead the food." in said
    assert "The whole run is steady." not in said


def test_a_reason_given_twice_is_told_once():
    twin = samples.finding(notes=("The same.", "The same."))
    assert words(found.render(outcome(twin))).count("The same.") == 1


def test_the_line_needs_ratings():
    assert timeline.render(outcome(times=(), values=())) == ""


def test_the_line_marks_only_the_first_few_findings():
    many = [samples.finding(f"food {n}") for n in range(9)]
    label = re.search(
        'aria-label="(Your back pain over time[^"]+)"', timeline.render(outcome(*many))
    )
    assert label is not None
    assert label[1].endswith("food 0, food 1, food 2 and food 3.")


def test_logged_at_finds_names_in_any_spelling_and_tags():
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    diary = Diary(
        (Entry(at, "food", "Milk"), Entry(at, "drink", "milk"), Entry(at, "food", "bread")),
        tags={"Milk": ("dairy",), "milk": ("dairy",)},
    )
    naive = at.replace(tzinfo=None)
    assert timeline.logged_at(diary, samples.finding("milk", level="food")) == (naive,)
    assert timeline.logged_at(diary, samples.finding("dairy", level="tag")) == (naive, naive)
    assert timeline.logged_at(diary, samples.finding("fat", level="nutrient")) == ()
    fat = samples.finding("fat", level="nutrient", foods=("Bread", "milk"))
    assert timeline.logged_at(diary, fat) == (naive, naive, naive)


def test_a_tag_says_which_foods_hold_it():
    many = tuple(f"food {n:02d}" for n in range(15))
    markup = words(found.render(outcome(samples.finding("gluten", level="tag", foods=many))))
    assert "Gluten is in: food 00 , food 01" in markup
    assert "food 11 (and 3 more)." in markup
    assert "food 12" not in markup
    few = words(found.render(outcome(samples.finding("gluten", level="tag", foods=many[:2]))))
    assert "Gluten is in: food 00 and food 01 ." in few
    none = words(found.render(outcome(samples.finding("milk"))))
    assert "is in:" not in none


def test_overview_leads_to_every_outcome():
    markup = overview.render(report())
    assert 'href="#outcome-1"' in markup
    assert "bloating nothing to say yet" in words(markup)
    assert "1 suspect, 1 helper, one of 2" in words(markup)


def test_overview_speaks_of_refused_rows_only_when_there_are_any():
    assert 'href="#refused"' in overview.render(report())
    whole = samples.findings(diary={"days": 3, "entries": 4, "refused": 0})
    assert "#refused" not in overview.render(report(whole))


def test_refused_lists_the_first_and_counts_the_rest():
    many = tuple(Problem(n, "value", "14", "too high", "refused") for n in range(1, 451))
    said = words(refused.render(report(problems=many)))
    assert said.count("too high") == 200
    assert "And 250 more; `gutline check` lists them all." in said


def test_a_problem_of_the_whole_file_has_no_line():
    problem = Problem(None, "file", "", "has no header", "warning")
    assert "– file (used) has no header" in words(refused.render(report(problems=(problem,))))


def test_method_tells_the_checks_of_the_whole_run():
    checks = (
        Check("a", "", passed=True, value=None, sentence="Whole."),
        Check("b", samples.BACK, passed=True, value=None, sentence="One outcome."),
    )
    said = words(method.render(report(samples.findings(checks=checks))))
    assert "Whole." in said
    assert "One outcome." not in said


def test_provenance_is_flat():
    whole = samples.findings(provenance={"a_b": {"c": {"d": 1}}, "list": [1, None], "text": "x"})
    said = words(provenance.render(report(whole)))
    assert "a b: c: d 1" in said
    assert "list [1, null]" in said
    assert "text x" in said


def test_a_report_without_a_count_of_refused_rows_has_none():
    assert report(samples.findings(diary={})).refused == 0
    assert report(samples.findings(diary={"refused": "many"})).refused == 0
    assert report().refused == 2
