"""`gutline trial analyse --schedule`: data of others, in the shapes they come in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_trial import elsewhere, home, replaced

__all__ = ["elsewhere", "home"]

ORDERS = "ABBAABABBABAABBA"


def rewritten(options, change):
    diary = Path(options[3])
    diary.write_text(change(diary.read_text("utf-8")), "utf-8")
    return options


def halved(text: str) -> str:
    """Say yes or no instead of 0 to 10."""
    return re.sub(r"([\d.]+),nrs", lambda m: f"{int(float(m[1]) > 5)},nrs", text)


def test_yes_and_no_are_not_judged_by_a_whole_point(run, elsewhere):
    """An effect cannot be larger than one there: no difference would ever matter."""
    options = rewritten(elsewhere(ORDERS, 3.0), halved)
    done = run("trial", "analyse", *options, "--json")
    document = json.loads(done.stdout)
    assert 0.4 < document["effect"] <= 1.0
    assert document["decision"] == "harms"
    assert "half a standard deviation of the ratings" in done.stderr
    told = run("trial", "analyse", *options, "--json", "--difference", "1").stderr
    assert "half a standard deviation" not in told


def test_what_a_device_measured_is_analysed_and_says_what_it_took_for_granted(run, elsewhere):
    def measured(text: str) -> str:
        return re.sub(r"symptom,back pain,([\d.]+),nrs", r"measurement,back pain,\g<1>0,ms", text)

    options = rewritten(elsewhere(ORDERS), measured)
    done = run("trial", "analyse", *options, "--json")
    assert json.loads(done.stdout)["decision"] == "harms"
    assert "Less of it was taken as better" in done.stderr
    turned = run("trial", "analyse", *options, "--json", "--higher-is-better")
    assert json.loads(turned.stdout)["decision"] == "helps"
    assert "Less of it" not in turned.stderr


@pytest.mark.parametrize(("orders", "told"), [("ABABABABABAB", True), ("ABBAABABABAB", False)])
def test_pairs_that_are_all_in_one_order_are_doubted(run, elsewhere, orders, told):
    done = run("trial", "analyse", *elsewhere(orders), "--json")
    assert done.exit_code == 0
    assert ("Every pair was in the same order" in done.stderr) is told


def test_an_uneven_number_of_periods_does_not_contradict_itself(run, elsewhere):
    done = run("trial", "analyse", *elsewhere("AAABAAB", 6.0), "--randomised", "complete", "--json")
    document = json.loads(done.stdout)
    assert document["p_randomisation"] == pytest.approx(1 / 21)
    assert document["interval_level"] == pytest.approx(0.95)
    assert "out of reach" not in done.stderr


def test_a_folder_is_no_schedule(run, elsewhere, tmp_path):
    options = list(elsewhere())
    options[1] = str(tmp_path)
    done = run("trial", "analyse", *options)
    assert (done.exit_code, "cannot be read" in done.stderr) == (2, True)


def test_pairs_of_one_name_are_refused(run, elsewhere):
    options = replaced(elsewhere(), "--schedule", ",B,2", ",B,1")
    done = run("trial", "analyse", *options)
    assert (done.exit_code, "'1' has 3 periods" in done.stderr) == (2, True)
