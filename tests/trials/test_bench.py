"""The benchmark runs, and its tables have what they promise."""

from __future__ import annotations

from bench.trials.__main__ import trial_tables
from bench.trials.measuring import Task, measure
from bench.trials.people import REFERENCE, Form


def test_a_row_measures_every_method():
    row = measure(Task("one", Form(6, 2), REFERENCE, 1.0, 8, 1))
    for share in (row.found, row.welch, row.paired, row.covered, row.credible):
        assert 0.0 <= share <= 1.0
    assert row.margin > 0.1


def test_the_speed_of_the_planner_is_told():
    assert "The planner" in trial_tables(1, 1, 1, ["speed"])[0]
