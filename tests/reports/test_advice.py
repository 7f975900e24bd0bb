"""Advice as text and JSON: calm, the strictest first, an emergency alone with its number."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gutline.catalog.emergency_numbers import numbers_for
from gutline.reports.advice import (
    NOTHING,
    WHAT_IT_IS,
    render_advice,
    render_advice_json,
    render_decision,
)
from gutline.safety import may_start, screen
from gutline.safety.gates import Plan, Profile

GB = numbers_for("GB")
EMERGENCY = {"back_pain": True, "saddle_numbness": True, "wants_igg_test": True}


def test_an_emergency_stands_alone_with_whom_to_call():
    text = " ".join(render_advice(screen(EMERGENCY), GB).split())
    assert text.startswith("Please act now. Call 999 or 112.")
    assert "Go to an emergency department now" in text
    assert "You said: back pain; numbness between the legs." in text
    assert "IgG" not in text
    assert "1 other point can wait." in text


def test_a_crisis_shows_people_who_listen():
    text = render_advice(screen({"suicidal_thoughts": True}), GB)
    assert "Samaritans, 116 123" in text
    assert "You are not alone" in text
    elsewhere = render_advice(screen({"suicidal_thoughts": True}), numbers_for("PL"))
    assert "findahelpline.com" in elsewhere


def test_without_an_emergency_all_is_shown_in_order():
    text = render_advice(screen({"iron_deficiency": True, "wants_igg_test": True}), GB)
    assert text.index("Today, or within a few days") < text.index("Good to know")
    assert "999" not in text


def test_base_rates_deeds_and_sources_are_told():
    text = render_advice(screen({"back_pain": True, "cancer_ever": True}), GB, width=200)
    assert "Fewer than 1 in 100" in text
    assert "Source: Gloucestershire NHS pathway" in text
    referred = render_advice(screen({"belly_trouble": True, "night_diarrhoea": True}), GB, 200)
    assert "A note to take to your doctor can be printed." in referred


def test_a_rule_without_a_text_that_was_read_says_so():
    answers = dict.fromkeys(
        ("two_swollen_joints", "morning_stiffness_over_30_min", "joints_over_6_weeks"), True
    )
    text = render_advice(screen(answers), GB, width=200)
    assert "no text behind this rule was read" in text
    assert "have not been read by a clinician yet" in text


def test_nothing_to_say_is_said_with_its_limits():
    text = render_advice([], GB, questions=["fever or chills"])
    assert " ".join(NOTHING.split()) in " ".join(text.split())
    assert "Still worth answering: fever or chills." in text
    assert " ".join(WHAT_IT_IS.split()) in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_fit_the_terminal(width):
    text = render_advice(screen({"jaundice": True, "iron_deficiency": True}), GB, width)
    longest = max(text.splitlines(), key=len)
    assert len(longest) <= width or " " not in longest.strip()


def test_text_can_keep_to_ascii():
    from gutline.diary import parse_text

    diary = parse_text("2026-03-01 08:00 note vomited blood – a lot…\n")
    text = render_advice(screen({}, diary), GB, ascii_only=True)
    assert text.isascii()
    assert 'You wrote on 1 March: "vomited blood' in " ".join(text.split())


def test_what_a_person_wrote_is_made_harmless():
    from gutline.diary import Diary, Entry

    entry = Entry(_noon(), "note", "note", note="fever \x1b[31mred\x1b[0m \u202eback")
    text = render_advice(screen({}, Diary((entry,))), GB)
    assert "\x1b" not in text
    assert "\u202e" not in text


def _noon():
    from datetime import UTC, datetime

    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_json_holds_all_of_it():
    document = json.loads(render_advice_json(screen(EMERGENCY), GB, ["fever"]))
    assert document["stops_everything"] is True
    assert document["emergency_number"] == "999 or 112"
    assert document["questions"] == ["fever"]
    first, *rest = document["advice"]
    assert first["urgency"] == "emergency"
    assert first["verified"] is True
    assert first["reviewed_by_clinician"] is None
    assert first["sources"][0]["seen"] == "primary"
    assert [one["rule"] for one in rest] == ["food_test_kits"]


def test_a_closed_gate_says_why_and_what_first():
    decision = may_start(Plan("elimination", ("gluten",)), Profile({"coeliac_test_done": False}))
    text = render_decision(decision)
    assert text.startswith("Not yet.")
    assert "Ask for the coeliac blood test" in text
    assert "Answer the short check" in text


def test_an_open_gate_tells_the_day_on_which_the_food_comes_back():
    from gutline.safety.gates import Decision

    decision = Decision(True, (), (), (), (), date(2026, 4, 12))
    assert render_decision(decision) == (
        "Nothing stands against this plan.\n\nThe food comes back on 12 April 2026 at the latest.\n"
    )
