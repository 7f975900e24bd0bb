"""`gutline plan`: the plan of the day from a terminal."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.cli.test_journal import told


def test_an_empty_plan_says_how_to_begin(run, home):
    assert "gutline plan add ?" in told(run("plan", "show"))
    said = told(run("plan", "add", "?"))
    assert said.count("Why:") == 3
    assert "strong evidence" in said


def test_alone_it_shows_today_and_by_which_ways_the_plan_reminds(run, home, tmp_path):
    told(run("plan", "add", "wind-down"))
    shown = told(run("plan"))
    assert shown == told(run("plan", "show"))
    assert shown.splitlines()[-1].startswith("reminders: `gutline plan ics FILE` for a calendar")
    assert "by e-mail once `gutline plan mail` set it up" in shown
    set_up = ("--to", "you@example.org", "--host", "mail.example.org")
    told(run("plan", "mail", *set_up))
    assert "by e-mail with `gutline plan remind --mail`" in told(run("plan"))


def test_an_open_address_for_calendars_is_named(run, home):
    told(run("plan", "add", "wind-down"))
    from gutline.store.queries.people import only_person
    from gutline.store.services.plan_feed import new_feed

    person = only_person()
    assert person is not None
    new_feed(person.key, datetime.now(UTC))
    assert "reminders: a calendar may fetch them; by e-mail once" in told(run("plan", "show"))


def test_a_thing_that_is_added_twice_is_there_once_and_another_of_its_name_beside_it(run, home):
    for at in ("10:00", "10:00", "16:00"):
        told(run("plan", "add", "tea", "--what", "drink", "--at", at))
    shown = told(run("plan"))
    assert shown.count(" tea,") == 2
    assert "tea-2 " in shown


def test_a_thing_is_added_done_and_taken_back(run, home):
    assert told(run("plan", "add", "wind-down")) == "on the plan: wind-down, 21:00 to 22:30\n"
    assert "a little" in told(run("plan", "done", "wind-down", "--a-little"))
    assert "[a little]" in told(run("plan", "show"))
    assert "wind-down 10 min" in told(run("today"))
    assert "taken back" in told(run("plan", "done", "wind-down", "--undo"))
    assert "[" not in told(run("plan", "show")).splitlines()[1]
    assert "wind-down" not in told(run("today"))


def test_something_of_ones_own_has_its_cue_and_days(run, home):
    options = ["--after", "lunch", "--minutes-after", "15", "--amount", "10", "--unit", "min"]
    said = told(run("plan", "add", "short walk", *options, "--weekdays", "0,1,2,3,4,5,6"))
    assert said == "on the plan: short walk, 15 min after lunch\n"
    assert "short-walk" in told(run("plan", "show"))
    assert told(run("plan", "remove", "short walk")).startswith("off the plan: short walk")


def test_a_skip_with_a_reason_is_in_the_review(run, home):
    told(run("plan", "add", "wind-down"))
    assert "skipped, forgot" in told(run("plan", "skip", "wind-down", "--reason", "forgot"))
    said = told(run("plan", "review"))
    assert "0 of 1" in said
    assert "Too little is known" in said


def test_a_day_off_is_shown(run, home):
    told(run("plan", "add", "wind-down"))
    told(run("plan", "off", "sick"))
    assert told(run("plan", "show")).splitlines()[0].endswith("off: sick")
    assert "counted again" in told(run("plan", "off", "none"))


def test_reminders_are_written_for_a_calendar_and_say_nothing_of_health(run, home, tmp_path):
    told(run("plan", "add", "wind-down"))
    file = tmp_path / "plan.ics"
    assert "reminders of 5 days" in told(run("plan", "ics", str(file), "--days", "5"))
    calendar = Calendar.from_ical(file.read_bytes())
    assert 4 <= len(calendar.walk("VEVENT")) <= 5
    assert b"wind-down" not in file.read_bytes()
    assert "cannot be written" in told(run("plan", "ics", str(file / "x.ics")), code=2)


def test_what_is_due_is_printed_once(run, home):
    told(run("plan", "add", "anything", "--at", "00:00", "--until", "23:59"))
    first, second = (run("plan", "remind") for _ in range(2))
    assert (first.exit_code, second.exit_code, second.stdout) == (0, 0, "")


@pytest.mark.parametrize(
    "words",
    [
        ["done", "tea"], ["skip", "tea"], ["remove", "tea"], ["add", "x", "--at", "25:00"], ["add", "x"],
        ["add", "x", "--at", "08:00", "--weekdays", "Mon"],
        ["add", "iron", "--what", "supplement", "--at", "08:00"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(run, home, words):
    said = told(run("plan", *words), code=2)
    assert said.startswith("gutline: ")
    assert "went wrong inside" not in said


def test_a_reason_that_is_not_known_names_the_ones_that_are(run, home):
    told(run("plan", "add", "wind-down"))
    said = told(run("plan", "skip", "wind-down", "--reason", "lazy"), code=2)
    assert "not at hand" in said


def test_help_is_instant():
    code = "import sys; sys.argv = ['gutline', 'plan', '--help']\nfrom gutline.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "heavy = {'django', 'gutline.store', 'numpy', 'icalendar', 'gutline.routine.plan'}\n"
    code += "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


def test_a_holiday_ahead_is_told_in_one_line_and_taken_back(run, home):
    told(run("plan", "add", "wind-down"))
    first = datetime.now(UTC).date() + timedelta(days=5)
    last = first + timedelta(days=9)
    span = ["--on", first.isoformat(), "--until", last.isoformat()]
    assert told(run("plan", "off", "holiday", *span)) == f"{first} to {last}  off: holiday\n"
    assert "off: holiday" in told(run("plan", "show", "--on", last.isoformat()))
    assert "counted again" in told(run("plan", "off", "none", *span))
    assert "off" not in told(run("plan", "show", "--on", last.isoformat())).splitlines()[0]


def test_a_holiday_that_ends_before_it_begins_is_refused(run, home):
    answer = run("plan", "off", "holiday", "--on", "2026-07-18", "--until", "2026-07-04")
    assert answer.exit_code != 0
    assert "swap the two" in answer.output


@pytest.mark.parametrize(
    "command", [("plan", "add"), ("plan", "off"), ("plan", "mail"), ("practise",)]
)
def test_examples_in_a_help_stand_on_lines_of_their_own(run, command):
    said = told(run(*command, "--help"))
    assert "\\b" not in said
    examples = [line for line in said.splitlines() if line.startswith("  gutline ")]
    assert len(examples) >= 2
    assert all(line.count("gutline ") == 1 for line in examples)
