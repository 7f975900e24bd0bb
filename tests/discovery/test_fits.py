"""Between the arrays and the words: units, sets, probabilities, and the one list of findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from gutline.diary import Diary
from gutline.discovery import Settings, discover
from gutline.discovery.analysis import SHARED_ODDS, Analysis, _lent, too_little
from gutline.discovery.fits import unit_weights
from gutline.discovery.listing import candidates_of, list_of_findings, views_of
from gutline.discovery.state_verdicts import effects_of
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    discovered,
    drawn,
    each,
    entries_of,
    fitted,
    keep,
    one,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3, "rice": 0.3}
USUAL = Settings()


@pytest.fixture(scope="module", params=["plain", "near_duplicates", "tag_spread", "floor_heavy"])
def analysis(request) -> Analysis:
    return fitted(drawn(request.param, 2, 120, 25, 2).diary)


def test_every_tested_exposure_stands_in_one_unit(analysis):
    for outcome in analysis.outcomes.values():
        members = [m for u in outcome.fit.units for m in u.members]
        assert sorted(members) == list(range(len(analysis.tested)))
        assert all(u.share for u in outcome.fit.units)
        assert [sum(u.share) for u in outcome.fit.units] == pytest.approx(
            [1.0] * len(outcome.fit.units)
        )
        assert all(outcome.unit_of(m) is u for u in outcome.fit.units for m in u.members)


def test_probabilities_of_units_are_shared_by_their_members(analysis):
    for outcome in analysis.outcomes.values():
        assert outcome.unit_probability.min() >= 0.0
        assert outcome.unit_probability.max() <= 1.0
        for unit, chance in zip(outcome.fit.units, outcome.unit_probability, strict=True):
            assert outcome.probability[list(unit.members)].sum() == pytest.approx(chance)


@pytest.mark.parametrize("known", [0.3, 2.0])
def test_outcomes_lend_odds_and_keep_the_expected_number_of_effects(analysis, known):
    one, other = list(analysis.outcomes.values())[:2]
    nowhere, surely = (replace(other, probability=np.full(one.probability.size, p)) for p in (0, 1))
    less, more = (_lent(one, [o], known, USUAL) for o in (nowhere, surely))
    weight = unit_weights(one.group.candidates, USUAL)
    share = np.array([known * weight[list(u.members)].sum() for u in one.fit.units])
    before, below, above = (
        p / (1.0 - np.minimum(p, 1.0 - 1e-9))
        for p in (one.unit_probability, less.unit_probability, more.unit_probability)
    )
    unsure = one.unit_probability < 0.999
    ratio = (above / below)[unsure]
    assert ratio == pytest.approx(np.full(ratio.size, SHARED_ODDS), rel=1e-6)
    # With as many acting elsewhere as are expected to, the odds stay what they were on average.
    average = share * above + (1.0 - share) * below
    assert average[unsure] == pytest.approx(before[unsure], rel=1e-6)


def test_a_single_outcome_borrows_nothing(analysis):
    one = next(iter(analysis.outcomes.values()))
    assert _lent(one, [], 1.0, USUAL) is one


def test_more_evidence_is_more_probability(analysis):
    for outcome in analysis.outcomes.values():
        alone = [
            (u.evidence, p)
            for u, p in zip(outcome.fit.units, outcome.unit_probability, strict=True)
            if len(u.members) == 1
        ]
        strong, weak = max(alone), min(alone)
        assert strong[1] > weak[1]


def test_what_acts_adds_up_to_the_fit(analysis):
    for outcome in analysis.outcomes.values():
        fit = outcome.fit
        whole = sum(fit.parts.values(), np.zeros(outcome.ratings.value.size))
        assert fit.fitted == pytest.approx(whole)
        left = outcome.ratings.value - fit.fitted
        assert left.std() <= outcome.ratings.value.std() * 1.01
        assert fit.regression.variance > 0.0
        assert fit.regression.freedom < outcome.ratings.value.size


def test_outcomes_rated_together_share_their_work(analysis):
    groups = {id(outcome.group) for outcome in analysis.outcomes.values()}
    times = {outcome.ratings.at_hours.tobytes() for outcome in analysis.outcomes.values()}
    assert len(groups) == len(times)
    for outcome in analysis.outcomes.values():
        group = outcome.group
        assert group.design(outcome.fit.model) is group.design(outcome.fit.model)
        assert group.closer(0) is group.closer(0)
        assert group.values.shape == (outcome.ratings.value.size, len(group.ratings))


def test_outcomes_rated_a_minute_apart_are_fitted_alike():
    """The shared form and the single form of the same work."""
    diary = diary_of(Person(EATS, {"milk": (1.8, 8.0)}, days=100))
    twin = [replace(e, name="stiffness") for e in diary.of_kind("symptom")]
    later = [replace(e, at=e.at + timedelta(minutes=1)) for e in twin]
    together, apart = fitted(also(diary, twin)), fitted(also(diary, later))
    assert len({id(o.group) for o in together.outcomes.values()}) == 1
    assert len({id(o.group) for o in apart.outcomes.values()}) == 2
    for name in (PAIN, "stiffness"):
        left, right = together.outcomes[name], apart.outcomes[name]
        assert left.probability == pytest.approx(right.probability, abs=0.03)


def test_candidates_are_the_units_and_their_likeliest_members(analysis):
    for view in views_of(analysis).values():
        found = candidates_of(view, USUAL)
        assert len(found) == len(view.outcome.fit.units)
        for candidate, chance in zip(found, view.outcome.unit_probability, strict=True):
            assert set(candidate.members) <= set(candidate.unit.members)
            assert 1 <= len(candidate.members) <= 4
            assert candidate.probability <= chance + 1e-9


@pytest.mark.parametrize("claimed", [0.01, 0.1, 0.3])
def test_the_list_keeps_the_claim(analysis, claimed):
    told = Settings(claimed_fdr=claimed)
    views = views_of(analysis)
    effects = {name: effects_of(view) for name, view in views.items()}
    chosen, offered, states = list_of_findings(views, effects, told)
    doubt = [1.0 - c.probability for c in (*chosen, *offered)]
    doubt += [
        1.0 - e.probability
        for n, found in effects.items()
        for e in found
        if (n, e.state.name) in states
    ]
    assert doubt or claimed < 0.1
    assert sum(doubt) <= claimed * len(doubt)
    assert all(d < 0.5 for d in doubt)


def test_the_list_grows_with_the_claim(analysis):
    views = views_of(analysis)
    sizes = [
        len(list_of_findings(views, {n: [] for n in views}, Settings(claimed_fdr=c))[0])
        for c in (0.001, 0.1, 0.5)
    ]
    assert all(a <= b for a, b in pairwise(sizes))


def test_nothing_is_chosen_of_nothing():
    assert list_of_findings({}, {}, USUAL) == ([], [], set())


def test_an_effect_on_one_outcome_makes_one_on_another_likelier():
    """Milk surely hurts the back; whether it also makes stiff is a little likelier for that."""
    person = Person(EATS, {"milk": (2.0, 8.0)}, days=100)
    weak = Person(EATS, {"milk": (0.5, 8.0)}, days=100, seed=1, noise=1.0)
    other = [
        replace(e, name="stiffness", at=e.at + timedelta(minutes=5))
        for e in entries_of(replace(weak, seed=1))
        if e.kind == "symptom"
    ]
    both = also(diary_of(person), other)
    alone = keep(both, lambda e: e.kind != "symptom" or e.name == "stiffness")
    lent, own = (one(discover(d), "milk", "stiffness").probability for d in (both, alone))
    assert own < lent < 5.0 * own / (1.0 + 4.0 * own) + 0.15


def test_an_expected_number_of_effects_is_learned():
    many = fitted(drawn("plain", 2, 150, 25, 2).diary).expected
    none = fitted(drawn("null_plain", 2, 150, 25, 2).diary).expected
    assert 0.0 < none < many < 12.0


def test_a_wild_day_proves_nothing():
    """Two ratings of 10 in a calm diary, each after oysters."""
    person = Person(EATS | {"oysters": 0.1}, days=120, noise=0.8)
    entries = entries_of(person)
    first = sorted(e.at for e in entries if e.name == "oysters")[:2]

    def wild(e):
        hours = [(e.at - at).total_seconds() / 3600.0 for at in first]
        return replace(e, value=10.0) if any(0.0 < h < 9.0 for h in hours) else e

    diary = Diary(tuple(wild(e) if e.kind == "symptom" else e for e in entries))
    assert not one(discover(diary), "oysters").verdict.found


def test_what_is_too_little_is_told_in_a_clause():
    diary = diary_of(Person(EATS, days=40))
    read = fitted(diary)
    (ratings,) = read.ratings
    assert too_little(ratings, read.covered, USUAL) == ""
    assert "are needed" in too_little(ratings, read.covered, Settings(least_ratings=1000))
    assert "hardly ever logged" in too_little(ratings, np.eye(1, 40)[0], USUAL)
    assert too_little(ratings, np.zeros(40), USUAL) == ""


def test_food_that_is_eaten_more_is_told_surer():
    widths = {}
    for share in (0.1, 0.4):
        f = one(discovered(Person(EATS | {"milk": share}, {"milk": (2.0, 8.0)}, days=150)), "milk")
        widths[share] = f.interval[1] - f.interval[0]
    assert widths[0.4] < widths[0.1]


@pytest.mark.parametrize("weight", [0.2, 5.0])
def test_a_prior_weight_moves_the_probability_its_way(weight):
    person = Person(EATS, {"milk": (0.6, 8.0)}, days=80)
    plain = one(discovered(person), "milk").probability
    told = one(
        discovered(person, settings=Settings(prior_weights={"milk": weight})), "milk"
    ).probability
    assert (told > plain) == (weight > 1.0)


def test_a_prior_weight_is_for_a_name_in_any_case():
    person = Person(EATS, {"milk": (0.6, 8.0)}, days=80)
    told = [
        one(discovered(person, settings=Settings(prior_weights={name: 5.0})), "milk").probability
        for name in ("milk", "MILK")
    ]
    assert told[0] == told[1]


def test_a_finding_that_rests_on_a_prior_weight_says_so():
    """Found with the weight, undecided without: the person is told both."""
    person = Person(EATS, {"milk": (0.7, 8.0)}, days=80)
    for seed in range(1, 12):
        who = replace(person, seed=seed)
        plain = one(discovered(who), "milk")
        told = one(discovered(who, settings=Settings(prior_weights={"milk": 5.0})), "milk")
        if told.verdict.found and not plain.verdict.found:
            assert told.notes
            return
    raise AssertionError("no such person among these")


def test_ratings_in_tenths_are_fitted_like_whole_ones():
    diary = diary_of(Person(EATS, {"milk": (2.0, 8.0)}, days=100))
    rng = np.random.default_rng(1)
    finer = each(
        diary,
        lambda e: (
            replace(e, value=float(np.clip(e.value + rng.uniform(-0.4, 0.4), 0, 10)))
            if e.kind == "symptom"
            else e
        ),
    )
    whole, fine = one(discover(diary), "milk"), one(discover(finer), "milk")
    assert fine.verdict == whole.verdict == "suspect"
    assert abs(fine.effect - whole.effect) < 0.3
    assert clock(0.0) == diary.entries[0].at.replace(hour=0)
