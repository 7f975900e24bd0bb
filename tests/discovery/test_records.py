"""The records that reports and programs read: settings, verdicts, tables."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from gutline.discovery import (
    Finding,
    Findings,
    LeadCheck,
    Needs,
    OutcomeSummary,
    Settings,
    SplitHalf,
    Verdict,
    discover,
)
from tests.discovery.diaries import PAIN, Person, diary_of

MILK = Finding(PAIN, "milk", "food", Verdict.SUSPECT, 0.98, 1.3, (0.8, 1.8), sentence="Milk.")
EGG = Finding("itch", "egg", "food", Verdict.UNTESTABLE, sentence="Egg.")
SAID = Findings(
    {PAIN: OutcomeSummary(PAIN, 40, 20), "itch": OutcomeSummary("itch", 2, 2, status="too short")},
    (MILK, EGG),
)


def test_three_verdicts_are_findings():
    assert [v.value for v in Verdict if v.found] == ["suspect", "helper", "one_of"]
    assert [v.value for v in Verdict if not v.found] == ["cleared", "undecided", "untestable"]


def test_an_outcome_that_is_not_ready_tells_its_status_instead_of_findings():
    assert SAID.text == f"{PAIN}: Milk.\n\nitch: too short"


def test_rows_are_plain_and_hold_none_where_nothing_is_known():
    first, second = SAID.table
    assert (first["lower"], first["upper"], first["verdict"]) == (0.8, 1.8, "suspect")
    assert (second["lower"], second["upper"], second["probability"]) == (None, None, None)
    assert type(first["verdict"]) is str
    assert list(first) == list(second)


@pytest.mark.parametrize(
    "record",
    [
        MILK,
        SAID,
        Settings(),
        Needs(1, 2),
        LeadCheck(reversed=True, p_value=0.0),
        SplitHalf(1.0, 1.0, agrees=True),
    ],
)
def test_records_cannot_be_changed(record):
    with pytest.raises(FrozenInstanceError):
        setattr(record, fields(record)[0].name, None)


def test_provenance_holds_every_setting():
    asked = Settings(claimed_fdr=0.05, direct=True, prior_weights={"milk": 2.0})
    said = discover(diary_of(Person({"milk": 0.4, "egg": 0.3}, days=30)), settings=asked)
    assert said.provenance["settings"] == asked.as_dict()
    assert asked.as_dict()["prior_weights"] == {"milk": 2.0}
    assert set(asked.as_dict()) == {f.name for f in fields(Settings)}


@pytest.mark.parametrize(("given", "used"), [(3.0, 3.0), (99.0, 5.0), (0.0, 0.2), (1.0, 1.0)])
def test_prior_weights_are_held_within_a_fifth_and_five_times(given, used):
    assert Settings(prior_weights={"milk": given}).prior_weight("milk") == used
    assert Settings(prior_weights={"milk": given}).prior_weight("egg") == 1.0


def test_other_settings_are_another_provenance_of_the_same_diary():
    diary = diary_of(Person({"milk": 0.4, "egg": 0.3}, days=30))
    usual, strict = discover(diary), discover(diary, settings=replace(Settings(), claimed_fdr=0.01))
    assert usual.provenance["diary_digest"] == strict.provenance["diary_digest"]
    assert usual.provenance["settings"] != strict.provenance["settings"]


def test_another_diary_has_another_digest():
    left, right = (diary_of(Person({"milk": 0.4, "egg": 0.3}, days=30, seed=s)) for s in (1, 2))
    assert discover(left).provenance["diary_digest"] != discover(right).provenance["diary_digest"]


def test_the_facts_of_the_diary_are_told():
    said = discover(diary_of(Person({"milk": 0.4, "egg": 0.3}, days=30)))
    assert said.diary["first_day"] == "2026-01-05"
    assert said.diary["last_day"] == "2026-02-03"
    assert (said.diary["days"], said.diary["zone"], said.diary["refused"]) == (30, "UTC", 0)
