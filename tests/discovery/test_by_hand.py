"""What the search and the closer look say, against sums and integrals done the slow way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import norm

from gutline.discovery import Settings
from gutline.discovery.candidates import Candidates
from gutline.discovery.closer import _overlooked, look_closer
from gutline.discovery.fits import SIZE_WEIGHTS, SIZES, OutcomeFit, Unit, unit_weights
from gutline.discovery.fitting import with_slow
from gutline.discovery.search import Search, exposure_evidence, look, nothing_to_look_for
from gutline.discovery.searched import WIDE_SIZES, WIDE_WEIGHTS, mixture_of, searched_sizes
from gutline.discovery.series import Exposure
from gutline.discovery.slow import SlowEffect
from gutline.discovery.weighted import weigh_outcome
from gutline.stats.blocks import Block, block_posterior, fit_blocks
from gutline.stats.mixture import NormalMixture
from gutline.stats.regression import Projection
from gutline.stats.single_effects import EffectPrior, column_posterior
from tests.discovery.diaries import Person, diary_of, fitted

PERSON = Person(
    {"milk": 0.4, "rye": 0.5, "egg": 0.3, "rice": 0.3}, {"milk": (1.5, 8.0)}, days=60, seed=3
)


@pytest.fixture(scope="module")
def analysis():
    return fitted(diary_of(PERSON))


@pytest.fixture(scope="module")
def outcome(analysis):
    (only,) = analysis.outcomes.values()
    return only


@pytest.fixture(scope="module")
def search(outcome):
    """The search of that outcome, set up anew."""
    group = outcome.group
    regression, design = weigh_outcome(
        group, outcome.fit.model, outcome.ratings.value, outcome.fit.regression.variance, None
    )
    return Search(group, outcome.fit.model, regression, design, 1.0, Settings())


# --- one column by hand -------------------------------------------------------------------------


def column_by_hand(inner: float, energy: float, variance: float, slab: float) -> tuple[float, ...]:
    """Log Bayes factor, mean and sd of one coefficient, by adding up over a fine grid."""
    sd = np.sqrt(1.0 / (energy / variance + 1.0 / slab**2))
    centre = sd**2 * inner / variance
    grid = np.linspace(centre - 12 * sd, centre + 12 * sd, 20_001)
    log_likelihood = (grid * inner - 0.5 * grid**2 * energy) / variance
    mass = np.exp(log_likelihood + norm.logpdf(grid, 0.0, slab))
    step = grid[1] - grid[0]
    total = mass.sum() * step
    mean = (mass * grid).sum() * step / total
    return np.log(total), mean, np.sqrt((mass * (grid - mean) ** 2).sum() * step / total)


@pytest.mark.parametrize(
    ("inner", "energy", "variance"), [(4.0, 10.0, 1.0), (-30.0, 25.0, 2.0), (0.0, 5.0, 0.3)]
)
def test_a_column_is_what_numerical_integration_gives(inner, energy, variance):
    prior = EffectPrior(np.array([0.1]), np.array([1.3]), (0.3, 1.2), (0.4, 0.6))
    told = column_posterior(np.array([inner]), np.array([energy]), variance, prior)
    parts = [column_by_hand(inner, energy, variance, 1.3 * size) for size in (0.3, 1.2)]
    log_parts = np.log([0.4, 0.6]) + [part[0] for part in parts]
    whole = logsumexp(log_parts)
    assert told.log_bayes_factor[0] == pytest.approx(whole, abs=1e-6)
    assert told.parts_weight[:, 0] == pytest.approx(np.exp(log_parts - whole))
    assert told.parts_mean[:, 0] == pytest.approx([part[1] for part in parts], abs=1e-6)
    assert told.parts_sd[:, 0] == pytest.approx([part[2] for part in parts], abs=1e-6)


def test_a_column_without_any_energy_says_nothing():
    prior = EffectPrior(np.array([0.1]), np.array([1.0]))
    told = column_posterior(np.zeros(1), np.zeros(1), 1.0, prior)
    assert told.log_bayes_factor[0] == pytest.approx(0.0)
    assert told.mean[0] == 0.0


# --- blocks by hand -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def little():
    """Thirty ratings, a constant, and two blocks of columns of which one acts."""
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(30, 5))
    values = 3.0 + 0.9 * columns[:, 1] + rng.normal(size=30)
    projection = Projection.of(np.ones((30, 1)), np.zeros(1))
    return columns, values, projection


def block_by_hand(columns, values, odds, scale, variance):
    """Probability of each column and the block's log Bayes factor, with the mean taken out."""
    centred = columns - columns.mean(axis=0)
    left = values - values.mean()
    log_bf = np.array(
        [
            logsumexp(
                [
                    np.log(weight) + column_by_hand(x @ left, x @ x, variance, scale * size)[0]
                    for size, weight in zip(SIZES, SIZE_WEIGHTS, strict=True)
                ]
            )
            for x in centred.T
        ]
    )
    mass = odds * np.exp(log_bf)
    return mass / (1.0 + mass.sum()), np.log(mass.sum() / odds.sum())


