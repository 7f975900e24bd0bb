"""Gates: what keeps a plan from starting, for every door alike; unknown is never allowed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.facts import load_facts
from gutline.diary import parse_text
from gutline.safety import may_start
from gutline.safety.gates import LONGEST_OUT_DAYS, Plan, PlanError, Profile, plans_of
from gutline.safety.interview import answer_page, next_page
from gutline.safety.takings import Taken

DAIRY = Plan("elimination", ("dairy",), days=28, start=date(2026, 3, 1))
GLUTEN = Plan("elimination", ("gluten",), days=28)


def whole_answers(**more) -> dict[str, Any]:
    """Answers of a healthy adult to every question there is."""
    answers: dict[str, Any] = {
        fact.id: False
        for fact in load_facts().values()
        if fact.kind == "yes_no" and not fact.computed
    }
    answers |= {"age": 40, "sex": "female", "height_cm": 170, "weight_kg": 65}
    answers |= {"coeliac_test_done": True, "supplements_started_this_week": 0}
    return {**answers, **more}


def decide(plan, medicines=(), running=(), diary=None, **more):
    profile = Profile(whole_answers(**more), medicines, running=running)
    return may_start(plan, profile, diary)


def closed(decision) -> set[str]:
    return {reason.rule for reason in decision.reasons}


ALL_PLANS = [
    DAIRY,
    GLUTEN,
    Plan("elimination", ("alcohol",)),
    Plan("reintroduction", ("milk",), harmed_before=False),
    Plan("challenge", ("milk",), harmed_before=False),
    Plan("challenge", ("beer",), harmed_before=False),
    Plan("supplement", ("magnesium",)),
    Plan("meal_timing"),
    Plan("practice", ("walking",)),
]


@pytest.mark.parametrize("plan", ALL_PLANS, ids=lambda p: "-".join((p.kind, *p.names)))
def test_a_healthy_adult_may_start(plan):
    decision = decide(plan)
    assert decision.allowed, decision
    assert (decision.reasons, decision.what_first, decision.ask) == ((), (), ())


@pytest.mark.parametrize(
    ("plan", "answers", "gate"),
    [
        (GLUTEN, {"coeliac_test_done": False}, "coeliac_test_first"),
        (DAIRY, {"weight_kg": 50}, "underweight_or_losing"),
        (DAIRY, {"unexplained_weight_loss": True}, "underweight_or_losing"),
        (DAIRY, {"malnutrition": True}, "underweight_or_losing"),
        (DAIRY, {"age": 17}, "under_18"),
        (DAIRY, {"pregnant": True}, "pregnant_or_breastfeeding"),
        (DAIRY, {"breastfeeding": True}, "pregnant_or_breastfeeding"),
        (DAIRY, {"scoff_sick": True, "scoff_fat": True}, "eating_disorder_risk"),
        (DAIRY, {"eating_disorder_ever": True}, "eating_disorder_risk"),
        (DAIRY, {"few_safe_foods": True}, "eating_disorder_risk"),
        (
            Plan("reintroduction", ("milk",)),
            {"anaphylaxis_to_food": True},
            "severe_reaction_before",
        ),
        (Plan("challenge", ("wine",)), {"gout": True}, "gout_and_alcohol"),
        (Plan("challenge", ("red_wine",)), {"gout": True}, "gout_and_alcohol"),
        (Plan("challenge", ("beer",)), {"morning_drinking": True}, "alcohol_challenge_never_alone"),
        (Plan("elimination", ("alcohol",)), {"morning_drinking": True}, "alcohol_withdrawal"),
        (Plan("meal_timing"), {"takes_insulin_or_sulfonylurea": True}, "insulin_and_meals"),
        (Plan("supplement", ("zinc",)), {"pregnant": True}, "supplements_with_a_doctor"),
        (Plan("supplement", ("zinc",)), {"age": 16}, "supplements_with_a_doctor"),
        (
            Plan("supplement", ("zinc",)),
            {"supplements_started_this_week": 1},
            "one_supplement_at_a_time",
        ),
        (Plan("supplement", ("magnesium",)), {"kidney_disease": True}, "magnesium_kidneys"),
        (Plan("supplement", ("curcumin",)), {"gallstones": True}, "curcumin_gallbladder"),
        (Plan("supplement", ("probiotic",)), {"weak_immune_system": True}, "live_bacteria"),
        (Plan("challenge", ("kefir",)), {"weak_immune_system": True}, "live_bacteria"),
        (DAIRY, {"vomiting_blood": True}, "bleeding_emergency"),
        (Plan("practice", ("walking",)), {"hot_swollen_joint": True}, "hot_swollen_joint"),
        (DAIRY, {"iron_deficiency": True}, "loss_unexplained"),
        (Plan("supplement", ("zinc",)), {"jaundice": True}, "jaundice"),
    ],
)
def test_a_gate_is_closed(plan, answers, gate):
    medicines = None if "takes_insulin_or_sulfonylurea" in answers else ()
    decision = decide(plan, medicines, **answers)
    assert not decision.allowed
    assert gate in closed(decision)
    assert decision.what_first


def test_one_answer_of_worry_about_eating_is_below_the_limit():
    assert decide(DAIRY, scoff_food=True).allowed


def test_a_gate_for_one_kind_of_plan_leaves_the_others_open():
    assert decide(Plan("supplement", ("zinc",)), weight_kg=50).allowed
    assert decide(DAIRY, coeliac_test_done=False).allowed
    assert decide(Plan("challenge", ("milk",), harmed_before=False), gout=True).allowed


def test_a_caution_stands_only_against_its_own_supplement():
    assert decide(Plan("supplement", ("zinc",)), kidney_disease=True).allowed
    assert not decide(Plan("supplement", ("magnesium glycinate",)), kidney_disease=True).allowed


@pytest.mark.parametrize("medicine", ["insulin", "Gliclazide 30 mg", "lantus"])
def test_medicines_are_known_by_their_names(medicine):
    assert closed(decide(Plan("meal_timing"), (medicine,))) == {"insulin_and_meals"}


def test_a_list_of_medicines_that_was_not_asked_for_is_unknown():
    answers = {k: v for k, v in whole_answers().items() if not k.startswith("takes_")}
    decision = may_start(Plan("meal_timing"), Profile(answers))
    assert not decision.allowed
    assert decision.ask == ("takes_insulin_or_sulfonylurea",)
    assert may_start(Plan("meal_timing"), Profile(answers, ("ibuprofen",))).allowed


def test_a_second_elimination_waits_for_the_first():
    assert closed(decide(DAIRY, running=("gluten",))) == {"one_at_a_time"}


@pytest.mark.parametrize(
    ("plan", "allowed"),
    [
        (Plan("elimination", ("dairy",), days=42), True),
        (Plan("elimination", ("dairy",), days=43), False),
        (Plan("elimination", ("dairy",), days=84, days_out=42, days_out_in_a_row=7), True),
        (Plan("elimination", ("dairy",), days=120, days_out=60, days_out_in_a_row=6), False),
        (Plan("elimination", ("dairy", "gluten", "egg"), days=14), False),
    ],
)
def test_an_elimination_is_short_and_narrow(plan, allowed):
    assert decide(plan).allowed is allowed


@pytest.mark.parametrize(
    ("days", "back"), [(14, date(2026, 3, 15)), (42, date(2026, 4, 12)), (90, date(2026, 4, 12))]
)
def test_a_food_that_is_out_comes_back_on_a_day(days, back):
    plan = Plan("elimination", ("dairy",), days=days, start=date(2026, 3, 1))
    assert plan.put_back == back
    assert decide(plan).put_back == back
    assert (back - date(2026, 3, 1)).days <= LONGEST_OUT_DAYS


def test_nothing_comes_back_where_nothing_is_out():
    assert Plan("supplement", ("zinc",), start=date(2026, 3, 1)).put_back is None
    assert GLUTEN.put_back is None


def test_nothing_answered_is_never_allowed():
    decision = may_start(DAIRY, Profile())
    assert not decision.allowed
    assert decision.reasons == ()
    assert len(decision.what_first) == 2
    assert {"height_cm", "weight_kg", "pregnant", "scoff_sick", "age"} <= set(decision.ask)


@pytest.mark.parametrize(
    "left_out",
    ["age", "pregnant", "breastfeeding", "malnutrition", "weight_kg", "height_cm",
     "eating_disorder_ever", "fear_of_food", "unexplained_weight_loss"],
)  # fmt: skip
def test_an_answer_left_out_keeps_an_elimination_closed(left_out):
    answers = {k: v for k, v in whole_answers().items() if k != left_out}
    decision = may_start(DAIRY, Profile(answers, ()))
    assert not decision.allowed
    assert left_out in decision.ask


def test_a_man_is_not_asked_whether_he_is_pregnant():
    answers = whole_answers(sex="male")
    del answers["pregnant"], answers["breastfeeding"]
    assert may_start(DAIRY, Profile(answers, ())).allowed


def test_two_yes_of_five_are_enough_without_the_other_three():
    answers = whole_answers(scoff_sick=True, scoff_control=True)
    for name in ("scoff_weight", "scoff_fat", "scoff_food"):
        del answers[name]
    decision = may_start(DAIRY, Profile(answers, ()))
    assert closed(decision) == {"eating_disorder_risk"}
    assert decision.ask == ()


def test_the_short_check_cannot_be_left_out():
    answers = whole_answers()
    del answers["chest_pain"]
    decision = may_start(Plan("practice", ("walking",)), Profile(answers, ()))
    assert not decision.allowed
    assert "short check" in decision.what_first[0]


def test_the_diary_closes_gates_too():
    falling = "".join(
        f"2026-0{m}-{d:02} 08:00 weight {kg} kg\n"
        for m, d, kg in ((1, 1, 80), (1, 8, 80), (3, 1, 74), (3, 2, 74))
    )
    assert closed(decide(DAIRY, diary=parse_text(falling))) >= {"underweight_or_losing"}


def test_an_emergency_in_a_note_closes_everything():
    note = parse_text("2026-03-01 08:00 note vomited blood last night\n")
    assert not decide(Plan("practice", ("walking",)), diary=note).allowed


def test_supplements_taken_now_are_weighed_with_the_plan():
    profile = Profile(whole_answers(), (), (Taken("iron"),))
    decision = may_start(Plan("supplement", ("curcumin",)), profile)
    assert closed(decision) == {"curcumin_iron"}


@given(st.sets(st.sampled_from(sorted(whole_answers())), max_size=8))
def test_forgetting_answers_never_opens_a_gate(forgotten):
    answers = whole_answers(weight_kg=50)
    fewer = {name: value for name, value in answers.items() if name not in forgotten}
    assert not may_start(DAIRY, Profile(fewer, ())).allowed


@given(st.sampled_from(ALL_PLANS), st.sampled_from(sorted(whole_answers())))
def test_an_added_sign_never_opens_a_gate(plan, sign):
    answers = whole_answers(anaphylaxis_to_food=True, gout=True, pregnant=True)
    before = may_start(plan, Profile(answers, ())).allowed
    if isinstance(answers[sign], bool) and sign != "coeliac_test_done":
        after = may_start(plan, Profile({**answers, sign: True}, ())).allowed
        assert after <= before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "fasting"}, "is not known"),
        ({"kind": "elimination"}, "needs the name"),
        ({"kind": "practice", "days": 0}, "1 or more"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(fields, words):
    with pytest.raises(PlanError, match=words):
        Plan(**fields)


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        (GLUTEN, {"any", "elimination", "gluten_elimination"}),
        (Plan("elimination", ("beer",)), {"any", "elimination", "alcohol_elimination"}),
        (Plan("challenge", ("Wine",)), {"any", "reintroduction", "alcohol_challenge"}),
        (Plan("practice", ("sauerkraut",)), {"any", "fermented"}),
        (Plan("practice", ("walking",)), {"any"}),
    ],
)
def test_what_a_plan_is(plan, what):
    assert plans_of(plan) == what


def test_an_answered_check_and_the_questions_asked_lead_to_a_decision():
    answers: dict[str, Any] = {}
    while (page := next_page(answers)) is not None:
        answers |= answer_page(page, (), {"age": 35, "sex": "male"})
    first = may_start(DAIRY, Profile(answers, ()))
    assert not first.allowed
    more = dict.fromkeys(first.ask, False) | {"height_cm": 180, "weight_kg": 75}
    assert may_start(DAIRY, Profile({**answers, **more}, ())).allowed
