"""The screen: strictest first, what is unknown stays unknown, more signs never calm it down."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.conditions import AtLeast, Holds, Not, read_condition
from gutline.catalog.facts import load_facts
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.rules import URGENCIES
from gutline.diary import parse_text
from gutline.safety import screen
from gutline.safety.advice import rank
from gutline.safety.answers import AnswerError, Seen, joined, read_answers, with_worked_out
from gutline.safety.screening import know, open_questions, screen_known
from gutline.safety.truth import reasons, truth, unknown

YES_NO = sorted(f.id for f in load_facts().values() if f.kind == "yes_no" and not f.computed)
FLAGS = load_red_flags()


def answers_of(facts):
    return st.dictionaries(st.sampled_from(facts), st.booleans(), max_size=14)


def people():
    """Answers of all kinds, some left out."""
    return st.builds(
        lambda said, age, sex: {**said, **age, **sex},
        answers_of(YES_NO),
        st.one_of(st.just({}), st.fixed_dictionaries({"age": st.integers(1, 99)})),
        st.one_of(st.just({}), st.fixed_dictionaries({"sex": st.sampled_from(["female", "male"])})),
    )


def strictness(advice) -> int:
    return min((rank(one.urgency) for one in advice), default=len(URGENCIES))


@given(people(), st.sampled_from(YES_NO))
def test_an_added_sign_never_lowers_the_urgency(answers, sign):
    before = strictness(screen(answers))
    assert strictness(screen({**answers, sign: True})) <= before


@given(people(), st.sampled_from(sorted(FLAGS)))
def test_an_added_rule_never_lowers_the_urgency(answers, left_out):
    known = know(answers)
    fewer = {ident: flag for ident, flag in FLAGS.items() if ident != left_out}
    assert strictness(screen_known(known, FLAGS)) <= strictness(screen_known(known, fewer))


@given(people(), st.integers(0, 1000))
def test_the_order_of_answers_does_not_matter(answers, seed):
    shuffled = list(answers.items())
    random.Random(seed).shuffle(shuffled)
    assert screen(dict(shuffled)) == screen(answers)


@given(people(), st.sampled_from(YES_NO))
def test_an_answer_left_out_is_the_same_as_none(answers, sign):
    without = {name: value for name, value in answers.items() if name != sign}
    assert screen({**without, sign: None}) == screen(without)


@given(people())
def test_the_strictest_stands_first(answers):
    ranks = [rank(one.urgency) for one in screen(answers)]
    assert ranks == sorted(ranks)


@given(people())
def test_a_no_is_never_needed_for_a_rule_to_fire(answers):
    only_yes = {name: value for name, value in answers.items() if value is not False}
    fired = {one.rule for one in screen(answers)}
    assert fired <= {one.rule for one in screen(only_yes)}


@pytest.mark.parametrize("flag", FLAGS.values(), ids=lambda flag: flag.id)
def test_taking_back_the_answers_of_a_rule_leaves_it_undecided_or_silent(flag):
    told = [name for name, value in flag.fires.answers.items() if value is True]
    for name in told:
        fewer = {k: v for k, v in flag.fires.answers.items() if k != name}
        diary = parse_text(flag.fires.diary) if flag.fires.diary else None
        assert truth(flag.when, know(fewer, diary)) in {None, True}


def test_nothing_said_gives_nothing():
    assert screen({}) == []


def test_an_emergency_comes_first_and_says_why():
    found = screen({"back_pain": True, "saddle_numbness": True, "wants_igg_test": True})
    assert found[0].rule == "back_nerves_squeezed"
    assert found[0].stops_everything
    assert found[0].why == ("you said: back pain", "you said: numbness between the legs")
    assert found[-1].urgency == "info"


def test_a_rule_without_a_source_that_was_read_is_never_the_only_emergency():
    strict = dataclasses.replace(
        FLAGS["swollen_joints"], urgency="emergency", when=Holds("two_swollen_joints")
    )
    known = know({"two_swollen_joints": True, "vomiting_blood": True})
    alone = screen_known(know({"two_swollen_joints": True}), {"x": strict})
    assert [one.urgency for one in alone] == ["urgent"]
    assert not alone[0].settled
    beside = screen_known(known, {"x": strict, "bleeding_emergency": FLAGS["bleeding_emergency"]})
    assert [one.urgency for one in beside] == ["emergency", "emergency"]
    assert beside[0].settled


def test_a_milder_rule_gives_way_to_the_one_that_replaces_it():
    nine = dict.fromkeys(FLAGS["inflammatory_back_refer"].fires.answers, True)
    fired = {one.rule for one in screen(nine)}
    assert "inflammatory_back_refer" in fired
    assert "inflammatory_back_blood_test" not in fired


def test_exactly_three_features_ask_for_the_blood_test():
    answers = FLAGS["inflammatory_back_blood_test"].fires.answers
    assert {one.rule for one in screen(answers)} >= {"inflammatory_back_blood_test"}
    assert "inflammatory_back_refer" not in {one.rule for one in screen(answers)}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"fevr": True}, "did you mean 'fever'"),
        ({"fever": "yes"}, "true or false"),
        ({"fever": 1}, "true or false"),
        ({"age": True}, "a number"),
        ({"age": 300}, "from 1 to 120 years"),
        ({"age": float("nan")}, "from 1 to 120 years"),
        ({"sex": "f"}, "female or male or other"),
        ({"zzzz": True}, "see the list"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_reason(answers, words):
    with pytest.raises(AnswerError, match=r"there is no question|give") as caught:
        screen(answers)
    assert words in str(caught.value)


def test_a_yes_from_the_diary_stands_against_a_no():
    diary = parse_text("2026-03-01 08:00 note fever since last night\n")
    assert know({"fever": False}, diary)["fever"].value is True


def test_a_no_from_the_person_stands_where_the_diary_is_silent():
    assert (
        know({"fever": False}, parse_text("2026-03-01 08:00 note fine\n"))["fever"].value is False
    )


def test_of_two_numbers_the_higher_stays():
    one = {"age": Seen(40.0, "answer", "a")}
    other = {"age": Seen(50.0, "diary", "b")}
    assert joined(one, other) == joined(other, one) == other


def test_weight_for_height_and_mood_are_worked_out():
    known = with_worked_out(
        read_answers({"height_cm": 200, "weight_kg": 80, "phq_interest": 2, "phq_down": 1})
    )
    assert known["bmi"].value == pytest.approx(20.0)
    assert known["phq2_score"].value == 3


def test_one_mood_answer_of_three_is_enough_and_one_of_two_is_not():
    assert "phq2_score" in with_worked_out(read_answers({"phq_down": 3}))
    assert "phq2_score" not in with_worked_out(read_answers({"phq_down": 2}))


def test_what_is_open_about_something_told_is_asked_the_strictest_first():
    asked = open_questions({"six_bloody_stools": True, "rectal_bleeding": True})
    assert asked[:4] == ["fever", "fast_pulse", "crp_over_30", "haemoglobin_under_108"]
    assert "age" in asked
    assert open_questions({}) == []


def test_only_urgencies_that_are_wanted_are_asked_about():
    answers = {"belly_trouble": True}
    assert open_questions(answers, urgencies=("emergency", "urgent")) == []
    assert "night_diarrhoea" in open_questions(answers)


ABC = {"fever": Seen(True, "answer", "a"), "nausea": Seen(False, "answer", "b")}


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("fever", True),
        ("nausea", False),
        ("vomiting", None),
        ({"all": ["fever", "nausea"]}, False),
        ({"all": ["fever", "vomiting"]}, None),
        ({"any": ["fever", "vomiting"]}, True),
        ({"any": ["nausea", "vomiting"]}, None),
        ({"not": "nausea"}, True),
        ({"not": "vomiting"}, None),
        ({"at_least": 2, "of": ["fever", "nausea", "vomiting"]}, None),
        ({"at_least": 2, "of": ["fever", "nausea", "diarrhoea", "vomiting"]}, None),
        ({"at_least": 3, "of": ["fever", "nausea", "vomiting"]}, False),
        ("age >= 50", None),
    ],
)
def test_what_is_not_known_stays_unknown(condition, value):
    assert truth(read_condition(condition), ABC) is value


@pytest.mark.parametrize(
    ("text", "age", "value"),
    [
        ("age >= 50", 50, True),
        ("age > 50", 50, False),
        ("age < 50", 49.9, True),
        ("age <= 50", 50, True),
        ("age = 50", 50, True),
        ("age = 50", 51, False),
    ],
)
def test_numbers_are_compared(text, age, value):
    assert truth(read_condition(text), {"age": Seen(age, "answer", "")}) is value


def test_reasons_and_open_facts_of_a_condition():
    condition = read_condition({"all": ["fever", {"any": ["nausea", "vomiting"]}]})
    assert list(unknown(condition, ABC)) == ["vomiting"]
    assert list(reasons(condition, ABC)) == []
    more = {**ABC, "vomiting": Seen(True, "answer", "c")}
    assert list(reasons(condition, more)) == ["fever", "vomiting"]
    assert list(unknown(condition, more)) == []
    assert isinstance(condition, AtLeast)
    assert list(unknown(Not(Holds("x")), {})) == ["x"]
