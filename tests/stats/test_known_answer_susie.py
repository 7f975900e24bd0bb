"""susieR's N3finemapping, first trait: the answer is published, and ours is the same.

The oracle estimates each effect's prior variance by maximum likelihood and has no spike; ours has a
fixed mixture of sizes, a spike, and grows the sum while it finds something. So the inclusion
probabilities agree to two thousandths and not to the last digit; the credible sets are the same.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gutline.stats.regression import Design, Projection
from gutline.stats.single_effects import EffectPrior, SumOfEffects, fit_effects

RESIDUAL_VARIANCE = 6.414737  # what susieR estimates
BROAD_SET = {
    *(362, 365, 372, 373, 374, 379, 381, 383, 384, 386, 387, 388, 389, 391),
    *(392, 396, 397, 398, 399, 400, 401, 403, 404, 405, 407, 408, 415),
}
SETS = [{653}, {773, 777}, BROAD_SET]
TRUTH = (403, 653, 773)


def fit_ours(finemapping, mass=0.5, **prior) -> SumOfEffects:
    x = finemapping.variants / finemapping.variants.std(axis=0, ddof=1)
    design = Design(np.asfortranarray(x), Projection.of(np.ones((x.shape[0], 1)), np.zeros(1)))
    p = x.shape[1]
    chances = EffectPrior(np.full(p, mass / p), np.ones(p), **prior)
    return fit_effects(
        design,
        finemapping.trait,
        RESIDUAL_VARIANCE,
        chances,
        most=10,
        rounds=200,
        tolerance=1e-5,
    )


def credible_sets(alpha, coverage=0.95):
    """Smallest sets that hold an effect with 95 %, counted from 1 as in R; diffuse ones left out."""
    found = []
    for row in alpha:
        order = np.argsort(-row, kind="stable")
        size = int(np.searchsorted(np.cumsum(row[order]), coverage)) + 1
        if row.sum() >= coverage and size < 100:
            found.append({int(j) + 1 for j in order[:size]})
    return sorted(found, key=len)


def inclusion(alpha):
    return 1.0 - np.prod(1.0 - alpha, axis=0)


@pytest.fixture(scope="module")
def ours(finemapping):
    return fit_ours(finemapping)


@pytest.fixture(scope="module")
def theirs(pysusie, finemapping):
    return pysusie.susie(finemapping.variants, finemapping.trait, L=10)


def test_the_data_are_those_of_the_package(finemapping):
    assert finemapping.variants.shape == (574, 1001)
    assert finemapping.variants.mean(axis=0) == pytest.approx(0.0, abs=1e-9)
    assert max(np.unique(column).size for column in finemapping.variants.T) <= 4


def test_the_oracle_gives_the_published_answer(theirs):
    sets = sorted(({int(j) + 1 for j in found} for found in theirs.sets["cs"]), key=len)
    assert sets == SETS
    assert len(BROAD_SET) == 27
    assert 403 in BROAD_SET
    assert theirs.pip[[652, 772, 776]] == pytest.approx([0.999824, 0.604444, 0.394442], abs=1e-6)
    assert theirs.elbo[-1] == pytest.approx(-1370.109, abs=5e-4)
    assert theirs.sigma2 == pytest.approx(RESIDUAL_VARIANCE, abs=1e-6)


def test_our_sum_finds_the_published_sets(ours):
    assert credible_sets(ours.alpha) == SETS


def test_our_inclusion_probabilities_are_the_published_ones(ours):
    found = inclusion(ours.alpha)[[652, 772, 776]]
    assert found == pytest.approx([0.999824, 0.604444, 0.394442], abs=2e-3)


def test_our_sum_stops_at_one_effect_more_than_there_are(ours):
    assert ours.converged
    assert ours.alpha.shape[0] == len(TRUTH) + 1
    assert ours.alpha[-1].sum() < 0.5


def test_every_set_holds_its_true_variant(ours):
    for found, true in zip(credible_sets(ours.alpha), (653, 773, 403), strict=True):
        assert true in found


def test_all_inclusion_probabilities_agree_with_the_oracle(ours, theirs):
    """0.02: inside the broad set a pair of lookalikes holds .10 each by either prior."""
    apart = np.abs(inclusion(ours.alpha[:3]) - np.asarray(theirs.pip))
    assert apart.max() < 0.02
    assert apart.mean() < 2e-4


def test_fitted_values_agree_with_the_oracle(ours, theirs, finemapping):
    scaled = finemapping.variants / finemapping.variants.std(axis=0, ddof=1)
    fitted = scaled @ ours.mean.sum(axis=0) + finemapping.trait.mean()
    assert np.corrcoef(fitted, theirs.fitted)[0, 1] > 0.999
    assert fitted == pytest.approx(np.asarray(theirs.fitted), abs=0.2)


def test_with_the_oracles_own_prior_variance_only_the_spike_is_left(theirs, finemapping):
    """The closer our prior comes to the oracle's, the closer the answers."""
    apart = []
    for sizes in ((3.0,), (1.5,), (float(np.sqrt(np.mean(theirs.V[:3]))),)):
        fit = fit_ours(finemapping, sizes=sizes, weights=(1.0,))
        sure = inclusion(fit.alpha[:3])
        apart.append(np.abs(sure - np.asarray(theirs.pip)).max())
    assert all(later <= earlier for earlier, later in pairwise(apart))


def test_how_much_prior_mass_the_spike_has_hardly_matters(finemapping):
    for mass in (0.2, 0.8):
        assert credible_sets(fit_ours(finemapping, mass=mass).alpha)[:2] == SETS[:2]


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_people_have_no_effects(finemapping, seed):
    order = np.random.default_rng(seed).permutation(finemapping.trait.size)
    shuffled = type(finemapping)(finemapping.variants, finemapping.trait[order])
    fit = fit_ours(shuffled)
    assert credible_sets(fit.alpha) == []
    assert inclusion(fit.alpha).max() < 0.5
