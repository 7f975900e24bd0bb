"""A schedule is checked before anything is computed from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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


@pytest.mark.parametrize(
    ("conditions", "layout", "words"),
    [("AB" * 200 + "B", "days", "401 days"), ("AB" * 401, "pairs", "401 pairs"),
     ("AB" * 201, "complete", "402 periods")],
)  # fmt: skip
def test_more_coins_than_can_be_analysed_are_refused_with_what_to_do(conditions, layout, words):
    rows = periods(conditions, days=1)
    with pytest.raises(TrialError, match=f"has {words}, .* at most 400 .* give it in parts"):
        make_schedule(rows, layout)
    assert len(make_schedule(rows[:400], layout).periods) == 400


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


def test_a_pair_has_two_periods():
    rows = [Period(p.start, p.end, p.condition, "1") for p in periods("ABBA")]
    with pytest.raises(TrialError, match="the pair '1' has 4 periods; a pair has two"):
        make_schedule(rows)


def test_a_day_from_eight_to_eight_has_one_coin():
    """Cut at midnight it would be two halves that are always alike: p would be far too small."""
    hours = timedelta(hours=8)
    rows = [Period(p.start + hours, p.end + hours, p.condition) for p in periods("ABBA", days=1)]
    made = make_schedule(rows, "days")
    assert made.periods == tuple(rows)
    assert made.assignments.count() == 16
    long = [Period(p.start + hours, p.end + hours, p.condition) for p in periods("AB", days=2)]
    assert make_schedule(long, "days").assignment == (0, 0, 1, 1)
    assert {p.start.hour for p in make_schedule(long, "days").periods} == {8}


def test_a_stay_that_begins_in_the_afternoon_changes_at_midnight():
    late = Period(FIRST + timedelta(hours=14), FIRST + 3 * DAY, "A")
    made = make_schedule([late, Period(late.end, late.end + DAY, "B")], "days")
    assert [p.start.hour for p in made.periods] == [14, 0, 0, 0]


@pytest.mark.parametrize("hour", [0, 8])
def test_days_across_a_clock_change_keep_to_the_local_hour(hour):
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 3, 28, hour, tzinfo=zone)
    rows = [Period(first, first + 3 * DAY, "A"), Period(first + 3 * DAY, first + 4 * DAY, "B")]
    made = make_schedule(rows, "days")
    assert [p.start.hour for p in made.periods] == [hour] * 4
    assert made.assignment == (0, 0, 0, 1)
