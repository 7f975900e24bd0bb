"""Where trials of this computer are: in the journal when there is one, else files in a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.cli import clock
from gutline.cli.journal import DATABASE_VARIABLE, open_journal, point_at_home
from gutline.cli.trial_folder import every_trial, named_trial, trials_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gutline.diary import Diary
    from gutline.store.records import PersonRecord
    from gutline.trials.events import Event
    from gutline.trials.result import TrialResult
    from gutline.trials.trial import Trial


@dataclass(frozen=True, slots=True)
class Found:
    """A trial, and whether it is kept in the journal."""

    trial: Trial
    person: int | None

    @property
    def in_journal(self) -> bool:
        """Whether it is kept in the journal."""
        return self.person is not None


def journal_person() -> PersonRecord | None:
    """Return whose journal this computer keeps; None where there is none, and nothing is made."""
    from gutline.store.home import DATABASE

    home = point_at_home()
    if not os.environ.get(DATABASE_VARIABLE) and not (home / DATABASE).is_file():
        return None
    open_journal(clock.now())
    from gutline.store import queries

    return queries.only_person()


def all_trials() -> list[Found]:
    """Return the trials of the journal, then those of the folder."""
    person = journal_person()
    found: list[Found] = []
    if person is not None:
        from gutline.store.queries.trials import kept_trials

        found = [Found(kept.trial, person.key) for kept in kept_trials(person.key)]
    return found + [Found(trial, None) for trial in every_trial()]


def find_trial(name: str, sealed: str | None = None) -> Found:
    """Return a trial by its name, with the schedule of a sealed file where one is given."""
    person = journal_person()
    if person is not None:
        from gutline.store.queries.trials import kept_trials

        for kept in kept_trials(person.key):
            if kept.key == name:
                return Found(_opened(kept.trial, sealed), person.key)
    return Found(named_trial(name, sealed), None)


def _opened(trial: Trial, sealed: str | None) -> Trial:
    from pathlib import Path

    from gutline.trials.trial_files import read_sealed

    return trial if sealed is None else trial.opened(read_sealed(Path(sealed)))


def add_event(name: str, event: Event) -> None:
    """Log an event where the trial is kept."""
    found = find_trial(name)
    if found.person is not None:
        from gutline.store.services.trials import log_event

        log_event(found.person, name, event, clock.now())
        return
    from gutline.meals.private_files import locked
    from gutline.trials.trial_files import write_trial

    folder = trials_folder()
    with locked(folder):
        write_trial(folder, named_trial(name).with_event(event))


def change_plan(name: str, changes: Mapping[str, object], reason: str) -> Trial:
    """Make a new version of a plan where the trial is kept, and return the trial."""
    found = find_trial(name)
    if found.person is not None:
        from gutline.store.services.trials import amend_trial

        return amend_trial(found.person, name, changes, reason, clock.now()).trial
    from gutline.meals.private_files import locked
    from gutline.trials.running import amend_plan
    from gutline.trials.trial_files import write_trial

    folder = trials_folder()
    with locked(folder):
        trial = amend_plan(named_trial(name), changes, reason, clock.now())
        write_trial(folder, trial)
    return trial


def own_diary(found: Found) -> Diary | None:
    """Return the diary of the journal a trial is kept in; None for one of the folder."""
    if found.person is None:
        return None
    from gutline.store import queries

    return queries.read_diary(found.person)


def keep_learned(found: Found, result: TrialResult, today: date) -> None:
    """Keep what a trial of the journal says once it is over; one of the folder leaves no rule."""
    if found.person is None:
        return
    from gutline.store.services.trial_learning import learn_from

    learn_from(found.person, found.trial, result, today, clock.now())
