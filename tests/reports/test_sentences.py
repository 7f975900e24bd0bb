"""Sentences the terminal and the page share, and how findings are ordered and grouped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutline.discovery.findings import Needs, Verdict
from gutline.reports import sentences
from gutline.reports.verdicts import FACES, grouped, in_ascii, of_verdict, ordered
from tests.reports import samples


@pytest.mark.parametrize(
    ("status", "needs", "words"),
    [
        ("ok", None, ""),
        ("it was never rated", None, "Nothing to say yet: it was never rated."),
        ("Rated 3 times.", Needs(26, None), "Nothing to say yet: Rated 3 times. About 26 more days."),
        ("Nothing to say yet, because it is short; about 26 more days.", Needs(26, None),
         "Nothing to say yet, because it is short; about 26 more days."),
    ],
)  # fmt: skip
def test_silent(status, needs, words):
    summary = replace(samples.summary(), status=status, needs=needs)
    assert sentences.silent(summary) == words


@pytest.mark.parametrize(
    ("diary", "words"),
    [
        (
            {"days": 120, "entries": 1204, "first_day": "2026-01-03", "last_day": "2026-05-02"},
            "120 days, 3 January to 2 May 2026, 1,204 entries",
        ),
        (
            {"days": 32, "entries": 1, "first_day": "2025-12-03", "last_day": "2026-01-03"},
            "32 days, 3 December 2025 to 3 January 2026, 1 entry",
        ),
        (
            {"days": 1, "entries": 2, "first_day": "2026-01-03", "last_day": "2026-01-03"},
            "1 day, 3 January 2026, 2 entries",
        ),
        ({"days": "many", "entries": None}, ""),
        ({}, "0 days, 0 entries"),
        ({"days": 0, "entries": 0, "first_day": None}, "0 days, 0 entries"),
    ],
)
def test_diary_span(diary, words):
    assert sentences.diary_span(diary) == words


def test_rated_without_a_mean():
    assert sentences.rated(replace(samples.summary(), mean=None)) == "120 ratings on 120 days"


def test_counted():
    words = sentences.counted(samples.findings().of("back pain"))
    assert words == ("1 suspect, 1 helper, one of 2, 3 cleared, 9 undecided, 2 cannot be known yet")
    assert sentences.counted([samples.finding("a"), samples.finding("b")]) == "2 suspects"
    assert sentences.counted([]) == ""


def test_no_ratings_says_how_long_a_first_answer_takes():
    words = sentences.no_ratings()
    assert words.startswith("Nothing to say yet, because there is no symptom rating")
    assert words.endswith("for about 20 more days.")


def test_an_outcome_that_will_hardly_be_decided_is_not_announced():
    words = sentences.nothing_found([samples.undecided("a", 3650)], "back pain")
    assert "Decided next" not in words


def test_soonest_is_the_undecided_with_the_fewest_days():
    waiting = [samples.undecided("a", 9), samples.undecided("b", 4), samples.undecided("c", None)]
    first = sentences.soonest(waiting)
    assert first is not None
    assert first.name == "b"
    assert sentences.soonest([samples.cleared("a")]) is None


def test_nothing_found_without_a_forecast():
    words = sentences.nothing_found([samples.undecided("a", None)], "back pain")
    assert words.endswith("more than chance allows so far.")


def test_said_falls_back_on_the_reason_and_ends_its_sentence():
    bare = samples.finding(sentence="", reason="too few")
    assert sentences.said(bare) == "too few."
    assert sentences.said(replace(bare, reason="")) == "dairy."


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Every row of the diary could be read."),
        (1, "1 row of the diary could not be read and was left out."),
        (1200, "1,200 rows of the diary could not be read and were left out."),
    ],
)
def test_refused_rows(count, words):
    assert sentences.refused_rows(count) == words


def test_ordered_by_verdict_then_certainty_then_name():
    listed = [
        samples.cleared("a"),
        samples.finding("c", probability=0.95),
        samples.finding("b", probability=0.95),
        samples.finding("d", probability=0.99),
    ]
    assert [f.name for f in ordered(listed)] == ["d", "b", "c", "a"]


def test_every_verdict_has_a_face():
    assert set(FACES) == set(Verdict)
    assert all(face.word and face.mark and face.ascii_mark.isascii() for face in FACES.values())


def test_grouped_puts_one_credible_set_together():
    groups = grouped([samples.finding("dairy"), *samples.one_of(), samples.cleared("rice")])
    assert [[f.name for f in group] for group in groups] == [["dairy"], ["butter", "rye bread"]]


def test_a_suspect_stands_for_itself():
    pair = [samples.finding(n, credible_set=("a", "b")) for n in ("a", "b")]
    assert [len(group) for group in grouped(pair)] == [1, 1]


def test_of_verdict():
    found = of_verdict(samples.findings().findings, Verdict.CLEARED)
    assert [f.name for f in found] == ["oats", "rice", "tomato"]


def test_in_ascii():
    assert in_ascii("▲ −1.3 … 98\u00a0%") == "^ -1.3 ... 98 %"
