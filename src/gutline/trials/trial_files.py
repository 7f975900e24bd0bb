"""Trials as files: one JSON a trial in a folder that its owner alone can read."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gutline.trials.allocation import Allocation, allocation_from
from gutline.trials.errors import TrialError
from gutline.trials.trial import Trial, trial_from

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
_MOST_BYTES = 20_000_000


def trial_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the trials in a folder, in order."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(p.stem for p in folder.glob("*.json") if _NAME.fullmatch(p.stem)))


def new_name(folder: Path, exposure: str) -> str:
    """Return a name for a new trial that no other has."""
    stem = re.sub(r"[^a-z0-9]+", "-", exposure.casefold()).strip("-")[:60] or "trial"
    number, taken = 1, set(trial_names(folder))
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def read_trial(folder: Path, name: str) -> Trial:
    """Return a trial of a folder.

    Raises
    ------
    TrialError
        When there is none of this name, or its file cannot be used.
    """
    known = trial_names(folder)
    if name not in known:
        there = f"there are {', '.join(known)}" if known else "there are none yet"
        raise TrialError(f"there is no trial {name[:60]!r}; {there}")
    return trial_from(_read(folder / f"{name}.json"))


def write_trial(folder: Path, trial: Trial, *, new: bool = False) -> Path:
    """Write a trial, whole or not at all, for its owner's eyes only.

    Raises
    ------
    TrialError
        When its name cannot be a file's, or is taken already by another (`new`).
    """
    if not _NAME.fullmatch(trial.id):
        raise TrialError(f"{trial.id[:60]!r} cannot be a trial's name; use letters, digits and -")
    path = folder / f"{trial.id}.json"
    if new and path.exists():
        raise TrialError(f"there is a trial {trial.id!r} already; it is never drawn again")
    _write(path, trial.as_dict())
    return path


def write_sealed(path: Path, allocation: Allocation) -> None:
    """Write the sealed schedule, for a partner to keep.

    Raises
    ------
    TrialError
        When the file is there already or cannot be written.
    """
    if path.exists():
        raise TrialError(f"{str(path)!r} is there already; name another file for the schedule")
    _write(path, {"sealed": allocation.as_dict()})


def read_sealed(path: Path) -> Allocation:
    """Return the sealed schedule of a file.

    Raises
    ------
    TrialError
        When it is not one.
    """
    values = _read(path).get("sealed")
    if not isinstance(values, dict):
        raise TrialError(f"{path.name} is not a sealed schedule; name the file your partner keeps")
    return allocation_from(values)


def _read(path: Path) -> dict[str, object]:
    try:
        data = path.read_bytes()[: _MOST_BYTES + 1]
        values = json.loads(data.decode("utf-8"))
    except OSError as error:
        raise TrialError(f"{str(path)!r} cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError):
        raise TrialError(
            f"{path.name} is not the JSON that Gutline wrote; take a copy of it"
        ) from None
    if not isinstance(values, dict):
        raise TrialError(f"{path.name} is not the JSON that Gutline wrote; take a copy of it")
    return values


def _write(path: Path, values: Mapping[str, object]) -> None:
    text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=True) + "\n"
    name = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:90]}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except OSError as error:
        why = error.strerror or error
        raise TrialError(f"{str(path)!r} cannot be written ({why}); nothing was changed") from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)
