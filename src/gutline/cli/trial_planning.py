"""Planning at the command line: what a trial would be, what it can find, and its locking."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutline.cli import clock
from gutline.cli.answers_file import read_answers_file
from gutline.cli.diary_file import read_told
from gutline.cli.local_zone import local_zone
from gutline.cli.refusal import RefusalError
from gutline.cli.trial_folder import every_trial, trials_folder
from gutline.cli.trial_keeping import journal_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.diary import Diary
    from gutline.safety.gates import Profile
    from gutline.trials.allocation import Allocation
    from gutline.trials.plan import Plan
    from gutline.trials.proposing import Wish
    from gutline.trials.starting import Tokens
    from gutline.trials.trial import Trial

_SETTINGS = (
    "pairs",
    "period_days",
    "washout_days",
    "run_in_days",
    "carry_over_hours",
    "longest_run",
)
_LARGEST_FINDINGS = 200_000_000


@dataclass(frozen=True)
class Planned:
    """A plan and what is said about it."""

    plan: Plan
    lines: tuple[str, ...]


def look_ahead(asked: Mapping[str, Any]) -> Planned:
    """Return the plan that was asked for, and what it can find."""
    from gutline.reports.trial_plan import plan_lines
    from gutline.trials.preparing import DifferenceWantedError, Kind, prepare
    from gutline.trials.readings import read_readings

    diary = _diary(asked)
    if asked["diary"] is not None and diary is not None:
        # A file that was named must hold what is asked of it.
        read_readings(diary, asked["outcome"], measured=True)
    start = asked["start"].date() if asked["start"] else clock.now().date() + timedelta(days=1)
    settings: dict[str, object] = {name: asked[name] for name in _SETTINGS}
    settings["smallest_difference"] = asked["difference"]
    settings["higher_is_better"] = asked["higher_is_better"]
    settings["blinded"] = bool(asked["seal"]) or None
    zone = asked["zone"] or local_zone(os.environ, clock.now())
    kind = Kind(asked["design"] or "", helper=asked["helper"], left_out=asked["left_out"])
    try:
        prepared = prepare(_wish(asked), kind, start, zone, diary, settings)
    except DifferenceWantedError as error:
        ways = " and --higher-is-better or --lower-is-better" if error.direction else ""
        words = f"{error}. Add --difference NUMBER, in {error.unit_words}{ways}."
        raise RefusalError(words) from None
    lines = plan_lines(
        prepared.plan, prepared.design, prepared.outlook, prepared.forms, prepared.sentence
    )
    return Planned(prepared.plan, lines)


def _wish(asked: Mapping[str, Any]) -> Wish:
    """Return what is known beforehand: the findings' lag curve, else the evidence."""
    from gutline.trials.wishing import NO_CURVE, curve_in, wish_for

    level, curve = "", NO_CURVE
    if asked["findings"] is not None:
        document = _findings(asked["findings"])
        level, curve = curve_in(document, asked["exposure"], asked["outcome"])
        if not level:
            raise RefusalError(
                f"{asked['findings']!r} says nothing of {asked['exposure']!r} and "
                f"{asked['outcome']!r}; check both names, or leave --findings out."
            )
    return wish_for(asked["exposure"], asked["outcome"], asked["kind"] or level or "food", curve)


def _findings(file: str) -> Mapping[str, Any]:
    path = Path(file)
    if not path.is_file() or path.stat().st_size > _LARGEST_FINDINGS:
        raise RefusalError(f"There is no file {file!r} that can be read; check the name.")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError):
        document = None
    if not isinstance(document, dict) or not isinstance(document.get("outcomes"), dict):
        raise RefusalError(f"{file!r} is not what `gutline discover --json` prints.")
    return document


def _diary(asked: Mapping[str, Any]) -> Diary | None:
    """Return the diary that was named, else that of the journal, else none."""
    if asked["diary"] is not None:
        return read_told(asked["diary"], asked["zone"])
    person = journal_person()
    if person is None:
        return None
    from gutline.store import queries

    return queries.read_diary(person.key)


def lock(plan: Plan, asked: Mapping[str, Any]) -> list[str]:
    """Lock a plan if its gates let it through, keep it, and return what is said of it."""
    from gutline.trials.starting import StartRefusedError, Tokens

    tokens = Tokens(secrets.token_hex(32), secrets.token_hex(32))
    person = journal_person()
    try:
        if person is not None:
            trial, aside = _lock_in_journal(person.key, plan, asked, tokens)
        else:
            trial, aside = _lock_in_folder(plan, asked, tokens)
    except StartRefusedError as error:
        raise RefusalError(_refused(error)) from None
    if aside is not None:
        from gutline.trials.trial_files import write_sealed

        write_sealed(Path(asked["seal"]), aside)
    return [
        "",
        f"Locked and drawn: the trial is called {trial.id}.",
        f"Plan hash:     {plan.digest()}",
        f"Schedule hash: {trial.commitment}",
        "Keep the schedule hash: it proves afterwards that nothing was drawn twice.",
        f"Each day: gutline trial today {trial.id}",
    ]


def _lock_in_journal(
    person: int, plan: Plan, asked: Mapping[str, Any], tokens: Tokens
) -> tuple[Trial, Allocation | None]:
    from gutline.store.services.trial_starting import Asked, lock_trial

    _check_seal(asked["seal"])
    wanted = Asked(_profile(asked), asked["harmed_before"], elsewhere=asked["seal"] is not None)
    locked = lock_trial(person, plan, wanted, clock.now(), tokens)
    return locked.kept.trial, locked.aside


def _lock_in_folder(
    plan: Plan, asked: Mapping[str, Any], tokens: Tokens
) -> tuple[Trial, Allocation | None]:
    from gutline.safety.gates import Profile
    from gutline.trials.starting import Known, start_trial
    from gutline.trials.trial_files import new_name, write_trial

    _check_seal(asked["seal"])
    others = tuple(every_trial())
    known = Known(_profile(asked) or Profile(), _diary(asked), others, asked["harmed_before"])
    name = new_name(trials_folder(), plan.exposure)
    hidden = asked["seal"] is not None
    trial, allocation = start_trial(name, plan, known, clock.now(), tokens, sealed=hidden)
    write_trial(trials_folder(), trial, new=True)
    return trial, allocation if hidden else None


def _check_seal(seal: str | None) -> None:
    """Refuse before anything is drawn what could not be written afterwards."""
    if seal is not None and (Path(seal).exists() or not Path(seal).absolute().parent.is_dir()):
        raise RefusalError(f"{seal!r} is there already or has no folder; name another file.")


def _profile(asked: Mapping[str, Any]) -> Profile | None:
    """Return the answers of a file; None where none was named."""
    from gutline.safety.gates import Profile

    return None if asked["answers"] is None else Profile(read_answers_file(asked["answers"]))


def _refused(error: ValueError) -> str:
    """Return a refusal with what is still to be answered, and how."""
    from gutline.catalog.facts import load_facts

    answer = error.answer  # type: ignore[attr-defined]
    lines = [str(error)]
    lines += [f"  {name}: {load_facts()[name].ask}" for name in answer.ask]
    lines.append(
        "Answers come from a file made by `gutline screen --save FILE`, given with --answers FILE; "
        "what is listed above can be added to it. Nothing was drawn."
    )
    return "\n".join(lines)
