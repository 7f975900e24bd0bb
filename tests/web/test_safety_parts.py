"""The parts behind the pages of the check: what is shown, what is asked, where forms lead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.cautions import load_cautions
from gutline.catalog.emergency_numbers import load_emergency_numbers
from gutline.catalog.evidence import load_evidence
from gutline.catalog.facts import load_facts
from gutline.catalog.red_flags import load_red_flags
from gutline.safety import screen
from gutline.safety.holding import Given
from tests.web.conftest import NOW

TODAY = NOW.date()
YES_NO = sorted(f.id for f in load_facts().values() if f.kind == "yes_no" and not f.computed)


@pytest.fixture(autouse=True)
def _configured(home):
    """Pages can be loaded only where Django knows its settings."""


@pytest.mark.parametrize("flag", sorted(load_red_flags()))
def test_every_red_flag_is_shown_with_what_to_do_and_where_that_is_from(flag):
    from gutline.store.queries.safety import Kept
    from gutline.web.pages.safety_view import advice_views

    rule = load_red_flags()[flag]
    if not rule.fires.answers:
        assert rule.fires.diary
        return
    views = {view.rule: view for view in advice_views(screen(rule.fires.answers), Kept())}
    view = views[flag]
    assert view.message == " ".join(rule.message.split())
    assert view.when
    assert view.why
    assert (view.source is not None) == rule.settled
    assert not view.noted


def test_a_rule_without_a_source_that_was_read_is_marked_and_never_shown_as_an_emergency_alone():
    from django.template.loader import render_to_string

    from gutline.store.queries.safety import Kept
    from gutline.web.pages.safety_view import advice_views

    unread = next(f for f in load_red_flags().values() if not f.settled and f.fires.answers)
    views = advice_views(screen(unread.fires.answers), Kept())
    view = next(view for view in views if view.rule == unread.id)
    assert view.urgency != "emergency"
    assert "No text behind this rule was read" in render_to_string(
        "safety/advice.html", {"one": view}
    )


@pytest.mark.parametrize("country", [*sorted(load_emergency_numbers()), "", "XX", None, 5])
def test_every_country_has_somebody_to_call(country):
    from gutline.web.pages.safety_view import call_view

    advice = screen({"suicidal_thoughts": True})
    call = call_view(advice, {"country": country})
    assert call.emergency.startswith("Call ")
    assert call.crisis
    assert call_view([], {"country": country}).crisis == ""


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/learn/", "/learn/"),
        ("/trials/new/?exposure=dairy", "/trials/new/?exposure=dairy"),
        ("", "/x/"),
        ("learn", "/x/"),
        ("//evil.example/", "/x/"),
        ("/\\evil.example/", "/x/"),
        ("https://evil.example/", "/x/"),
        ("javascript:alert(1)", "/x/"),
        ("/\n//evil.example", "/x/"),
    ],
)
def test_forms_lead_on_within_this_site_alone(asked, leads):
    from gutline.web.pages.safety_view import way_on

    assert way_on(asked, "/x/") == leads


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_address_whatever_leads_to_another_site(text):
    from gutline.web.pages.safety_view import way_on

    found = way_on(text, "/x/")
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))


def test_questions_come_with_what_was_said_before_but_never_with_old_signs():
    from gutline.web.pages.safety_questions import question_views

    given_ = {
        "gout": Given(True, TODAY),
        "psoriasis_ever": Given(False, TODAY),
        "fever": Given(True, TODAY),
        "age": Given(44.0, TODAY),
        "sex": Given("female", TODAY),
    }
    views = {view.id: view for view in question_views(given_, given_)}
    assert [views[name].value for name in given_] == ["yes", "", "", "44", "female"]
    assert (views["age"].lowest, views["age"].highest, views["age"].unit) == ("1", "120", "years")
    assert views["sex"].choices == ("female", "male", "other")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("age,sex,age", ("age", "sex")),
        ("", ()),
        ("nonsense", ()),
        ("bmi,phq2_score,elimination_days", ()),
        ("food_harmed_before", ()),
        (
            " coeliac_test_done , supplements_started_this_week",
            ("coeliac_test_done", "supplements_started_this_week"),
        ),
        ("fever," * 200, ("fever",)),
    ],
)
def test_only_what_can_be_asked_and_kept_is_asked(text, facts):
    from gutline.web.pages.safety_questions import asked_facts

    assert asked_facts(text) == facts


@given(
    st.lists(st.tuples(st.sampled_from(YES_NO), st.booleans(), st.integers(0, 300)), max_size=20)
)
@settings(max_examples=40, deadline=None)
def test_one_more_yes_never_makes_what_stands_milder(said):
    from gutline.safety.advice import rank
    from gutline.store.queries.safety import Kept

    kept = {name: Given(value, TODAY - timedelta(days=ago)) for name, value, ago in said}
    more = {**kept, "jaundice": Given(True, TODAY)}

    def strictest(answers: dict[str, Given]) -> int:
        advice = Kept(given=answers).advice(TODAY)
        return rank(advice[0].urgency) if advice else 99

    assert strictest(more) <= strictest(kept)


@given(st.permutations(["jaundice", "night_pain", "back_pain", "gout", "fever"]))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_answers_came_does_not_matter(order):
    from gutline.store.queries.safety import Kept

    kept = Kept(given={name: Given(True, TODAY) for name in order})
    same = Kept(given={name: Given(True, TODAY) for name in sorted(order)})
    assert [one.rule for one in kept.advice(TODAY)] == [one.rule for one in same.advice(TODAY)]


def test_nothing_said_is_no_advice_and_a_check_that_was_never_finished():
    from gutline.store.queries.safety import Kept

    nobody = Kept()
    assert nobody.advice(TODAY) == ()
    assert not nobody.is_current(TODAY)
    assert not nobody.is_week_due(TODAY)
    assert nobody.next_page() is None


def test_a_weekly_answer_puts_the_next_one_off_by_a_week():
    from gutline.store.queries.safety import Kept

    kept = Kept(finished=date(2026, 3, 1), weekly=date(2026, 3, 9))
    assert not kept.is_week_due(date(2026, 3, 15))
    assert kept.is_week_due(date(2026, 3, 16))


@pytest.mark.parametrize("caution", sorted(load_cautions()))
def test_every_caution_can_be_said_in_one_sentence(caution):
    from gutline.web.pages.safety_words import caution_words

    rule = load_cautions()[caution]
    advice = [one for one in screen(rule.fires.answers) if one.rule == caution]
    (words,) = caution_words(advice)
    assert words.startswith(" ".join(rule.message.split()))
    assert ("(no text behind this was read)" in words) == (not rule.settled)


def test_limits_and_hours_apart_are_said_with_their_figures():
    from gutline.safety.supplements import Apart, OverLimit
    from gutline.web.pages.safety_words import apart_words, limit_words

    over = OverLimit("magnesium", "magnesium", "mg", 500.0, 350.0, "US National Academies")
    assert limit_words(over) == (
        "500 mg of magnesium a day is above the upper limit of 350 mg (US National Academies)"
    )
    apart = Apart("magnesium", "levothyroxine", 4.0, "magnesium_spacing")
    assert apart_words(apart) == "Keep magnesium and levothyroxine at least 4 hours apart"
    twice = Apart("magnesium", "levothyroxine", 4.0, "magnesium_spacing", 2)
    assert apart_words(twice).endswith("logged closer together 2 times")


@pytest.mark.parametrize("ident", sorted(load_evidence()))
def test_every_card_says_how_its_hours_are_known(ident):
    from gutline.web.pages.learn_view import card_view

    card = load_evidence()[ident]
    view = card_view(card, card.reviewed)
    wanted = {
        "measured": "When, as measured",
        "partly_measured": "When, measured in part",
        "none": "When",
    }
    assert view.lag_head == wanted.get(card.lag_kind, "When, not measured")
    assert {source.read for source in view.read} <= {True}
    assert {source.read for source in view.told} <= {False}
    assert len(view.read) + len(view.told) == len(card.sources)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("yogurt", "dairy"), ("Greek yogurt", "dairy"), ("garlic", "allium"), ("xyzzy", None)],
)
def test_a_food_is_known_by_its_tags(name, tag):
    from gutline.web.pages.learn_view import tags_of

    found = tags_of(name)
    assert (any(tag in one for one in found)) if tag else found == ()
