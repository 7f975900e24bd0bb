"""Questionnaires: scored as published, cut-offs on both sides, missing items never zero."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.questionnaires import load_questionnaires
from gutline.safety import score
from gutline.safety.answers import AnswerError
from gutline.safety.questionnaires import change

ALL = load_questionnaires()


def yes(questionnaire: str, count: int) -> dict[str, bool]:
    return {item.id: n < count for n, item in enumerate(ALL[questionnaire].items)}


@pytest.mark.parametrize(
    ("questionnaire", "count", "band"),
    [
        ("back_pattern", 2, "few"),
        ("back_pattern", 3, "blood_test"),
        ("back_pattern", 4, "refer"),
        ("back_pattern", 9, "refer"),
        ("back_pattern_second", 3, "no"),
        ("back_pattern_second", 4, "yes"),
        ("eating_worry", 1, "low"),
        ("eating_worry", 2, "ask"),
    ],
)
def test_counted_questionnaires_have_their_published_cut_offs(questionnaire, count, band):
    found = score(questionnaire, yes(questionnaire, count))
    assert (found.value, found.band and found.band.id) == (count, band)


@pytest.mark.parametrize(
    ("interest", "down", "value", "band"),
    [(0, 0, 0, "no"), (1, 1, 2, "no"), (2, 1, 3, "ask"), (0, 3, 3, "ask"), (3, 3, 6, "ask")],
)
def test_two_questions_on_mood(interest, down, value, band):
    found = score("phq2", {"phq_interest": interest, "phq_down": down})
    assert (found.value, found.band.id) == (value, band)


@pytest.mark.parametrize(
    ("form", "band"),
    [(1, "hard"), (2, "hard"), (3, "usual"), (5, "usual"), (6, "loose"), (7, "loose")],
)
def test_stool_form(form, band):
    assert score("stool_form", {"form": form}).band.id == band


@pytest.mark.parametrize(
    ("answers", "value"),
    [((4, 6, 8), 6.0), ((0, 0, 0), 0.0), ((10, 10, 10), 10.0), ((7, 7, 6), 20 / 3)],
)
def test_pain_enjoyment_activity_is_a_mean(answers, value):
    items = dict(zip(("pain", "enjoyment", "activity"), answers, strict=True))
    assert score("peg", items).value == pytest.approx(value)


@pytest.mark.parametrize("ticked", [0, 1, 11, 24])
def test_roland_morris_counts_what_is_ticked(ticked):
    found = score("roland_morris", yes("roland_morris", ticked))
    assert (found.value, found.lowest, found.highest) == (ticked, ticked, ticked)
    assert found.band is None


def test_roland_morris_has_its_24_statements():
    items = ALL["roland_morris"].items
    assert len(items) == 24
    assert items[0].text == "I stay at home most of the time because of my back."
    assert all("back" in item.text for item in items)


def test_pain_from_0_to_10():
    assert score("pain", {"level": 7}).value == 7


@pytest.mark.parametrize(
    ("answer", "band"), [(1, "better"), (2, "better"), (3, "same"), (7, "worse")]
)
def test_change_since_the_beginning(answer, band):
    assert score("overall_change", {"change": answer}).band.id == band


def test_missing_items_leave_the_score_open_and_are_named():
    found = score("phq2", {"phq_interest": 1})
    assert found.value is None
    assert (found.lowest, found.highest) == (1, 4)
    assert found.missing == ("phq_down",)
    assert found.band is None


def test_a_cut_off_that_is_reached_already_is_told_with_items_missing():
    found = score("eating_worry", {"scoff_sick": True, "scoff_fat": True})
    assert found.value is None
    assert found.band.id == "ask"


@pytest.mark.parametrize(
    ("first", "applies"),
    [
        ({"pain_over_3_months": True, "pain_began_before_45": True}, True),
        ({"pain_over_3_months": False}, False),
        ({"pain_over_3_months": True}, None),
        ({}, None),
    ],
)
def test_what_must_be_so_first(first, applies):
    assert score("back_pattern", yes("back_pattern", 4) | first).applies is applies


def test_a_questionnaire_without_conditions_always_applies():
    assert score("pain", {}).applies is True


@pytest.mark.parametrize(
    ("questionnaire", "answers", "words"),
    [
        ("odi", {}, "there is no questionnaire"),
        ("peg", {"pan": 1}, "no item 'pan'"),
        ("peg", {"pain": 11}, "from 0 to 10"),
        ("peg", {"pain": 4.5}, "whole number"),
        ("peg", {"pain": True}, "0 to 10"),
        ("eating_worry", {"scoff_sick": 1}, "true or false"),
        ("peg", {"pain": "4"}, "0 to 10"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(questionnaire, answers, words):
    with pytest.raises(AnswerError, match=words):
        score(questionnaire, answers)


@given(st.sampled_from(sorted(ALL)), st.data())
def test_a_whole_score_lies_in_its_range_and_grows_with_every_item(questionnaire, data):
    about = ALL[questionnaire]
    answers = {i.id: data.draw(st.integers(i.lowest, i.highest)) for i in about.items}
    given_answers = {
        i.id: bool(answers[i.id]) if i.is_yes_no else answers[i.id] for i in about.items
    }
    found = score(questionnaire, given_answers)
    assert about.lowest <= found.value <= about.highest
    item = data.draw(st.sampled_from(about.items))
    more = {**given_answers, item.id: True if item.is_yes_no else item.highest}
    assert score(questionnaire, more).value >= found.value
    if about.bands:
        assert found.band is not None


@pytest.mark.parametrize(
    ("code", "questionnaire"), [("72514-3", "pain"), ("91147-9", "peg"), ("55758-7", "phq2")]
)
def test_codes_of_scores_are_kept(code, questionnaire):
    assert ALL[questionnaire].loinc == code


def test_codes_of_items_are_kept():
    assert [item.loinc for item in ALL["phq2"].items] == ["44250-9", "44255-8"]


def test_change_between_two_times():
    days = {
        date(2026, 1, 1): score("pain", {"level": 6}),
        date(2026, 2, 1): score("pain", {}),
        date(2026, 3, 1): score("pain", {"level": 4}),
    }
    moved = change("pain", days)
    assert (moved.by, moved.important) == (-2, True)
    assert change("pain", {date(2026, 1, 1): score("pain", {"level": 6})}) is None
    same = {day: score("stool_form", {"form": 4}) for day in days}
    assert change("stool_form", same).important is None
