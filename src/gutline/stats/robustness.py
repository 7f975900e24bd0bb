"""How strong a hidden common cause would have to be (Cinelli and Hazlett 2020)."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit


def partial_r2(t_value: float, freedom: float) -> float:
    """Return the partial R squared that belongs to a t value with `freedom` degrees."""
    return t_value**2 / (t_value**2 + freedom)


def robustness_value(
    t_value: float, freedom: float, *, share: float = 1.0, alpha: float | None = None
) -> float:
    """Return the robustness value of a regression coefficient.

    A hidden cause that explains less than this share of what is left of both exposure and outcome
    cannot take away `share` of the estimate (or, with `alpha`, make it lose significance).

    Parameters
    ----------
    t_value : float
        t statistic of the coefficient.
    freedom : float
        Residual degrees of freedom.
    share : float
        Share q of the estimate to be explained away; 1 is all of it.
    alpha : float, optional
        Significance level; None asks about the estimate itself.

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Cinelli and Hazlett (2020), Making sense of sensitivity, JRSS B 82, section 4.
    """
    strength = share * abs(t_value) / np.sqrt(freedom)
    needed = 0.0
    if alpha is not None:
        needed = abs(float(stdtrit(freedom - 1, alpha / 2))) / np.sqrt(freedom - 1)
    if strength <= needed:
        return 0.0
    if strength * needed > 1.0:
        # The worst hidden cause explains less of the outcome than it may: a wider interval.
        return float((strength**2 - needed**2) / (1.0 + strength**2))
    squared = (strength - needed) ** 2
    return float(0.5 * (np.sqrt(squared**2 + 4 * squared) - squared))
