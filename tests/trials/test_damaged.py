"""Files and documents that are damaged: a sentence for each, and never a trial made of them."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gutline.trials.allocation import Allocation, allocation_from
from gutline.trials.errors import TrialError
from gutline.trials.plan import canonical, plan_from
from gutline.trials.trial import trial_from
from gutline.trials.trial_files import new_name, read_sealed, trial_names, write_sealed, write_trial
from tests.trials.conftest import event

AT = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture
def written(make_trial):
    """A trial with everything in it, as a file holds it."""
    trial = make_trial(event("kept", "partly", reason="forgot"), event("slide", day=3))
    return trial.amended({"smallest_difference": 2.0}, "one is little", AT).as_dict()


def test_everything_is_read_back(written):
    again = trial_from(json.loads(json.dumps(written)))
    assert again.as_dict() == written
    assert [v.plan.smallest_difference for v in again.versions] == [1.0, 2.0]
    assert [e.what for e in again.events] == ["kept", "slide"]


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        (("schema",), 2, "schema 1"),
        (("schema",), "1", "schema 1"),
        (("versions",), [], "no plan"),
        (("versions",), None, "damaged"),
        (("versions",), "abc", "damaged"),
        (("versions", 0), 5, "damaged"),
        (("versions", 0, "hash"), "0" * 64, "changed after it was locked"),
        (("versions", 0, "plan", "pairs"), 7, "changed after it was locked"),
        (("versions", 1, "plan", "smallest_difference"), 0.1, "changed after it was locked"),
        (("versions", 0, "locked_at"), "yesterday", "cannot be read"),
        (("versions", 0, "plan", "start"), "soon", "cannot be read"),
        (("versions", 0, "plan", "lag_curve"), 3, "cannot be read"),
        (("versions", 0, "plan", "pairs"), "six", "cannot be"),
        (("events",), 7, "damaged"),
        (("events", 0), "kept", "cannot be read"),
        (("events", 0, "what"), "dance", "cannot be logged"),
        (("events", 0, "value"), "perhaps", "yes, partly or no"),
        (("events", 0, "at"), "2026-03-09T12:00", "no zone"),
        (("allocation",), 5, "cannot be read"),
        (("allocation", "assignment"), "01x", "cannot be read"),
        (("allocation", "more"), 1, "cannot be read"),
        (("gates",), 3, "damaged"),
    ],
)
def test_each_damage_is_named_and_nothing_is_read(written, path, value, word):
    hurt = copy.deepcopy(written)
    place = hurt
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(TrialError, match=word):
        trial_from(hurt)


@pytest.mark.parametrize("field", ["id", "commitment", "versions", "allocation", "events"])
def test_a_missing_part_is_damage(written, field):
    del written[field]
    with pytest.raises(TrialError, match="damaged"):
        trial_from(written)


@pytest.mark.parametrize("field", ["start", "zone", "pairs", "alpha", "put_back", "stopping_rule"])
def test_a_plan_without_a_field_is_refused(plan, field):
    values = plan.as_dict()
    del values[field]
    with pytest.raises(TrialError, match=f"{field!r} is missing"):
        plan_from(values)


def test_a_plan_with_more_than_a_plan_has_is_refused(plan):
    with pytest.raises(TrialError, match="'blame' is not known"):
        plan_from({**plan.as_dict(), "blame": 1})


def test_plans_older_than_the_kind_keep_their_hash(plan):
    values = replace(plan, kind="").as_dict()
    assert "kind" not in values
    assert plan_from(values).digest() == replace(plan, kind="").digest()
    assert replace(plan, kind="food").digest() != replace(plan, kind="").digest()


def test_the_written_form_is_one_and_the_same_whatever_the_order():
    assert canonical({"b": 1, "a": [1, "é"]}) == canonical({"a": [1, "é"], "b": 1})
    assert canonical({"a": "é"}) == '{"a":"\\u00e9"}'


ALLOCATION = Allocation("gutline-coin-1", "s" * 16, "t" * 16, "pairs", None, (0, 1, 1, 0), "hash")


def test_an_allocation_is_written_as_nothing_and_ones():
    assert ALLOCATION.as_dict()["assignment"] == "0110"
    assert allocation_from(ALLOCATION.as_dict()) == ALLOCATION


@pytest.mark.parametrize(
    "change",
    [{"seed": "x" * 16}, {"salt": "x" * 16}, {"assignment": (1, 0, 1, 0)}, {"plan": "other"},
     {"layout": "complete"}, {"longest_run": 2}, {"algorithm": "gutline-coin-2"}],
)  # fmt: skip
def test_the_commitment_binds_every_part_of_it(change):
    assert replace(ALLOCATION, **change).commitment() != ALLOCATION.commitment()


@pytest.mark.parametrize(
    ("exposure", "name"),
    [("dairy", "dairy-1"), ("Red wine", "red-wine-1"), ("!!!", "trial-1"), ("", "trial-1"),
     ("Käse", "k-se-1"), ("a" * 200, "a" * 60 + "-1"), ("../../etc", "etc-1"), ("-x-", "x-1")],
)  # fmt: skip
def test_a_file_gets_a_name_that_is_one(tmp_path, exposure, name):
    assert new_name(tmp_path, exposure) == name


def test_a_name_that_is_taken_gets_the_next_number(make_trial, tmp_path):
    write_trial(tmp_path, make_trial(), new=True)
    assert new_name(tmp_path, "Dairy") == "dairy-2"
    (tmp_path / "NOT A TRIAL.json").write_text("{}")
    (tmp_path / ".dairy-9.json.tmp").write_text("{}")
    assert trial_names(tmp_path) == ("dairy-1",)
    assert trial_names(tmp_path / "none") == ()


@pytest.mark.parametrize("text", ["{}", '{"sealed": 3}', '{"sealed": {}}', "[]", "x", ""])
def test_what_is_no_sealed_schedule_opens_nothing(tmp_path, text):
    path = tmp_path / "partner.json"
    path.write_text(text)
    with pytest.raises(TrialError):
        read_sealed(path)


def test_a_sealed_schedule_is_never_written_over(tmp_path):
    path = tmp_path / "partner.json"
    write_sealed(path, ALLOCATION)
    with pytest.raises(TrialError, match="there already"):
        write_sealed(path, replace(ALLOCATION, seed="x" * 16))
    assert read_sealed(path) == ALLOCATION
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_changes_nothing(make_trial, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(TrialError, match="nothing was changed"):
        write_trial(blocked / "trials", make_trial())
