"""A sum of single effects with a spike: which few of many correlated columns drive an outcome.

Each single effect picks one column or none (Wang, Sarkar, Carbonetto and Stephens 2020, "A simple
new approach to variable selection in regression", JRSS B 82, with a null component in place of a
variance estimated by EM). The size of an effect has a scale mixture of normals as its prior, so no
tuning value decides how large an effect may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.stats.kernels import FloatArray
from gutline.stats.regression import Design


@dataclass(frozen=True)
class EffectPrior:
    """Prior of a single effect.

    Attributes
    ----------
    column : ndarray, shape (p,)
        Prior probability of each column; sums to less than 1.
    scale : ndarray, shape (p,)
        Unit of the effect of each column in points (1 for most).
    sizes : tuple of float
        Standard deviations of the scale mixture, in units of `scale`.
    weights : tuple of float
        Their probabilities; sum to 1.
    freedom : float
        Degrees of freedom behind the noise variance; finite ones make a Bayes factor grow like
        that of a t statistic, which matters in short diaries.
    """

    column: FloatArray
    scale: FloatArray
    sizes: tuple[float, ...] = (0.3, 0.7, 1.5, 3.0)
    weights: tuple[float, ...] = (0.25, 0.3, 0.3, 0.15)
    freedom: float = np.inf

    @cached_property
    def none(self) -> float:
        """Prior probability that a single effect is no effect."""
        return 1.0 - float(self.column.sum())

    @cached_property
    def log_column(self) -> FloatArray:
        """Logarithm of each column's prior probability, -inf for 0, shape (p,)."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.column))


@dataclass(frozen=True)
class ColumnPosterior:
    """Every column's posterior when it alone is fitted to a residual.

    Attributes
    ----------
    log_bayes_factor : ndarray, shape (p,)
        Against no effect.
    parts_weight, parts_mean, parts_sd : ndarray, shape (S, p)
        The normal mixture over the S prior sizes: the coefficient given that the column is the
        one.
    """

    log_bayes_factor: FloatArray
    parts_weight: FloatArray
    parts_mean: FloatArray
    parts_sd: FloatArray

    @cached_property
    def mean(self) -> FloatArray:
        """Posterior mean of the coefficient given that the column is the one, shape (p,)."""
        return np.asarray(np.einsum("sp,sp->p", self.parts_weight, self.parts_mean))

    @cached_property
    def second(self) -> FloatArray:
        """Its second moment, shape (p,)."""
        squares = self.parts_mean**2 + self.parts_sd**2
        return np.asarray(np.einsum("sp,sp->p", self.parts_weight, squares))


def column_posterior(
    inner: FloatArray, energy: FloatArray, variance: float, prior: EffectPrior
) -> ColumnPosterior:
    """Fit every column alone.

    Parameters
    ----------
    inner : ndarray, shape (p,)
        ``x'M r`` with the residual r.
    energy : ndarray, shape (p,)
        ``x'M x``.
    variance : float
        Noise variance.
    prior : EffectPrior

    Returns
    -------
    ColumnPosterior
    """
    return ColumnFit.of(energy, variance, prior).posterior(inner)


@dataclass(frozen=True)
class ColumnFit:
    """What every column's posterior needs before a residual is known, made once for many.

    Attributes
    ----------
    variance, freedom : float
        Of the noise.
    shrunk : ndarray, shape (S, p)
        Posterior variance of each coefficient under each prior size.
    sd : ndarray, shape (S, p)
        Its square root.
    log_part : ndarray, shape (S, p)
        Logarithm of each size's weight times what the prior's width costs.
    """

    variance: float
    freedom: float
    shrunk: FloatArray
    sd: FloatArray
    log_part: FloatArray

    @classmethod
    def of(cls, energy: FloatArray, variance: float, prior: EffectPrior) -> ColumnFit:
        """Prepare columns with ``x'M x`` of shape (p,) under a noise variance and a prior."""
        slab = (np.array(prior.sizes)[:, None] * prior.scale[None, :]) ** 2
        shrunk = 1.0 / (energy / variance + 1.0 / slab)
        log_part = 0.5 * np.log(shrunk / slab) + np.log(np.array(prior.weights))[:, None]
        return cls(variance, prior.freedom, shrunk, np.sqrt(shrunk), log_part)

    def posterior(self, inner: FloatArray) -> ColumnPosterior:
        """Fit every column alone to a residual, given ``x'M r`` of shape (p,)."""
        signal = inner / self.variance
        mean = self.shrunk * signal
        gain = mean * signal
        if self.freedom < np.inf:
            gain = self.freedom * np.log1p(gain / self.freedom)
        log_part = self.log_part + 0.5 * gain
        top = log_part.max(axis=0)
        part = np.exp(log_part - top)
        total = part.sum(axis=0)
        return ColumnPosterior(top + np.log(total), part / total, mean, self.sd)


