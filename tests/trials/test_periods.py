"""A schedule is checked before anything is computed from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.periods import Period, make_schedule

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def periods(conditions: str, days: int = 2) -> list[Period]:
    """One period a letter, two of them a pair."""
    return [
        Period(FIRST + k * days * DAY, FIRST + (k + 1) * days * DAY, c, str(k // 2))
        for k, c in enumerate(conditions)
    ]


def test_periods_are_put_in_order():
    made = make_schedule(reversed(periods("ABBA")))
    assert [p.condition for p in made.periods] == list("ABBA")
    assert made.assignment == (0, 1, 1, 0)


@pytest.mark.parametrize(
    ("first", "second", "reference"),
    [("A", "B", "A"), ("caffeine", "placebo", "placebo"), ("with milk", "no milk", "no milk"),
     ("real dairy", "sham dairy", "sham dairy"), ("Zinc", "apple", "apple")],
)  # fmt: skip
def test_the_reference_is_guessed_from_the_words(first, second, reference):
    names = {"A": first, "B": second}
    made = make_schedule(
        [Period(p.start, p.end, names[p.condition], p.pair) for p in periods("ABBA")]
    )
    assert made.reference == reference
    assert {made.reference, made.active} == {first, second}


def test_the_reference_can_be_named():
    assert make_schedule(periods("ABBA"), reference="b").reference == "B"
    with pytest.raises(TrialError, match="no condition 'C'"):
        make_schedule(periods("ABBA"), reference="C")


def test_days_are_tossed_one_by_one_whatever_the_rows():
    made = make_schedule(periods("AB", days=3), "days")
    assert made.assignment == (0, 0, 0, 1, 1, 1)
    assert made.assignments.count() == 64


def test_alternating_has_two_schedules_only():
    assert make_schedule(periods("ABAB"), "alternating").assignments.count() == 2


@pytest.mark.parametrize(
    ("rows", "layout", "word"),
    [
        ([], "pairs", "no periods"),
        (periods("AA"), "pairs", "only 'A'"),
        (periods("ABCA"), "pairs", "3 conditions"),
        (periods("ABA"), "pairs", "3 periods do not make pairs"),
        (periods("AABB"), "pairs", "same condition"),
        (periods("ABBA"), "alternating", "randomised"),
        (periods("A A "), "pairs", "no condition"),
    ],
)
def test_what_is_no_trial_is_refused_with_what_to_mend(rows, layout, word):
    with pytest.raises(TrialError, match=word):
        make_schedule(rows, layout)


def test_periods_that_overlap_are_named():
    rows = periods("AB")
    rows[0] = Period(rows[0].start, rows[1].start + DAY, "A", "0")
    with pytest.raises(TrialError, match=r"2026-03-02 00:00 and 2026-03-04 00:00 overlap"):
        make_schedule(rows)


def test_a_period_that_ends_before_it_starts_is_named():
    with pytest.raises(TrialError, match="ends before"):
        make_schedule([Period(FIRST, FIRST - DAY, "A"), *periods("AB")])


def test_periods_that_stand_together_must_be_of_one_pair():
    rows = [Period(p.start, p.end, p.condition, str(k)) for k, p in enumerate(periods("ABBA"))]
    with pytest.raises(TrialError, match="not of one pair"):
        make_schedule(rows)
