"""How far the bank of shapes is from curves it does not hold, and what sizes make of it."""

from __future__ import annotations

import numpy as np
import pytest

from bench.shape_error import SMOOTH, shape_errors, shape_tables
from gutline.discovery.sizing import SHAPE_ERROR
from gutline.simulator.kernels import FAST


@pytest.fixture(scope="module")
def errors():
    return {error.family: error for error in shape_errors(7, draws=60)}


def test_every_family_is_measured(errors):
    assert set(errors) == set(FAST)
    assert all(np.isfinite([e.bias, e.spread, e.misfit]).all() for e in errors.values())


def test_a_size_keeps_most_of_the_error_with_which_the_bank_meets_smooth_curves(errors):
    spread = np.sqrt(np.mean([errors[family].spread ** 2 for family in SMOOTH]))
    assert 0.5 * spread < SHAPE_ERROR < spread


def test_two_waves_and_spikes_are_met_worse(errors):
    smooth = max(errors[family].misfit for family in SMOOTH)
    assert errors["bimodal"].misfit > smooth
    assert errors["spike"].misfit > smooth


def test_the_table_has_a_line_for_each_family(errors):
    lines = shape_tables(errors.values())
    assert sum(line.startswith("| ") for line in lines) == len(FAST) + 1
