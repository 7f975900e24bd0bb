"""PCMCI with partial correlation on daily data (tigramite), Benjamini-Hochberg at 10 %.

Only links into the outcomes are asked for, which spares it work and costs it nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from tigramite.data_processing import DataFrame
from tigramite.independence_tests.parcorr import ParCorr
from tigramite.pcmci import PCMCI

from bench.claims import LagResult, control
from bench.daily import DailyDiary, by_day

if TYPE_CHECKING:
    from bench.protocol import Answer
    from gutline.simulator import SimulatedPerson

TITLE = "PCMCI, daily (tigramite)"
LONGEST_LAG = 3
MISSING = 999.0


def find(person: SimulatedPerson) -> Answer:
    """Run PCMCI for every outcome and control the false discovery rate over all its links."""
    days = by_day(person.diary)
    kept = days.testable()
    outcomes = list(days.outcomes)
    table = _table(days)
    found = _run(table, _links_into(table.shape[1], len(outcomes)))
    first = table.shape[1] - len(outcomes)
    tested = [
        _test(days, table, found, (row, index), (first + place, outcome), lag)
        for place, outcome in enumerate(outcomes)
        for row, index in enumerate(kept)
        for lag in range(LONGEST_LAG + 1)
    ]
    return control(tested, outcomes)


def find_all_links(person: SimulatedPerson) -> None:
    """Run PCMCI as it comes: links between all variables, foods and covariates included."""
    _run(_table(by_day(person.diary)), None)


def _table(days: DailyDiary) -> np.ndarray:
    columns = [days.doses[:, days.testable()], days.covariates, *days.outcomes.values()]
    return np.column_stack(columns)


def _links_into(count: int, outcomes: int) -> dict[int, dict[tuple[int, int], str]]:
    """Return the links that may end in one of the last variables, the outcomes."""
    first = count - outcomes
    links: dict[int, dict[tuple[int, int], str]] = {target: {} for target in range(count)}
    for target in range(first, count):
        for source in range(count):
            for lag in range(LONGEST_LAG + 1):
                if lag > 0:
                    links[target][source, -lag] = "-?>"
                elif source < first:
                    links[target][source, 0] = "-?>"
    return links


def _run(table: np.ndarray, links: dict[int, dict[tuple[int, int], str]] | None) -> dict[str, Any]:
    frame = DataFrame(np.where(np.isnan(table), MISSING, table), missing_flag=MISSING)
    pcmci = PCMCI(dataframe=frame, cond_ind_test=ParCorr(significance="analytic"), verbosity=0)
    result: dict[str, Any] = pcmci.run_pcmci(
        link_assumptions=links, tau_min=0, tau_max=LONGEST_LAG, pc_alpha=0.05
    )
    return result


def _test(
    days: DailyDiary,
    table: np.ndarray,
    found: dict[str, Any],
    source: tuple[int, int],
    target: tuple[int, str],
    lag: int,
) -> LagResult:
    row, index = source
    column, outcome = target
    spread = float(np.nanstd(table[:, column]) / np.std(table[:, row]))
    return LagResult(
        outcome=outcome,
        name=days.names[index],
        level=days.levels[index],
        p_value=float(np.clip(np.nan_to_num(found["p_matrix"][row, column, lag], nan=1.0), 0, 1)),
        effect=float(found["val_matrix"][row, column, lag]) * spread,
    )
