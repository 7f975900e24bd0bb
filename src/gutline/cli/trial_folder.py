"""The folder of a person's trials, and trials by name, sealed ones opened by their file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gutline.cli.own_home import own_folder, own_place

if TYPE_CHECKING:
    from gutline.trials.trial import Trial

FOLDER = "trials"


def trials_place() -> Path:
    """Return where the trials are or would be; nothing is made."""
    return own_place() / FOLDER


def trials_folder() -> Path:
    """Return the folder of the trials, made when it is not there."""
    from gutline.meals.home import make_private

    folder = own_folder() / FOLDER
    make_private(folder)
    return folder


def named_trial(name: str, sealed: str | None = None) -> Trial:
    """Return a trial by its name, with the schedule of a sealed file where one is given."""
    from gutline.trials.trial_files import read_sealed, read_trial

    trial = read_trial(trials_place(), name)
    return trial if sealed is None else trial.opened(read_sealed(Path(sealed)))


def every_trial() -> list[Trial]:
    """Return all trials."""
    from gutline.trials.trial_files import read_trial, trial_names

    place = trials_place()
    return [read_trial(place, name) for name in trial_names(place)]
