"""A trial as one JSON, as a report in the order of CENT, and as two charts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import jsonschema
import pytest

from gutline.reports.trial_cent import (
    NOT_RECORDED,
    cent_items,
    render_cent_html,
    render_cent_markdown,
)
from gutline.reports.trial_charts import (
    periods_chart,
    periods_spec,
    posterior_chart,
    posterior_spec,
)
from gutline.reports.trial_export import export_document, render_export, result_schema, trial_schema
from gutline.reports.trial_json import trial_document
from gutline.trials.own_trial import analyse_trial
from tests.trials.conftest import START, diary_of, event, make_trial, plan

__all__ = ["diary_of", "make_trial", "plan"]
END = START + timedelta(days=36)


@pytest.fixture
def lived(make_trial, diary_of):
    """A trial that was lived to its end, with an ill day, a change and a stop of nothing."""
    trial = make_trial(event("sick", day=4, reason="a cold"), event("kept", "no", day=5))
    trial = trial.amended(
        {"smallest_difference": 1.5}, "one is little", datetime(2026, 3, 9, tzinfo=UTC)
    )
    diary = diary_of(trial, 2.0)
    return trial, diary, analyse_trial(trial, diary, END)


def test_the_schemas_are_schemas_and_the_export_follows_them(lived):
    jsonschema.Draft202012Validator.check_schema(trial_schema())
    trial, diary, result = lived
    document = json.loads(render_export(trial, diary, result, END))
    jsonschema.Draft202012Validator(trial_schema()).validate(document)
    jsonschema.Draft202012Validator(result_schema()).validate(document["result"])
    assert (len(document["days"]), len(document["ratings"])) == (36, 72)
    assert [d["counts"] for d in document["days"]].count(False) == 1
    assert all(proof["passed"] for proof in document["verification"])


def test_what_the_command_prints_follows_the_schema_of_results(lived):
    for result in (lived[2], replace(lived[2], posterior=None, interval=None, effect=None)):
        jsonschema.Draft202012Validator(result_schema()).validate(trial_document(result))


@pytest.mark.parametrize(
    "change", [{"decision": "cures"}, {"schedules": "many"}, {"periods": None}]
)
def test_the_schema_refuses_what_is_no_result(lived, change):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(trial_document(lived[2]) | change, result_schema())


def test_a_running_trial_is_exported_without_what_comes(lived):
    trial, diary, _ = lived
    document = export_document(trial, diary, None, START + timedelta(days=5))
    jsonschema.Draft202012Validator(trial_schema()).validate(document)
    assert document["trial"]["allocation"] is None
    assert (len(document["days"]), len(document["ratings"])) == (6, 12)
    assert document["verification"] == []


def test_an_outcome_that_was_never_rated_gives_an_export_without_ratings(lived):
    trial, diary, _ = lived
    other = replace(
        trial, versions=(replace(trial.versions[0], plan=replace(trial.plan, outcome="knee")),)
    )
    assert export_document(other, diary, None, END)["ratings"] == []
    assert export_document(trial, None, None, END)["ratings"] == []


def test_every_item_of_the_checklist_is_there_once_and_in_its_order(lived):
    trial, _, result = lived
    items = cent_items(trial, result, END)
    numbers = [item.number for item in items]
    order = [(int("".join(takewhile(str.isdigit, n))), n) for n in numbers]
    assert order == sorted(order)
    assert len(set(numbers)) == len(numbers)
    for number in ("1a", "3a", "7a", "8c", "9", "12c", "13a", "17a.2", "19", "22", "25"):
        assert number in numbers
    assert all(item.text for item in items)


def test_the_report_tells_of_lost_days_changes_and_the_drawn_order(lived):
    trial, _, result = lived
    report = render_cent_markdown(trial, result, END)
    assert "2026-03-06 sick (a cold)" in report
    assert "one is little (smallest\\_difference: 1.0 to 1.5, prior\\_sd: 1.0 to 1.5)" in report
    assert trial.commitment in report
    assert NOT_RECORDED in report
    assert "active reference" in report
    running = render_cent_markdown(trial, None, START + timedelta(days=3))
    assert "concealed until the trial is over" in running
    assert "Nothing to analyse yet" in running


def test_harms_and_a_stop_are_told(make_trial, diary_of):
    trial = make_trial(
        event("reaction", "severe", day=7), event("safety_stop", day=20, reason="ill")
    )
    result = analyse_trial(trial, diary_of(trial, 2.0), END)
    report = render_cent_markdown(trial, result, END)
    assert "reaction severe" in report
    assert "stopped for safety (ill)" in report


def test_names_cannot_break_out_of_the_report(make_trial, diary_of):
    nasty = "<script>alert(1)</script> *x*"
    trial = make_trial(exposure=nasty)
    html = render_cent_html(trial, None, END)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\\<script\\>" in render_cent_markdown(trial, None, END)


def test_the_charts_hold_every_rating_and_the_smallest_difference(lived):
    _, _, result = lived
    spec = periods_spec(result)
    points = [row for layer in spec["layer"][:2] for row in layer["data"]["values"]]
    lines = [row for layer in spec["layer"][2:] for row in layer["data"]["values"]]
    assert (len(points), len(lines)) == (70, 12)
    rules = posterior_spec(result.posterior.curve, 1.5)["layer"][1:]
    assert [rule["data"]["values"][0]["at"] for rule in rules] == [0.0, -1.5, 1.5]
    for chart in (periods_chart(result), posterior_chart(result, 1.5)):
        assert chart.startswith("<svg")
        assert 'role="img"' in chart
        assert "style=" not in chart


def test_without_numbers_there_is_no_chart(lived):
    empty = replace(lived[2], posterior=None, ratings=())
    assert periods_chart(empty) is None
    assert posterior_chart(empty, 1.0) is None
    assert (
        posterior_chart(replace(lived[2], posterior=replace(lived[2].posterior, curve=())), 1.0)
        is None
    )


def test_the_curve_is_a_density_around_the_mean(lived):
    curve = lived[2].posterior.curve
    step = curve[1][0] - curve[0][0]
    assert sum(height for _, height in curve) * step == pytest.approx(1.0, abs=0.02)