@pytest.mark.parametrize("variance", [0.5, 1.0, 4.0])
def test_a_block_is_what_numerical_integration_gives(little, variance):
    columns, values, projection = little
    odds = np.array([0.02, 0.05, 0.01])
    block = Block.of(columns[:, :3], projection, odds, 1.5)
    inner = block.columns.T @ projection.residuals(values)
    told = block_posterior(block, inner, variance, SIZES, SIZE_WEIGHTS)
    probability, evidence = block_by_hand(columns[:, :3], values, odds, 1.5, variance)
    assert told.probability == pytest.approx(probability, abs=1e-6)
    assert told.log_bayes_factor == pytest.approx(evidence, abs=1e-6)


def test_a_block_fitted_alone_is_that_block(little):
    columns, values, projection = little
    block = Block.of(columns[:, :3], projection, np.array([0.02, 0.05, 0.01]), 1.5)
    (alone,), whole, half = fit_blocks(
        [block], values, projection, 1.0, sizes=SIZES, weights=SIZE_WEIGHTS
    )
    inner = block.columns.T @ projection.residuals(values)
    told = block_posterior(block, inner, 1.0, SIZES, SIZE_WEIGHTS)
    assert alone.probability == pytest.approx(told.probability)
    assert whole == pytest.approx(values - columns[:, :3] @ told.mean)
    assert half == pytest.approx(projection.half(whole))


def test_the_order_of_blocks_does_not_matter(little):
    columns, values, projection = little
    blocks = [
        Block.of(columns[:, :2], projection, np.full(2, 0.05), 1.0),
        Block.of(columns[:, 2:], projection, np.full(3, 0.05), 1.0),
    ]
    kept = {"sizes": SIZES, "weights": SIZE_WEIGHTS, "tolerance": 1e-9, "rounds": 200}
    (a, b), left, _ = fit_blocks(blocks, values, projection, 1.0, **kept)
    (d, c), turned, _ = fit_blocks(blocks[::-1], values, projection, 1.0, **kept)
    assert a.probability == pytest.approx(c.probability, abs=1e-6)
    assert b.probability == pytest.approx(d.probability, abs=1e-6)
    assert left == pytest.approx(turned, abs=1e-6)


def test_no_blocks_leave_all_of_it(little):
    _, values, projection = little
    none, whole, _ = fit_blocks([], values, projection, 1.0, sizes=SIZES, weights=SIZE_WEIGHTS)
    assert none == []
    assert whole.tolist() == values.tolist()


# --- what was not found, column by column -------------------------------------------------------


def sizes_by_hand(outcome) -> list[NormalMixture]:
    fit, candidates = outcome.fit, outcome.group.candidates
    regression = fit.regression
    made = []
    for j in range(len(candidates.exposures)):
        log_mass, parts = [], []
        for column in np.flatnonzero(candidates.owner == j):
            prior = EffectPrior(
                candidates.weight[column : column + 1], np.array([regression.sd]), WIDE_SIZES,
                WIDE_WEIGHTS, regression.freedom,
            )  # fmt: skip
            alone = column_posterior(
                fit.left[column : column + 1], regression.energy[column : column + 1],
                regression.variance, prior,
            )  # fmt: skip
            log_mass.append(alone.log_bayes_factor[0] + np.log(candidates.weight[column]))
            parts.append(alone)
        share = np.exp(np.array(log_mass) - logsumexp(log_mass))
        made.append(
            NormalMixture(
                np.concatenate(
                    [p.parts_weight[:, 0] * s for p, s in zip(parts, share, strict=True)]
                ),
                np.concatenate([p.parts_mean[:, 0] for p in parts]),
                np.concatenate([p.parts_sd[:, 0] for p in parts]),
            )
        )
    return made


