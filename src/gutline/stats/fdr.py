"""Bayesian false discovery rate: one list over everything that was looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gutline.stats.kernels import FloatArray


def discovery_list(probability: FloatArray, claimed: float) -> NDArray[np.bool_]:
    """Choose the longest list whose expected share of false ones stays within a claim.

    Candidates are taken from the most probable down while the running mean of
    ``1 - probability`` is at most `claimed` (Mueller, Parmigiani, Robert and Rousseau 2004,
    "Optimal sample size for multiple testing", JASA 99).

    Parameters
    ----------
    probability : ndarray, shape (m,)
        Posterior probability of each candidate; NaN is never chosen.
    claimed : float
        Expected share of false ones, for instance 0.10.

    Returns
    -------
    ndarray of bool, shape (m,)
    """
    doubt = np.where(np.isfinite(probability), 1.0 - probability, np.inf)
    order = np.argsort(doubt, kind="stable")
    running = np.cumsum(doubt[order]) / np.arange(1, doubt.size + 1)
    chosen = np.zeros(doubt.size, dtype=bool)
    chosen[order[running <= claimed]] = True
    return chosen
