"""What is kept for safety over weeks: rounds, weekly questions, lists, advice that comes and goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gutline.catalog.facts import load_facts
from gutline.catalog.interview import load_weekly_question
from gutline.catalog.questionnaires import load_questionnaires
from gutline.diary import parse_text
from gutline.safety.gates import OF_ONE_PLAN, Plan, may_start
from gutline.safety.takings import Taken
from gutline.store import queries
from gutline.store.errors import StoreError
from gutline.store.queries.documents import document, document_history
from gutline.store.queries.safety import (
    kept_safety,
    profile_of,
    standing_advice,
    taken_questionnaires,
)
from gutline.store.services import safety
from tests.store.conftest import NOW
from tests.store.test_safety_answers import check_of

TODAY = NOW.date()
WEEK = timedelta(days=7)
NOTE = "2026-03-01 20:00 note blood in stool\n"
QUIET = "2026-03-01 20:00 ate rye bread\n"


def rules(person, today=TODAY):
    return [one.rule for one in standing_advice(person, today)]


def test_a_round_that_was_left_is_taken_up_where_it_was(person):
    kept = safety.begin_round(person, NOW)
    first = kept.next_page()
    safety.keep_page(person, first.id, [], {}, TODAY, NOW)
    again = kept_safety(person)
    assert again.round.shown == (first.id,)
    assert again.next_page().id != first.id
    assert again.finished is None
    assert safety.end_round(person, NOW).round is None
    assert kept_safety(person).given["chest_pain"].value is False


def test_putting_the_check_off_ends_its_round_and_answering_it_takes_that_back(person):
    safety.begin_round(person, NOW)
    assert safety.skip_check(person, TODAY, NOW).round is None
    kept = check_of(person)
    assert (kept.skipped, kept.finished) == (None, TODAY)


@pytest.mark.parametrize("days", [0, 1, 6])
def test_the_question_of_the_week_waits_for_a_week(person, days):
    check_of(person)
    assert not kept_safety(person).is_week_due(TODAY + timedelta(days=days))


def test_every_week_it_is_asked_once(person):
    check_of(person)
    for number in (1, 2, 3):
        today = TODAY + number * WEEK
        assert kept_safety(person).is_week_due(today)
        safety.keep_week(person, [], today, NOW)
        assert not kept_safety(person).is_week_due(today)


@pytest.mark.parametrize("fact", load_weekly_question().facts)
def test_each_answer_of_the_week_is_kept_with_its_day_and_the_rest_is_no(person, fact):
    kept = safety.keep_week(person, [fact], TODAY, NOW)
    assert kept.given[fact].value is True
    others = {n: one for n, one in kept.given.items() if n != fact}
    assert set(others) == set(load_weekly_question().facts) - {fact}
    assert not any(one.value for one in others.values())


def test_a_sign_of_one_week_goes_when_the_next_week_says_no(person):
    safety.keep_week(person, ["jaundice"], TODAY, NOW)
    assert "jaundice" in rules(person)
    safety.keep_week(person, [], TODAY + WEEK, NOW)
    assert rules(person, TODAY + WEEK) == []


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"feber": True}, "no question"),
        ({"fever": 3}, "true or false"),
        ({"age": 900}, "from 1 to 120"),
        ({"bmi": 20.0}, "worked out"),
        (dict.fromkeys(sorted(OF_ONE_PLAN), True), "asked with each plan"),
        ({"fever": True, "sex": "x"}, "female or male"),
    ],
)
def test_answers_are_kept_all_or_none(person, answers, words):
    with pytest.raises(StoreError, match=words):
        safety.keep_answers(person, answers, TODAY, NOW)
    assert kept_safety(person).given == {}


def test_the_same_answer_on_a_later_day_holds_from_then(person):
    safety.keep_answers(person, {"pregnant": False}, TODAY, NOW)
    holds = load_facts()["pregnant"].holds_days
    last, over = TODAY + timedelta(days=holds - 1), TODAY + timedelta(days=holds)
    assert "pregnant" in profile_of(person, last).answers
    assert "pregnant" not in profile_of(person, over).answers
    safety.keep_answers(person, {"pregnant": False}, last, NOW)
    assert "pregnant" in profile_of(person, over).answers


def test_earlier_answers_stay_in_the_history(person):
    safety.keep_answers(person, {"fever": True}, TODAY, NOW)
    safety.keep_answers(person, {"fever": False}, TODAY + WEEK, NOW)
    earlier = [one.body["given"]["fever"] for one in document_history(person, "answers", "check")]
    assert {"value": True, "day": TODAY.isoformat()} in earlier


@pytest.mark.parametrize(
    ("medicines", "supplements", "words"),
    [
        ([""], [], "needs a name"),
        (["x" * 501], [], "not too long"),
        (["a"] * 101, [], "at most 100"),
        ([], [Taken("", 1.0, "mg")], "needs a name"),
        ([], [Taken("zinc", 0.0, "mg")], "number above 0"),
        ([], [Taken("zinc", -5.0, "mg")], "number above 0"),
        ([], [Taken("zinc", 1e9, "mg")], "number above 0"),
        ([], [Taken("zinc", True, "mg")], "number above 0"),
        ([], [Taken("zinc")] * 101, "at most 100"),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(person, medicines, supplements, words):
    safety.keep_takings(person, ["warfarin"], [], TODAY, NOW)
    with pytest.raises(StoreError, match=words):
        safety.keep_takings(person, medicines, supplements, TODAY, NOW)
    assert profile_of(person, TODAY).medicines == ("warfarin",)


def test_lists_take_each_others_place_and_an_unasked_one_is_unknown(person):
    assert profile_of(person, TODAY).medicines is None
    safety.keep_takings(person, [], [Taken("iron", 20.0, "mg")], TODAY, NOW)
    assert profile_of(person, TODAY).medicines == ()
    safety.keep_takings(person, None, None, TODAY, NOW)
    kept = kept_safety(person)
    assert (kept.medicines, kept.supplements, kept.takings_day) == (None, (), TODAY)


def test_a_medicine_that_is_not_known_here_keeps_a_gate_asking(person):
    check_of(person)
    plan = Plan("meal_timing", (), 14, TODAY)

    def ask():
        return may_start(plan, profile_of(person, TODAY), None, today=TODAY)

    told = {name: False for name in ask().ask if load_facts()[name].kind == "yes_no"}
    told.pop("takes_insulin_or_sulfonylurea", None)
    safety.keep_answers(person, {**told, "height_cm": 170.0, "weight_kg": 65.0}, TODAY, NOW)
    safety.keep_takings(person, ["Fiasp"], [], TODAY, NOW)
    assert "takes_insulin_or_sulfonylurea" in ask().ask
    safety.keep_takings(person, ["ibuprofen"], [], TODAY, NOW)
    assert "takes_insulin_or_sulfonylurea" not in ask().ask


def test_a_diary_seen_twice_is_kept_once(person):
    safety.keep_seen(person, parse_text(NOTE), date(2026, 3, 2), NOW)
    version = document(person, "advice", "diary").version
    revision = queries.person(person).revision
    safety.keep_seen(person, parse_text(NOTE), date(2026, 3, 2), NOW)
    assert document(person, "advice", "diary").version == version
    assert queries.person(person).revision == revision


def test_what_a_diary_shows_comes_and_goes_with_it(person):
    assert safety.keep_seen(person, parse_text(QUIET), date(2026, 3, 2), NOW) == ()
    assert document(person, "advice", "diary") is None
    safety.keep_seen(person, parse_text(NOTE), date(2026, 3, 2), NOW)
    assert "blood_in_stool" in rules(person) or "rectal_bleeding" in rules(person)
    safety.keep_seen(person, parse_text(QUIET), date(2026, 3, 20), NOW)
    assert rules(person) == []
    assert document(person, "advice", "diary").body["signs"] == {}


def test_a_note_is_added_to_what_was_seen_and_takes_nothing_away(person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    safety.keep_answers(person, {"gout": True}, TODAY, NOW)
    safety.keep_seen(person, parse_text(NOTE), date(2026, 3, 2), NOW)
    record = log_entry(person, Draft("note", "", NOW, note="high fever"), NOW).record
    safety.add_seen(person, {"fever": record.content}, TODAY, NOW)
    signs = kept_safety(person).signs
    assert {"rectal_bleeding", "fever"} <= set(signs)
    assert "high fever" in signs["fever"].words


def test_advice_that_was_read_is_noted_and_no_other(person):
    safety.keep_answers(person, {"jaundice": True, "painful_red_eye": True}, TODAY, NOW)
    first, *others = standing_advice(person, TODAY)
    safety.note_advice(person, [first], TODAY, NOW)
    kept = kept_safety(person)
    assert kept.is_noted(first)
    assert not any(kept.is_noted(one) for one in others)
    safety.note_advice(person, others, TODAY, NOW)
    assert all(kept_safety(person).is_noted(one) for one in (first, *others))


@pytest.mark.parametrize(
    "name", sorted(q.id for q in load_questionnaires().values() if not q.items[0].is_yes_no)
)
def test_a_questionnaire_without_an_answer_is_refused(person, name):
    with pytest.raises(StoreError, match="nothing was answered yet"):
        safety.keep_questionnaire(person, name, {}, TODAY, NOW)
    assert taken_questionnaires(person) == {}


@pytest.mark.parametrize("name", sorted(load_questionnaires()))
def test_every_questionnaire_can_be_kept_at_both_ends_of_its_range(person, name):
    about = load_questionnaires()[name]
    low = {i.id: False if i.is_yes_no else float(i.lowest) for i in about.items}
    high = {i.id: True if i.is_yes_no else float(i.highest) for i in about.items}
    safety.keep_questionnaire(person, name, low, TODAY, NOW)
    safety.keep_questionnaire(person, name, high, TODAY + WEEK, NOW)
    first, last = taken_questionnaires(person)[name]
    assert (first.score.value, last.score.value) == (about.lowest, about.highest)
    assert (first.day, last.day) == (TODAY, TODAY + WEEK)


def test_taken_again_on_the_same_day_it_takes_its_place(person):
    peg = {"pain": 6.0, "enjoyment": 4.0, "activity": 5.0}
    safety.keep_questionnaire(person, "peg", peg, TODAY, NOW)
    safety.keep_questionnaire(person, "peg", {**peg, "pain": 0.0}, TODAY, NOW)
    (taken,) = taken_questionnaires(person)["peg"]
    assert taken.score.value == 3.0
    safety.drop_questionnaire(person, "peg", TODAY, NOW)
    assert taken_questionnaires(person) == {}