def test_searched_sizes_are_those_of_every_column_by_itself(outcome):
    told = searched_sizes(outcome.fit, outcome.group.candidates)
    wanted = sizes_by_hand(outcome)
    assert len(told) == len(outcome.group.candidates.exposures)
    for one, other in zip(told, wanted, strict=True):
        assert one.weight.sum() == pytest.approx(1.0)
        assert one.centre == pytest.approx(other.centre, abs=1e-9)
        assert one.spread == pytest.approx(other.spread, abs=1e-9)
        assert one.interval(0.9) == pytest.approx(other.interval(0.9), abs=1e-6)


def test_nothing_searched_has_no_size(outcome):
    candidates = outcome.group.candidates
    none = Candidates(
        (), candidates.columns[:, :0], candidates.owner[:0], candidates.kernel[:0],
        candidates.kernels, candidates.weight[:0],
    )  # fmt: skip
    assert searched_sizes(outcome.fit, none) == []


def test_a_mixture_of_one_column_is_its_own_posterior():
    prior = EffectPrior(np.full(3, 0.1), np.ones(3), SIZES, SIZE_WEIGHTS)
    columns = column_posterior(np.array([1.0, 5.0, -2.0]), np.full(3, 9.0), 1.0, prior)
    one = mixture_of(columns, slice(1, 2), np.ones(1))
    assert one.centre == pytest.approx(columns.mean[1])
    assert one.spread**2 == pytest.approx(columns.second[1] - columns.mean[1] ** 2)
    both = mixture_of(columns, np.array([0, 2]), np.array([0.25, 0.75]))
    assert both.centre == pytest.approx(0.25 * columns.mean[0] + 0.75 * columns.mean[2])


# --- the search ---------------------------------------------------------------------------------


def test_evidence_of_an_exposure_is_the_mean_of_its_columns(search):
    candidates = search.group.candidates
    rng = np.random.default_rng(1)
    log_bf = rng.normal(size=candidates.owner.size)
    told = exposure_evidence(log_bf, candidates)
    for j, evidence in enumerate(told):
        own = candidates.of(j)
        assert candidates.weight[own].sum() == pytest.approx(1.0)
        mean = (np.exp(log_bf[own]) * candidates.weight[own]).sum()
        assert evidence == pytest.approx(np.log(mean))


def test_prior_odds_sum_to_what_is_expected(search):
    assert search.odds.sum() == pytest.approx(search.expected)
    assert search.prior.column.sum() == pytest.approx(search.expected / (1 + search.expected))
    assert search.prior.none == pytest.approx(1 / (1 + search.expected))


def test_what_is_left_is_the_outcome_without_what_was_found(search):
    fit = look(search)
    projection = search.regression.projection
    left = search.regression.outcome - search.regression.white(fit.fitted)
    by_hand = search.design.columns.T @ projection.residuals(left)
    assert fit.left == pytest.approx(by_hand, abs=1e-6)
    assert [u.members for u in fit.units] == [(j,) for j in range(search.odds.size)]


def test_a_closer_look_leaves_what_its_blocks_leave(search):
    before = look(search)
    fit = look_closer(search, before)
    assert before.sets
    left = search.regression.outcome - search.regression.white(fit.fitted)
    projection = search.regression.projection
    assert fit.left == pytest.approx(search.design.columns.T @ projection.residuals(left), abs=1e-5)
    assert sorted(m for u in fit.units for m in u.members) == list(range(search.odds.size))
    assert set(fit.parts) == {m for members in fit.sets for m in members}


def test_a_set_of_one_has_the_evidence_of_its_block(search):
    """The milk that acts, alone, under every dense kernel and every size, one by one."""
    milk = [e.name for e in search.group.candidates.exposures].index("milk")
    # Expecting next to nothing, so that no other exposure joins.
    search = replace(search, expected=1e-4)
    fit = look_closer(search, replace(look(search), sets=((milk,),)))
    unit = next(u for u in fit.units if u.members == (milk,))
    dense = search.group.closer(milk)
    projection = search.regression.projection
    assert set(fit.parts) == {milk}
    log_parts = []
    for column, weight in zip(dense.columns.T, dense.weight, strict=True):
        white = search.regression.white(column)
        x = projection.residuals(white)
        prior = EffectPrior(
            np.array([weight]), np.array([search.regression.sd]), SIZES, SIZE_WEIGHTS,
            search.regression.freedom,
        )  # fmt: skip
        alone = column_posterior(
            np.array([x @ search.regression.outcome]), np.array([x @ white]),
            search.regression.variance, prior,
        )  # fmt: skip
        log_parts.append(alone.log_bayes_factor[0] + np.log(weight))
    assert unit.evidence == pytest.approx(logsumexp(log_parts), abs=1e-6)
    # A food has no slow kernels, so there is nothing to be told apart.
    assert unit.fast == -np.inf
    assert unit.share == (1.0,)


