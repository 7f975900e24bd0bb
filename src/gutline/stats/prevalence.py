"""How common effects are in one diary, learned from all its evidence at once.

Two groups, one unknown share (Efron 2008, "Microarrays, empirical Bayes and the two-groups model",
Statistical Science 23): a diary in which nothing acts teaches that effects are rare, and a lone
strong coincidence stays a coincidence; one with several clear effects lends belief to the weaker.
"""

from __future__ import annotations

import numpy as np

from gutline.stats.kernels import FloatArray

EXPECTED_EFFECTS = (0.02, 0.06, 0.2, 0.5, 1.0, 2.0, 3.0)
_MOST_LOG = 60.0


def inclusion_table(
    log_bayes_factor: FloatArray, weight: FloatArray, expected: FloatArray
) -> FloatArray:
    """Return each candidate's posterior probability under each expected number of effects.

    Parameters
    ----------
    log_bayes_factor : ndarray, shape (m,)
    weight : ndarray, shape (m,)
        Relative prior mass; an outcome's candidates sum to 1.
    expected : ndarray, shape (G,)
        Expected effects per outcome.

    Returns
    -------
    ndarray, shape (G, m)
    """
    share = np.minimum(np.outer(expected, weight), 0.5)
    odds = np.log(share) - np.log1p(-share)
    return np.asarray(
        1.0 / (1.0 + np.exp(-np.clip(odds + log_bayes_factor, -_MOST_LOG, _MOST_LOG)))
    )


def prevalence(
    log_bayes_factor: FloatArray, weight: FloatArray, expected: FloatArray
) -> FloatArray:
    """Return the posterior over the expected number of effects per outcome, flat prior on a grid.

    Parameters
    ----------
    log_bayes_factor, weight : ndarray, shape (m,)
        All candidates of all outcomes.
    expected : ndarray, shape (G,)
        The grid.

    Returns
    -------
    ndarray, shape (G,)
        Probabilities; sum to 1.
    """
    share = np.minimum(np.outer(expected, weight), 0.5)
    factor = np.exp(np.clip(log_bayes_factor, -_MOST_LOG, _MOST_LOG))
    log_likelihood = np.log1p(share * (factor - 1.0)).sum(axis=1)
    mass = np.exp(log_likelihood - log_likelihood.max())
    return np.asarray(mass / mass.sum())
