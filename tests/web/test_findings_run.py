"""The background run: when it begins, what stops it, what it says when it fails."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from gutline.meals.private_files import locked
from gutline.store.records import PersonRecord
from gutline.web.findings_file import FOLDER, findings_path, read_findings, read_soon, written
from gutline.web.findings_process import WorkProcess

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SOON = timedelta(seconds=5)


def owner(key: int = 1, revision: int = 1) -> PersonRecord:
    return PersonRecord(key, "", "UTC", revision, NOW - timedelta(days=key))


@dataclass
class FakeWork:
    """A run that ends when it is told to."""

    target: Path
    person: int
    code: int | None = None
    stopped: bool = False

    def ended(self) -> int | None:
        return self.code

    def stop(self) -> None:
        self.stopped, self.code = True, -15

    def error(self) -> str:
        return "the diary could not be read; nothing was lost"

    def succeed(self, of: PersonRecord) -> None:
        head = {
            "since": of.created_at.isoformat(),
            "revision": of.revision,
            "soon": "",
            "took_s": 1,
        }
        self.target.write_bytes(written(head, {"view": self.person}, {}))
        self.code = 0


@dataclass
class World:
    """People, a clock and the runs that were started."""

    home: Path
    now: datetime = NOW
    people: list[PersonRecord] = field(default_factory=lambda: [owner()])
    runs: list[FakeWork] = field(default_factory=list)

    def launch(self, person: int, target: Path) -> FakeWork:
        self.runs.append(FakeWork(target, person))
        return self.runs[-1]

    def log(self, key: int = 1) -> None:
        self.people = [
            replace(p, revision=p.revision + 1) if p.key == key else p for p in self.people
        ]


@pytest.fixture
def world(home) -> World:
    return World(home)


@pytest.fixture
def runner(world):
    from gutline.web.findings_run import FindingsRunner

    made = FindingsRunner(world.home, lambda: tuple(world.people), world.launch, lambda: world.now)
    yield made
    made.stop()


def later(world, runner, by=SOON):
    world.now += by
    runner.step()


def done(world, runner):
    """Bring everything up to date."""
    runner.step()
    world.runs[-1].succeed(world.people[0])
    later(world, runner)


def test_what_was_logged_before_the_start_is_worked_out_at_once(world, runner):
    runner.step()
    assert [run.person for run in world.runs] == [1]
    assert runner.state(1).doing == "running"
    assert runner.state(1).since == NOW


def test_a_finished_run_is_put_in_place_and_nothing_more_happens(world, runner):
    done(world, runner)
    assert read_findings(world.home, world.people[0]).revision == 1
    later(world, runner, timedelta(hours=5))
    assert len(world.runs) == 1
    assert runner.state(1).doing == ""
    assert not world.runs[0].target.exists()


def test_a_change_is_waited_upon_until_the_person_pauses(world, runner):
    done(world, runner)
    for _ in range(6):
        world.log()
        later(world, runner)
        assert len(world.runs) == 1
        assert runner.state(1).doing == "waiting"
    later(world, runner, timedelta(seconds=21))
    assert len(world.runs) == 2


def test_a_newer_change_stops_the_run(world, runner):
    runner.step()
    world.log()
    later(world, runner)
    assert world.runs[0].stopped
    assert len(world.runs) == 1
    later(world, runner, timedelta(seconds=21))
    assert len(world.runs) == 2
    assert not world.runs[1].stopped


def test_somebody_who_never_stops_logging_gets_findings_all_the_same(world, runner):
    done(world, runner)
    for _ in range(70):
        world.log()
        later(world, runner)
    assert len(world.runs) == 2
    assert not world.runs[1].stopped
    world.runs[1].succeed(replace(world.people[0], revision=60))
    world.log()
    later(world, runner)
    assert read_findings(world.home, world.people[0]).revision == 60
    assert runner.state(1).doing == "waiting"


def test_one_run_at_a_time(world, runner):
    world.people = [owner(1), owner(2), owner(3)]
    for _ in range(3):
        runner.step()
    assert [run.person for run in world.runs] == [1]
    world.runs[0].succeed(world.people[0])
    runner.step()
    assert [run.person for run in world.runs] == [1, 2]


def test_another_process_at_work_is_waited_for(world, runner):
    with locked(world.home / FOLDER):
        runner.step()
        assert world.runs == []
    runner.step()
    assert len(world.runs) == 1


def test_a_failure_is_told_in_words_and_not_repeated_until_something_changes(world, runner):
    runner.step()
    world.runs[0].code = 3
    later(world, runner)
    assert runner.state(1).error == "the diary could not be read; nothing was lost"
    later(world, runner, timedelta(hours=2))
    assert len(world.runs) == 1
    world.log()
    later(world, runner)
    later(world, runner, timedelta(seconds=21))
    assert len(world.runs) == 2
    world.runs[1].succeed(world.people[0])
    later(world, runner)
    assert runner.state(1).error == ""


def test_who_asks_is_served_at_once_also_after_a_failure(world, runner):
    runner.step()
    world.runs[0].code = 1
    later(world, runner)
    runner.ask(1)
    later(world, runner)
    assert len(world.runs) == 2
    world.runs[1].succeed(world.people[0])
    later(world, runner)
    runner.ask(1)
    later(world, runner)
    assert len(world.runs) == 3


def test_asking_for_somebody_unknown_does_nothing(world, runner):
    runner.ask(99)
    runner.step()
    assert [run.person for run in world.runs] == [1]
    assert runner.state(99).doing == ""


def test_an_empty_diary_is_left_alone(world, runner):
    world.people = [owner(revision=0)]
    runner.step()
    later(world, runner, timedelta(minutes=10))
    assert world.runs == []


def test_a_run_that_takes_too_long_is_stopped_and_told_of(world, runner):
    runner.step()
    later(world, runner, timedelta(minutes=21))
    assert world.runs[0].stopped
    assert "longer than 20 minutes" in runner.state(1).error


def test_findings_of_somebody_who_is_gone_go_too(world, runner):
    done(world, runner)
    world.people = []
    later(world, runner)
    assert not findings_path(world.home, 1).exists()


def test_a_run_for_somebody_who_is_gone_is_stopped_and_leaves_nothing(world, runner):
    runner.step()
    world.runs[0].target.write_bytes(b"half")
    world.people = []
    later(world, runner)
    assert world.runs[0].stopped
    assert [path.name for path in (world.home / FOLDER).iterdir()] == [".lock"]


def test_somebody_new_never_sees_findings_of_who_had_the_number_before(world, runner):
    done(world, runner)
    new = replace(owner(), created_at=NOW)
    assert read_findings(world.home, new) is None
    world.people = [new]
    later(world, runner)
    assert len(world.runs) == 2
    assert not findings_path(world.home, 1).exists()


def test_what_cut_off_runs_left_is_removed_at_the_start(world, runner):
    folder = world.home / FOLDER
    folder.mkdir()
    for name in ("1.new", "1.log", "77.jsonl"):
        (folder / name).write_text("left behind")
    world.people = [owner(revision=0)]
    runner.step()
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_stopping_stops_the_run(world, runner):
    runner.step()
    runner.stop()
    assert world.runs[0].stopped
    runner.step()
    assert len(world.runs) == 1


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}\n",
        b"not json\n\n\n",
        b'{"format": 0}\n{}\n{}\n',
        b"\xff\xfe\n{}\n{}\n",
        b"[]\n1\n2\n",
    ],
)
def test_a_damaged_or_older_file_is_none(world, runner, damage):
    done(world, runner)
    findings_path(world.home, 1).write_bytes(damage)
    assert read_findings(world.home, world.people[0]) is None
    assert read_soon(world.home, world.people[0]) == ""


def test_a_file_cut_short_is_none(world, runner):
    done(world, runner)
    path = findings_path(world.home, 1)
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    assert read_findings(world.home, world.people[0]) is None


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_real_run_reads_the_rows_and_leaves_a_private_file(home, person):
    from gutline.diary.entries import Entry
    from gutline.store import queries
    from gutline.web import findings_run
    from tests.web.shown_findings import log

    log(person, [Entry(NOW - timedelta(days=1), "food", "rye bread")], NOW)
    findings_run.start(home)
    try:
        assert findings_run.start(home) is findings_run.start(home)
        wait_for(lambda: findings_run.latest_findings(queries.person(person)) is not None)
        latest = findings_run.latest_findings(queries.person(person))
    finally:
        findings_run.stop()
    assert latest.revision == queries.person(person).revision
    assert latest.document["schema"] == 1
    assert latest.view["quiet"].startswith("Nothing to say yet, because there is no symptom rating")
    assert latest.view["readiness"]["waiting"][0]["name"].lower() == "rye bread"
    folder = home / FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(findings_path(home, person).stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [".lock", f"{person}.jsonl"]


def test_a_refusal_of_a_real_run_is_its_own_sentence(home, person):
    work = WorkProcess(home, None, 4711, home / FOLDER / "4711.new")
    wait_for(lambda: work.ended() is not None)
    assert work.ended() == 3
    assert work.error() == "there is no such person; sign in again"


def test_a_real_run_that_is_stopped_is_gone(home, person):
    work = WorkProcess(home, None, person, home / FOLDER / f"{person}.new")
    work.stop()
    assert work.ended() not in {None, 0}
    assert work.error().startswith("The work broke off by itself; nothing you logged is affected.")


def test_a_real_run_has_one_thread_and_steps_aside():
    program = (
        "import os; from gutline.web.findings_worker import _step_aside;"
        "_step_aside(); print(os.nice(0))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert int(said.stdout) == 19
    from gutline.web.findings_process import _environment

    assert _environment(None)["OPENBLAS_NUM_THREADS"] == "1"
    assert _environment("postgresql://u@h/d")["GUTLINE_DATABASE"] == "postgresql://u@h/d"
    assert "GUTLINE_DATABASE" not in _environment(None)


def test_serving_pages_loads_neither_the_engine_nor_the_plotting_tools(tmp_path):
    program = (
        "import sys; from pathlib import Path;"
        "from gutline.web.settings import configure; configure(Path(sys.argv[1]));"
        "import gutline.web.urls, gutline.web.findings_run;"
        "print([m for m in ('numpy', 'scipy', 'vl_convert') if m in sys.modules])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "home")]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.slow
def test_logging_stays_quick_while_a_run_goes_on(home, person, client):
    from gutline.simulator import demo_diary
    from tests.web.shown_findings import log

    log(person, demo_diary().diary.entries, datetime(2026, 7, 1, tzinfo=UTC))
    client.post("/log/", {"kind": "symptom", "name": "back pain", "value": "3"})

    def wait_s(name: str) -> float:
        start_s = time.perf_counter()
        answer = client.post("/log/", {"kind": "food", "name": name})
        assert answer.status_code in {302, 303}
        return time.perf_counter() - start_s

    alone = [wait_s(f"bread {n}") for n in range(15)]
    work = WorkProcess(home, None, person, home / FOLDER / f"{person}.new")
    beside: list[float] = []
    while work.ended() is None:
        beside.append(wait_s(f"soup {len(beside)}"))
        time.sleep(0.02)
    assert work.ended() == 0
    # Neither locked out for the length of the run nor slowed by it; a busy computer slows both.
    assert len(beside) > 10
    assert median(beside) < 10 * median(alone)
