"""From the engine's answer to the page's records: nothing lost, nothing invented, all of it plain."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary import Diary
from gutline.discovery.findings import (
    Check,
    Findings,
    LagCurve,
    LeadCheck,
    Needs,
    SplitHalf,
    Verdict,
)
from gutline.discovery.forecasting import ExposureForecast, Forecast
from gutline.web.findings_file import written
from gutline.web.pages.findings_plots import lag_plot, line_card
from gutline.web.pages.findings_shaping import MOST_CURVES, MOST_WAITING, shape, soonest_words
from gutline.web.pages.findings_words import facts_of, reasons_of
from tests.reports import samples
from tests.web.shown_findings import OUTLOOK


def shaped(findings: Findings | None = None, outlook: Forecast = OUTLOOK):
    return shape(findings or samples.findings(), samples.diary(), outlook)


def exposure(name: str, days: int | None, count: int = 3) -> ExposureForecast:
    return ExposureForecast(name, "food", count, Needs(days, 5))


def test_every_finding_stands_somewhere_once():
    findings = samples.findings()
    outcome = shaped(findings).outcomes[0]
    members = [member.name for card in outcome.cards for member in card.members]
    rows = [
        r.name for part in (outcome.cleared, outcome.undecided, outcome.untestable) for r in part
    ]
    assert sorted(members + rows) == sorted(f.name for f in findings.of(samples.BACK))


def test_every_outcome_has_an_anchor_of_its_own():
    anchors = [outcome.anchor for outcome in shaped().outcomes]
    assert len(set(anchors)) == len(anchors) == 2


def test_what_is_decided_soonest_stands_first_and_what_never_is_last():
    undecided = shaped().outcomes[0].undecided
    assert undecided[0].then == "about 5 more days, 9 more times"
    assert undecided[-1].name == "plum"


def test_the_whole_can_be_kept_as_json_and_read_back_as_it_was():
    for findings in (samples.findings(), samples.hostile_findings(), samples.nothing()):
        view = asdict(shaped(findings))
        lines = written({"soon": ""}, view, {}).splitlines()
        assert len(lines) == 4
        assert json.loads(lines[1]) == json.loads(json.dumps(view))


def test_numbers_that_are_not_finite_are_said_as_not_known():
    odd = samples.finding(effect=float("nan"), interval=(float("nan"), 1.0), peak_hours=None,
                          probability=None, robustness=None, robustness_words="")  # fmt: skip
    view = shaped(samples.findings(findings=(odd,)))
    facts = {fact.term: fact.words for fact in view.outcomes[0].cards[0].facts}
    assert facts["How sure"] == "–"
    assert facts["When it peaks"] == "not known"
    assert facts["Would a hidden cause do?"] == "not known"
    assert re.search(r"\bnan\b", json.dumps(asdict(view)), re.IGNORECASE) is None


def test_a_curve_without_points_is_no_plot():
    nothing = float("nan")
    broken = LagCurve((0.0, 1.0), (nothing, nothing), (nothing, nothing), (nothing, nothing))
    assert lag_plot(samples.finding(lag_curve=None)) is None
    assert lag_plot(samples.finding(lag_curve=broken)) is None


@pytest.mark.parametrize(
    ("verdict", "colour"), [(Verdict.SUSPECT, "suspect"), (Verdict.HELPER, "helper")]
)
def test_a_curve_has_the_colour_of_its_verdict_a_name_and_its_numbers(verdict, colour):
    plot = lag_plot(samples.finding(verdict=verdict))
    assert f'class="chart {colour}"' in plot.svg
    assert (
        'aria-label="Your back pain in the hours after dairy: +1.3 points at the peak' in plot.svg
    )
    assert plot.table.rows[0][0] == "0"
    assert plot.table.rows[-1][0] == "72"
    assert all(len(row) == len(plot.table.head) for row in plot.table.rows)


def test_plots_hold_no_style_that_the_pages_policy_would_refuse():
    plot = lag_plot(samples.finding())
    for markup in (plot.svg, shaped().outcomes[0].line):
        assert "style=" not in markup
        assert "<style" not in markup
        assert "xlink" not in markup


def test_only_the_first_cards_of_a_symptom_carry_curves():
    many = tuple(samples.finding(f"food {n}") for n in range(MOST_CURVES + 3))
    cards = shaped(samples.findings(findings=many)).outcomes[0].cards
    assert [card.plot is not None for card in cards] == [True] * MOST_CURVES + [False] * 3


def test_a_symptom_that_was_never_rated_has_no_line():
    bare = samples.summary(times=(), values=())
    findings = samples.findings(outcomes={samples.BACK: bare})
    assert shaped(findings).outcomes[0].line == ""
    assert line_card.__doc__


def test_a_tag_names_the_foods_that_hold_it_and_counts_the_rest():
    foods = tuple(f"food {n}" for n in range(15))
    held = (
        shaped(samples.findings(findings=(samples.finding(foods=foods),))).outcomes[0].cards[0].held
    )
    assert (held[0].name, len(held[0].foods), held[0].more) == ("Dairy", 12, 3)


def test_an_empty_diary_is_told_apart_from_one_without_ratings():
    assert shape(samples.nothing(), Diary(()), Forecast()).quiet == (
        "Nothing to say yet, because nothing was logged."
    )
    assert shaped(samples.nothing()).quiet.startswith(
        "Nothing to say yet, because there is no symptom rating in this diary"
    )
    assert shaped().quiet == ""


def test_a_symptom_without_findings_says_what_is_decided_next():
    findings = samples.findings(findings=(samples.undecided("plums", 12),))
    quiet = shaped(findings).outcomes[0].quiet
    assert "more than chance allows so far" in quiet
    assert "Decided next: plums, after about 12 more days." in quiet


def test_checks_of_one_symptom_are_its_reasons_and_others_are_the_runs():
    view = shaped()
    assert "The whole run is steady." in view.checks
    assert "Pain does not lead the food." not in view.checks
    assert "Pain does not lead the food." in view.outcomes[0].cards[0].reasons


def test_provenance_is_flat_and_whole():
    facts = {fact.term: fact.words for fact in shaped().provenance}
    assert facts == {"version": "0.1.0", "settings: claimed fdr": "0.1", "digest": "abc123"}


def test_four_facts_always_in_one_order():
    terms = [fact.term for fact in facts_of(samples.finding())]
    assert terms == ["How sure", "How often", "When it peaks", "Would a hidden cause do?"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"lead_check": LeadCheck(reversed=True, p_value=0.01)},
            "part of this may run the other way.",
        ),
        (
            {"lead_check": LeadCheck(reversed=False, p_value=0.6)},
            "does not seem to run the other way.",
        ),
        (
            {"split_half": SplitHalf(1.2, -0.3, agrees=False)},
            "the two halves of the diary do not agree",
        ),
        (
            {"credible_set": ("dairy", "butter", "jam")},
            "Dairy cannot be told apart from butter or jam.",
        ),
        ({"total": None}, "Dairy: at its peak +1.3 points (0.8 to 1.8) for 1 serving."),
        ({"notes": ("Many ratings are nought",)}, "Many ratings are nought."),
    ],
)
def test_reasons_are_sentences(changes, words):
    reasons = reasons_of([samples.finding(**changes)], ())
    assert any(words in reason for reason in reasons)
    assert all(reason.endswith((".", "?", "…")) for reason in reasons)


def test_a_reason_is_given_once_however_many_share_it():
    check = Check("lead", samples.BACK, passed=True, value=None, sentence="Pain does not lead.")
    group = [
        samples.finding("butter", reason="the same"),
        samples.finding("jam", reason="the same"),
    ]
    reasons = reasons_of(group, (check, check))
    assert reasons.count("The same.") == 1
    assert reasons.count("Pain does not lead.") == 1


def test_what_can_be_tested_soonest_stands_first():
    outlook = Forecast(
        exposures=(exposure("never", None), exposure("late", 40), exposure("soon", 4))
    )
    view = shaped(outlook=outlook)
    assert [w.name for w in view.readiness.waiting] == ["soon", "late", "never"]
    assert view.readiness.waiting[0].words == "about 4 more days, 5 more times"
    assert view.readiness.words == "Nothing you logged has been logged often enough to be tested."


def test_a_long_list_of_waiting_things_is_cut():
    outlook = Forecast(
        exposures=tuple(exposure(f"food {n}", n + 1) for n in range(MOST_WAITING + 9))
    )
    assert len(shaped(outlook=outlook).readiness.waiting) == MOST_WAITING


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        ((), ""),
        ((exposure("figs", None),), ""),
        ((exposure("figs", 4000),), ""),
        ((exposure("figs", 1),), "figs testable in about 1 day"),
        ((exposure("plums", 30), exposure("figs", 9)), "figs testable in about 9 days"),
        ((ExposureForecast("figs", "food", 20, None),), ""),
    ],
)
def test_today_is_told_the_soonest_in_half_a_sentence(waiting, words):
    assert soonest_words(Forecast(exposures=waiting)) == words


@given(st.text(max_size=60), st.sampled_from(list(Verdict)))
def test_any_name_comes_through_without_control_signs(name, verdict):
    said = replace(
        samples.finding(name, verdict), sentence=name, reason=name, next_step=name, lag_curve=None,
        dose=name, notes=(name,), foods=(name,), credible_set=(name, "other"),
    )  # fmt: skip
    outcome = shaped(samples.findings(findings=(said,))).outcomes[0]
    shown = json.dumps([asdict(card) for card in outcome.cards] + [
        asdict(row) for part in (outcome.cleared, outcome.undecided, outcome.untestable) for row in part
    ], ensure_ascii=False)  # fmt: skip
    assert not any(sign in shown for sign in ("\x00", "\x1b", "\u202e", "\u2028", "\ud800"))


@pytest.mark.parametrize(("first", "older"), [(None, False), (0, False), (1, True), (60, True)])
def test_days_that_were_left_out_are_told(first, older):
    diary = samples.diary()
    told = diary.days[first].isoformat() if first is not None else None
    findings = samples.findings(diary=samples.findings().diary | {"first_day": told})
    assert ("Older days are left out" in shape(findings, diary, OUTLOOK).span) == older


def test_the_journal_looks_at_its_last_years_only(monkeypatch, home, person):
    from gutline.discovery import discover
    from gutline.web import findings_work

    seen = []

    def spy(diary, settings):
        seen.append(settings.last_days)
        return discover(diary, settings=settings)

    monkeypatch.setattr(findings_work, "discover", spy)
    assert findings_work.worked_out(home, person)
    assert seen == [3 * 365]
