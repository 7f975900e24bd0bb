"""Sessions by rule and the timetable of practices: never too long, in order, the same each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.exercises import PLACES, load_exercises
from gutline.catalog.practices import load_practices
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.sessions import load_session_rules
from gutline.routine.errors import RoutineError
from gutline.routine.sessions import LONGEST_STRETCH, fitting, put_together, stopping
from gutline.routine.timetable import timetable
from gutline.safety.screening import screen

RULES, EXERCISES, PRACTICES = load_session_rules(), load_exercises(), load_practices()
places_of = st.sets(st.sampled_from(sorted(PLACES)), min_size=1)


@given(
    minutes=st.sampled_from(sorted(RULES)),
    bloated=st.booleans(),
    places=places_of,
    turn=st.integers(-5, 800_000),
    kept=st.sets(st.sampled_from(sorted(EXERCISES))),
)
def test_any_session_follows_its_rule(minutes, bloated, places, turn, kept):
    rule = RULES[minutes]
    known = {name: EXERCISES[name] for name in kept}
    session = put_together(rule, known, bloated=bloated, places=places, turn=turn)
    assert session.seconds <= minutes * 60
    chosen = [item.exercise for item in session.items]
    assert len({one.id for one in chosen}) == len(chosen)
    assert all(one.place in places for one in chosen)
    assert not (bloated and any(one.presses for one in chosen))
    order = [share.part for share in rule.parts]
    parts = [order.index(one.part) for one in chosen]
    assert parts == sorted(parts)
    for item in session.items:
        assert item.exercise.seconds <= item.seconds <= item.exercise.seconds * LONGEST_STRETCH
    assert session == put_together(rule, known, bloated=bloated, places=places, turn=turn)
    fits = [e for e in fitting(known.values(), bloated=bloated, places=places) if e.part in order]
    left_out = [e for e in fits if e not in chosen]
    spare = minutes * 60 - sum(e.seconds + rule.change_s for e in chosen)
    assert all(e.seconds + rule.change_s > spare for e in left_out)


@pytest.mark.parametrize("bloated", [False, True])
@pytest.mark.parametrize("minutes", sorted(RULES))
def test_every_day_of_a_month_the_time_is_filled(minutes, bloated):
    for turn in range(739_000, 739_030):
        session = put_together(RULES[minutes], EXERCISES, bloated=bloated, turn=turn)
        assert minutes * 60 - 30 <= session.seconds <= minutes * 60
        parts = {item.exercise.part for item in session.items}
        assert parts >= {"loosen", "strengthen", "stretch"}


def test_another_turn_brings_another_choice():
    made = {put_together(RULES[10], EXERCISES, turn=turn).items for turn in range(10)}
    assert len(made) >= 8


def test_who_has_lain_down_does_not_get_up_within_a_part_and_lie_down_again():
    session = put_together(RULES[20], EXERCISES, turn=4)
    for part in {item.exercise.part for item in session.items}:
        seen = [i.exercise.place for i in session.items if i.exercise.part == part]
        changes = sum(one != other for one, other in pairwise(seen))
        assert changes == len(set(seen)) - 1


def test_without_exercises_there_is_an_empty_session():
    assert put_together(RULES[5], {}).items == ()


def an_advice(urgency: str):
    flags = load_red_flags().values()
    flag = next(f for f in flags if screen(dict(f.fires.answers)))
    return replace(screen(dict(flag.fires.answers))[0], urgency=urgency)


def test_urgent_advice_and_emergencies_stop_a_session_and_milder_advice_does_not():
    milder, urgent, emergency = (an_advice(u) for u in ("soon", "urgent", "emergency"))
    assert stopping([]) is None
    assert stopping([milder]) is None
    assert stopping([milder, urgent]) == urgent
    assert stopping([urgent, milder, emergency]) == emergency


@pytest.mark.parametrize("one", PRACTICES.values(), ids=lambda one: one.id)
def test_a_practice_takes_its_time_without_a_gap(one):
    for minutes in one.lengths:
        steps = timetable(one, minutes)
        ends = [step.start_s + step.seconds for step in steps]
        assert [step.start_s for step in steps] == [0, *ends[:-1]]
        longest = minutes * 60
        assert ends[-1] == longest if one.prompts else longest - 20 <= ends[-1] <= longest
        assert all(step.seconds > 0 and step.say for step in steps)


@given(
    minutes=st.floats(1, 60),
    counts=st.tuples(
        st.integers(2, 20), st.integers(0, 20), st.integers(2, 20), st.integers(0, 20)
    ),
)
def test_any_breath_ends_with_a_whole_breath_in_time(minutes, counts):
    steps = timetable(PRACTICES["box_breathing"], minutes, counts)
    breath = [count for count in counts if count]
    assert len(steps) % len(breath) == 0
    assert [step.seconds for step in steps] == breath * (len(steps) // len(breath))
    end = steps[-1].start_s + steps[-1].seconds
    assert end <= max(round(minutes * 60), sum(counts))
    assert end + sum(counts) > round(minutes * 60)


@pytest.mark.parametrize(
    ("name", "minutes", "counts", "words"),
    [
        ("box_breathing", 0.5, None, "choose from 1 to 60 minutes"),
        ("box_breathing", 61, None, "choose from 1 to 60 minutes"),
        ("box_breathing", float("nan"), None, "choose from 1 to 60 minutes"),
        ("box_breathing", 5, (1, 0, 4, 0), "2 seconds or more"),
        ("box_breathing", 5, (4, 0, 40, 0), "between 0 and 20"),
        ("body_scan", 5, (4, 4, 4, 4), "leave the counts out"),
    ],
)
def test_impossible_wishes_are_refused_in_a_sentence(name, minutes, counts, words):
    with pytest.raises(RoutineError, match=words):
        timetable(PRACTICES[name], minutes, counts)
