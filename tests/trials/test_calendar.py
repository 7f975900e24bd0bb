"""Days of a trial on dates: nothing is drawn again, whatever is missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gutline.trials.calendar import lay_days
from gutline.trials.errors import TrialError
from tests.trials.conftest import START, event

LATER = START + timedelta(days=400)


def conditions(days):
    return [d.condition for d in days if d.slot is not None and d.slot.part == "unit"]


def test_without_events_every_day_follows_the_one_before(make_trial):
    days = lay_days(make_trial(), LATER)
    assert [d.day for d in days] == [START + timedelta(days=n) for n in range(36)]
    assert conditions(days)[::3] == list(make_trial().allocation.assignment)


@pytest.mark.parametrize(
    "events",
    [(event("slide", day=5),), (event("pause", day=5), event("resume", day=6))],
)
def test_a_missed_day_moves_all_later_ones_on_and_draws_nothing_again(make_trial, events):
    usual, moved = lay_days(make_trial(), LATER), lay_days(make_trial(*events), LATER)
    assert conditions(usual) == conditions(moved)
    assert moved[5].slot is None
    assert moved[5].void
    assert [d.slot for d in moved[6:]] == [d.slot for d in usual[5:]]
    assert len(moved) == 37


def test_a_pause_that_was_not_ended_lasts_until_today(make_trial):
    days = lay_days(make_trial(event("pause", day=4)), START + timedelta(days=9))
    assert [d.slot is None for d in days[3:11]] == [False, *([True] * 6), False]


def test_void_and_sick_days_pass_without_counting(make_trial):
    days = lay_days(make_trial(event("void", day=2), event("sick", day=3)), LATER)
    assert [d.day for d in days if d.void] == [START + timedelta(days=n) for n in (2, 3)]
    assert len(days) == 36


def test_a_stop_ends_it_on_its_day(make_trial):
    days = lay_days(make_trial(event("safety_stop", day=10, reason="pain")), LATER)
    assert days[-1].day == START + timedelta(days=9)


def test_a_strong_reaction_lengthens_the_next_washout(make_trial):
    changes = {"design": "challenges", "layout": "complete", "pairs": 3, "washout_days": 3}
    mild = lay_days(make_trial(event("reaction", "mild", day=1), **changes), LATER)
    strong = lay_days(make_trial(event("reaction", "severe", day=1), **changes), LATER)
    assert len(mild) == 18 + 15
    assert len(strong) == len(mild) + 4
    assert sum(d.slot.part == "washout" for d in strong[:12] if d.slot) == 7
    assert conditions(mild) == conditions(strong)


def test_two_strong_reactions_lengthen_two_washouts(make_trial):
    changes = {"design": "challenges", "layout": "complete", "pairs": 3, "washout_days": 3}
    events = (event("reaction", "severe", day=1), event("reaction", "moderate", day=12))
    assert len(lay_days(make_trial(*events, **changes), LATER)) == 18 + 15 + 8


def test_a_sealed_schedule_shows_no_condition(make_trial):
    from dataclasses import replace

    days = lay_days(replace(make_trial(), allocation=None), LATER)
    assert {d.condition for d in days} == {None}


def test_a_design_that_is_not_known_is_refused(make_trial):
    with pytest.raises(TrialError, match="astrology"):
        lay_days(make_trial(design="astrology"), LATER)
