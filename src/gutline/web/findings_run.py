"""Findings in the background: worked out anew after changes, one run at a time.

One thread looks at how often each diary was changed. When a diary has been left alone for a while,
a process of its own works out its findings, on one core and after everything else. A newer change
stops that run, unless the findings have been behind for long. The process that serves pages never
loads the engine.
"""

from __future__ import annotations

import atexit
import functools
import logging
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError

from gutline.meals.home import HomeError
from gutline.meals.private_files import LOCK, locked
from gutline.store import queries
from gutline.store.settings import current_home
from gutline.web.findings_file import (
    FOLDER,
    LatestFindings,
    findings_path,
    read_findings,
    read_soon,
)
from gutline.web.findings_process import Launch, Work, WorkProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from gutline.store.records import PersonRecord

DELAY = timedelta(seconds=20)
"""A diary is left alone for so long before a run begins: people log several things in a row."""
PATIENCE = timedelta(minutes=5)
"""Findings that have been behind for so long are worked out whatever else is logged."""
LIMIT = timedelta(minutes=20)
PAUSE_S = 2.0
_TOO_LONG = "The work took longer than {} minutes and was stopped; nothing you logged is affected."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunState:
    """What is going on with one person's findings.

    Attributes
    ----------
    doing : str
        "running", "waiting" for a pause in logging, or "" for nothing.
    since : datetime or None
        When the run began.
    error : str
        Why the last run gave nothing, in plain words; "" when it did.
    """

    doing: str = ""
    since: datetime | None = None
    error: str = ""


@dataclass(slots=True)
class _Watch:
    """What is remembered of one diary."""

    owner: PersonRecord
    changed_at: datetime
    done: int | None
    behind_since: datetime
    asked: bool = False
    failed: int | None = None
    error: str = ""

    @property
    def behind(self) -> bool:
        return self.owner.revision > 0 and self.owner.revision != self.done

    @property
    def wanted(self) -> bool:
        return self.asked or (self.behind and self.failed != self.owner.revision)

    def due(self, now: datetime) -> bool:
        rested = now - self.changed_at >= DELAY or now - self.behind_since >= PATIENCE
        return self.wanted and (self.asked or rested)


@dataclass(frozen=True, slots=True)
class _Run:
    """The run under way."""

    owner: PersonRecord
    work: Work
    target: Path
    started_at: datetime


