"""What a person reads: whole sentences, never more sure than the engine is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gutline.discovery import Finding, Needs, Verdict, words
from gutline.simulator import SCENARIOS
from tests.discovery.diaries import found_in

MILK = Finding(
    "back pain",
    "milk",
    "food",
    Verdict.SUSPECT,
    probability=0.983,
    effect=1.32,
    interval=(0.84, 1.79),
    peak_hours=13.7,
    count=40,
    days=37,
    credible_set=("milk",),
)
BANNED = re.compile(r"\bcaus|trigger|diagnos|\bcures?\b|\btreat", re.IGNORECASE)
# What the robustness value is about; it says that the finding may not be what it seems.
ALLOWED = "a hidden cause"


def test_a_suspect():
    assert words.found_sentence(MILK, kind="event") == (
        "After milk your back pain was on average 1.3 points higher (0.8 to 1.8), most about "
        "14 hours later; 37 milk days; 98 % sure it is not noise. A suspect: test it."
    )


def test_a_helper_in_grams():
    helper = replace(
        MILK,
        verdict=Verdict.HELPER,
        effect=-1.0,
        interval=(-1.6, -0.4),
        dose="150 g",
        probability=1.0,
    )
    assert words.found_sentence(helper, kind="event") == (
        "After milk (150 g) your back pain was on average 1.0 points lower (0.4 to 1.6), most "
        "about 14 hours later; 37 milk days; more than 99 % sure it is not noise. A helper: test it."
    )


def test_a_slow_helper():
    slow = replace(
        MILK,
        name="magnesium",
        verdict=Verdict.HELPER,
        effect=-1.0,
        interval=(-1.6, -0.4),
        peak_hours=None,
    )
    assert words.found_sentence(slow, kind="slow") == (
        "While magnesium was kept up daily your back pain was on average 1.0 points lower "
        "(0.4 to 1.6); 37 days with it; 98 % sure it is not noise. A helper: test it."
    )


def test_a_state():
    stress = replace(MILK, name="stress", level="stress", dose="4 points more")
    assert words.found_sentence(stress, kind="state") == (
        "With 4 points more (stress) your back pain was on average 1.3 points higher (0.8 to 1.8); "
        "37 days logged; 98 % sure it is not noise. A suspect: test it."
    )


def test_one_of_several():
    several = replace(MILK, verdict=Verdict.ONE_OF, credible_set=("milk", "rye", "egg"))
    assert words.set_sentence(several, 0.96) == (
        "After milk, rye or egg your back pain was on average 1.3 points higher, most about "
        "14 hours later, but you have them together too often to say which; 96 % sure that one of "
        "them goes with it."
    )


def test_cleared():
    clear = replace(MILK, verdict=Verdict.CLEARED, interval=(-0.21, 0.38))
    assert words.cleared_sentence(clear) == (
        "Milk is cleared for back pain: 1 serving changes it by −0.2 to 0.4 points at most "
        "(40 times logged). You can stop worrying about it."
    )


@pytest.mark.parametrize(
    ("needs", "end"),
    [
        (Needs(26, 9), "; about 26 more days (9 more times) would decide it."),
        (Needs(3650, 900), "; more of the same diary will hardly decide it, a trial would."),
        (None, "."),
        (Needs(None, None), "."),
    ],
)
def test_undecided(needs, end):
    unclear = replace(MILK, verdict=Verdict.UNDECIDED, interval=(-0.2, 1.1), needs=needs)
    assert words.undecided_sentence(unclear) == (
        f"Milk is undecided for back pain: 1 serving goes with −0.2 to 1.1 points{end}"
    )


def test_untestable():
    rare = replace(MILK, reason="it was logged only 3 times; 8 times are needed")
    assert words.untestable_sentence(rare) == (
        "Milk cannot be tested for back pain yet: it was logged only 3 times; 8 times are needed."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.26, "1.3"), (-0.44, "−0.4"), (-0.04, "0.0"), (0.04, "0.0"), (-12.0, "−12.0")],
)
def test_points_with_a_sign(value, text):
    assert words.signed_points(value) == text


@pytest.mark.parametrize(("value", "text"), [(1.26, "1.3"), (-0.44, "0.4"), (0.0, "0.0")])
def test_points_without_a_sign(value, text):
    assert words.points(value) == text


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.5, "50 % sure"),
        (0.984, "98 % sure"),
        (0.9901, "more than 99 % sure"),
        (1.0, "more than 99 % sure"),
    ],
)
def test_nobody_is_ever_certain(chance, text):
    assert words.sureness(chance) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (None, ""),
        (3.6, ", most about 4 hours later"),
        (59.0, ", most about 59 hours later"),
        (61.0, ", most about 3 days later"),
    ],
)
def test_delays(hours, text):
    assert words.delay(hours) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [((), ""), (("rye",), "rye"), (("rye", "egg"), "rye or egg"), (("a", "b", "c"), "a, b or c")],
)
def test_choices(names, text):
    assert words.either(names) == text


@pytest.mark.parametrize(
    ("text", "capital"), [("milk", "Milk"), ("iPA", "IPA"), ("ärger", "Ärger"), ("", "")]
)
def test_first_letters(text, capital):
    assert words.capital(text) == capital


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_sentence_claims_a_cause(scenario):
    said = found_in(scenario, 3)
    texts = [said.text, *(c.sentence for c in said.checks)]
    for f in said.findings:
        texts += [f.reason, f.next_step, f.robustness_words, *f.notes]
    for outcome in said.outcomes.values():
        texts += [outcome.status, *outcome.notes]
    assert sum(map(len, texts)) > 1000
    assert [t for t in texts if BANNED.search(t.replace(ALLOWED, ""))] == []
    assert [f.sentence for f in said.findings if BANNED.search(f.sentence)] == []


def test_the_ban_sees_what_it_bans():
    for bad in ("milk causes pain", "your trigger", "we diagnose", "it treats pain", "a cure"):
        assert BANNED.search(bad)
    assert not BANNED.search("because it was logged once")
