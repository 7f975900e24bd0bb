"""What is forecast without fitting is what the engine then says."""

from __future__ import annotations

import pytest

from gutline.diary import Diary, Entry, parse_text
from gutline.discovery import (
    Forecast,
    Needs,
    OutcomeForecast,
    Settings,
    Verdict,
    discover,
    forecast,
)
from gutline.discovery import analysis as engine
from tests.discovery.diaries import PAIN, Person, also, clock, diary_of, each, fitted, keep

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3}
WEEKS = diary_of(Person(EATS, days=40))
UNMARKED = diary_of(Person(EATS, days=60, complete=False))


def seldom(days: int = 40) -> list[Entry]:
    """Foods had too seldom, one of them as nothing, and the states of every day."""
    figs = [Entry(clock(24.0 * d + 13.0), "food", "figs") for d in (3, 9, 27)]
    oysters = [Entry(clock(24.0 * 5 + 19.0), "food", "oysters", 0.0, "serving")]
    nights = [Entry(clock(24.0 * d + 7.0), "sleep", "sleep", 6.0 + d % 3, "h") for d in range(days)]
    stress = [Entry(clock(24.0 * d + 20.0), "stress", "stress", 4.0, "nrs") for d in range(3)]
    return [*figs, *oysters, *nights, *stress]


def without_symptoms(first: int, days: int) -> list[Entry]:
    """Evenings on which there was no symptom."""
    return [Entry(clock(24.0 * d + 21.5), "symptom", "none") for d in range(first, first + days)]


def evenings(days: int, rated: int) -> Diary:
    """A diary with one rating on each of the first days, and a second symptom on one of them."""
    whole = diary_of(Person(EATS, days=days, rated_at=(21.0,)))
    some = keep(whole, lambda e: e.kind != "symptom" or e.at < clock(24.0 * rated))
    return also(some, [Entry(clock(21.0), "symptom", "Bloating", 2.0, "nrs")])


DIARIES = {
    "enough": also(WEEKS, seldom()),
    "no symptoms on many days": also(evenings(35, 20), without_symptoms(20, 15)),
    "no symptoms, still short": also(evenings(9, 3), without_symptoms(3, 6)),
    "short": evenings(9, 9),
    "many ratings on few days": diary_of(Person(EATS, days=7)),
    "food hardly logged": keep(UNMARKED, lambda e: e.kind == "symptom" or e.at < clock(72)),
    "all the same": each(
        WEEKS, lambda e: Entry(e.at, e.kind, e.name, 3.0, "nrs") if e.kind == "symptom" else e
    ),
    "tags": Diary(
        (*WEEKS.entries, *seldom()),
        tags={"milk": ("dairy",), "figs": ("dairy", "sweet"), "egg": ("sweet",)},
    ),
    "names in two cases": each(
        evenings(9, 9),
        lambda e: Entry(e.at, e.kind, e.name.upper(), e.value) if e.value == 4 else e,
    ),
    "nothing rated": keep(WEEKS, lambda e: e.kind != "symptom"),
    "only marks": keep(WEEKS, lambda e: e.kind == "complete"),
    "empty": Diary(()),
}


@pytest.mark.parametrize("name", DIARIES)
def test_it_agrees_with_what_is_found(name):
    told, found = forecast(DIARIES[name]), discover(DIARIES[name])
    assert {o.name for o in told.outcomes} == set(found.outcomes)
    for outcome in told.outcomes:
        summary = found.outcomes[outcome.name]
        assert (outcome.ratings, outcome.days) == (summary.ratings, summary.days)
        assert outcome.needs == summary.needs
        assert (outcome.why == "") == (summary.status == "ok")
        assert outcome.why in summary.status


@pytest.mark.parametrize("name", ["enough", "no symptoms on many days", "tags"])
def test_exposures_agree_with_what_is_found(name):
    told, found = forecast(DIARIES[name]), discover(DIARIES[name]).of(PAIN)
    given = {(e.name, e.level): e for e in told.exposures}
    judged = {(f.name, f.level): f for f in found if f.level not in {"sleep", "stress"}}
    assert given.keys() == judged.keys()
    for key, exposure in given.items():
        finding = judged[key]
        assert exposure.count == finding.count
        if not exposure.testable:
            assert finding.verdict is Verdict.UNTESTABLE
            assert finding.needs == exposure.needs
        assert finding.reason.startswith("it was logged only") != exposure.testable


@pytest.mark.parametrize("name", [name for name in DIARIES if name not in {"empty", "only marks"}])
def test_what_is_testable_is_what_is_fitted(name, monkeypatch):
    monkeypatch.setattr(engine, "_fit", lambda *_: ({}, 0.0))
    read = fitted(DIARIES[name])
    told = forecast(DIARIES[name]).exposures
    assert tuple(i for i, e in enumerate(told) if e.testable) == read.tested
    assert [(e.name, e.count) for e in told] == [(e.name, e.at_hours.size) for e in read.exposures]


def test_nothing_is_fitted(monkeypatch):
    for name in ("fit_group", "build_candidates", "adjust_for"):
        monkeypatch.setattr(engine, name, None)
    assert forecast(WEEKS).outcomes == (OutcomeForecast(PAIN, 120, 40, "", None),)


def test_an_empty_diary():
    assert forecast(Diary(())) == Forecast((), ())


def test_a_day_without_symptoms_is_a_rating_of_0_of_every_symptom():
    pain, bloating = forecast(DIARIES["no symptoms on many days"]).outcomes
    assert (pain.name, pain.ratings, pain.days, pain.why) == (PAIN, 35, 35, "")
    assert (bloating.name, bloating.ratings, bloating.days) == ("Bloating", 16, 16)


def test_only_days_without_symptoms():
    assert forecast(Diary(tuple(without_symptoms(0, 30)))).outcomes == ()


def test_a_short_diary_says_how_long(diary):
    """
    2026-03-01 08:00 ate rye bread
    2026-03-02 20:00 back pain 4
    2026-03-02 22:00 no symptoms
    """
    told = forecast(diary)
    (outcome,) = told.outcomes
    assert (outcome.ratings, outcome.days, outcome.needs) == (2, 1, Needs(18, None))
    assert outcome.why.startswith("there are 2 ratings of back pain on 1 day and 20")
    (rye,) = told.exposures
    assert (rye.name, rye.level, rye.count, rye.testable) == ("rye bread", "food", 1, False)
    assert rye.needs == Needs(14, 7)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("food hardly logged", "on the days when back pain changed, food was hardly ever logged"),
        ("all the same", "all 120 ratings of back pain are the same"),
    ],
)
def test_where_more_days_alone_do_not_help(name, why):
    (outcome,) = forecast(DIARIES[name]).outcomes
    assert outcome.why.startswith(why)
    assert outcome.needs is None


def test_daily_states_are_asked_for_no_number_of_times():
    levels = {e.level for e in forecast(DIARIES["enough"]).exposures}
    assert levels == {"food"}


def test_an_amount_of_nothing_is_not_an_exposure():
    assert "oysters" not in {e.name for e in forecast(DIARIES["enough"]).exposures}


def test_settings_count():
    diary = parse_text("2026-03-01 08:00 ate rye bread\n2026-03-01 20:00 back pain 4\n")
    few = forecast(diary, Settings(least_count=1, least_ratings=1, least_days=1))
    assert few.exposures[0].testable
    assert few.outcomes[0].needs is None
    many = forecast(WEEKS, Settings(least_count=99, least_ratings=240))
    assert not any(e.testable for e in many.exposures)
    assert many.outcomes[0].needs == Needs(40, None)