class FindingsRunner:
    """Keeps everybody's findings up to date.

    Parameters
    ----------
    home : Path
        The folder of the person's things; results are kept in it.
    people : callable
        Returns everybody whose diary is kept here.
    launch : callable
        Starts a run.
    clock : callable
        Returns the present, aware.
    """

    def __init__(
        self,
        home: Path,
        people: Callable[[], tuple[PersonRecord, ...]],
        launch: Launch,
        clock: Callable[[], datetime],
    ) -> None:
        self._home, self._people, self._launch, self._clock = home, people, launch, clock
        self._watches: dict[int, _Watch] = {}
        self._run: _Run | None = None
        self._held = ExitStack()
        self._mutex = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._tidied = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look after the diaries; again, it does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="findings", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop the run under way, and looking."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        with self._mutex:
            self._drop_run()

    def ask(self, person: int) -> None:
        """Have a person's findings worked out now, whether or not anything changed."""
        with self._mutex:
            if person in self._watches:
                self._watches[person].asked = True
        self._wake.set()

    def state(self, person: int) -> RunState:
        """Return what is going on with a person's findings."""
        with self._mutex:
            watch, run = self._watches.get(person), self._run
            if watch is None:
                return RunState()
            if run is not None and run.owner.key == person:
                return RunState("running", run.started_at)
            return RunState("waiting" if watch.wanted else "", None, watch.error)

    def step(self) -> None:
        """Look at every diary once; end, stop or begin a run."""
        owners = {owner.key: owner for owner in self._people()}
        now = self._clock()
        with self._mutex:
            if not self._tidied:
                self._tidy(owners)
            self._notice(owners, now)
            if self._run is not None:
                self._look_after(self._run, now)
            if self._run is None:
                self._begin_next(now)

    def _tidy(self, owners: Mapping[int, PersonRecord]) -> None:
        """Remove what runs that were cut off left behind, and findings of those who are gone."""
        self._tidied = True
        try:
            with locked(self._home / FOLDER, patience_s=0.0):
                kept = {findings_path(self._home, key) for key in owners}
                for path in (self._home / FOLDER).iterdir():
                    if path not in kept and path.name != LOCK:
                        path.unlink(missing_ok=True)
        except HomeError:
            return  # another process is at work here, and has done it

    def _notice(self, owners: Mapping[int, PersonRecord], now: datetime) -> None:
        for key, watch in list(self._watches.items()):
            if key not in owners or owners[key].created_at != watch.owner.created_at:
                del self._watches[key]
                findings_path(self._home, key).unlink(missing_ok=True)
        for key, owner in owners.items():
            watch = self._watches.setdefault(key, self._first_look(owner, now))
            if owner.revision != watch.owner.revision:
                if not watch.behind:
                    watch.behind_since = now
                watch.changed_at = now
            watch.owner = owner

    def _first_look(self, owner: PersonRecord, now: datetime) -> _Watch:
        latest = read_findings(self._home, owner)
        # What changed before this process began has been left alone for long enough.
        return _Watch(owner, now - DELAY, latest.revision if latest else None, now)

    def _look_after(self, run: _Run, now: datetime) -> None:
        watch = self._watches.get(run.owner.key)
        ended = run.work.ended()
        if watch is None or watch.owner.created_at != run.owner.created_at:
            self._drop_run()
        elif ended is not None:
            self._finish(run, watch, now, well=ended == 0)
        elif now - run.started_at > LIMIT:
            self._fail(watch, _TOO_LONG.format(int(LIMIT.total_seconds() // 60)))
        elif watch.owner.revision != run.owner.revision and now - watch.behind_since < PATIENCE:
            self._drop_run()

    def _finish(self, run: _Run, watch: _Watch, now: datetime, *, well: bool) -> None:
        if not well:
            self._fail(watch, run.work.error())
            return
        run.target.replace(findings_path(self._home, run.owner.key))
        latest = read_findings(self._home, run.owner)
        if latest is None:
            self._fail(watch, "What was worked out could not be read again; try once more.")
            return
        watch.done, watch.failed, watch.error = latest.revision, None, ""
        watch.behind_since = now
        self._drop_run()

    def _fail(self, watch: _Watch, words: str) -> None:
        _log.warning("findings could not be worked out: %s", words)
        watch.error, watch.failed = words, watch.owner.revision
        self._drop_run()

    def _begin_next(self, now: datetime) -> None:
        due = [watch for watch in self._watches.values() if watch.due(now)]
        if not due or self._stopping:
            return
        watch = min(due, key=lambda one: (not one.asked, one.changed_at))
        try:
            self._held.enter_context(locked(self._home / FOLDER, patience_s=0.0))
        except HomeError:
            return  # another process is at it, and will look here again
        key = watch.owner.key
        target = findings_path(self._home, key).with_suffix(".new")
        self._run = _Run(watch.owner, self._launch(key, target), target, now)
        watch.asked = False

    def _drop_run(self) -> None:
        """Forget the run, stopping it if it goes on, and what it has not handed over."""
        run, self._run = self._run, None
        if run is not None:
            if run.work.ended() is None:
                run.work.stop()
            run.target.unlink(missing_ok=True)
            run.target.with_suffix(".log").unlink(missing_ok=True)
        self._held.close()

    def _loop(self) -> None:
        while not self._stopping:
            try:
                self.step()
            except (DatabaseError, OSError, ValueError) as error:
                _log.warning("findings are not looked after for now: %s", error)
            self._wake.wait(PAUSE_S)
            self._wake.clear()


@dataclass(slots=True)
class _Current:
    runner: FindingsRunner | None = None


_current = _Current()


def start(home: Path, database_url: str | None = None) -> FindingsRunner:
    """Keep the findings of this home up to date from now on; again, it does nothing.

    Parameters
    ----------
    home : Path
        The folder of the person's things, its store open.
    database_url : str, optional
        The database, where it is not the file in that folder.
    """
    if _current.runner is None:
        launch = functools.partial(WorkProcess, home, database_url)
        runner = FindingsRunner(home, queries.people, launch, _now)
        _current.runner = runner
        atexit.register(stop)
        runner.start()
    return _current.runner


def stop() -> None:
    """Stop keeping the findings up to date, and any run under way."""
    runner, _current.runner = _current.runner, None
    if runner is not None:
        runner.stop()


def ask(person: int) -> None:
    """Have a person's findings worked out now."""
    if _current.runner is not None:
        _current.runner.ask(person)


def run_state(person: int) -> RunState:
    """Return what is going on with a person's findings in this process."""
    return RunState() if _current.runner is None else _current.runner.state(person)


def latest_findings(owner: PersonRecord) -> LatestFindings | None:
    """Return the findings of a person's last run that ended well; None before the first."""
    return read_findings(current_home(), owner)


def testable_soon(person: int) -> str:
    """Return what can be tested next, such as "dairy testable in about 9 days"; may be empty."""
    return read_soon(current_home(), queries.person(person))


def _now() -> datetime:
    return datetime.now(UTC)