@dataclass
class SumOfEffects:
    """The fitted sum: L single effects.

    Attributes
    ----------
    alpha : ndarray, shape (L, p)
        Posterior probability that effect l is column j; row sums are at most 1.
    mean : ndarray, shape (L, p)
        Posterior mean of the coefficient times alpha.
    fitted : ndarray, shape (L, p)
        ``X'MX`` times each row of `mean`.
    inner : ndarray, shape (p,)
        ``X'M y``.
    second : ndarray, shape (L, p)
        Posterior second moment of the coefficient times alpha.
    rounds : int
        Sweeps made.
    converged : bool
    """

    alpha: FloatArray
    mean: FloatArray
    fitted: FloatArray
    inner: FloatArray
    second: FloatArray
    rounds: int = 0
    converged: bool = False

    def doubt(self, energy: FloatArray) -> float:
        """Return the posterior variance of the fit, summed over the rows of the outcome.

        What the fit took from the residuals without being sure of it; added back, it keeps the
        noise variance from being understated in short diaries.

        Parameters
        ----------
        energy : ndarray, shape (p,)
            Diagonal of ``X'MX``.
        """
        return float((self.second @ energy).sum() - (self.mean * self.fitted).sum())

    @property
    def residual(self) -> FloatArray:
        """``X'M (y - fit)``, shape (p,)."""
        return np.asarray(self.inner - self.fitted.sum(axis=0))


class GramColumns:
    """Columns of ``X'MX``, made when first asked for and kept."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._known: dict[int, FloatArray] = {}

    def times(self, coefficients: FloatArray) -> FloatArray:
        """Return ``X'MX`` times a sparse vector of coefficients (p,)."""
        index = np.flatnonzero(coefficients)
        if not index.size:
            return np.zeros_like(coefficients)
        places = index.tolist()
        missing = [i for i in places if i not in self._known]
        if missing:
            made = np.ascontiguousarray(self._design.gram(np.array(missing)).T)
            self._known.update(zip(missing, made, strict=True))
        return np.asarray(coefficients[index] @ np.array([self._known[i] for i in places]))


_NEGLIGIBLE = 2e-3


def fit_effects(
    design: Design,
    outcome: FloatArray,
    variance: float,
    prior: EffectPrior,
    *,
    most: int = 12,
    rounds: int = 60,
    tolerance: float = 2e-3,
) -> SumOfEffects:
    """Fit a sum of single effects, adding effects while they find something.

    Parameters
    ----------
    design : Design
        Whitened columns and covariates.
    outcome : ndarray, shape (n,)
        Whitened outcome.
    variance : float
        Noise variance.
    prior : EffectPrior
    most : int
        Largest number of single effects L.
    rounds : int
        Sweeps at most.
    tolerance : float
        Stop when no probability moved more than this in a sweep.

    Returns
    -------
    SumOfEffects
        One effect more than found something, so that weak evidence is kept too.
    """
    gram, columns = GramColumns(design), ColumnFit.of(design.energy, variance, prior)
    p = design.energy.size
    zero = np.zeros((1, p))
    fit = SumOfEffects(zero.copy(), zero.copy(), zero.copy(), design.inner(outcome), zero.copy())
    for sweep in range(rounds):
        before = fit.alpha.copy()
        for effect in range(fit.alpha.shape[0]):
            _update(fit, effect, columns, gram, prior)
        fit.rounds = sweep + 1
        still = np.abs(fit.alpha - before).max() < tolerance
        if fit.alpha[-1].sum() > 0.5 and fit.alpha.shape[0] < most:
            for name in ("alpha", "mean", "fitted", "second"):
                setattr(fit, name, np.vstack([getattr(fit, name), zero]))
        elif still:
            fit.converged = True
            break
    return fit


def _update(
    fit: SumOfEffects,
    effect: int,
    columns: ColumnFit,
    gram: GramColumns,
    prior: EffectPrior,
) -> None:
    posterior = columns.posterior(fit.residual + fit.fitted[effect])
    fit.alpha[effect] = alpha = choose_column(posterior, prior)
    mean = np.where(alpha < _NEGLIGIBLE, 0.0, alpha * posterior.mean)
    fit.mean[effect] = mean
    fit.second[effect] = alpha * posterior.second
    fit.fitted[effect] = gram.times(mean)


def choose_column(posterior: ColumnPosterior, prior: EffectPrior) -> FloatArray:
    """Return the probability of each column against all others and none, shape (p,)."""
    log_mass = prior.log_column + posterior.log_bayes_factor
    log_none = np.log(prior.none) if prior.none > 0 else -np.inf
    top = max(float(log_mass.max()), log_none)
    mass = np.exp(log_mass - top)
    return np.asarray(mass / (mass.sum() + np.exp(log_none - top)))
