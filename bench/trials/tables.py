"""The tables of the benchmark of trials."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bench.trials.measuring import ALPHA, Measured, Share, Task, evidence_reached, measure
from bench.trials.people import REFERENCE, Body, Form
from bench.trials.six_pairs import REJECTING, best_of_six
from gutline.catalog.designs import load_designs
from gutline.stats.noise import NoiseModel
from gutline.trials.planner import compare_forms, foresee
from gutline.trials.proposing import Wish, propose_design, propose_plan
from gutline.trials.units import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

T = TypeVar("T")
AUTOCORRELATIONS = (0.0, 0.3, 0.5, 0.7, 0.9)
FORMS = ((6, 7), (7, 6), (10, 4), (14, 3), (14, 4), (20, 3))
# What the design of the trials gives for the same forms: null, 1 point, block means, 1.5 points.
EXPECTED = {
    (6, 7): (0.03, 0.38, 0.17, 0.61), (10, 4): (0.05, 0.47, 0.32, 0.84),
    (14, 3): (0.07, 0.65, 0.34, 0.91), (14, 4): (0.05, 0.71, 0.46, 0.97),
    (20, 3): (0.04, 0.74, 0.51, 0.97),
}  # fmt: skip
_SHORT = Form(10, 3)
_COVERED = (0.93, 0.97)


def size_table(seed: int, trials: int, jobs: int) -> list[str]:
    """Return how often each method finds an effect where there is none."""
    tasks = [Task(name, _SHORT, body, 0.0, trials, seed) for name, body in _null_bodies()]
    tasks += [
        Task(f"carry-over of {d:g} days modelled, .5", _SHORT, REFERENCE, 0.0, trials, seed, d)
        for d in (0.5, 1.0, 2.0, 3.0)
    ]
    shuffled = Form(5, 4, "complete")
    tasks += [
        Task(f"complete randomisation, {a:g}", shuffled, _with(a), 0.0, trials, seed)
        for a in (0.5, 0.9)
    ]
    rows = [
        f"| {m.task.name} | {m.found}{_mark(m)} | {m.welch} | {m.paired} | {m.memoryless} |"
        for m in _mapped(measure, tasks, jobs)
    ]
    about = (
        f"No effect, {_SHORT.pairs} pairs of {_SHORT.period_days}-day periods, {trials:,} trials a "
        "row: share with p <= .05, with its standard error; * is above .05 by more than two."
    )
    head = (
        "| noise | randomisation test | Welch on days | paired t on block means "
        "| normal model without memory (R nof1's default) |"
    )
    return [about, "", head, "|---|---|---|---|---|", *rows]


def _mark(measured: Measured) -> str:
    margin = 2.0 * np.sqrt(ALPHA * (1.0 - ALPHA) / measured.task.trials)
    return " *" if measured.found.value > ALPHA + margin else ""


def _with(autocorrelation: float, **changes: float) -> Body:
    return replace(REFERENCE, autocorrelation=autocorrelation, **changes)  # type: ignore[arg-type]


def _null_bodies() -> list[tuple[str, Body]]:
    """Return everything that a rating may be besides an effect."""
    all_of_it = Body(autocorrelation=0.7, trend=2.0, missing=0.2, void=0.1, rounded=True, level=1.5)
    return [
        *((f"autocorrelation {a:g}", _with(a, slow=0.9 if a else 0.0)) for a in AUTOCORRELATIONS),
        *((f"trend of 3 points, {a:g}", _with(a, trend=3.0)) for a in (0.3, 0.7, 0.9)),
        ("a third missing, .5", replace(REFERENCE, missing=0.33)),
        ("void days, .5", replace(REFERENCE, missing=0.1, void=0.15)),
        ("rounded, at the floor, .5", replace(REFERENCE, rounded=True, level=1.0)),
        ("all of it, .7", all_of_it),
    ]


def coverage_table(seed: int, trials: int, jobs: int) -> list[str]:
    """Return how often the intervals hold the true effect."""
    tasks = [Task(name, form, body, 1.0, trials, seed, known, intervals=True)
             for name, form, body, known in _real_trials()]  # fmt: skip
    rows = [
        f"| {m.task.name} | {m.covered}{_beyond(m)} | {m.credible} | {m.memoryless_covered} "
        f"| {m.mean:+.2f} ± {m.spread / np.sqrt(trials):.2f} | {m.spread:.2f} |"
        for m in _mapped(measure, tasks, jobs)
    ]
    about = (
        f"A true effect of 1 point, 12 pairs of 4-day periods unless said, {trials:,} trials a "
        "row: share of 95 % intervals that hold it, with its standard error; * is outside .93 to "
        ".97 by more than two. Sixteen schedules allow an 87.5 % interval, 64 one of 96.9 %."
    )
    head = (
        "| noise | interval by inversion | credible interval, prior N(0, 1) "
        "| normal model without memory (R nof1's default) | mean estimate | its spread |"
    )
    return [about, "", head, "|---|---|---|---|---|---|", *rows]


def _beyond(measured: Measured) -> str:
    share = measured.covered
    slack = 2.0 * share.error
    inside = _COVERED[0] - slack <= share.value <= _COVERED[1] + slack
    return "" if inside or measured.task.form.pairs < 6 else " *"


def _real_trials() -> list[tuple[str, Form, Body, float | None]]:
    usual = Form(12, 4)
    carried = [replace(REFERENCE, carry_over_days=d) for d in (0.5, 1.0, 2.0, 3.0)]
    hard = replace(REFERENCE, trend=2.0, missing=0.2, void=0.1)
    return [
        *((f"autocorrelation {a:g}", usual, _with(a), None) for a in AUTOCORRELATIONS),
        *((f"carry-over of {b.carry_over_days:g} days, modelled", usual, b, None) for b in carried),
        ("carry-over of 1 day, taken for half a day", usual, carried[1], 0.5),
        ("trend, missing and void days", usual, hard, None),
        ("rounded, 0 to 10", usual, replace(REFERENCE, rounded=True, sd=1.6), None),
        ("six pairs of seven days", Form(6, 7), REFERENCE, None),
        ("four pairs of fourteen days (level .875)", Form(4, 14), REFERENCE, None),
    ]


def evidence_table(seed: int, trials: int, jobs: int) -> list[str]:
    """Return how often the e-value reaches 20 without an effect, and with one."""
    form, kinds, parts = Form(10, 3), (0.5, 0.9), 10
    share = max(trials // (parts * len(kinds)), 1)
    nulls = [
        Task("", form, _with(a, trend=1.0, missing=0.1), 0.0, share, seed + part)
        for a in kinds
        for part in range(parts)
    ]
    reached = np.reshape(list(_mapped(evidence_reached, nulls, jobs)), (len(kinds), parts))
    few = max(trials // 20, 10)
    real = [Task(amount(e), form, REFERENCE, e, few, seed) for e in (1.0, 1.5, 2.0)]
    found = _mapped(evidence_reached, real, jobs)
    rows = [
        f"| none, autocorrelation {a:g} | {parts * share:,} "
        f"| {Share.of(float(own.mean()), parts * share)} |"
        for a, own in zip(kinds, reached, strict=True)
    ]
    rows += [
        f"| {t.name} | {t.trials:,} | {Share.of(f, t.trials)} |"
        for t, f in zip(real, found, strict=True)
    ]
    about = "Share of trials whose e-value ever reaches 20, looked at after each of ten pairs."
    return [about, "", "| effect | trials | reached 20 |", "|---|---|---|", *rows]


def power_table(seed: int, trials: int, jobs: int, start: date) -> list[str]:
    """Return the power of the reference forms, measured, foreseen, and as it was designed."""
    tasks = [
        Task("", Form(*form), REFERENCE, effect, trials, seed)
        for form in FORMS
        for effect in (0.0, 1.0, 1.5)
    ]
    measured = list(_mapped(measure, tasks, jobs))
    rows = [
        _power_row(form, measured[3 * k : 3 * k + 3], _foreseen(form, start))
        for k, form in enumerate(FORMS)
    ]
    about = (
        f"Power at p <= .05, autocorrelation .5 a day, 2 ratings a day, {trials:,} trials a cell, "
        "each share with its standard error; in brackets the figures the design was made with, "
        "whose number of trials is not known. Standard deviation "
        f"{REFERENCE.sd:g} points, {REFERENCE.slow:.0%} of the variance slow: the one that fits "
        "both of its columns best."
    )
    head = (
        "| pairs x period | days | null | 1 point | as the planner foresees it "
        "| 1 point, block means, 1 rating a day | 1.5 points | as the planner foresees it |"
    )
    return [about, "", head, "|---|---|---|---|---|---|---|---|", *rows]


def _power_row(
    form: tuple[int, int], measured: Sequence[Measured], foreseen: tuple[float, float]
) -> str:
    null, one, more = measured
    first, second, third, fourth = (_told(value) for value in EXPECTED.get(form, (None,) * 4))
    return (
        f"| {form[0]} x {form[1]} d | {2 * form[0] * form[1]} | {null.found}{first} "
        f"| {one.found}{second} | {foreseen[0]:.2f} | {one.paired}{third} "
        f"| {more.found}{fourth} | {foreseen[1]:.2f} |"
    )


def _told(expected: float | None) -> str:
    return "" if expected is None else f" ({expected:.2f})"


def six_pairs_table(seed: int, trials: int) -> list[str]:
    """Return what six pairs of seven days could find at the best, by how many schedules reject."""
    counted = [best_of_six(effect, trials, seed) for effect in (0.0, 1.0, 1.5)]
    rows = [
        f"| {words} | " + " | ".join(str(shares[k]) for shares in counted) + " |"
        for k, words in enumerate(REJECTING)
    ]
    about = (
        f"Six pairs of seven days, {trials:,} trials a cell, analysed by somebody who knows the "
        "noise exactly: what a test finds that rejects for so many of the 64 schedules."
    )
    return [about, "", "| rejects for | null | 1 point | 1.5 points |", "|---|---|---|---|", *rows]


def _foreseen(form: tuple[int, int], start: date) -> tuple[float, float]:
    plan = propose_plan(
        Wish("dairy", "back pain"), propose_design("food"), start, "UTC", pairs=form[0],
        period_days=form[1], carry_over_hours=0.0,
    )  # fmt: skip
    noise = NoiseModel(-24.0 / np.log(REFERENCE.autocorrelation), REFERENCE.slow, REFERENCE.sd**2)
    first, second = (
        foresee(replace(plan, smallest_difference=size), noise, 2, np.random.default_rng(0)).power
        for size in (1.0, 1.5)
    )
    return first, second


def speed_table(start: date) -> list[str]:
    """Return how much processor time the planner takes for every design, two forms side by side."""
    rows = []
    for design in load_designs().values():
        wish = Wish("dairy", "back pain", design.kinds[0])
        plan = propose_plan(wish, design, start, "UTC")
        before = time.process_time()
        forms = compare_forms(plan, NoiseModel(35.0, 0.8, 4.0), 4, np.random.default_rng(0))
        taken = time.process_time() - before
        days = max(form.outlooks[-1].days for form in forms)
        rows.append(f"| {design.name} | {sum(len(f.outlooks) for f in forms)} | {days} "
                    f"| {taken:.2f} |")  # fmt: skip
    about = "The planner, two lengths of period side by side, four ratings a day."
    head = "| design | lengths of trial | longest, days | CPU-seconds |"
    return [about, "", head, "|---|---|---|---|", *rows]


def _mapped(function: Callable[[Task], T], tasks: Sequence[Task], jobs: int) -> Iterable[T]:
    if jobs <= 1:
        return map(function, tasks)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return list(pool.map(function, tasks))
