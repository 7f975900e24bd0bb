"""Knowing more never unsettles: what is so stays so when the rest is answered, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.cautions import load_cautions
from gutline.catalog.conditions import facts_of, read_condition
from gutline.catalog.facts import load_facts
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.safety.answers import (
    NEEDED_FOR,
    AnswerError,
    Seen,
    joined,
    number,
    read_answers,
    with_worked_out,
)
from gutline.safety.screening import to_ask
from gutline.safety.truth import reasons, truth, unknown

CONDITIONS = {
    rule.id: rule.when
    for load in (load_red_flags, load_gates, load_cautions)
    for rule in load().values()
}


def values(name: str) -> st.SearchStrategy[Any]:
    fact = load_facts()[name]
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "choice":
        return st.sampled_from(fact.choices)
    return st.floats(fact.lowest, fact.highest, allow_nan=False)


def seen(answers: dict[str, Any]) -> dict[str, Seen]:
    return {name: Seen(value, "answer", name) for name, value in answers.items()}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_told_with_part_of_the_answers_is_told_with_all(data):
    condition = CONDITIONS[data.draw(st.sampled_from(sorted(CONDITIONS)))]
    names = sorted(set(facts_of(condition)))
    whole = {name: data.draw(values(name)) for name in names}
    part = {name: whole[name] for name in data.draw(st.sets(st.sampled_from(names)))}
    told = truth(condition, seen(part))
    assert told in {None, truth(condition, seen(whole))}
    assert truth(condition, seen(whole)) is not None


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_open_names_a_fact_that_is_not_known_and_what_is_so_one_that_is(data):
    condition = CONDITIONS[data.draw(st.sampled_from(sorted(CONDITIONS)))]
    names = sorted(set(facts_of(condition)))
    known = seen({n: data.draw(values(n)) for n in data.draw(st.sets(st.sampled_from(names)))})
    told, asked = truth(condition, known), set(unknown(condition, known))
    assert bool(asked) == (told is None)
    assert not asked & set(known)
    why = set(reasons(condition, known))
    assert why <= set(known)
    if told is not True:
        assert not why


@pytest.mark.parametrize("ident", sorted(CONDITIONS))
def test_answering_what_is_asked_always_settles_a_rule(ident):
    """Round after round of the questions it asks for, each answered: it is told in the end."""
    condition, known = CONDITIONS[ident], seen({})
    for _ in range(40):
        asked = list(unknown(condition, known))
        if not asked:
            break
        for name in asked:
            fact = load_facts()[name]
            value = {"yes_no": False, "number": fact.lowest}.get(fact.kind)
            known[name] = Seen(fact.choices[0] if value is None else value, "answer", name)
    assert truth(condition, known) is not None


@pytest.mark.parametrize(
    ("raw", "answers", "value"),
    [
        ("fever", {}, None),
        ("fever", {"fever": False}, False),
        ({"not": "fever"}, {}, None),
        ({"not": "fever"}, {"fever": True}, False),
        ({"all": ["fever", "gout"]}, {"fever": False}, False),
        ({"all": ["fever", "gout"]}, {"fever": True}, None),
        ({"any": ["fever", "gout"]}, {"fever": True}, True),
        ({"any": ["fever", "gout"]}, {"fever": False}, None),
        ({"any": ["fever", "gout"]}, {"fever": False, "gout": False}, False),
        ({"at_least": 2, "of": ["fever", "gout", "jaundice"]}, {"fever": True}, None),
        (
            {"at_least": 2, "of": ["fever", "gout", "jaundice"]},
            {"fever": True, "jaundice": True},
            True,
        ),
        (
            {"at_least": 2, "of": ["fever", "gout", "jaundice"]},
            {"fever": False, "jaundice": False},
            False,
        ),
        ({"all": [{"any": ["fever", "gout"]}, "jaundice"]}, {"jaundice": True}, None),
        ({"all": [{"any": ["fever", "gout"]}, "jaundice"]}, {"jaundice": False}, False),
        ("age >= 50", {"age": 50.0}, True),
        ("age < 18", {"age": 18.0}, False),
        ("age <= 17.5", {"age": 17.5}, True),
        ("age > 50", {"age": 50.0}, False),
        ("sex = female", {"sex": "male"}, False),
        ("sex = female", {"sex": "female"}, True),
        ("sex = female", {}, None),
    ],
)
def test_a_condition_of_three_values(raw, answers, value):
    assert truth(read_condition(raw), seen(answers)) is value


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"feber": True}, "did you mean 'fever'"),
        ({"zzzzzz": True}, "see the list of questions"),
        ({"fever": 1}, "give true or false"),
        ({"fever": "yes"}, "give true or false"),
        ({"age": True}, "give a number"),
        ({"age": "44"}, "give a number"),
        ({"age": 0}, "from 1 to 120 years"),
        ({"age": 121}, "from 1 to 120 years"),
        ({"age": float("nan")}, "from 1 to 120 years"),
        ({"age": float("inf")}, "from 1 to 120 years"),
        ({"sex": "woman"}, "give female or male or other"),
        ({"sex": False}, "give female or male or other"),
        ({"fever": []}, "give true or false"),
        ({"x" * 500: True}, "there is no question"),
    ],
)
def test_an_answer_that_cannot_be_says_what_to_give(answers, words):
    with pytest.raises(AnswerError, match=words) as error:
        read_answers(answers)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        (True, False, True),
        (False, True, True),
        (3.0, 5.0, 5.0),
        (5.0, 3.0, 5.0),
        ("female", "male", "female"),
    ],
)
def test_of_two_sources_the_stricter_is_believed(one, other, stays):
    found = joined({"x": Seen(one, "answer", "a")}, {"x": Seen(other, "diary", "b")})
    assert found["x"].value == stays


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.booleans()), max_size=4))
@settings(max_examples=40, deadline=None)
def test_sources_are_joined_the_same_in_any_order(sources):
    known = [seen(one) for one in sources]
    forth, back = joined(*known), joined(*reversed(known))
    assert {n: s.value for n, s in forth.items()} == {n: s.value for n, s in back.items()}


@pytest.mark.parametrize(
    ("answers", "bmi"),
    [
        ({"height_cm": 170.0, "weight_kg": 65.0}, 22.49),
        ({"height_cm": 180.0, "weight_kg": 59.0}, 18.21),
        ({"height_cm": 170.0}, None),
        ({"weight_kg": 65.0}, None),
        ({}, None),
    ],
)
def test_weight_for_height_needs_both(answers, bmi):
    found = number(with_worked_out(seen(answers)), "bmi")
    assert found == (None if bmi is None else pytest.approx(bmi, abs=0.01))


@pytest.mark.parametrize(
    ("interest", "down", "total"),
    [(1.0, 1.0, 2.0), (3.0, None, 3.0), (2.0, None, None), (None, 3.0, 3.0), (None, None, None),
     (0.0, 0.0, 0.0), (3.0, 3.0, 6.0)],
)  # fmt: skip
def test_mood_is_told_once_it_cannot_change(interest, down, total):
    given_ = {"phq_interest": interest, "phq_down": down}
    known = with_worked_out(seen({n: v for n, v in given_.items() if v is not None}))
    assert number(known, "phq2_score") == total


def test_a_man_is_not_pregnant_unless_he_says_so():
    assert with_worked_out(seen({"sex": "male"}))["pregnant"].value is False
    assert "pregnant" not in with_worked_out(seen({"sex": "female"}))
    assert with_worked_out(seen({"sex": "male", "pregnant": True}))["pregnant"].value is True


@pytest.mark.parametrize("worked_out", sorted(NEEDED_FOR))
def test_what_is_worked_out_is_asked_for_by_its_parts(worked_out):
    assert to_ask([worked_out], {}) == list(NEEDED_FOR[worked_out])
    first, *rest = NEEDED_FOR[worked_out]
    assert to_ask([worked_out, worked_out], seen({first: 2.0})) == rest


@pytest.mark.parametrize(
    "fact", sorted(f.id for f in load_facts().values() if f.computed and f.id not in NEEDED_FOR)
)
def test_what_only_a_diary_or_a_plan_tells_is_never_asked(fact):
    assert to_ask([fact], {}) == []


@pytest.mark.parametrize("fact", sorted(load_facts()))
def test_every_question_is_short_plain_and_has_its_bounds(fact):
    about = load_facts()[fact]
    assert 0 < len(about.ask.split()) <= 20
    assert about.holds_days >= 1
    assert about.lowest < about.highest or about.kind != "number"
    assert (len(about.choices) >= 2) == (about.kind == "choice")
