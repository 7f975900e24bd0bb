"""The vignettes of distributed lags (Gasparrini 2011): our histories give the published risks.

A cross-basis with a linear (or threshold) exposure is an exposure history whose kernels are the lag
basis: one event a day, the measured value as its dose, kernels interpolated on a grid of a day.
`dlnmpy` (GPL) is asked here and nowhere else.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gutline.stats.history import Events, exposure_history
from gutline.stats.kernels import KernelBank

DAY = 24.0


@pytest.fixture(scope="module")
def chicago(dlnmpy):
    return dlnmpy.datasets.chicago_nmmaps()


@pytest.fixture(scope="module")
def summers(chicago):
    return chicago[chicago["month"].between(6, 9)].reset_index(drop=True)


def lag_bank(basis):
    """A lag basis (lags 0, 1, ... days; functions) as kernels; nothing before, nothing beyond."""
    k = basis.shape[1]
    names = tuple(f"lag function {i}" for i in range(k))
    return KernelBank(names, np.ascontiguousarray(basis.T), DAY, np.full(k, 1.0 / k))


def lagged(values, basis):
    """Our history of a daily series; rows that need an unknown day are unknown, as in R."""
    days = np.arange(values.size) * DAY
    known = np.isfinite(values)
    one = Events(days[known], np.zeros(known.sum(), np.int64), values[known], 1)
    history = exposure_history(one, days, lag_bank(basis))
    reach = basis.shape[0]
    gaps = np.convolve(np.concatenate([np.ones(reach - 1), ~known]), np.ones(reach), "valid")
    return np.where(gaps[:, None] > 0.5, np.nan, history)


def lagged_by_year(frame, values, basis):
    """The same for seasons: one year's days say nothing about the next one's."""
    years = frame["year"].to_numpy()
    return np.vstack([lagged(values[years == year], basis) for year in np.unique(years)])


def polynomial(lags, degree):
    return np.vander(np.arange(lags + 1) / lags, degree + 1, increasing=True)


def strata(lags, breaks):
    """Steps: the first column is 1 everywhere, as in R with an intercept."""
    lag = np.arange(lags + 1)
    edges = [*breaks, lags + 1]
    steps = [(lag >= a) & (lag < b) for a, b in pairwise(edges)]
    return np.column_stack([np.ones(lags + 1), *steps]).astype(float)


def dummies(values):
    return np.column_stack([values == level for level in sorted(set(values))[1:]]).astype(float)


def independent(columns):
    """A basis of what the columns span: where days are unknown, splines may repeat each other."""
    left, strength, _ = np.linalg.svd(
        columns / np.linalg.norm(columns, axis=0), full_matrices=False
    )
    return left[:, strength > 1e-9] * np.sqrt(columns.shape[0])


def relative_risk(api, deaths, columns, others, contrast):
    """Quasi-Poisson GLM; the risk ratio of a contrast of our columns with its 95 % interval."""
    x = np.column_stack([columns, np.ones(deaths.size), *others])
    whole = np.isfinite(x).all(axis=1)
    mine, rest = x[whole, : columns.shape[1]], x[whole, columns.shape[1] :]
    x = np.column_stack([mine, independent(rest)])
    model = api.GLM(deaths[whole], x, family=api.families.Poisson())
    fit = model.fit(scale="X2", wls_method="qr", tol=1e-10)
    first = slice(columns.shape[1])
    centre = float(contrast @ fit.params[first])
    error = float(np.sqrt(contrast @ fit.cov_params()[first, first] @ contrast))
    return np.exp([centre, centre - 1.959964 * error, centre + 1.959964 * error])


def test_a_polynomial_lag_basis_is_the_oracles(dlnmpy, chicago):
    pm10 = chicago["pm10"].to_numpy()
    theirs = dlnmpy.crossbasis(
        pm10, lag=15, argvar={"fun": "lin"}, arglag={"fun": "poly", "degree": 4}
    )
    ours = lagged(pm10, polynomial(15, 4))
    assert ours.shape == theirs.matrix.shape == (5114, 5)
    assert np.isfinite(ours).sum() > 10_000
    assert ours == pytest.approx(theirs.matrix, rel=1e-10, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("breaks", [(1,), (2, 6)])
def test_a_lag_basis_of_steps_is_the_oracles(dlnmpy, chicago, breaks):
    temperature = chicago["temp"].to_numpy()
    theirs = dlnmpy.crossbasis(
        temperature, lag=10, argvar={"fun": "lin"}, arglag={"fun": "strata", "breaks": breaks}
    )
    ours = lagged(temperature, strata(10, breaks))
    assert ours == pytest.approx(theirs.matrix, rel=1e-10, abs=1e-9, nan_ok=True)


def test_a_threshold_is_a_dose_and_seasons_are_apart(dlnmpy, summers):
    ozone = summers["o3"].to_numpy()
    theirs = dlnmpy.crossbasis(
        ozone,
        lag=5,
        argvar={"fun": "thr", "thr": 40.3},
        arglag={"fun": "integer"},
        group=summers["year"].to_numpy(),
    )
    ours = lagged_by_year(summers, np.maximum(ozone - 40.3, 0.0), np.eye(6))
    assert ours == pytest.approx(theirs.matrix, rel=1e-10, abs=1e-9, nan_ok=True)


def test_first_vignette_ten_more_micrograms_of_dust(dlnmpy, statsmodels_api, chicago):
    temperature = dlnmpy.crossbasis(
        chicago["temp"], lag=3, argvar={"df": 5}, arglag={"fun": "strata", "breaks": 1}
    )
    trend = dlnmpy.onebasis(chicago["time"], "ns", df=7 * 14)
    basis = polynomial(15, 4)
    risk = relative_risk(
        statsmodels_api,
        chicago["death"].to_numpy(),
        lagged(chicago["pm10"].to_numpy(), basis),
        [temperature.matrix, trend.matrix, dummies(chicago["dow"].to_numpy())],
        10.0 * basis.sum(axis=0),
    )
    assert risk == pytest.approx([0.999756, 0.991687, 1.007891], abs=1e-6)


def test_second_vignette_ten_more_units_of_ozone_above_its_threshold(
    dlnmpy, statsmodels_api, summers
):
    temperature = summers["temp"].to_numpy()
    heat = strata(10, (2, 6))
    risk = relative_risk(
        statsmodels_api,
        summers["death"].to_numpy(),
        lagged_by_year(summers, np.maximum(summers["o3"].to_numpy() - 40.3, 0.0), np.eye(6)),
        [
            lagged_by_year(summers, np.maximum(15.0 - temperature, 0.0), heat),
            lagged_by_year(summers, np.maximum(temperature - 25.0, 0.0), heat),
            dlnmpy.onebasis(summers["doy"], "ns", df=4).matrix,
            dlnmpy.onebasis(summers["time"], "ns", df=3).matrix,
            dummies(summers["dow"].to_numpy()),
        ],
        10.0 * np.ones(6),
    )
    assert risk == pytest.approx([1.047313, 1.004775, 1.091652], abs=1e-6)


def test_a_distributed_lag_fit_on_our_histories_gives_back_the_lag_curve():
    """Without any oracle: noiseless data made by a double loop, coefficients by least squares."""
    rng = np.random.default_rng(0)
    dose = rng.gamma(2.0, 1.0, 300)
    truth = np.array([0.3, 0.9, 0.5, 0.1])
    outcome = np.zeros(300)
    for day in range(300):
        for lag in range(min(4, day + 1)):
            outcome[day] += truth[lag] * dose[day - lag]
    history = lagged(dose, np.eye(4))[3:]
    found = np.linalg.lstsq(history, outcome[3:], rcond=None)[0]
    assert found == pytest.approx(truth, abs=1e-9)
