"""`gutline plan` and `gutline practise` with bad input, twice, and in the wrong order."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar

from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices
from gutline.catalog.sessions import load_session_rules
from gutline.cli.practising import Led, exercise_steps, find_thing, lead, read_counts, session_steps
from gutline.cli.refusal import RefusalError
from gutline.diary.zones import zone_named
from gutline.routine.items import Cue, Item
from gutline.routine.sessions import put_together
from gutline.routine.timetable import Step
from tests.cli.test_journal import told


def today():
    return datetime.now(UTC).astimezone(zone_named("Europe/Berlin")).date()


# --- adding -------------------------------------------------------------------------------------


def test_a_starter_with_options_of_ones_own_keeps_them(run, home):
    said = told(run("plan", "add", "wind-down", "--at", "20:00", "--amount", "5", "--unit", "min"))
    assert said == "on the plan: wind-down, from 20:00\n"
    assert "wind-down 5 min, from 20:00" in told(run("plan", "show"))


def test_a_starter_added_twice_leaves_what_was_changed_of_it(run, home):
    told(run("plan", "add", "wind-down"))
    said = told(run("plan", "add", "wind-down"), 2)
    assert "on the plan already" in said
    assert "gutline plan remove wind-down" in said
    assert told(run("plan", "show")).count("wind-down") == 2
    assert "off the plan" in told(run("plan", "remove", "wind-down"))
    assert told(run("plan", "add", "wind-down")).startswith("on the plan")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tea", "--what", "drink", "--at", "10:00", "--amount", "2", "--unit", "cups"], "drink is measured in"),
        (["none", "--what", "food", "--at", "10:00"], "call it something else"),
        (["walk", "--amount", "10"], "at: this cue would never come"),
        (["walk", "--at", "25:00"], "'25:00' is no time of day; write it as 08:00"),
        (["walk", "--at", "10:00", "--until", "09:00"], "until: the window ends before it begins"),
        (["walk", "--at", "10:00", "--weekdays", "0,7"], "0 Monday to 6 Sunday"),
        (["walk", "--at", "10:00", "--weekdays", "mon"], "0 Monday to 6 Sunday"),
        (["walk", "--at", "10:00", "--amount", "-1"], "above 0"),
        (["walk", "--at", "10:00", "--amount", "nan"], "above 0"),
        (["walk", "--at", "10:00", "--what", "sport"], "Invalid value"),
        (["walk", "--after", "tea"], "Invalid value"),
        (["walk", "--after", "lunch", "--minutes-after", "721"], "0<=x<=720"),
        (["x" * 90, "--at", "10:00"], "1 to 80 letters"),
        (["iron", "--what", "supplement", "--at", "08:00"], "cannot go on the plan yet"),
        ([], "Missing argument"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_said_and_nothing_is_kept(run, home, words, said):
    answer = told(run("plan", "add", *words), 2)
    assert said in " ".join(answer.split())
    assert "items." not in answer
    assert "Nothing is on the plan yet" in told(run("plan", "show"))


@pytest.mark.parametrize(
    "words",
    [["done", "tea"], ["skip", "tea"], ["remove", "tea"], ["done", "tea", "--undo"]],
)
def test_what_is_not_on_the_plan_names_what_is(run, home, words):
    assert "there is nothing" in told(run("plan", *words), 2)
    told(run("plan", "add", "wind-down"))
    assert "there is wind-down" in told(run("plan", *words), 2)


def test_an_item_is_known_by_its_name_however_written_and_marked_for_earlier_days(run, home):
    told(run("plan", "add", "short", "walk", "--at", "12:00"))
    day = (today() - timedelta(days=1)).isoformat()
    assert told(run("plan", "done", "Short WALK", "--on", day)) == f"{day}  short walk: done\n"
    later = (today() + timedelta(days=1)).isoformat()
    assert "has not come yet" in told(run("plan", "done", "short-walk", "--on", later), 2)
    assert "Invalid value" in told(run("plan", "done", "short-walk", "--on", "soon"), 2)


def test_a_holiday_ahead_is_not_in_the_file_for_calendars(run, home, tmp_path):
    told(run("plan", "add", "wind-down"))
    holiday = today() + timedelta(days=2)
    told(run("plan", "off", "holiday", "--on", holiday.isoformat()))
    file = tmp_path / "plan.ics"
    told(run("plan", "ics", str(file), "--days", "5"))
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    days = {event["DTSTART"].dt.astimezone(zone_named("Europe/Berlin")).date() for event in events}
    assert holiday not in days
    assert {today() + timedelta(days=n) for n in (1, 3, 4)} <= days


@pytest.mark.parametrize("days", ["0", "61", "x"])
def test_a_calendar_of_no_or_endless_days_is_refused(run, home, tmp_path, days):
    file = tmp_path / "plan.ics"
    assert "Invalid value" in told(run("plan", "ics", str(file), "--days", days), 2)
    assert not file.exists()


def test_a_calendar_of_an_empty_plan_is_empty_and_one_that_cannot_be_written_is_told(
    run, home, tmp_path
):
    file = tmp_path / "plan.ics"
    assert told(run("plan", "ics", str(file))).startswith("0 reminders of 14 days")
    assert Calendar.from_ical(file.read_bytes()).walk("VEVENT") == []
    missing = tmp_path / "gone" / "plan.ics"
    assert "cannot be written" in told(run("plan", "ics", str(missing)), 2)


def test_the_week_and_reminders_of_an_empty_plan_are_calm(run, home):
    assert "There is nothing on the plan yet" in told(run("plan", "review"))
    assert told(run("plan", "remind")) == ""


@pytest.mark.parametrize(
    ("cue", "what", "words"),
    [
        (Cue(time(9)), "walk", "from 09:00"), (Cue(time(9), time(10)), "walk", "09:00 to 10:00"),
        (Cue(time(13)), "meal", "13:00, give or take 45 min"), (Cue(event="waking"), "walk", "after waking"),
        (Cue(event="last_meal", minutes_after=30), "walk", "30 min after the last meal"),
    ],
)  # fmt: skip
def test_a_cue_is_told_as_on_the_pages(home, cue, what, words):
    from gutline.store.settings import configure

    configure(home)
    from gutline.cli.plan_text import cue_words

    assert cue_words(Item("x", "x", what, cue)) == words


# --- practising ---------------------------------------------------------------------------------


class Jumping:
    """A clock that notes what it waited for; it may be interrupted."""

    def __init__(self, *, stops_after: float = 1e9) -> None:
        self.now = 100.0
        self.stops_after = stops_after

    def seconds(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        if self.now - 100.0 > self.stops_after:
            raise KeyboardInterrupt


STEPS = (Step(0, 4, "in"), Step(4, 6, "out"), Step(10, 4, "in"))


@pytest.mark.parametrize(
    ("stops_after", "said", "seconds", "finished"),
    [(1e9, 3, 14.0, True), (5.0, 2, 10.0, False), (0.0, 1, 4.0, False)],
)
def test_a_practice_is_led_until_its_end_or_until_it_is_stopped(
    stops_after, said, seconds, finished
):
    heard: list[Step] = []
    led = lead(STEPS, Jumping(stops_after=stops_after), heard.append)
    assert (len(heard), led) == (said, Led(seconds, finished=finished))


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0.5), (10, 0.5), (45, 1.0), (60, 1.0), (100, 1.5), (600, 10.0)]
)
def test_minutes_are_told_to_the_half_and_never_none(seconds, minutes):
    assert Led(seconds, finished=True).minutes == pytest.approx(minutes, abs=0.5)
    assert Led(seconds, finished=True).minutes * 2 % 1 == 0


@pytest.mark.parametrize(
    ("text", "counts"),
    [("4-4-4-4", (4, 4, 4, 4)), ("4,0,6,0", (4, 0, 6, 0)), (" 4 - 7 - 8 - 0", (4, 7, 8, 0))],
)
def test_counts_are_read(text, counts):
    assert read_counts(text) == counts


@pytest.mark.parametrize(
    "text", ["", "4", "4-4-4", "4-4-4-4-4", "a-b-c-d", "4--4-4", "４-4-4-4", "4.5-4-4-4"]
)
def test_counts_that_are_none_say_how_to_write_them(text):
    with pytest.raises(RefusalError, match="in-hold-out-rest"):
        read_counts(text)


@pytest.mark.parametrize(
    ("typed", "ident"),
    [
        ("box breathing", "box_breathing"), ("BOX_BREATHING", "box_breathing"), ("cat cow", "cat_cow"),
        ("Cat-Cow", "cat_cow"), ("childs pose", "childs_pose"),
    ],
)  # fmt: skip
def test_a_practice_is_known_however_it_is_typed(typed, ident):
    assert find_thing(typed).id == ident


@pytest.mark.parametrize(("typed", "hint"), [("box breating", "box breathing"), ("zzzz", "--list")])
def test_what_is_not_known_names_the_nearest_or_the_list(typed, hint):
    with pytest.raises(RefusalError, match=hint):
        find_thing(typed)


@pytest.mark.parametrize("one", load_exercises().values(), ids=lambda one: one.id)
def test_the_steps_of_an_exercise_fill_its_time_without_a_gap(one):
    steps = exercise_steps(one)
    assert [step.say for step in steps] == list(one.steps)
    assert steps[0].start_s == 0
    ends = [step.start_s + step.seconds for step in steps]
    assert ends == [*(step.start_s for step in steps[1:]), one.seconds]


@pytest.mark.parametrize("minutes", sorted(load_session_rules()))
def test_the_steps_of_a_session_say_what_comes_and_both_sides(minutes):
    session = put_together(load_session_rules()[minutes], load_exercises())
    steps = session_steps(session)
    assert len(steps) == 2 * len(session.items)
    assert steps[-1].start_s + steps[-1].seconds == session.seconds
    for number, item in enumerate(session.items):
        assert steps[2 * number].say.startswith(f"Get ready: {item.exercise.name}. ")
        assert ("half on each side" in steps[2 * number + 1].say) is item.exercise.sides


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["session", "--counts", "4-4-4-4"], "A session has no set breath"),
        (["session", "--minutes", "7"], "5, 10, 20 minutes"),
        (["session", "--minutes", "nan"], "5, 10, 20 minutes"),
        (["box breathing", "--minutes", "0"], "from 1 to 60 minutes"),
        (["box breathing", "--minutes", "nan"], "from 1 to 60 minutes"),
        (["box breathing", "--minutes", "1e9"], "from 1 to 60 minutes"),
        (["box breathing", "--counts", "1-0-1-0"], "2 seconds or more"),
        (["body scan", "--counts", "4-4-4-4"], "has no set breath"),
        (["cat cow", "--minutes", "5"], "has its own time"),
        (["box breathing", "--before", "11"], "0<=x<=10"),
        ([], "Say what to practise"),
    ],
)  # fmt: skip
def test_what_cannot_be_practised_is_said_before_anything_begins(run, home, words, said):
    assert said in " ".join(told(run("practise", *words, "--show"), 2).split())
    assert not (home / "gutline.db").exists()


@pytest.mark.parametrize("one", [*load_practices().values()], ids=lambda one: one.id)
def test_every_practice_is_shown_by_its_steps(run, home, one):
    lines = told(run("practise", one.name, "--show")).splitlines()
    assert lines[0] == one.name.capitalize()
    assert any(line.startswith(" 0:00  ") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_a_session_for_the_bloated_shows_nothing_that_presses(run, home):
    pressing = [one.name for one in load_exercises().values() if one.presses]
    shown = told(run("practise", "session", "--minutes", "20", "--bloated", "--show"))
    assert not [name for name in pressing if f"Get ready: {name}." in shown]