def test_what_was_overlooked_is_looked_at_too(search):
    fit = look_closer(search, replace(look(search), sets=()))
    assert any("milk" == search.group.candidates.exposures[j].name for j in fit.parts)


def test_nothing_is_overlooked_among_what_is_known(search):
    candidates = search.group.candidates
    columns = column_posterior(
        search.design.inner(search.regression.outcome), search.design.energy,
        search.regression.variance, search.prior,
    )  # fmt: skip
    every = tuple((j,) for j in range(search.odds.size))
    assert _overlooked(columns, candidates, every, search.odds) == []
    found = _overlooked(columns, candidates, (), search.odds)
    assert candidates.exposures[found[0]].name == "milk"
    assert _overlooked(columns, candidates, (), 1e-12 * search.odds)[:1] in ([], found[:1])


def test_where_nothing_can_be_tested_only_the_noise_is_fitted(search):
    fit = nothing_to_look_for(search)
    assert (fit.units, fit.parts, fit.sets) == ((), {}, ())
    assert fit.fitted.tolist() == [0.0] * search.regression.root.size
    assert fit.converged


# --- weights and slow effects -------------------------------------------------------------------


def exposure(name: str, level: str) -> Exposure:
    none = np.zeros(0)
    return Exposure(
        name, level, none, none, none.astype(np.int64), "", "fast", none.astype(bool)
    )  # fmt: skip


def weights_of(levels: list[str], settings: Settings | None = None) -> dict[str, float]:
    exposures = tuple(exposure(f"{level} {n}", level) for n, level in enumerate(levels))
    empty = np.zeros(0, dtype=np.int64)
    candidates = Candidates(exposures, np.zeros((0, 0)), empty, empty, (), np.zeros(0))
    told = unit_weights(candidates, settings or Settings())
    return {e.name: w for e, w in zip(exposures, told.tolist(), strict=True)}


def test_foods_weigh_the_same_and_tags_half_of_it():
    told = weights_of(["food"] * 10 + ["tag"])
    assert told["tag 10"] == pytest.approx(0.5 * told["food 0"])
    assert sum(told.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("tags", [5, 50, 500])
def test_many_tags_together_weigh_no_more_than_a_fifth_of_the_foods(tags):
    told = weights_of(["food"] * 10 + ["tag"] * tags + ["nutrient"] * 3 + ["meal"] * 2)
    foods = sum(w for name, w in told.items() if name.startswith("food"))
    assert sum(told.values()) - foods == pytest.approx(0.2 * foods)
    tag, nutrient = told["tag 10"], told[f"nutrient {10 + tags}"]
    assert nutrient == pytest.approx(0.2 * tag)


def test_without_a_food_the_tags_share_all_of_it():
    assert weights_of(["tag", "tag"]) == {"tag 0": 0.5, "tag 1": 0.5}
    assert weights_of([]) == {}


def test_a_prior_weight_is_held_within_five_times():
    told = weights_of(["food"] * 4, Settings(prior_weights={"FOOD  0": 1000.0, "food 1": 0.0}))
    assert told["food 0"] == pytest.approx(5.0 * told["food 2"])
    assert told["food 1"] == pytest.approx(0.2 * told["food 2"])


def test_slow_effects_join_the_fits_first_as_parts_and_last_as_evidence(outcome):
    units = (
        Unit((0,), (1.0,), 1.0, -np.inf),
        Unit((1,), (1.0,), 1.0, 2.0),
        Unit((2, 3), (0.5, 0.5), 7.0),
    )
    fit: OutcomeFit = replace(outcome.fit, units=units, parts={})
    part = np.ones(outcome.ratings.value.size)
    slow = [{0: SlowEffect(3.0, part), 1: SlowEffect(-1.0, part), 2: SlowEffect(9.0, part)}]
    (early,) = with_slow([fit], slow, final=False)
    assert sorted(early.parts) == [0, 2]
    assert early.units == units
    (late,) = with_slow([fit], slow, final=True)
    assert late.parts == {}
    # Only slow, half fast and half slow, and one that shares its unit: left as it is.
    assert [u.evidence for u in late.units] == pytest.approx(
        [3.0, np.log(0.5 * np.exp(2.0) + 0.5 * np.exp(-1.0)), 7.0]
    )
    assert with_slow([fit], [{}], final=True) == [fit]
