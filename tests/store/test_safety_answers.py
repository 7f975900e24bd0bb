"""What people say for their safety: kept with its day, never anybody else's, never forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gutline.catalog.interview import load_interview, load_weekly_question
from gutline.diary import parse_text
from gutline.safety.gates import Plan, may_start
from gutline.safety.takings import Taken
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, StoreError
from gutline.store.queries.documents import document, document_history
from gutline.store.queries.safety import (
    kept_safety,
    mark_of,
    profile_of,
    standing_advice,
    taken_questionnaires,
)
from gutline.store.services import safety
from gutline.store.services.documents import keep_document
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

TODAY = NOW.date()
PEG = {"pain": 6.0, "enjoyment": 4.0, "activity": 5.0}


def check_of(person: int, today: date = TODAY, ticks: tuple[str, ...] = ()):
    """Go through the whole check."""
    kept = safety.begin_round(person, NOW)
    while (page := kept.next_page()) is not None:
        values = {"age": 44.0, "sex": "female"} if page.id == "you" else {}
        so = [fact for fact in page.facts if fact in ticks]
        kept = safety.keep_page(person, page.id, so, values, today, NOW)
    return kept


def test_the_check_is_kept_page_by_page_with_the_day(person):
    kept = check_of(person, ticks=("back_pain", "night_pain"))
    assert kept == kept_safety(person)
    assert (kept.finished, kept.round) == (TODAY, None)
    assert kept.given["night_pain"].value is True
    assert kept.given["night_pain"].day == TODAY
    assert kept.given["chest_pain"].value is False
    assert "belly_lump" not in kept.given
    assert kept.is_current(TODAY)


def test_a_page_is_answered_once_and_in_its_order(person):
    safety.begin_round(person, NOW)
    first, second = load_interview()[:2]
    with pytest.raises(StoreError, match="answered already"):
        safety.keep_page(person, second.id, [], {}, TODAY, NOW)
    safety.keep_page(person, first.id, [], {}, TODAY, NOW)
    with pytest.raises(StoreError, match="answered already"):
        safety.keep_page(person, first.id, [], {}, TODAY, NOW)
    with pytest.raises(StoreError, match="not on the page"):
        safety.keep_page(person, second.id, ["fever"], {}, TODAY, NOW)


def test_what_was_answered_before_holds_until_it_is_answered_again(person):
    check_of(person, ticks=("back_pain", "night_pain"))
    safety.begin_round(person, NOW)
    assert {one.rule for one in standing_advice(person, TODAY)} == {"tumour_signs"}
    later = TODAY + timedelta(days=2)
    check_of(person, later, ticks=("back_pain",))
    assert standing_advice(person, later) == ()


def test_a_sign_outlives_the_days_and_a_denial_does_not(person):
    check_of(person, ticks=("jaundice",))
    later = TODAY + timedelta(days=30)
    assert "jaundice" in {one.rule for one in standing_advice(person, later)} or standing_advice(
        person, later
    )
    kept = kept_safety(person)
    assert not kept.is_current(later)
    assert "chest_pain" not in kept.profile(later).answers


def test_leaving_out_the_check_opens_no_gate(person):
    kept = safety.skip_check(person, TODAY, NOW)
    assert (kept.skipped, kept.finished) == (TODAY, None)
    plan = Plan("elimination", ("dairy",), 14, TODAY)
    decision = may_start(plan, profile_of(person, TODAY), None, today=TODAY)
    assert not decision.allowed
    assert any("short check" in first for first in decision.what_first)


def test_a_plan_may_start_once_its_questions_are_answered_and_not_a_month_later(person):
    check_of(person)
    plan = Plan("supplement", ("ginger",), 14, TODAY)
    safety.keep_takings(person, [], [], TODAY, NOW)

    def ask(today: date):
        return may_start(plan, profile_of(person, today), None, today=today)

    told = {"supplements_started_this_week": 0.0}
    safety.keep_answers(person, dict.fromkeys(ask(TODAY).ask, False) | told, TODAY, NOW)
    assert ask(TODAY).allowed, ask(TODAY)
    assert not ask(TODAY + timedelta(days=30)).allowed


def test_the_weekly_question_is_due_after_a_week_and_takes_back_what_is_over(person):
    assert not kept_safety(person).is_week_due(TODAY)
    check_of(person, ticks=("fever",))
    assert not kept_safety(person).is_week_due(TODAY + timedelta(days=6))
    week = TODAY + timedelta(days=7)
    assert kept_safety(person).is_week_due(week)
    kept = safety.keep_week(person, [], week, NOW)
    assert not kept.is_week_due(week)
    assert all(kept.given[fact].value is False for fact in load_weekly_question().facts)
    kept = safety.keep_week(person, ["vomiting_blood"], week + timedelta(days=7), NOW)
    assert kept.advice(week)[0].stops_everything
    with pytest.raises(StoreError, match="not on the page"):
        safety.keep_week(person, ["psoriasis_ever"], week, NOW)


def test_an_emergency_ends_the_round_and_leaves_the_check_unfinished(person):
    safety.begin_round(person, NOW)
    kept = safety.keep_page(person, "now", ["vomiting_blood"], {}, TODAY, NOW)
    assert kept.advice(TODAY)[0].stops_everything
    assert safety.end_round(person, NOW).round is None
    assert kept_safety(person).finished is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"fevre": True}, "there is no question"),
        ({"fever": "yes"}, "true or false"),
        ({"age": 400.0}, "give a number from"),
        ({"bmi": 22.0}, "worked out"),
        ({"food_harmed_before": False}, "asked with each plan"),
    ],
)
def test_an_answer_that_cannot_be_is_not_kept(person, answers, words):
    with pytest.raises(StoreError, match=words):
        safety.keep_answers(person, answers, TODAY, NOW)
    assert kept_safety(person).given == {}


def test_what_is_taken_is_believed_to_be_whole_and_none_is_not_unsaid(person):
    assert profile_of(person, TODAY).medicines is None
    safety.keep_takings(person, [], [Taken("magnesium", 500.0, "mg")], TODAY, NOW)
    profile = profile_of(person, TODAY, ["dairy"])
    assert (profile.medicines, profile.running) == ((), ("dairy",))
    assert profile.supplements == (Taken("magnesium", 500.0, "mg"),)
    assert "magnesium_dose" in {one.rule for one in standing_advice(person, TODAY)}


@pytest.mark.parametrize(
    ("medicines", "supplements", "words"),
    [
        ([""], [], "needs a name"),
        (["x" * 501], [], "needs a name"),
        (["a"] * 101, [], "at most 100"),
        ([], [Taken("iron", -1.0, "mg")], "no dose"),
        ([], [Taken("iron", 1.0, 5)], "unit"),
    ],
)
def test_a_list_that_cannot_be_is_not_kept(person, medicines, supplements, words):
    with pytest.raises(StoreError, match=words):
        safety.keep_takings(person, medicines, supplements, TODAY, NOW)
    assert kept_safety(person).medicines is None


def notes(*lines: str):
    return parse_text("\n".join(lines) + "\n", zone="UTC")


def test_what_the_rules_see_in_the_diary_is_kept_once_and_shown_without_it(person):
    diary = notes(f"{TODAY} 08:00 note some blood in my stool")
    (first,) = safety.keep_seen(person, diary, TODAY, NOW)
    before = queries.person(person).revision
    safety.keep_seen(person, diary, TODAY, NOW)
    assert queries.person(person).revision == before
    (stands,) = standing_advice(person, TODAY)
    assert stands == first
    assert "you wrote on" in stands.why[0]


def test_advice_goes_when_the_diary_no_longer_shows_it_and_stays_in_the_history(person):
    safety.keep_seen(person, notes(f"{TODAY} 08:00 note some blood in my stool"), TODAY, NOW)
    assert safety.keep_seen(person, notes(f"{TODAY} 08:00 note all well"), TODAY, NOW) == ()
    (earlier,) = document_history(person, "advice", "diary")
    assert earlier.body["rules"]


def test_a_diary_without_signs_leaves_no_trace(person):
    before = queries.person(person).revision
    assert safety.keep_seen(person, notes(f"{TODAY} 08:00 food bread"), TODAY, NOW) == ()
    assert document(person, "advice", "diary") is None
    assert queries.person(person).revision == before


def test_a_note_counts_from_the_moment_it_is_written(person):
    logged = log_entry(person, Draft("note", "", note="vomited blood at noon"), NOW).record
    (one, *_) = safety.add_seen(person, {"vomiting_blood": logged.content}, TODAY, NOW)
    assert one.stops_everything
    assert standing_advice(person, TODAY)[0].rule == one.rule


def test_noted_advice_is_shown_again_when_it_says_something_new(person):
    check_of(person, ticks=("back_pain", "night_pain"))
    (advice,) = standing_advice(person, TODAY)
    safety.note_advice(person, [advice], TODAY, NOW)
    assert kept_safety(person).is_noted(advice)
    safety.keep_answers(person, {"cancer_ever": True}, TODAY, NOW)
    (more,) = standing_advice(person, TODAY)
    assert more.rule == advice.rule
    assert not kept_safety(person).is_noted(more)
    assert mark_of(advice) != mark_of(more)


def test_a_questionnaire_is_kept_with_its_score_and_codes(person):
    safety.keep_questionnaire(person, "peg", PEG, TODAY, NOW)
    safety.keep_questionnaire(person, "peg", {**PEG, "pain": 9.0}, TODAY, NOW)
    safety.keep_questionnaire(person, "peg", {"pain": 2.0}, TODAY + timedelta(days=7), NOW)
    first, second = taken_questionnaires(person)["peg"]
    assert (first.day, first.score.value) == (TODAY, 6.0)
    assert second.score.value is None
    kept = document(person, "questionnaire", f"peg:{TODAY}")
    assert kept is not None
    assert kept.body["loinc"] == "91147-9"
    assert len(document_history(person, "questionnaire", f"peg:{TODAY}")) == 1
    safety.drop_questionnaire(person, "peg", TODAY, NOW)
    assert len(taken_questionnaires(person)["peg"]) == 1


def test_answers_of_a_questionnaire_count_for_the_rules(person):
    safety.keep_questionnaire(person, "phq2", {"phq_interest": 2.0, "phq_down": 2.0}, TODAY, NOW)
    assert {"MH02"} == {one.code for one in standing_advice(person, TODAY)}
    codes = document(person, "questionnaire", f"phq2:{TODAY}").body["item_loinc"]
    assert codes == {"phq_interest": "44250-9", "phq_down": "44255-8"}


@pytest.mark.parametrize(
    ("name", "answers", "words"),
    [
        ("nope", {}, "no questionnaire"),
        ("peg", {"pain": 11.0}, "0 to 10"),
        ("peg", {"x": 1.0}, "no item"),
    ],
)
def test_a_questionnaire_that_cannot_be_is_not_kept(person, name, answers, words):
    with pytest.raises(StoreError, match=words):
        safety.keep_questionnaire(person, name, answers, TODAY, NOW)
    assert taken_questionnaires(person) == {}


GOOD: dict[str, list[dict[str, Any]]] = {
    "answers": [
        {"given": {"fever": {"value": True, "day": "2026-03-01"}}, "round": None,
         "finished": "2026-03-01", "weekly": None, "skipped": None},
        {"medicines": None, "supplements": None, "day": None},
    ],
    "advice": [
        {"signs": {"fever": {"value": True, "origin": "note", "words": "w"}}, "rules": ["x"]},
        {"noted": {"x": {"mark": "m", "day": "2026-03-01"}}},
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_a_whole_document_is_kept(person, kind):
    for number, body in enumerate(GOOD[kind]):
        assert keep_document(person, kind, f"k{number}", body, NOW).body == body


@pytest.mark.parametrize(
    ("kind", "number", "changed", "words"),
    [
        ("answers", 0, {"given": []}, "given must be"),
        ("answers", 0, {"given": {"fever": {"value": True}}}, "a value and a day"),
        ("answers", 0, {"given": {"fever": {"value": 3, "day": "2026-03-01"}}}, "true or false"),
        ("answers", 0, {"given": {"fever": {"value": None, "day": "2026-03-01"}}}, "is empty"),
        ("answers", 0, {"given": {"fever": {"value": True, "day": "soon"}}}, "write a day"),
        ("answers", 0, {"finished": "later"}, "write a day"),
        ("answers", 0, {"round": {"shown": []}}, "round must have"),
        ("answers", 0, {"round": {"shown": {}, "given": {}}}, "must be a list"),
        ("answers", 0, {"more": 1}, "neither of its documents"),
        ("answers", 1, {"medicines": "aspirin"}, "must be a list"),
        ("answers", 1, {"supplements": ["iron"]}, "a name, a value and a unit"),
        ("advice", 0, {"rules": [1]}, "rules must be"),
        ("advice", 0, {"signs": []}, "signs must be"),
        ("advice", 0, {"signs": {"fever": {"value": True}}}, "an origin and words"),
        ("advice", 0, {"signs": {"nope": {"value": True, "origin": "note", "words": "w"}}}, "no sign"),
        ("advice", 1, {"noted": {"x": {"mark": 1, "day": "2026-03-01"}}}, "must be a text"),
        ("advice", 1, {"noted": {"x": "y"}}, "a mark and a day"),
        ("advice", 1, {"noted": []}, "neither of its documents"),
    ],
)  # fmt: skip
def test_a_document_that_is_none_is_refused_with_its_reason(person, kind, number, changed, words):
    with pytest.raises(StoreError, match=words):
        keep_document(person, kind, "k", {**GOOD[kind][number], **changed}, NOW)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"score": 3.0}, "the answers give"),
        ({"loinc": "1-8"}, "LOINC"),
        ({"questionnaire": "nope"}, "no such questionnaire"),
        ({"answers": {"x": 1}}, "no item"),
        ({"day": "x"}, "write a day"),
        ({"more": 1}, "not known"),
    ],
)
def test_a_questionnaire_that_was_tampered_with_is_refused(person, changed, words):
    safety.keep_questionnaire(person, "peg", PEG, TODAY, NOW)
    body = document(person, "questionnaire", f"peg:{TODAY}").body
    with pytest.raises(StoreError, match=words):
        keep_document(person, "questionnaire", "peg:x", {**body, **changed}, NOW)


def test_nobody_reads_or_changes_what_somebody_else_said(person):
    other = add_person("Asia/Tokyo", NOW, account="other").key
    check_of(person, ticks=("jaundice",))
    safety.keep_takings(person, ["warfarin"], [], TODAY, NOW)
    safety.keep_questionnaire(person, "peg", PEG, TODAY, NOW)
    assert kept_safety(other) == type(kept_safety(other))()
    assert standing_advice(other, TODAY) == ()
    assert taken_questionnaires(other) == {}
    mine = kept_safety(person)
    check_of(other)
    assert kept_safety(person) == mine


def test_two_tabs_cannot_overwrite_each_other(person, monkeypatch):
    from gutline.store.services import safety

    stale = kept_safety(person)
    safety.skip_check(person, TODAY, NOW)
    monkeypatch.setattr(safety, "kept_safety", lambda _person: stale)
    with pytest.raises(ConflictError):
        safety.keep_answers(person, {"fever": False}, TODAY, NOW)


def test_what_an_older_gutline_asked_is_kept_and_not_read(person):
    body: dict[str, Any] = {
        **GOOD["answers"][0],
        "given": {"gone": {"value": True, "day": "2026-03-01"}},
    }
    keep_document(person, "answers", "check", body, NOW)
    assert kept_safety(person).profile(TODAY).answers == {}
    safety.keep_answers(person, {"fever": False}, TODAY, NOW)
    assert "gone" in kept_safety(person).given
