"""What the tests of the statistics share: the oracles, and the data with known answers."""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class FineMapping:
    """Variants of 574 people and one trait: susieR's N3finemapping."""

    variants: np.ndarray
    trait: np.ndarray


def oracle(name: str) -> ModuleType:
    """Another program that has the answer; the test is skipped where it is not installed."""
    with warnings.catch_warnings():
        # What an oracle says about its own imports is not about our code.
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError:
            pytest.skip(f"the oracle {name} is not installed here (dependency group `oracles`)")


@pytest.fixture(scope="session")
def pysusie() -> ModuleType:
    return oracle("pysusie")


@pytest.fixture(scope="session")
def dlnmpy() -> ModuleType:
    return oracle("dlnmpy")


@pytest.fixture(scope="session")
def statsmodels_api() -> ModuleType:
    return oracle("statsmodels.api")


@pytest.fixture(scope="session")
def finemapping() -> FineMapping:
    with np.load(DATA / "n3finemapping.npz") as stored:
        variants = np.take_along_axis(stored["level"], stored["code"].astype(np.int64), axis=0)
        return FineMapping(variants, stored["trait"])
