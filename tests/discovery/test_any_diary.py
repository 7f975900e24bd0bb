"""Whatever small diary comes, the engine answers, and keeps its promises."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.diary import Diary, Entry
from gutline.discovery import Findings, Settings, Verdict, discover

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 24 * 40).map(lambda h: START + timedelta(hours=h))
FOODS = st.builds(
    lambda at, name, value: Entry(at, "food", name, value, "" if value is None else "serving"),
    HOURS,
    st.sampled_from(["milk", "rye", "egg", "none"]),
    st.sampled_from([None, 0.0, 0.5, 1.0, 3.0]),
)
RATED = st.builds(
    lambda at, name, value: Entry(at, "symptom", name, None if name == "none" else value, "nrs"),
    HOURS,
    st.sampled_from(["back pain", "bloating", "none"]),
    st.integers(0, 10).map(float),
)
DAILY = st.builds(
    lambda at, kind, value: Entry(at, kind, kind, value, "h" if kind == "sleep" else "nrs"),
    HOURS,
    st.sampled_from(["sleep", "stress", "mood"]),
    st.integers(0, 10).map(float),
)
TAKEN = st.builds(
    lambda at, value: Entry(at, "supplement", "iron", value, "mg"),
    HOURS,
    st.sampled_from([10.0, 20.0]),
)
MARKS = st.builds(
    lambda at, name: Entry(at, "complete", name),
    HOURS,
    st.sampled_from(["food", "symptoms", "all"]),
)
# Something that can be tested, so that ratings enough in number are always fitted.
WATER = [Entry(START + timedelta(days=4 * d, hours=9), "drink", "water") for d in range(10)]
ENTRIES = st.lists(st.one_of(FOODS, RATED, RATED, RATED, DAILY, TAKEN, MARKS), max_size=140)
TAGS = {"milk": ("dairy", "drink"), "rye": ("gluten",), "egg": ("dairy",), "water": ("drink",)}


FELT = st.lists(st.integers(0, 10).map(float), min_size=12, max_size=38)


@settings(max_examples=80)
@given(entries=ENTRIES, felt=FELT)
def test_any_diary_gets_an_answer(entries, felt):
    rated = [
        Entry(START + timedelta(days=d, hours=21), "symptom", "back pain", value, "nrs")
        for d, value in enumerate(felt)
    ]
    diary = Diary((*WATER, *entries, *rated), tags=TAGS)
    said = discover(diary)
    keys = [(f.outcome, f.level, f.name) for f in said.findings]
    assert len(keys) == len(set(keys))
    assert {f.outcome for f in said.findings} == set(said.outcomes)
    assert_kept(said)


def assert_kept(said: Findings) -> None:
    """What every finding promises."""
    for f in said.findings:
        assert f.sentence
        assert f.reason
        assert (f.verdict is Verdict.UNTESTABLE) == (f.effect is None)
        if f.effect is not None:
            assert math.isfinite(f.effect)
            assert all(map(math.isfinite, f.interval))
            assert 0.0 <= f.probability <= 1.0
    for outcome in said.outcomes.values():
        assert outcome.ratings == len(outcome.values)


@settings(max_examples=30)
@given(entries=ENTRIES, felt=FELT, direct=st.booleans(), level=st.sampled_from([0.5, 0.9, 0.99]))
def test_any_diary_gets_the_same_answer_twice(entries, felt, direct, level):
    rated = [
        Entry(START + timedelta(days=d, hours=21), "symptom", "back pain", value, "nrs")
        for d, value in enumerate(felt)
    ]
    asked = Settings(direct=direct, interval_level=level)
    one = discover(Diary((*WATER, *entries, *rated), tags=TAGS), settings=asked)
    other = discover(Diary((*rated, *entries[::-1], *WATER), tags=TAGS), settings=asked)
    assert [f.sentence for f in one.findings] == [f.sentence for f in other.findings]
    assert_kept(one)
