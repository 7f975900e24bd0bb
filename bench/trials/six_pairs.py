"""What six pairs can find at the best: the limit of 64 schedules, whatever the statistic."""

from __future__ import annotations

import numpy as np

from bench.trials.measuring import Share
from bench.trials.people import REFERENCE, Form, Ground, draw_trials
from gutline.stats.assignment_test import Fits, Grams, TrialColumns
from gutline.stats.noise import NoiseGrid, make_whiteners

REJECTING = (
    "2 of 64, all that p <= .05 allows", "2, and 4 by a coin: .05 on average",
    "4 of 64: p up to .0625",
)  # fmt: skip
_FORM = Form(6, 7)
_COIN = (0.05 - 2.0 / 64.0) / (2.0 / 64.0)


def best_of_six(effect: float, trials: int, seed: int) -> tuple[Share, Share, Share]:
    """Return the shares of trials in which two, on average 3.2, and four schedules would reject.

    The t of the true noise model under the true carry-over; a mirrored schedule has the same size.
    """
    rng = np.random.default_rng([seed, trials, 64])
    ground = Ground.of(_FORM, REFERENCE)
    tau = np.array([-24.0 / np.log(REFERENCE.autocorrelation)])
    rho = np.array([REFERENCE.slow])
    grid = NoiseGrid(tau, rho, make_whiteners(ground.at_hours, tau, rho))
    every = ground.assignments.assigned(ground.assignments.coins.all()).astype(np.float64)
    drawn = draw_trials(ground, effect, trials, rng)
    values = np.column_stack([one.values for one in drawn])
    columns = TrialColumns(ground.at_hours, values, ground.units, *ground.covariates)
    grams = Grams.of(columns, grid)
    energy = np.einsum("su,uv,sv->s", every, grams.units[0], every)[:, None]
    inner = every @ grams.crossed[0]
    rest = np.diag(grams.outcomes[0]) - inner**2 / energy
    size = np.abs(Fits(inner / energy, np.sqrt(rest / energy)).t)
    own = [int(np.flatnonzero((every == one.assignment).all(axis=1))[0]) for one in drawn]
    limit = size[own, np.arange(trials)] * (1.0 - 1e-6)
    rank = (size >= limit).sum(axis=0)
    two, four = float((rank <= 2).mean()), float((rank <= 4).mean())
    shares = (two, two + _COIN * (four - two), four)
    return Share.of(shares[0], trials), Share.of(shares[1], trials), Share.of(shares[2], trials)
