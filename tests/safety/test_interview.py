"""The short check: branching, under two minutes, what was not shown stays unknown."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from gutline.catalog.interview import load_interview, load_weekly_question
from gutline.safety import screen
from gutline.safety.answers import AnswerError
from gutline.safety.interview import answer_page, follow_up, next_page, seconds

PLACES = ("back_pain", "joint_pain", "belly_trouble")


def walk(ticks, values=None) -> tuple[list[str], dict[str, Any], float]:
    """Answer page after page; the ids of pages, the answers and the seconds it took."""
    pages: list[str] = []
    answers: dict[str, Any] = {}
    took = 0.0
    while (page := next_page(answers, pages)) is not None:
        ticked = [fact for fact in page.facts if fact in ticks]
        pages.append(page.id)
        took += seconds(page, len(ticked))
        answers |= answer_page(page, ticked, values or {"age": 40, "sex": "female"})
    return pages, answers, took


@pytest.mark.parametrize(
    "places",
    [c for n in range(4) for c in combinations(PLACES, n)],
    ids=lambda p: "-".join(p) or "none",
)
def test_it_takes_under_two_minutes(places):
    _, _, took = walk({*places, "pain_over_3_months"})
    assert took < 120


def test_one_place_takes_about_a_minute_and_a_half():
    assert walk({"back_pain", "pain_over_3_months"})[2] < 95


def test_only_pages_that_matter_are_asked():
    assert walk(set())[0] == ["now", "where", "you", "history"]
    assert "belly" in walk({"belly_trouble"})[0]
    assert "back" not in walk({"belly_trouble"})[0]
    assert {"back_now", "back"} <= set(walk({"back_pain"})[0])
    assert "back_now" in walk({"leg_pain"})[0]


def test_what_was_not_shown_stays_unknown_and_what_was_read_is_a_no():
    _, answers, _ = walk({"belly_trouble"})
    assert "saddle_numbness" not in answers
    assert answers["chest_pain"] is False


def test_what_an_answer_leaves_open_is_asked_last():
    pages, answers, _ = walk({"belly_trouble", "rectal_bleeding"})
    assert pages[-1] == "more"
    assert answers["bowel_change"] is False


def test_numbers_left_out_stay_unknown_and_are_not_asked_twice():
    pages, answers, _ = walk(set(), {"sex": "male"})
    assert pages.count("you") == 1
    assert "age" not in answers


def test_an_answered_check_is_done():
    _, answers, _ = walk({"joint_pain"})
    assert next_page(answers) is None


def test_emergencies_are_on_the_first_page():
    first = next_page({})
    assert first.id == "now"
    assert {"chest_pain", "vomiting_blood", "hot_swollen_joint", "suicidal_thoughts"} <= set(
        first.facts
    )


@pytest.mark.parametrize("fact", load_weekly_question().facts)
def test_the_weekly_question_is_one_page_that_leads_to_advice(fact):
    page = load_weekly_question()
    answers = {"back_pain": True, **answer_page(page, [fact])}
    assert screen(answers)
    assert seconds(page) < 30


def test_something_not_on_the_page_is_refused():
    with pytest.raises(AnswerError, match="not on the page"):
        answer_page(next_page({}), ["gout"])
    with pytest.raises(AnswerError, match="from 1 to 120"):
        answer_page(next(p for p in load_interview() if p.id == "you"), [], {"age": 900})


def test_pages_come_in_order_and_no_fact_is_asked_twice():
    orders = [page.order for page in load_interview()]
    assert orders == sorted(set(orders))
    facts = [fact for page in load_interview() for fact in page.facts]
    assert len(facts) == len(set(facts))


@pytest.mark.parametrize("fact", load_weekly_question().facts)
def test_a_sign_of_the_week_is_never_met_with_silence(fact):
    """Either a rule speaks, or what would settle one is asked: an old "no" is asked again."""
    page = load_weekly_question()
    new = answer_page(page, [fact])
    before = {"back_pain": False, "leg_pain": False, "age": 44.0}
    asked = follow_up(new, before)
    assert screen({**before, **new}) or asked
    assert not set(asked) & set(new)


def test_numbness_between_the_legs_asks_for_back_pain_again_whatever_was_said():
    new = answer_page(load_weekly_question(), ["saddle_numbness"])
    for before in ({}, {"back_pain": False}, {"back_pain": False, "gout": True, "age": 70.0}):
        assert {"back_pain", "leg_pain"} <= set(follow_up(new, before))
    assert follow_up(new, {"back_pain": True}) == ()
    found = screen({**new, "leg_pain": True})
    assert found[0].stops_everything


@pytest.mark.parametrize("before", [{}, {"gout": True}, {"back_pain": True, "fever": True}])
def test_nothing_new_asks_nothing_more(before):
    assert follow_up(answer_page(load_weekly_question(), []), before) == ()
