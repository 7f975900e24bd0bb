"""`gutline trial`: planned, run, proved and analysed at the command line."""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from gutline.cli import clock
from tests.trials.answered import profile

KEYS = {
    "schema", "effect", "interval", "interval_level", "p_randomisation", "schedules", "posterior",
    "e_value", "decision", "adherence", "periods", "unit",
}  # fmt: skip
NOW = datetime.fromisoformat("2026-03-01T12:00+00:00")
START = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty folder of one's own, and a clock that stands still in UTC."""
    folder = tmp_path / "home"
    (tmp_path / "answers.json").write_text(json.dumps(dict(profile().answers)), "utf-8")
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


def answers() -> str:
    """A file of answers of a healthy adult, as `gutline screen --save` writes it."""
    return str(Path(os.environ["GUTLINE_HOME"]).with_name("answers.json"))


def lock(run, *more: str) -> str:
    done = run("trial", "plan", "dairy", "--outcome", "back pain", "--pairs", "6",
               "--period-days", "3", "--carry-over-hours", "0", "--lock",
               "--answers", answers(), *more)  # fmt: skip
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
    assert "periods of 7 days" in done.output
    assert "With the usual noise of such ratings" in done.output
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
    wheat = ("plan", "wheat", "--outcome", "back pain", "--lock", "--answers", answers())
    done = run("trial", *wheat)
    assert done.exit_code == 2
    assert "two things at once" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("plan", "dairy", "--outcome", "x", "--design", "tarot"), "there are"),
        (("plan", "dairy", "--outcome", "x", "--pairs", "2"), "too few"),
        (("plan", "dairy", "--outcome", "x", "--seal", "f.json"), "--lock"),
        (("plan", "dairy", "--outcome", "x", "--start", "2020-01-01", "--lock"), "past"),
        (
            ("plan", "dairy", "--outcome", "x", "--difference", "-1"),
            "smallest difference that matters",
        ),
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


def test_nothing_is_locked_before_the_gates_are_answered(run, home):
    done = run("trial", "plan", "dairy", "--outcome", "back pain", "--lock")
    assert done.exit_code == 2
    assert "Answer the short check" in done.stderr
    assert "pregnant: " in done.stderr
    assert "gutline screen --save" in done.stderr
    assert not list(home.glob("trials/*.json"))


def test_a_closed_gate_refuses_at_the_command_line_too(run, home, tmp_path):
    closed = tmp_path / "closed.json"
    closed.write_text(json.dumps(dict(profile(pregnant=True).answers)), "utf-8")
    done = run(
        "trial", "plan", "dairy", "--outcome", "back pain", "--lock", "--answers", str(closed)
    )
    assert done.exit_code == 2
    assert "pregnant" in done.stderr
    assert not list(home.glob("trials/*.json"))


def test_what_once_did_harm_is_asked_before_a_challenge(run):
    plan = ("plan", "milk", "--outcome", "back pain", "--left-out", "--lock", "--answers")
    sheet = json.loads(Path(answers()).read_text("utf-8"))
    del sheet["food_harmed_before"]
    Path(answers()).write_text(json.dumps(sheet), "utf-8")
    assert "food_harmed_before" in run("trial", *plan, answers()).stderr
    assert run("trial", *plan, answers(), "--harmed-before").exit_code == 2
    assert run("trial", *plan, answers(), "--never-harmed").exit_code == 0


def test_a_plan_is_amended_and_the_first_version_stays(run, home):
    name = lock(run)
    done = run("trial", "amend", name, "--difference", "1.5", "--reason", "one is little")
    assert done.exit_code == 0, done.output
    assert "Version 2" in done.output
    kept = json.loads((home / "trials" / f"{name}.json").read_text("utf-8"))
    assert [v["plan"]["smallest_difference"] for v in kept["versions"]] == [1.0, 1.5]
    assert run("trial", "verify", name).exit_code == 0
    assert "one is little" in run("trial", "verify", name).output
    nothing = run("trial", "amend", name, "--reason", "because")
    assert (nothing.exit_code, "Say what to change" in nothing.stderr) == (2, True)
    wrong = run("trial", "amend", name, "--difference", "-1", "--reason", "because")
    assert (wrong.exit_code, "smallest difference that matters: -1" in wrong.stderr) == (2, True)


def test_trials_are_listed(run, later):
    assert "There is no trial yet" in run("trial", "list").output
    name = lock(run)
    assert f"{name}: dairy and back pain (before)" in run("trial", "list").output
    later(3)
    assert "(running, day 3 of 36)" in run("trial", "list").output


def test_an_export_follows_its_schema_and_a_report_its_checklist(run, later, diary_file):
    import jsonschema

    from gutline.reports.trial_export import trial_schema

    name = lock(run)
    later(20)
    done = run("trial", "export", name, "--diary", str(diary_file))
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    jsonschema.Draft202012Validator(trial_schema()).validate(document)
    assert document["trial"]["allocation"] is None
    report = run("trial", "export", name, "--diary", str(diary_file), "--report").stdout
    assert "**8b Type.** a coin for each pair" in report
    unnamed = run("trial", "export", name)
    assert (unnamed.exit_code, "--diary" in unnamed.stderr) == (2, True)


