"""`gutline trial` against haste: days ahead, medicines, two at once, other zones, wrong files."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta

import pytest

from gutline.cli import clock
from tests.cli.test_trial import NOW, answers, elsewhere, home, later, lock

__all__ = ["elsewhere", "home", "later"]


def said(run, *arguments: str) -> tuple[int, str]:
    done = run("trial", *arguments)
    return done.exit_code, done.stderr if done.exit_code else done.output


@pytest.mark.parametrize("what", [("kept", "yes"), ("stop",), ("guess", "active"), ("sick",)])
def test_a_day_that_is_still_to_come_is_not_logged(run, what):
    name = lock(run)
    code, words = said(run, "log", name, *what, "--on", "2026-03-20")
    assert (code, "still to come, and today is 2026-03-01" in words) == (2, True)


def test_a_stop_ahead_cannot_make_room_for_a_second_elimination(run, later):
    name = lock(run)
    later(3)
    assert said(run, "log", name, "stop", "--on", "2026-03-30")[0] == 2
    code, words = said(
        run, "plan", "eggs", "--outcome", "back pain", "--lock", "--answers", answers()
    )
    assert (code, "leaving out two things at once" in words) == (2, True)
    assert said(run, "log", name, "stop", "--reason", "enough")[0] == 0
    second = said(run, "plan", "eggs", "--outcome", "back pain", "--lock", "--answers", answers())
    assert second[0] == 0
    assert "called eggs-1" in second[1]


@pytest.mark.parametrize("name", ["ibuprofen", "Ibuprofen", "paracetamol"])
@pytest.mark.parametrize("more", [(), ("--helper",), ("--kind", "supplement")])
def test_a_medicine_gets_no_plan_at_all(run, name, more):
    code, words = said(run, "plan", name, "--outcome", "headache", *more)
    assert (code, "a coin must not decide when you take it" in words) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--zone", "Mars/Base"), "Mars/Base"),
        (("--difference", "0"), "smallest difference that matters: 0 cannot be"),
        (("--difference", "nan"), "smallest difference that matters: nan cannot be"),
        (("--carry-over-hours", "-1"), "hours an effect takes: -1 cannot be"),
        (("--carry-over-hours", "1e9"), "give a number from 0 to 1440"),
        (("--findings", "/nowhere.json"), "no file"),
        (("--start", "soon"), "soon"),
    ],
)
def test_what_cannot_be_planned_is_refused_before_anything_is_worked_out(run, arguments, word):
    code, words = said(run, "plan", "dairy", "--outcome", "back pain", *arguments)
    assert (code, word in words) == (2, True)
    assert "found with a chance" not in words


def test_milliseconds_are_asked_about_and_then_told_in_milliseconds(run, tmp_path):
    rows = ["time,kind,name,value,unit"]
    rows += [f"2026-01-{d:02d} 08:00,measurement,hrv,{50 + 7 * d % 20},ms" for d in range(1, 31)]
    diary = tmp_path / "diary.csv"
    diary.write_text("\n".join(rows) + "\n", "utf-8")
    asked = ("plan", "dairy", "--outcome", "hrv", "--diary", str(diary), "--zone", "UTC")
    code, words = said(run, *asked)
    assert (code, "--difference NUMBER, in ms and --higher-is-better or" in words) == (2, True)
    code, words = said(run, *asked, "--higher-is-better")
    assert (code, "standard deviation of" in words, "better or" in words) == (2, True, False)
    code, words = said(run, *asked, "--higher-is-better", "--difference", "5")
    assert (code, "A difference of 5 ms" in words, "More of it" in words) == (0, True, True)
    assert "point" not in words


def test_one_point_is_a_point(run):
    code, words = said(run, "plan", "dairy", "--outcome", "back pain", "--pairs", "6")
    assert code == 0
    assert "A difference of 1 point, the smallest that matters, is found with a chance" in words
    assert "1 points" not in words


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ((("resume",),), "is not paused"),
        ((("pause",), ("pause",)), "is paused already"),
        ((("stop",), ("kept", "yes")), "was stopped"),
        ((("kept",),), "yes, partly or no"),
        ((("dance",),), "cannot be logged"),
        ((("expect", "eleven"),), "0 to 10"),
        ((("kept", "yes", "--on", "2020-01-01"),), "before day 1"),
    ],
)
def test_what_makes_no_sense_is_not_logged(run, later, monkeypatch, steps, word):
    name = lock(run)
    later(4)
    for number, step in enumerate(steps[:-1]):
        at = NOW + timedelta(days=4, minutes=number)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert said(run, "log", name, *step)[0] == 0
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=4, hours=1))
    code, words = said(run, "log", name, *steps[-1])
    assert (code, word in words) == (2, True)


def test_after_the_end_the_plan_stays_as_it_was(run, home, later):
    name = lock(run)
    later(60)
    code, words = said(run, "amend", name, "--difference", "0.1", "--reason", "nearly")
    assert (code, "is over; its plan stays" in words) == (2, True)
    kept = json.loads((home / "trials" / f"{name}.json").read_text("utf-8"))
    assert len(kept["versions"]) == 1


def test_the_day_is_that_of_the_trial_and_not_of_the_computer(run, monkeypatch):
    name = lock(run, "--zone", "Pacific/Auckland", "--start", "2026-03-02")
    late = datetime.fromisoformat("2026-03-01T12:30+00:00")
    monkeypatch.setattr(clock, "now", lambda: late)
    assert "running, day 1 of 36" in said(run, "list")[1]
    assert "day 1 of 36" in said(run, "today", name)[1]
    assert "Logged for 2026-03-02" in said(run, "log", name, "kept", "yes")[1]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [((), "Name a trial of yours"), (("dairy-1", "--schedule", "x.csv"), "Not both at once"),
     (("none-1",), "there is no trial 'none-1'"), (("../etc",), "there is no trial")],
)  # fmt: skip
def test_an_analysis_of_nothing_or_of_two_things_is_refused(run, arguments, word):
    code, words = said(run, "analyse", *arguments)
    assert (code, word in words) == (2, True)


@pytest.mark.parametrize("command", ["today", "verify", "analyse", "amend", "export", "log"])
def test_a_trial_that_is_not_there_is_named_with_those_that_are(run, command):
    lock(run)
    more = {"amend": ("--reason", "x", "--difference", "2"), "log": ("sick",)}.get(command, ())
    code, words = said(run, command, "eggs-1", *more)
    assert code == 2
    assert "there is no trial 'eggs-1'; there are dairy-1" in words


def test_looking_at_a_plan_makes_nothing(run, home):
    assert said(run, "plan", "dairy", "--outcome", "back pain", "--pairs", "6")[0] == 0
    assert said(run, "list")[1].startswith("There is no trial yet")
    assert said(run, "today")[1].startswith("No trial runs")
    assert not list(home.rglob("*.json"))


def test_an_analysis_made_elsewhere_leaves_nothing_behind(run, home, elsewhere):
    code, words = said(run, "analyse", *elsewhere())
    assert code == 0
    assert "'B' makes back pain worse" in words
    assert not home.exists() or not list(home.rglob("*.json"))


@pytest.mark.parametrize(("orders", "word"), [("AB", "one pair"), ("ABBA", "p cannot fall below")])
def test_a_trial_that_is_too_short_says_so_and_claims_nothing(run, elsewhere, orders, word):
    done = run("trial", "analyse", *elsewhere(orders, 5.0), "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["decision"] == "not_conclusive"
    assert word in done.stderr


def test_rows_of_a_diary_that_cannot_be_read_are_told_beside_the_result(run, tmp_path):
    first = date(2026, 3, 1)
    days = [first + timedelta(days=n) for n in range(8)]
    schedule, diary = tmp_path / "schedule.csv", tmp_path / "diary.csv"
    with schedule.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["start", "end", "condition", "pair"])
        for n in range(4):
            ends = [f"{first + timedelta(days=2 * n + more)}T00:00" for more in (0, 2)]
            rows.writerow([*ends, "AB"[(n + n // 2) % 2], n // 2 + 1])
    lines = [f"{day}T20:00,symptom,back pain,{3 + n % 3},nrs" for n, day in enumerate(days)]
    lines.append(f"{first}T21:00,symptom,back pain,-2,nrs")
    diary.write_text("\n".join(["time,kind,name,value,unit", *lines]) + "\n")
    files = ("--schedule", str(schedule), "--diary", str(diary))
    done = run("trial", "analyse", *files, "--outcome", "back pain", "--json")
    assert done.exit_code == 0, done.output
    assert "-2" in done.stderr
    assert "1 row was refused and left out" in done.stderr
    assert "refused" not in done.stdout
