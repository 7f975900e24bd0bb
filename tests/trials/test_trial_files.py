"""Trials as files: whole, private, and refused when damaged."""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.trial_files import (
    new_name,
    read_sealed,
    read_trial,
    trial_names,
    write_sealed,
    write_trial,
)
from tests.trials.conftest import event

NO_PLAN = (
    '{"schema": 1, "id": "a", "commitment": "", "versions": [], "allocation": null, "events": []}'
)


def test_a_trial_is_read_back_as_it_was_written(make_trial, tmp_path):
    trial = make_trial(event("kept", "partly", day=2, reason="forgot"), event("expect", "3"))
    write_trial(tmp_path, trial, new=True)
    assert read_trial(tmp_path, "dairy-1") == trial
    assert trial_names(tmp_path) == ("dairy-1",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_can_read_it(make_trial, tmp_path):
    path = write_trial(tmp_path / "trials", make_trial())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["dairy-1.json"]


def test_a_trial_is_never_drawn_again_under_its_name(make_trial, tmp_path):
    write_trial(tmp_path, make_trial(), new=True)
    with pytest.raises(TrialError, match="never drawn again"):
        write_trial(tmp_path, make_trial(), new=True)
    assert new_name(tmp_path, "Dairy") == "dairy-2"
    assert new_name(tmp_path, "../ §") == "trial-1"


def test_a_sealed_schedule_is_kept_apart_and_opens_its_trial_only(make_trial, tmp_path):
    trial = make_trial()
    sealed = replace(trial, allocation=None)
    write_sealed(tmp_path / "partner.json", trial.allocation)
    write_trial(tmp_path, sealed)
    assert trial.allocation.seed not in (tmp_path / "dairy-1.json").read_text("utf-8")
    assert sealed.opened(read_sealed(tmp_path / "partner.json")) == trial
    other = make_trial(pairs=8).allocation
    with pytest.raises(TrialError, match="not the schedule"):
        sealed.opened(other)
    with pytest.raises(TrialError, match="there already"):
        write_sealed(tmp_path / "partner.json", other)


def test_a_plan_that_was_changed_in_the_file_is_noticed(make_trial, tmp_path):
    path = write_trial(tmp_path, make_trial())
    values = json.loads(path.read_text("utf-8"))
    values["versions"][0]["plan"]["smallest_difference"] = 0.1
    path.write_text(json.dumps(values), "utf-8")
    with pytest.raises(TrialError, match="changed after it was locked"):
        read_trial(tmp_path, "dairy-1")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "{}", '{"schema": 1}', NO_PLAN, "[" * 100_000],
    ids=["empty", "open", "list", "nothing", "schema alone", "no plan", "deep"],
)
def test_a_damaged_file_is_refused_and_no_traceback(tmp_path, text):
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(TrialError):
        read_trial(tmp_path, "a")
    with pytest.raises(TrialError):
        read_sealed(tmp_path / "a.json")


@pytest.mark.parametrize("name", ["none", "../dairy-1", "", "a" * 200])
def test_a_name_that_is_not_there_is_refused(tmp_path, name):
    with pytest.raises(TrialError, match="there is no trial"):
        read_trial(tmp_path, name)


def test_a_name_that_cannot_be_a_file_is_refused(make_trial, tmp_path):
    with pytest.raises(TrialError, match="name"):
        write_trial(tmp_path, replace(make_trial(), id="../x"))