def test_the_evidence_gives_period_and_carry_over_where_nothing_else_is_known(run):
    done = run("trial", "plan", "dairy", "--outcome", "back pain")
    assert "16 periods of 7 days in 8 pairs" in done.output
    assert "periods of 7 days" in done.output


def test_the_lag_curve_of_a_finding_gives_period_and_carry_over(run, tmp_path):
    curve = {"hours": [0, 6, 12, 18, 24], "estimate": [0, 1.0, 0.6, 0.2, 0]}
    dairy = {"name": "Dairy", "level": "tag", "lag_curve": curve}
    file = tmp_path / "findings.json"
    file.write_text(json.dumps({"outcomes": {"Back pain": {"exposures": [dairy]}}}), "utf-8")
    plan = ("trial", "plan", "dairy", "--findings", str(file), "--outcome")
    assert "24 periods of 4 days in 12 pairs" in run(*plan, "back pain").output
    missing = run(*plan, "headache")
    assert (missing.exit_code, "says nothing of 'dairy'" in missing.stderr) == (2, True)
    file.write_text("[]", "utf-8")
    assert "not what `gutline discover --json` prints" in run(*plan, "back pain").stderr


@pytest.fixture
def journal(home):
    """A journal of somebody on this computer, pointed at by the commands."""
    from gutline.cli.journal import open_journal, owner

    open_journal(NOW)
    yield owner(NOW).key
    from django.db import connections

    connections.close_all()


def test_trials_are_kept_in_the_journal_where_there_is_one(run, home, journal, later):
    from gutline.store.queries.trials import kept_trial

    name = lock(run)
    assert kept_trial(journal, name).trial.plan.exposure == "dairy"
    assert not list(home.glob("trials/*.json"))
    later(1)
    assert run("trial", "log", name, "kept", "yes").exit_code == 0
    assert "day 1 of 36" in run("trial", "today").output
    assert run("trial", "verify", name).exit_code == 0
    assert run("trial", "amend", name, "--difference", "2", "--reason", "more").exit_code == 0
    kept = kept_trial(journal, name).trial
    assert ([e.what for e in kept.events], len(kept.versions)) == (["kept"], 2)
    assert "nothing to compare" in run("trial", "analyse", name).stderr


def test_the_journals_own_answers_open_the_gates(run, journal):
    from gutline.store.services.safety import keep_answers
    from tests.trials.answered import lasting

    plan = ("trial", "plan", "dairy", "--outcome", "back pain", "--lock")
    assert run(*plan).exit_code == 2
    keep_answers(journal, lasting(profile().answers), NOW.date(), NOW)
    assert run(*plan).exit_code == 0


def test_trials_in_the_folder_are_still_read_beside_a_journal(run, home, later):
    from gutline.cli.journal import open_journal, owner

    name = lock(run)
    open_journal(NOW)
    owner(NOW)
    later(1)
    assert "day 1 of 36" in run("trial", "today", name).output
    assert run("trial", "log", name, "sick").exit_code == 0
    from django.db import connections

    connections.close_all()


def test_a_partners_file_holds_the_schedule_of_a_trial_in_the_journal(run, journal, tmp_path):
    sealed = str(tmp_path / "partner.json")
    name = lock(run, "--seal", sealed)
    assert "is sealed" in run("trial", "verify", name).output
    assert "the seed draws" in run("trial", "verify", name, "--sealed", sealed).output
    again = run("trial", "plan", "walking", "--kind", "practice", "--outcome", "back pain",
                "--lock", "--answers", answers(), "--seal", sealed)  # fmt: skip
    assert (again.exit_code, "there already" in again.stderr) == (2, True)


@pytest.mark.parametrize("command", ["analyse", "export"])
def test_a_finished_trial_of_the_journal_leaves_its_rule_at_the_command_line(
    run, journal, later, command
):
    from gutline.store.drafts import Draft
    from gutline.store.queries.trials import kept_trial, own_rules
    from gutline.store.services.log import log_many

    name = lock(run)
    assignment = kept_trial(journal, name).trial.allocation.assignment
    rng = np.random.default_rng(1)
    drafts = [
        Draft("symptom", "back pain", NOW + timedelta(days=day + 1, hours=hour),
              float(np.clip(round(3 + 3 * assignment[day // 3] + rng.normal()), 0, 10)))
        for day in range(36)
        for hour in (0, 6)
    ]  # fmt: skip
    later(20)
    log_many(journal, drafts[:40], NOW + timedelta(days=20))
    assert run("trial", command, name).exit_code == 0
    assert own_rules(journal) == ()
    later(40)
    log_many(journal, drafts[40:], NOW + timedelta(days=40))
    assert run("trial", command, name).exit_code == 0
    (rule,) = own_rules(journal)
    assert (rule.trial, rule.verdict) == (name, "harms")


def test_a_trial_in_the_folder_makes_no_journal(run, home, later, elsewhere):
    from gutline.store.home import DATABASE

    name = lock(run)
    later(40)
    diary = elsewhere()[3]
    assert run("trial", "analyse", name, "--diary", diary).exit_code == 0
    assert run("trial", "export", name, "--diary", diary).exit_code == 0
    assert not (home / DATABASE).exists()
