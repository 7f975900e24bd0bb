"""`gutline practise`: led by a clock that is passed in, and logged when it is finished."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutline.cli import practising
from gutline.cli.practising import find_thing, lead, read_counts, session_steps
from gutline.cli.refusal import RefusalError
from gutline.routine.timetable import Step


class Waiting:
    """A clock that nobody waits for; it may be interrupted."""

    def __init__(self, interrupted_at: float = float("inf")) -> None:
        self.at = 100.0
        self.waits: list[float] = []
        self.end = 100.0 + interrupted_at

    def seconds(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if self.at + seconds > self.end:
            self.at = self.end
            raise KeyboardInterrupt
        self.at += seconds


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock that practices run by."""

    def put(interrupted_at: float = float("inf")) -> Waiting:
        made = Waiting(interrupted_at)
        monkeypatch.setattr(practising, "computer_clock", lambda: made)
        return made

    return put


def logged():
    from gutline.store import queries

    person = queries.only_person()
    return queries.read_diary(person.key).entries if person else ()


def test_a_breath_is_led_step_by_step_and_logged(run, home, clock):
    waiting = clock()
    done = run(
        "practise", "box", "breathing", "--minutes", "1", "--counts", "4-0-6-0", "--before", "7"
    )
    assert done.exit_code == 0, done.output
    assert done.output.count("Breathe in") == 6
    assert " 0:04  Breathe out" in done.output
    assert sum(waiting.waits) == 60
    (entry,) = logged()
    assert (entry.kind, entry.name, entry.value, entry.note) == (
        "practice", "box breathing", 1.0, "tension 7 before",
    )  # fmt: skip
    assert "kept" in done.output


def test_control_c_logs_nothing(run, home, clock):
    clock(interrupted_at=30)
    done = run("practise", "body scan")
    assert done.exit_code == 130
    assert "nothing was logged" in done.output
    assert logged() == ()


def test_control_c_logs_what_was_done_when_asked_to(run, home, clock):
    clock(interrupted_at=150)
    done = run("practise", "body-scan", "--keep-unfinished", "--after", "2")
    assert done.exit_code == 0
    assert "Ended early." in done.output
    (entry,) = logged()
    assert (entry.value, entry.note) == (2.5, "tension 2 after")


def test_a_session_is_led_and_logged_as_movement(run, home, clock):
    waiting = clock()
    done = run("practise", "session", "--minutes", "5", "--bloated")
    assert done.exit_code == 0, done.output
    assert sum(waiting.waits) <= 300
    (entry,) = logged()
    assert (entry.kind, entry.name) == ("movement", "movement session")


def test_no_log_keeps_nothing(run, home, clock):
    clock()
    assert run("practise", "cat-cow", "--no-log").exit_code == 0
    assert logged() == ()


def test_the_bell_rings_at_every_step_when_asked_for(run, home, clock):
    clock()
    done = run("practise", "cat cow", "--bell", "--no-log")
    assert done.output.count("\a") == 4


def test_show_waits_for_nothing_and_opens_no_diary(run, home, clock):
    waiting = clock()
    done = run("practise", "ten-minute meditation", "--show", "--minutes", "5")
    assert done.exit_code == 0
    assert "Arrive." in done.output
    assert waiting.waits == []
    assert not home.exists()


def test_the_list_names_all_and_hides_what_presses_the_belly(run, home):
    every = run("practise", "--list").output
    bloated = run("practise", "--list", "--bloated").output
    assert "box breathing (5 min)" in every
    assert "plank on the knees" in every
    assert "plank on the knees" not in bloated
    assert max(map(len, every.splitlines())) <= 80


@pytest.mark.parametrize("urgency", ["urgent", "emergency", "soon"])
def test_advice_that_holds_now_comes_first(run, home, clock, monkeypatch, urgency):
    from gutline.catalog.red_flags import load_red_flags
    from gutline.safety.screening import screen
    from gutline.store.queries import safety

    sample = next(
        found[0] for f in load_red_flags().values() if (found := screen(dict(f.fires.answers)))
    )
    one = replace(sample, urgency=urgency, message="See a doctor today.")
    monkeypatch.setattr(safety, "standing_advice", lambda person, today: (one,))
    clock()
    moved = run("practise", "cat-cow")
    assert ("See a doctor today." in moved.output) == (urgency != "soon")
    breathed = run("practise", "slow breathing")
    assert ("See a doctor today." in breathed.output) == (urgency == "emergency")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say what to practise"),
        (("boks breathing",), "Did you mean 'box breathing'?"),
        (("knitting",), "There is no practice 'knitting'"),
        (("box breathing", "--counts", "4-4"), "write in-hold-out-rest"),
        (("box breathing", "--counts", "1-0-4-0"), "2 seconds or more"),
        (("box breathing", "--minutes", "0"), "choose from 1 to 60 minutes"),
        (("box breathing", "--minutes", "nan"), "choose from 1 to 60 minutes"),
        (("body scan", "--counts", "4-4-4-4"), "leave the counts out"),
        (("cat-cow", "--minutes", "3"), "leave --minutes and --counts out"),
        (("session", "--minutes", "7"), "sessions of 5, 10, 20 minutes"),
        (("box breathing", "--before", "11"), "0<=x<=10"),
        (("\x1b[31m",), "There is no practice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run, home, clock, words, said):
    clock()
    done = run("practise", *words)
    assert done.exit_code != 0
    assert said in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert logged() == () if home.exists() else True


def test_things_are_found_however_they_are_written():
    for name in ("Box-Breathing", "box_breathing", " box  breathing "):
        assert find_thing(name).id == "box_breathing"
    assert find_thing("childs pose").id == "childs_pose"
    with pytest.raises(RefusalError):
        find_thing("")


def test_counts_are_read_with_commas_or_dashes():
    assert read_counts("4-0-6-0") == read_counts("4,0,6,0") == (4, 0, 6, 0)
    with pytest.raises(RefusalError):
        read_counts("-4-4-4")


def test_a_late_step_does_not_delay_those_after_it():
    """The clock says when a step is due, not how long the one before took to print."""
    waiting = Waiting()
    steps = [Step(0, 10, "one"), Step(10, 10, "two"), Step(20, 10, "three")]

    def slow(step: Step) -> None:
        waiting.at += 4

    assert lead(steps, waiting, slow).seconds == 30
    assert waiting.waits == [6, 6, 6]


def test_nothing_to_do_is_over_at_once():
    from gutline.routine.sessions import Session

    assert session_steps(Session(5, ())) == ()
    assert lead((), Waiting(), print).finished
