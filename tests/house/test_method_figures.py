"""The figures of the statisticians' page are the constants of the code, wherever they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest

from gutline import discovery, stats
from gutline.catalog import load_kinds
from gutline.discovery import Settings
from gutline.discovery.candidates import doses_under
from gutline.stats.kernels import dense_bank, fast_bank, shape_bank, slow_bank
from gutline.stats.noise import noise_grid

SETTINGS = Settings()
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 9: "nine", 10: "ten", 11: "eleven"}


def constants() -> dict[str, list[Any]]:
    """Every constant of the engine by its name, and by its module's and its own."""
    found: dict[str, list[Any]] = defaultdict(list)
    for room in (discovery, stats):
        for info in iter_modules(room.__path__):
            module = import_module(f"{room.__name__}.{info.name}")
            for name, value in vars(module).items():
                if re.fullmatch("_?[A-Z][A-Z_]+", name):
                    found[name.lstrip("_")].append(value)
                    found[f"{info.name}.{name.lstrip('_')}"].append(value)
    return found


CONSTANTS = constants()


def the(name: str) -> Any:
    """A constant; it must mean the same wherever it is found."""
    assert CONSTANTS[name], f"the engine has no constant {name} any more; the page speaks of it"
    first, *rest = CONSTANTS[name]
    assert all(other == first for other in rest), name
    return first


def plain(value: float) -> str:
    """A figure as the page writes it: no zero before the point."""
    return re.sub(r"^0\.", ".", f"{value:g}")


def listed(values: tuple[float, ...]) -> str:
    """Figures as a list in words: `3, 4 and 6`."""
    *most, last = map(plain, values)
    return f"{', '.join(most)} and {last}"


def prior(name: str) -> str:
    """A prior standard deviation of the covariates."""
    return plain(the("adjustment.PRIOR_SD")[name])


def share(name: str) -> float:
    """Prior mass of a dose response."""
    return dict(the("RESPONSES"))[name]


BANKS = [
    (
        f"12: {NUMBERS[len(the('FAST_PEAKS_HOURS'))]} log-normal bumps with peaks from "
        f"{min(the('FAST_PEAKS_HOURS')):g} to {max(the('FAST_PEAKS_HOURS')):g} h"
    ),
    f"plateaus of {listed(the('BROAD_SPANS_HOURS'))} h",
    f"all exposures | {fast_bank().size}:",
    f"look promising | {dense_bank().size}:",
    f"what was found | {shape_bank().size}:",
    f"beside the fast ones | {slow_bank().size}:",
    f"{fast_bank().size} for all, {dense_bank().size} for the promising",
    f"{shape_bank().size} shapes times {len(the('RESPONSES'))} dose responses",
    f"{shape_bank().size} shapes and {len(the('RESPONSES'))} dose responses",
    f"covers 0 to {the('FAST_SPAN_HOURS'):g} h",
    f"tabulated every {plain(the('STEP_HOURS'))} h",
    f"time constants of {listed(the('SLOW_SPANS_DAYS'))} days",
]
DATA = [
    f"needs {SETTINGS.least_ratings} ratings on {SETTINGS.least_days} days",
    f"at least {plain(the('COVERED'))} of the food of the day and the two days before",
    f"at least {plain(the('ALIVE'))} of the whole",
    f"in thirds over {listed(the('MEAL_HOURS'))} o'clock",
]
COVARIATES = [
    f"one for every {the('adjustment.DRIFT_DAYS'):g} days",
    f"days / {the('adjustment.DRIFT_DAYS'):g} + 1 | {prior('drift')} |",
    f"two harmonics | 4 | {prior('clock')} |",
    f"weekday | 7 | {prior('weekday')} |",
    f"the day before | 2 | {prior('state')} |",
    f"in the last day | 1 | {prior('gap')} |",
    f"precision is `{plain(the('adjustment.NOISE_SHARE'))} / s²`",
    f"noise variance of {plain(the('adjustment.NOISE_SHARE'))} points²",
    f"prior standard deviation {plain(the('slow.PRIOR_SD'))} (same convention",
]
NOISE = [
    f"REML on a grid* of {noise_grid()[0].size} models",
    f"tau in {listed(the('TAU_GRID_HOURS'))} h",
    f"rho in {listed(the('RHO_GRID'))}.",
    f"distributions with {listed(the('FREEDOM_GRID'))} degrees of freedom",
    f"more than {plain(the('FLOOR_CROWDED'))} of the ratings stand at the lowest value: there",
]
SEARCH = [
    (
        f"deviations {listed(the('fits.SIZES'))} times that of the ratings and weights "
        f"{listed(the('fits.SIZE_WEIGHTS'))}."
    ),
    f"({listed(the('WIDE_SIZES'))}; weights {listed(the('WIDE_WEIGHTS'))})",
    f"(`lambda` expected effects ({the('FIRST_GUESS'):g} at first)"[1:],
    f"a tag weighs {plain(the('LEVEL_WEIGHTS')['tag'])},",
    f"and a way of eating {plain(the('LEVEL_WEIGHTS')['nutrient'])}, and",
    f"together at most {plain(the('MOST_WITHIN'))} of what the foods weigh",
    f"known for {plain(the('LEAST_KNOWN'))} of what was eaten",
    f"holds the meals ({plain(the('LEAST_MEALS_A_DAY'))} a day",
    f"within a fifth and {NUMBERS[int(the('PRIOR_CAP'))]} times",
    f"found something, at most {SETTINGS.most_effects}.",
    f"flat prior on the grid {listed(the('EXPECTED_EFFECTS'))},",
    f"above {plain(the('ACTIVE_PROBABILITY'))} and {the('MOST_ACTIVE')} exposures at most",
    f"each with more than {plain(the('SHARE'))} of it",
    f"correlate above {plain(the('TOGETHER'))} after whitening",
    (
        f"up to {NUMBERS[the('MORE_LOOKS')]} more times those above "
        f"{plain(the('ACTIVE_PROBABILITY'))} become blocks"
    ),
    f"{NUMBERS[len(the('WINDOWS'))]} windows (the same day, the day before",
    f"prior probability {plain(the('PRIOR_PROBABILITY'))}.",
]
LIST = [
    f"at most .{100 * SETTINGS.claimed_fdr:.0f} (Müller",
    f"probability of {plain(the('LEAST_PROBABILITY'))}: a list",
    f"holds {plain(the('ALONE_SHARE'))} of the block",
    f"holds {plain(the('SET_SHARE'))}, of at most {NUMBERS[the('LARGEST_SET')]} members",
    f"equal-tailed {100 * SETTINGS.interval_level:.0f} % interval",
    f"probability of {plain(the('SIZE_ABOVE'))} the full fit",
]
VERDICTS = [
    f"fewer than {SETTINGS.least_count} times logged",
    f"posterior probability {plain(the('SIGN_SURE'))} at least",
    f"lies within {SETTINGS.cleared_within:g} points either side of zero",
    f"on {100 * the('ALWAYS_SHARE'):.0f} % of the days with food logged",
    f"standard deviation is below {plain(the('STEADY_DOSE'))} of its mean",
    f"correlates at {plain(the('INSEPARABLE'))} or more",
    f"{NUMBERS[int(the('FOUND_AT'))]} standard deviations from zero",
    f"figure of {the('MOST_DAYS')} days",
]
CHECKS = [
    f"Where more than {plain(the('FLOOR_CROWDED'))} of the ratings stand at the lowest value, those",
    f"a probability above {plain(the('LIKELY'))} then counts",
    f"multiplied by `1 + {the('SHARED_ODDS') - 1:g} p`",
    f"so by {the('SHARED_ODDS'):g} at most",
    f"in the {the('AHEAD_HOURS'):g} h *after* each rating",
    f"at p < {plain(the('REVERSED_BELOW'))}, two-sided",
    f"Said above {the('INDEX_HIGH'):g}. Above {SETTINGS.temper_above:g},",
    f"Above {SETTINGS.refuse_above:g} they are not reported",
    f"index is above {SETTINGS.refuse_above:g} |",
    f"{NUMBERS[the('PATTERNS')].capitalize()} principal components",
    f"({NUMBERS[2 * the('PATTERNS')]} columns)",
    f"({NUMBERS[the('MOST_LEVELS')]} categories at most)",
    f"more than {plain(the('FLOOR_CROWDED'))} of the ratings stand at the lowest value.",
    (
        f"more than .{100 * the('NOTICEABLE'):.0f} of the days are unrated and "
        f"p < {plain(the('LIKELY_BELOW'))}"
    ),
]
PHRASES = [*BANKS, *DATA, *COVARIATES, *NOISE, *SEARCH, *LIST, *VERDICTS, *CHECKS]


