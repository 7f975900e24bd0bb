"""The checks beside each finding: calibrated where nothing is wrong, loud where something is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.diary import Diary
from gutline.discovery import Settings, discover
from gutline.discovery.analysis import Analysis
from gutline.discovery.candidates import later_dose
from gutline.discovery.checks import (
    PATTERNS,
    Line,
    Rival,
    daily_doses,
    floor_share,
    food_patterns,
    line_of,
    ordinal_agrees,
    robustness,
    slope_without_patterns,
    split_half,
    strongest_rival,
)
from gutline.discovery.leading import (
    confounding_index,
    lead_check,
    lead_scores,
    prediction_errors,
)
from gutline.discovery.listing import candidates_of, views_of
from gutline.discovery.missing import daily_means, missing_ratings, tipping_point
from gutline.discovery.series import Exposure, Ratings
from gutline.discovery.sizing import EffectSize, size_effect
from gutline.stats.regression import Projection
from tests.discovery.diaries import (
    PAIN,
    PARTY_FOODS,
    Person,
    clock,
    diary_of,
    drawn,
    each,
    entries_of,
    fitted,
    one,
    with_parties,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3, "rice": 0.3, "apple": 0.3, "fish": 0.2, "cake": 0.2}


def exposure(hours: list[float], dose: list[float] | None = None) -> Exposure:
    at = np.array(hours, dtype=float)
    days = (at // 24).astype(np.int64)
    amount = np.ones(at.size) if dose is None else np.array(dose)
    return Exposure("milk", "food", at, amount, days, "1 serving", "fast", np.zeros(at.size, bool))


def ratings(days: list[int], values: list[float]) -> Ratings:
    day = np.array(days, dtype=np.int64)
    at = day * 24.0 + 20.0
    return Ratings(PAIN, at, np.array(values, dtype=float), np.full(day.size, 20.0), day)


def sized(person: Person, name: str = "milk") -> tuple[Analysis, EffectSize, int]:
    analysis = fitted(diary_of(person))
    outcome = analysis.outcomes[PAIN]
    names = [e.name for e in outcome.group.candidates.exposures]
    at = names.index(name)
    return analysis, size_effect(outcome.group, outcome.fit, outcome.unit_of(at), at), at


# --- does the pain foretell the food? --------------------------------------------------------


def test_dose_in_the_hours_after_a_rating():
    food = exposure([10.0, 20.0, 34.0, 50.0], [1.0, 2.0, 4.0, 8.0])
    got = later_dose(food, np.array([0.0, 10.0, 20.0, 26.0, 60.0]), 24.0)
    assert got.tolist() == [3.0, 6.0, 4.0, 12.0, 0.0]


def test_lead_scores_are_standard_normal_where_food_does_not_follow_pain():
    """About 600 scores: their sd is known to 3 %, their mean to .04."""
    scores = [
        z
        for seed in range(20)
        for outcome in fitted(drawn("null_plain", 500 + seed, 90, 15, 2).diary).outcomes.values()
        for z in lead_scores(outcome)
    ]
    assert len(scores) > 500
    assert abs(np.mean(scores)) < 0.2
    assert 0.8 < np.std(scores) < 1.2
    assert np.mean(np.abs(scores) > 2.576) < 0.03


def test_the_index_is_about_zero_where_food_does_not_follow_pain():
    indices = [
        confounding_index(lead_scores(outcome))
        for seed in range(20)
        for outcome in fitted(drawn("null_plain", 500 + seed, 90, 15, 2).diary).outcomes.values()
    ]
    assert abs(np.mean(indices)) < 1.0
    assert np.mean(np.array(indices) > 4.0) < 0.1


def test_the_index_in_figures():
    assert confounding_index(np.zeros(0)) == 0.0
    assert confounding_index(np.ones(8)) == 0.0
    assert confounding_index(np.full(8, 2.0)) == pytest.approx((32 - 8) / 4)


def test_a_lead_check_in_figures():
    assert lead_check(0.0).p_value == 1.0
    assert not lead_check(2.5).reversed
    assert lead_check(2.6).reversed
    assert lead_check(-2.6) == lead_check(2.6)


def comforted(days: int = 150) -> Diary:
    """Ginger tea is drunk after every bad rating and does nothing."""
    person = Person({"rye": 0.5, "egg": 0.4}, days=days, noise=1.8, rated_at=(15.0,))
    entries = entries_of(person)
    tea = [
        replace(e, kind="drink", name="ginger tea", value=None, unit="", at=e.at.replace(hour=17))
        for e in entries
        if e.kind == "symptom" and e.value >= 5.0
    ]
    return Diary((*entries, *tea))


def test_a_drink_had_when_it_hurts_is_flagged():
    f = one(discover(comforted()), "ginger tea")
    assert f.lead_check.reversed
    assert f.lead_check.p_value < 1e-4
    assert f.verdict != "suspect"


def test_the_other_foods_are_not_flagged():
    said = discover(comforted())
    assert one(said, "rye").lead_check.p_value > 1e-3
    assert one(said, "egg").lead_check.p_value > 1e-3


def test_the_whole_diary_is_said_to_run_the_other_way_round():
    check = next(c for c in discover(comforted()).checks if c.name == "confounding index")
    assert not check.passed
    assert check.value > 4.0
    assert check.sentence.endswith("some findings may run the other way round.")


def test_prediction_errors_do_not_foretell_each_other():
    for outcome in fitted(drawn("plain", 4, 80, 12, 2).diary).outcomes.values():
        errors = prediction_errors(outcome)
        assert errors.size == outcome.ratings.value.size
        assert abs(np.corrcoef(errors[:-1], errors[1:])[0, 1]) < 0.2


# --- halves, hidden causes, patterns ---------------------------------------------------------


def line(slope: float, n: int = 200, seed: int = 1, noise: float = 1.0) -> Line:
    rng = np.random.default_rng(seed)
    column = rng.normal(size=n)
    return Line(column, slope * column + noise * rng.normal(size=n), float(n - 1))


def test_a_line_is_least_squares():
    made = line(1.5)
    expected, *_ = np.linalg.lstsq(made.column[:, None], made.outcome, rcond=None)
    assert made.slope == pytest.approx(expected[0])
    assert made.standard_error == pytest.approx(1 / np.sqrt(200), rel=0.15)
    assert made.t == pytest.approx(made.slope / made.standard_error)


def test_covariates_are_taken_out_of_a_line():
    rng = np.random.default_rng(3)
    shared = rng.normal(size=(300, 1))
    column = shared[:, 0] + rng.normal(size=300)
    outcome = 0.5 * column + 4.0 * shared[:, 0]
    projection = Projection.of(shared, np.zeros(1))
    assert Line.of(column, outcome, projection, 298.0).slope == pytest.approx(0.5)


def test_halves_that_agree_and_halves_that_do_not():
    first = np.arange(200) < 100
    same, other = line(1.0), line(1.0)
    turned = Line(other.column, np.where(first, 1.0, -1.0) * other.outcome, other.freedom)
    assert split_half(same, first).agrees
    halves = split_half(turned, first)
    assert halves.first > 0.5
    assert halves.second < -0.5
    assert not halves.agrees


def test_an_effect_that_ends_halfway_is_seen_in_the_halves():
    person = Person(EATS, {"milk": (2.5, 8.0)}, days=200)
    late = Person(EATS, {}, days=200)
    entries = [e for e in entries_of(person) if e.at < clock(2400.0)]
    entries += [e for e in entries_of(late) if e.at >= clock(2400.0)]
    f = one(discover(Diary(tuple(entries))), "milk")
    assert f.split_half.first > 3 * abs(f.split_half.second)
    assert not f.split_half.agrees


def test_a_stronger_effect_is_more_robust():
    values = [robustness(line(slope, noise=1.0)) for slope in (0.1, 0.4, 1.0, 3.0)]
    assert values == sorted(values)
    assert 0.0 < values[0] < 0.2
    assert values[-1] > 0.5


def test_patterns_of_eating_are_five_before_and_five_after():
    analysis, _, at = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    outcome = analysis.outcomes[PAIN]
    patterns = food_patterns(daily_doses(analysis), outcome, at)
    assert patterns.shape == (outcome.ratings.value.size, 2 * PATTERNS)
    before, after = patterns[:, :PATTERNS], patterns[:, PATTERNS:]
    day = outcome.ratings.day
    assert np.array_equal(before[day == 10][0], after[day == 8][0])
    assert not before[day == 0].any()
    assert not after[day == day.max()].any()


def test_patterns_leave_out_the_food_itself():
    analysis, _, at = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    others = fitted(diary_of(Person({k: v for k, v in EATS.items() if k != "milk"})))
    own = [a for a in (others, analysis) if all(e.name != "milk" for e in a.exposures)]
    assert own == [others]
    patterns = food_patterns(daily_doses(analysis), analysis.outcomes[PAIN], at)
    milk = analysis.exposures[analysis.tested[at]]
    eaten = np.isin(analysis.outcomes[PAIN].ratings.day - 1, milk.days)
    assert np.abs(np.corrcoef(patterns.T, eaten)[-1, :-1]).max() < 0.35


def test_a_food_of_its_own_keeps_its_effect_beside_the_patterns():
    analysis, effect, at = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    slope = slope_without_patterns(daily_doses(analysis), analysis.outcomes[PAIN], effect, at)
    assert 1.2 < slope < 2.8


def test_few_foods_have_fewer_patterns():
    analysis, _, at = sized(Person({"milk": 0.4, "egg": 0.3}, {"milk": (2.0, 8.0)}))
    assert food_patterns(daily_doses(analysis), analysis.outcomes[PAIN], at).shape[1] == 2


def test_without_states_there_is_no_rival():
    _, effect, _ = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    assert strongest_rival((), effect, 100.0) is None


def test_a_rival_takes_the_share_that_a_plain_regression_finds():
    rng = np.random.default_rng(4)
    n, freedom = 80, 75.0
    others, own = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))
    targets = own @ [[0.8, 0.1], [0.0, 0.3]] + rng.normal(size=(n, 2))
    projection = Projection.of(others, np.zeros(3))
    rival = Rival("stress", projection.residuals(own), projection)
    plain = max(
        Line.of(column, target, projection, freedom).t ** 2
        for column in own.T
        for target in targets.T
    )
    assert rival.share(targets, freedom) == pytest.approx(plain / (plain + freedom), rel=1e-6)


def test_the_strongest_rival_is_the_one_that_explains_most():
    rng = np.random.default_rng(5)
    _, effect, _ = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    n = effect.left.size
    projection = Projection.of(np.ones((n, 1)), np.zeros(1))
    like = projection.residuals((effect.left + 0.5 * rng.normal(size=n))[:, None])
    unlike = projection.residuals(rng.normal(size=(n, 1)))
    rivals = (Rival("sleep", unlike, projection), Rival("stress", like, projection))
    name, share = strongest_rival(rivals, effect, float(n - 1))
    assert name == "stress"
    assert share > 0.3


def test_the_simple_regression_behind_an_effect_has_its_size():
    analysis, effect, _ = sized(Person(EATS, {"milk": (2.0, 8.0)}))
    assert line_of(analysis.outcomes[PAIN], effect).slope == pytest.approx(
        effect.size.centre, abs=0.35
    )


def test_ordered_steps_see_a_strong_effect_too():
    analysis, effect, _ = sized(Person(EATS, {"milk": (2.5, 8.0)}))
    assert ordinal_agrees(analysis.outcomes[PAIN], effect)


def test_ordered_steps_do_not_see_what_is_not_there():
    analysis, effect, _ = sized(Person(EATS, {}, seed=9), "rice")
    turned = replace(effect, size=replace(effect.size, mean=-effect.size.mean))
    seen = [ordinal_agrees(analysis.outcomes[PAIN], e) for e in (effect, turned)]
    assert sum(seen) <= 1


def test_share_at_the_floor():
    assert floor_share(np.array([0.0, 0.0, 3.0, 5.0])) == 0.5
    assert floor_share(np.array([2.0, 3.0, 4.0, 4.0])) == 0.25


def test_an_effect_among_ratings_at_the_floor_is_found_and_the_floor_told():
    person = Person(EATS, {"milk": (4.0, 8.0)}, days=180, usual=-0.5)
    said = discover(diary_of(person))
    assert one(said, "milk").verdict == "suspect"
    check = next(c for c in said.checks if c.name == "floor")
    assert not check.passed
    assert "stand at the lowest value" in check.sentence


# --- ratings that are not there --------------------------------------------------------------


def test_daily_means():
    got = daily_means(ratings([2, 2, 4, 5], [1.0, 3.0, 7.0, 5.0]))
    assert got[[0, 2, 3]].tolist() == [2.0, 7.0, 5.0]
    assert np.isnan(got[1])


def test_no_missing_days():
    missing = missing_ratings(ratings(list(range(30)), [float(d % 5) for d in range(30)]))
    assert (missing.share, missing.difference, missing.p_value) == (0.0, 0.0, 1.0)
    assert not missing.informative


def test_days_missing_after_bad_ones():
    """After each day of 8 the next is missing; after 2 it never is."""
    days = [d for d in range(60) if d % 3 != 2]
    missing = missing_ratings(ratings(days, [8.0 if d % 3 == 1 else 2.0 for d in days]))
    assert missing.share == pytest.approx(19 / 59)
    assert missing.difference > 2.0
    assert missing.informative


def test_days_missing_by_chance():
    rng = np.random.default_rng(6)
    days = np.flatnonzero(rng.random(200) < 0.7)
    missing = missing_ratings(ratings(days.tolist(), rng.normal(5.0, 2.0, days.size).tolist()))
    assert missing.share == pytest.approx(0.3, abs=0.1)
    assert not missing.informative


def test_a_few_missing_days_say_nothing():
    missing = missing_ratings(ratings([0, 1, 3, 4, 5, 6, 7, 8], [9.0, 9, 1, 1, 1, 1, 1, 1]))
    assert (missing.difference, missing.p_value) == (0.0, 1.0)


def test_the_tipping_point_in_figures():
    """Milk on days 2 and 6; of days 2, 3, 6 and 7 day 7 is missing."""
    rated = ratings([0, 1, 2, 3, 4, 5, 6, 8], [1.0] * 8)
    assert tipping_point(rated, exposure([50.0, 150.0]), 1.5) == pytest.approx(-1.5 * 4)
    assert tipping_point(rated, exposure([50.0]), 1.5) is None


def test_a_finding_among_missing_ratings_carries_its_tipping_point():
    diary = diary_of(Person(EATS, {"milk": (2.0, 8.0)}, days=150))
    rng = np.random.default_rng(2)
    gone = set(rng.choice(150, 40, replace=False).tolist())
    fewer = Diary(
        tuple(e for e in diary.entries if e.kind != "symptom" or (e.at - clock(0)).days not in gone)
    )
    f = one(discover(fewer), "milk")
    told = [n for n in f.notes if n.startswith("To undo this, the ratings missing after it")]
    assert len(told) == 1
    assert told[0].endswith("points lower than the others.")
    whole = one(discover(diary), "milk")
    assert not any("missing" in n for n in whole.notes)


def test_foods_eaten_by_habit_are_not_said_to_hide_anything():
    person = Person({"milk": 0.5, "egg": 0.5, "rye": 0.6}, {"milk": (2.0, 8.0)})
    said = discover(diary_of(person))
    assert [f.name for f in said.of(PAIN) if f.verdict == "suspect"] == ["milk"]
    assert not any("commonest patterns" in note for f in said.of(PAIN) for note in f.notes)


def test_a_hidden_cause_of_many_foods_weakens_each_beside_the_patterns():
    """Of what a party food seems to do, the other foods of the party take a part."""
    ratios = []
    for seed in range(1, 5):
        analysis = fitted(with_parties(seed))
        outcome, doses = analysis.outcomes[PAIN], daily_doses(analysis)
        for at, food in enumerate(outcome.group.candidates.exposures):
            if food.name in PARTY_FOODS and outcome.probability[at] > 0.3:
                effect = size_effect(outcome.group, outcome.fit, outcome.unit_of(at), at)
                slope = slope_without_patterns(doses, outcome, effect, at)
                ratios.append(slope / line_of(outcome, effect).slope)
    assert len(ratios) >= 5
    assert np.mean(ratios) < 0.9


def test_a_hidden_cause_of_many_foods_is_told():
    """What hurts at a party is not in the diary; six foods of parties are."""
    notes = [
        note
        for seed in range(1, 6)
        for f in discover(with_parties(seed)).of(PAIN)
        if f.verdict.found
        for note in f.notes
    ]
    assert any("something eaten alongside may be behind it" in note for note in notes)


def test_where_the_outcome_foretells_the_food_only_a_trial_is_offered():
    """Ginger tea is had when it hurts and does soothe: the diary cannot tell how much."""
    f = one(discover(comforted(), settings=Settings(refuse_above=-99.0)), "ginger tea")
    assert f.verdict == "undecided"
    if f.probability > 0.5:
        assert (
            f.reason == "your back pain changes how often you have it, so only a trial could tell"
        )


def test_tempering_takes_certainty_where_the_outcome_foretells_the_food():
    """Milk acts; were its lead score high in a diary full of such, half the evidence counts."""
    plain = views_of(fitted(diary_of(Person(EATS, {"milk": (0.9, 8.0)}, days=80))))[PAIN]
    backwards = replace(plain, leads=np.full(plain.leads.size, 9.0), index=5.0)
    before, after = (candidates_of(view, Settings()) for view in (plain, backwards))
    assert all(b.probability <= a.probability for a, b in zip(before, after, strict=True))
    assert any(b.probability < a.probability - 0.01 for a, b in zip(before, after, strict=True))
    assert not any(c.refused for c in after)
    many = candidates_of(replace(backwards, index=99.0), Settings())
    assert all(c.refused for c in many)


def test_lower_ratings_after_the_change_of_every_rating_do_not_change_the_checks():
    diary = diary_of(Person(EATS, {"milk": (2.0, 8.0)}, noise=0.8))
    half = each(diary, lambda e: replace(e, value=e.value / 2) if e.kind == "symptom" else e)
    whole, less = one(discover(diary), "milk"), one(discover(half), "milk")
    assert less.effect == pytest.approx(whole.effect / 2, rel=0.02)
    assert less.robustness == pytest.approx(whole.robustness, abs=0.01)
    assert less.lead_check.p_value == pytest.approx(whole.lead_check.p_value, abs=0.02)
