"""Sum up scored people: rates with their Monte Carlo standard errors, and tables of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.run import Judged, Method

NULL_PREFIX = "null_"
SEER = "seer"
BINS = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio of sums over persons and its standard error over persons."""

    value: float
    error: float

    def __str__(self) -> str:
        """Return the rate as a table shows it; a dash when nothing was counted."""
        if not np.isfinite(self.value):
            return "-"
        return f"{self.value:.3f} ± {self.error:.3f}"


def ratio(parts: Sequence[tuple[float, float]]) -> Rate:
    """Return sum over sum, with the usual standard error of a ratio of person totals."""
    counts = np.array(parts, dtype=np.float64).reshape(-1, 2)
    whole = counts[:, 1].sum()
    if not whole:
        return Rate(float("nan"), float("nan"))
    value = counts[:, 0].sum() / whole
    return Rate(
        float(value), float(np.sqrt(((counts[:, 0] - value * counts[:, 1]) ** 2).sum()) / whole)
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one method at one length (or of one scenario)."""

    persons: int
    recall: Rate
    fdr: Rate
    false_share: Rate
    average_precision: Rate
    null_alarm: Rate
    error: Rate
    held: Rate
    held_found: Rate
    wrong_sign: Rate
    cpu_seconds: Rate


def summarise(judged: Sequence[Judged]) -> Summary:
    """Return the figures of some judged people, all of one method."""
    acting = [one.marks for one in judged if not one.scenario.startswith(NULL_PREFIX)]
    null = [one.marks for one in judged if one.scenario.startswith(NULL_PREFIX)]
    ranked = [marks.average_precision for marks in acting]
    return Summary(
        persons=len(judged),
        recall=ratio([(marks.found, marks.true) for marks in acting]),
        fdr=ratio([(marks.false / max(marks.claims, 1), 1) for marks in acting]),
        false_share=ratio([(marks.false, marks.claims) for marks in acting]),
        average_precision=ratio([(value, 1) for value in ranked if value is not None]),
        null_alarm=ratio([(marks.claims > 0, 1) for marks in null]),
        error=ratio([(sum(marks.errors), len(marks.errors)) for marks in acting]),
        held=ratio([(sum(marks.held), len(marks.held)) for marks in acting]),
        held_found=ratio([(sum(marks.held_found), len(marks.held_found)) for marks in acting]),
        wrong_sign=ratio([(marks.wrong_sign, len(marks.errors)) for marks in acting]),
        cpu_seconds=ratio([(one.marks.cpu_seconds, 1) for one in judged]),
    )


COLUMNS: dict[str, Callable[[Summary], Rate]] = {
    "recall": lambda one: one.recall,
    "false discovery rate": lambda one: one.fdr,
    "average precision": lambda one: one.average_precision,
    "alarm in a null diary": lambda one: one.null_alarm,
    "effect error, points": lambda one: one.error,
    "90 % interval holds (found)": lambda one: one.held_found,
    "90 % interval holds (all true)": lambda one: one.held,
    "wrong sign": lambda one: one.wrong_sign,
    "CPU-s a diary": lambda one: one.cpu_seconds,
}


def comparison(judged: Sequence[Judged], methods: Sequence[Method]) -> list[str]:
    """Return the lines of the main tables: one table a length, one row a method."""
    lines: list[str] = []
    for days in sorted({one.days for one in judged}):
        here = [one for one in judged if one.days == days]
        lines += [
            f"### {days} days",
            "",
            _row("method", [*COLUMNS, "persons"]),
            _rule(len(COLUMNS) + 2),
        ]
        for method in methods:
            mine = [one for one in here if one.method == method.name]
            if mine:
                summary = summarise(mine)
                cells = [str(figure(summary)) for figure in COLUMNS.values()]
                lines.append(_row(method.title, [*cells, str(summary.persons)]))
        lines.append("")
    return lines


def by_scenario(judged: Sequence[Judged], method: str) -> list[str]:
    """Return a table of one method beside the seer, one row a scenario, lengths pooled."""
    lengths = sorted({one.days for one in judged})
    heads = [f"{days} d" for days in lengths]
    lines = [
        _row("scenario: recall (seer) / share of false findings / null alarm", heads),
        _rule(len(heads) + 1),
    ]
    for scenario in sorted({one.scenario.removeprefix(NULL_PREFIX) for one in judged}):
        cells = []
        for days in lengths:
            kind = [
                one
                for one in judged
                if one.days == days and one.scenario.removeprefix(NULL_PREFIX) == scenario
            ]
            mine = summarise([one for one in kind if one.method == method])
            seer = summarise([one for one in kind if one.method == SEER])
            cells.append(
                f"{_short(mine.recall)} ({_short(seer.recall)}) / "
                f"{_short(mine.false_share)} / {_short(mine.null_alarm)}"
            )
        lines.append(_row(scenario, cells))
    return [*lines, ""]


def apart(judged: Sequence[Judged], method: str) -> list[str]:
    """Return a table of how stress, sleep, movement and sitting were judged as exposures."""
    lines = [_row("days", ["acting ones found", "idle ones reported, a person"]), _rule(3)]
    for days in sorted({one.days for one in judged}):
        marks = [one.marks for one in judged if one.days == days and one.method == method]
        found = ratio([(one.apart_found, one.apart_true) for one in marks])
        false = ratio([(one.apart_false, 1) for one in marks])
        lines.append(_row(str(days), [str(found), str(false)]))
    return [*lines, ""]


def reliability(judged: Sequence[Judged], method: str) -> list[str]:
    """Return a table of claimed against true probabilities, null diaries included."""
    pairs = np.array(
        [pair for one in judged if one.method == method for pair in one.marks.probabilities],
        dtype=np.float64,
    ).reshape(-1, 2)
    lines = [_row("claimed", ["mean claimed", "true", "exposures"]), _rule(4)]
    for low, high in pairwise(BINS):
        last = high == BINS[-1]
        inside = (pairs[:, 0] >= low) & ((pairs[:, 0] < high) | last)
        if inside.any():
            claimed, true = pairs[inside].mean(axis=0)
            error = float(np.sqrt(true * (1 - true) / inside.sum()))
            cells = [f"{claimed:.3f}", f"{true:.3f} ± {error:.3f}", str(int(inside.sum()))]
            lines.append(_row(f"{low:.2f} to {high:.2f}", cells))
    return [*lines, ""]


def _short(rate: Rate) -> str:
    return f"{rate.value:.2f}" if np.isfinite(rate.value) else "-"


def _row(first: str, cells: Sequence[str]) -> str:
    return "| " + " | ".join([first, *cells]) + " |"


def _rule(cells: int) -> str:
    return "|" + "---|" * cells
