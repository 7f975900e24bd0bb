"""`gutline trial`: planned, run, proved and analysed at the command line."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from gutline.cli import clock

KEYS = {
    "schema", "effect", "interval", "interval_level", "p_randomisation", "schedules", "posterior",
    "e_value", "decision", "adherence", "periods",
}  # fmt: skip
NOW = datetime.fromisoformat("2026-03-01T12:00+00:00")
START = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty folder of one's own, and a clock that stands still in UTC."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(folder))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return folder


@pytest.fixture
def later(monkeypatch):
    def go(days: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))

    return go


@pytest.fixture
def elsewhere(tmp_path):
    """Write a schedule and a diary; active periods are `effect` points worse."""

    def write(orders: str = "ABBAABABBABA", effect: float = 2.0, *, zone: str = "", hour: int = 20):
        rng = np.random.default_rng(1)
        rows, ratings = ["start,end,condition,pair"], []
        if zone:
            ratings.append(f"# zone: {zone}")
        ratings.append("time,kind,name,value,unit")
        for k, condition in enumerate(orders):
            first = START + timedelta(days=3 * k)
            rows.append(f"{first}T00:00,{first + timedelta(days=3)}T00:00,{condition},{k // 2 + 1}")
            for n in range(3):
                value = round(
                    float(np.clip(4 + effect * (condition == "B") + rng.normal(), 0, 10)), 1
                )
                ratings.append(
                    f"{first + timedelta(days=n)}T{hour}:00,symptom,back pain,{value},nrs"
                )
        schedule, diary = tmp_path / "schedule.csv", tmp_path / "diary.csv"
        schedule.write_text("\n".join(rows) + "\n", "utf-8")
        diary.write_text("\n".join(ratings) + "\n", "utf-8")
        return "--schedule", str(schedule), "--diary", str(diary), "--outcome", "back pain"

    return write


def lock(run, *more: str) -> str:
    done = run("trial", "plan", "dairy", "--outcome", "back pain", "--pairs", "6",
               "--period-days", "3", "--carry-over-hours", "0", "--lock", *more)  # fmt: skip
    assert done.exit_code == 0, done.output
    found = re.search(r"called ([a-z0-9-]+)\.", done.output)
    assert found
    return found[1]


def test_a_schedule_made_elsewhere_gives_the_json_of_the_schema(run, elsewhere):
    done = run("trial", "analyse", *elsewhere(), "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert set(document) == KEYS
    assert document["schedules"] == 64
    assert document["decision"] == "harms"
    assert document["effect"] == pytest.approx(2.0, abs=0.8)
    assert document["adherence"] is None


def test_the_same_command_prints_the_same(run, elsewhere):
    options = elsewhere("ABBAABABBABAABBAABBAABBAABAB")
    assert run("trial", "analyse", *options).output == run("trial", "analyse", *options).output


@pytest.mark.parametrize(
    ("how", "orders", "schedules"),
    [("pairs", "ABBAABABBABA", 64), ("complete", "AABBABBA", 70), ("alternating", "ABABABAB", 2),
     ("days", "AABA", 4_096)],
)  # fmt: skip
def test_every_way_of_randomising_has_its_own_set(run, elsewhere, how, orders, schedules):
    done = run("trial", "analyse", *elsewhere(orders), "--randomised", how, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["schedules"] == schedules


def test_the_other_condition_as_reference_turns_the_sign(run, elsewhere):
    options = elsewhere()
    one = json.loads(run("trial", "analyse", *options, "--json").stdout)
    other = json.loads(run("trial", "analyse", *options, "--json", "--reference", "B").stdout)
    assert other["effect"] == pytest.approx(-one["effect"], rel=1e-6)
    assert {one["decision"], other["decision"]} == {"harms", "helps"}


def test_the_text_says_the_decision_and_the_periods(run, elsewhere):
    done = run("trial", "analyse", *elsewhere())
    assert "'B' makes back pain worse" in done.output
    assert "2026-03-02" in done.output


def replaced(options, which: str, old: str, new: str):
    from pathlib import Path

    path = Path(options[options.index(which) + 1])
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return options


@pytest.mark.parametrize(
    ("which", "old", "new", "word"),
    [
        ("--schedule", "2026-03-05T00:00,A", "2026-03-06T00:00,A", "overlap"),
        ("--schedule", ",B,", ",A,", "two conditions"),
        ("--schedule", "00:00,B,6", "00:00,C,6", "3 conditions"),
        ("--schedule", "2026-03-02T00:00,", "yesterday,", "not a time"),
        ("--schedule", "condition", "state", "'condition' is missing"),
        ("--schedule", "2026-", "2020-", "outside the periods"),
        ("--diary", "back pain", "headache", "headache"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_no_number_is_printed(
    run, elsewhere, which, old, new, word
):
    done = run("trial", "analyse", *replaced(elsewhere(), which, old, new), "--json")
    assert done.exit_code == 2
    assert word in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("orders", "old", "new", "word"),
    [("AB", "", "", "one pair"), ("ABBAABAB", r",\d+\.\d+,nrs", ",3,nrs", "does not change")],
)
def test_what_cannot_be_answered_is_not_conclusive_and_says_why(
    run, elsewhere, orders, old, new, word
):
    from pathlib import Path

    options = elsewhere(orders)
    diary = Path(options[3])
    if old:
        diary.write_text(re.sub(old, new, diary.read_text("utf-8")), "utf-8")
    done = run("trial", "analyse", *options, "--json")
    assert done.exit_code == 0
    assert f"not conclusive, because {'' if old else 'one'}" in done.stderr
    assert word in done.stderr
    document = json.loads(done.stdout)
    assert document["decision"] == "not_conclusive"
    assert document["effect"] is None


def test_times_whose_zone_nobody_names_are_refused(run, elsewhere):
    options = replaced(elsewhere(), "--diary", "T20:00,", "T20:00+02:00,")
    done = run("trial", "analyse", *options)
    assert done.exit_code == 2
    assert "--zone" in done.stderr
    assert run("trial", "analyse", *options, "--zone", "Europe/Berlin").exit_code == 0


def test_local_times_are_read_in_the_zone_of_the_diary(run, elsewhere):
    done = run("trial", "analyse", *elsewhere(zone="Europe/Berlin"), "--json")
    document = json.loads(done.stdout)
    assert document["periods"][0]["start"] == "2026-03-02T00:00:00+01:00"
    assert sum(p["ratings"] for p in document["periods"]) == 36


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--diary", "x.csv"), "Name a trial of yours"),
        (("dairy-1", "--schedule", "s.csv", "--diary", "d.csv"), "Name a trial of yours"),
        (("dairy-1", "--diary", "none.csv"), "no file"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(run, options, word):
    done = run("trial", "analyse", *options)
    assert done.exit_code == 2
    assert word in done.stderr


def test_a_difference_that_is_none_is_refused(run, elsewhere):
    done = run("trial", "analyse", *elsewhere(), "--difference", "0")
    assert done.exit_code == 2
    assert "--difference" in done.stderr


def test_a_plan_is_shown_and_nothing_is_drawn(run, home):
    done = run("trial", "plan", "dairy", "--outcome", "back pain")
    assert done.exit_code == 0
    assert "Paired crossover" in done.output
    assert "periods of 4 days" in done.output
    assert "With your diary's noise" in done.output
    assert "Nothing was drawn" in done.output
    assert not home.exists()


def test_a_trial_from_its_plan_to_its_proof_and_result(run, home, later, tmp_path):
    name = lock(run)
    stored = home / "trials" / f"{name}.json"
    trial = json.loads(stored.read_text("utf-8"))
    assert "Day 1 is" in run("trial", "today", name).output
    later(1)
    assert "day 1 of 36" in run("trial", "today").output
    assert run("trial", "log", name, "kept", "yes").output == "Logged for 2026-03-02: kept yes.\n"
    assert run("trial", "verify", name).exit_code == 0
    bits = trial["allocation"]["assignment"]
    rows = ["time,kind,name,value,unit"]
    rng = np.random.default_rng(0)
    for n in range(36):
        value = round(float(np.clip(3 + 3 * int(bits[n // 3]) + rng.normal(0, 0.7), 0, 10)), 1)
        rows.append(f"{START + timedelta(days=n)}T20:00,symptom,back pain,{value},nrs")
    (tmp_path / "me.csv").write_text("\n".join(rows) + "\n", "utf-8")
    later(40)
    done = run("trial", "analyse", name, "--diary", str(tmp_path / "me.csv"), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["decision"] == "harms"
    assert json.loads(done.stdout)["adherence"]["logged"] == 1


def test_a_schedule_that_was_changed_is_not_proved(run, home):
    name = lock(run)
    path = home / "trials" / f"{name}.json"
    trial = json.loads(path.read_text("utf-8"))
    bits = trial["allocation"]["assignment"]
    trial["allocation"]["assignment"] = "".join("10"[int(b)] for b in bits)
    path.write_text(json.dumps(trial), "utf-8")
    done = run("trial", "verify", name)
    assert done.exit_code == 2
    assert "NO " in done.stdout


def test_a_sealed_schedule_is_the_partners_until_the_end(run, home, later, tmp_path):
    sealed = str(tmp_path / "partner.json")
    name = lock(run, "--seal", sealed)
    assert json.loads((home / "trials" / f"{name}.json").read_text("utf-8"))["allocation"] is None
    later(1)
    assert "sealed schedule" in run("trial", "today", name).output
    assert re.search("with(out)? dairy", run("trial", "today", name, "--sealed", sealed).output)
    assert "is sealed" in run("trial", "verify", name).output
    assert "the seed draws" in run("trial", "verify", name, "--sealed", sealed).output


def test_a_second_elimination_is_refused_with_the_reason(run):
    lock(run)
    done = run("trial", "plan", "wheat", "--outcome", "back pain", "--lock")
    assert done.exit_code == 2
    assert "two things at once" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("plan", "dairy", "--outcome", "x", "--design", "tarot"), "there are"),
        (("plan", "dairy", "--outcome", "x", "--pairs", "2"), "too few"),
        (("plan", "dairy", "--outcome", "x", "--seal", "f.json"), "--lock"),
        (("plan", "dairy", "--outcome", "x", "--start", "2020-01-01", "--lock"), "past"),
        (("plan", "dairy", "--outcome", "x", "--difference", "-1"), "smallest_difference"),
        (("today", "nothing-1"), "there are none yet"),
        (("log", "nothing-1", "kept", "yes"), "there are none yet"),
        (("verify", "../x"), "there are none yet"),
    ],
)
def test_what_cannot_be_planned_or_run_is_refused(run, arguments, word):
    done = run("trial", *arguments)
    assert done.exit_code == 2
    assert word in done.stderr
    assert "Traceback" not in done.output


def test_the_noise_of_the_diary_decides_how_long_it_takes(run, diary_file):
    quiet = run("trial", "plan", "milk", "--outcome", "back pain", "--diary", str(diary_file))
    assert quiet.exit_code == 0, quiet.output
    unknown = run("trial", "plan", "milk", "--outcome", "knee", "--diary", str(diary_file))
    assert unknown.exit_code == 2
    assert "no ratings of 'knee'" in unknown.stderr