@pytest.fixture(scope="module")
def page(root) -> str:
    """The page on one line."""
    return " ".join((root / "docs" / "method-for-statisticians.md").read_text("utf-8").split())


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_figure_of_the_page_is_that_of_the_code(phrase, page):
    assert phrase in page


def test_dose_responses_have_the_shares_of_the_page(page):
    assert "linear (half of the prior), saturating, `1.5 d / (d + .5)` (a quarter)" in page
    assert [share(name) for name in ("linear", "saturating", "presence")] == [0.5, 0.25, 0.25]
    assert doses_under("saturating", np.array([1.0, 2.0])).tolist() == [1.0, 1.2]


def test_families_of_shapes_have_the_shares_of_the_page(page):
    assert "gamma shapes (two fifths of the prior), windows, tents and differences" in page
    mass = shape_bank().prior
    families = [round(float(mass[mass == m].sum()), 9) for m in dict.fromkeys(mass.tolist())]
    assert families == [0.4, 0.2, 0.2, 0.2]


def test_the_search_and_dense_banks_are_those_of_the_page():
    assert [len(set(b().prior.tolist())) for b in (fast_bank, dense_bank)] == [1, 1]
    assert fast_bank().size == len(the("FAST_PEAKS_HOURS") + the("BROAD_SPANS_HOURS"))


def test_the_states_of_the_page_are_those_of_the_catalog(page):
    said = "States are stress, sleep, sitting, movement, medicine, cycle, illness and travel."
    assert said in page
    covariates = {kind.id for kind in load_kinds().values() if "covariate" in kind.roles}
    assert covariates == set(re.findall(r"\w+", said)) - {"States", "are", "and"}


def test_mediators_and_slow_kinds_are_those_of_the_page(page):
    assert "Mediators (stool, mood, other symptoms)" in page
    assert "supplements and practices, beside the fast ones" in page
    kinds = load_kinds().values()
    assert {k.id for k in kinds if "mediator" in k.roles} == {"stool", "mood", "symptom"}
    events = [k for k in kinds if "exposure" in k.roles and "covariate" not in k.roles]
    assert {k.id for k in events if k.lags == "both"} == {"supplement", "practice"}
    assert {k.id for k in events if k.lags == "fast"} == {"food", "drink"}


def test_the_curious_page_promises_what_the_settings_hold(root):
    text = " ".join((root / "docs" / "method-for-the-curious.md").read_text("utf-8").split())
    assert "at most one in ten" in text
    assert "less than half a point a serving" in text
    assert (SETTINGS.claimed_fdr, SETTINGS.cleared_within) == (0.1, 0.5)
