"""The most that can be had from a symptom alone: a detector that knows what nobody knows.

It knows the usual level, the spread, the autocorrelation and the size of the shift. Its threshold
is the lowest that keeps one false alarm in 180 of the very days it is judged on.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular

from bench.drift_people import USUAL, Person, Scene
from gutline.routine.drift_alarm import REST_DAYS, WAIT_DAYS
from gutline.routine.drift_evidence import LONGEST_DAYS

THRESHOLDS = tuple(float(value) for value in np.geomspace(10.0, 1e7, 121))
_MOST_LOG = 50.0


def seer_evidence(scene: Scene, person: Person) -> np.ndarray:
    """Return likelihood ratios: row t, column v is a shift at value v, by the values up to t."""
    day, value = person.symptom.day, person.symptom.value
    apart = np.abs(day[:, None] - day[None, :])
    drags = np.power(scene.drag, apart) if scene.drag else (apart == 0).astype(np.float64)
    root = np.linalg.cholesky(scene.sd**2 * drags + scene.step**2 / 12 * np.eye(day.size))
    steps = np.tril(np.ones((day.size, day.size)))
    white = solve_triangular(root, np.column_stack([value - USUAL, steps]), lower=True)
    error, step = white[:, 0], white[:, 1:]
    gain = scene.shift * step * error[:, None] - 0.5 * scene.shift**2 * step**2
    return np.asarray(np.exp(np.minimum(np.cumsum(gain, axis=0), _MOST_LOG)))


def seer_alarms(evidence: np.ndarray, day: np.ndarray, threshold: float) -> list[int]:
    """Return the days of its alarms; after each it begins anew."""
    found: list[int] = []
    first, start = 0, WAIT_DAYS
    for t in range(day.size):
        if day[t] < start:
            continue
        young = np.arange(first, t + 1)
        young = young[day[t] - day[young] < LONGEST_DAYS]
        if evidence[t, young].sum() >= threshold:
            found.append(int(day[t]))
            start, first = int(day[t]) + REST_DAYS, t + 1
    return found


def seer_threshold(quiet: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the lowest threshold that keeps one false alarm a person, by evidence and days."""
    low, high = 0, len(THRESHOLDS) - 1
    while low < high:
        middle = (low + high) // 2
        raised = sum(len(seer_alarms(e, day, THRESHOLDS[middle])) for e, day in quiet)
        low, high = (low, middle) if raised <= len(quiet) else (middle + 1, high)
    return THRESHOLDS[low]
