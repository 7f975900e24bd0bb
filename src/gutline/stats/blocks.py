"""Spike and slab on blocks of columns: each block holds at most one effect.

A factorised variational posterior (Carbonetto and Stephens 2012, "Scalable variational inference
for Bayesian variable selection", Bayesian Analysis 7) whose factors are single effects over blocks
instead of single columns: a block is one exposure under all its lag kernels, or a few exposures
that cannot be told apart. Blocks are independent a priori, so two weak effects do not compete for
one place as they do in a sum of single effects.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.stats.kernels import FloatArray
from gutline.stats.regression import Projection
from gutline.stats.single_effects import (
    ColumnFit,
    ColumnPosterior,
    EffectPrior,
    column_posterior,
)


@dataclass(frozen=True)
class Block:
    """Whitened columns of which at most one acts.

    Attributes
    ----------
    columns : ndarray, shape (n, k)
    half : ndarray, shape (q, k)
        ``L^-1 Z'`` times the columns.
    energy : ndarray, shape (k,)
        ``x'M x``.
    odds : ndarray, shape (k,)
        Prior odds of each column against none.
    scale : float
        Unit of the prior effect sizes, in points.
    """

    columns: FloatArray
    half: FloatArray
    energy: FloatArray
    odds: FloatArray
    scale: float

    @cached_property
    def log_odds(self) -> FloatArray:
        """Logarithm of the prior odds, shape (k,)."""
        return np.asarray(np.log(self.odds))

    @cached_property
    def log_total(self) -> float:
        """Logarithm of the prior odds of any column."""
        return float(np.log(self.odds.sum()))

    @classmethod
    def of(
        cls, columns: FloatArray, projection: Projection, odds: FloatArray, scale: float
    ) -> Block:
        """Make a block from whitened columns (n, k)."""
        half = projection.half(columns)
        energy = np.einsum("ij,ij->j", columns, columns) - np.einsum("ij,ij->j", half, half)
        return cls(columns, half, np.maximum(energy, 0.0), odds, scale)


@dataclass(frozen=True)
class BlockPosterior:
    """Posterior of one block given the others.

    Attributes
    ----------
    probability : ndarray, shape (k,)
        Probability that the block's effect is this column; the rest to 1 is "none".
    column : ColumnPosterior
        Coefficients given each column.
    log_bayes_factor : float
        Of the block against none.
    """

    probability: FloatArray
    column: ColumnPosterior
    log_bayes_factor: float

    @property
    def mean(self) -> FloatArray:
        """Posterior mean coefficients, shape (k,)."""
        return np.asarray(self.probability * self.column.mean)


@dataclass
class _Residual:
    """What is left of the outcome: itself and its projection on the covariates."""

    whole: FloatArray
    half: FloatArray

    def take(self, block: Block, coefficients: FloatArray, sign: float) -> None:
        self.whole = self.whole - sign * (block.columns @ coefficients)
        self.half = self.half - sign * (block.half @ coefficients)

    def inner(self, block: Block) -> FloatArray:
        return np.asarray(block.columns.T @ self.whole - block.half.T @ self.half)


def fit_blocks(  # noqa: PLR0913 - the prior is given part by part
    blocks: list[Block],
    outcome: FloatArray,
    projection: Projection,
    variance: float,
    *,
    sizes: tuple[float, ...],
    weights: tuple[float, ...],
    freedom: float = np.inf,
    rounds: int = 40,
    tolerance: float = 1e-3,
) -> tuple[list[BlockPosterior], FloatArray, FloatArray]:
    """Fit all blocks by coordinate ascent, most promising first.

    Parameters
    ----------
    blocks : list of Block
    outcome : ndarray, shape (n,)
        Whitened outcome.
    projection : Projection
    variance : float
        Noise variance.
    sizes, weights : tuple of float
        The scale mixture of effect sizes, in units of each block's scale.
    rounds : int
        Sweeps at most.
    tolerance : float
        Stop when no probability moved more than this.

    Returns
    -------
    posteriors : list of BlockPosterior, one per block
    whole, half : ndarray
        The residual (n,) and its projection on the covariates (q,).
    """
    left = _Residual(outcome.copy(), projection.half(outcome))
    mean: list[FloatArray] = [np.zeros(b.energy.size) for b in blocks]
    posteriors: list[BlockPosterior | None] = [None] * len(blocks)
    priors = [_prior(block, sizes, weights, freedom) for block in blocks]
    fits = [ColumnFit.of(b.energy, variance, p) for b, p in zip(blocks, priors, strict=True)]
    for _ in range(rounds):
        moved = 0.0
        for i, block in enumerate(blocks):
            if np.any(mean[i]):
                left.take(block, mean[i], -1.0)
            now = _posterior(block, fits[i].posterior(left.inner(block)))
            before = posteriors[i]
            change = 1.0 if before is None else np.abs(now.probability - before.probability).max()
            moved = max(moved, float(change))
            posteriors[i], mean[i] = now, now.mean
            left.take(block, mean[i], 1.0)
        if moved < tolerance:
            break
    return [p for p in posteriors if p is not None], left.whole, left.half


def block_posterior(
    block: Block,
    inner: FloatArray,
    variance: float,
    sizes: tuple[float, ...],
    weights: tuple[float, ...],
    freedom: float = np.inf,
) -> BlockPosterior:
    """Return one block's posterior from ``x'M r`` of each of its columns, shape (k,)."""
    prior = _prior(block, sizes, weights, freedom)
    return _posterior(block, column_posterior(inner, block.energy, variance, prior))


def _prior(
    block: Block, sizes: tuple[float, ...], weights: tuple[float, ...], freedom: float
) -> EffectPrior:
    scale = np.full(block.odds.size, block.scale)
    return EffectPrior(block.odds, scale, sizes, weights, freedom)


def _posterior(block: Block, column: ColumnPosterior) -> BlockPosterior:
    log_odds = block.log_odds + column.log_bayes_factor
    top = max(float(log_odds.max()), 0.0)
    mass = np.exp(log_odds - top)
    total = float(mass.sum())
    evidence = top + math.log(total) - block.log_total
    return BlockPosterior(mass / (total + math.exp(-top)), column, evidence)
