"""What the pages of trials need arithmetic for: plans, draws and results, as plain data.

Runs in a process of its own, so that the one that serves pages loads no arithmetic.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gutline.diary.zones import zone_named
from gutline.reports.trial_cent import render_cent_html
from gutline.reports.trial_export import export_document
from gutline.store import queries
from gutline.store.queries.trials import KeptTrial, kept_trial, kept_trials
from gutline.store.records import PersonRecord
from gutline.store.services.trial_learning import keep_unanswered, learn_from
from gutline.store.services.trial_starting import Asked, known_of, lock_trial, unseal
from gutline.store.services.trials import open_schedule
from gutline.trials.errors import TrialError
from gutline.trials.own_trial import analyse_trial
from gutline.trials.plan import plan_from
from gutline.trials.preparing import DifferenceWantedError, Kind, Prepared, prepare
from gutline.trials.randomising import prove
from gutline.trials.running import is_over
from gutline.trials.safety_plans import GateAnswer, ask_gates
from gutline.trials.starting import StartRefusedError, Tokens
from gutline.trials.wishing import NO_CURVE, curve_in, evidence_for, wish_for
from gutline.web.findings_file import read_findings
from gutline.web.trial_shaping import shape_plan, shape_result, shape_schedule

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked: of whom, when, and the rest as plain data."""

    home: Path
    owner: PersonRecord
    now: datetime
    asked: Mapping[str, Any]

    @property
    def today(self) -> date:
        """The person's local date."""
        return self.now.astimezone(zone_named(self.owner.zone)).date()

    def trial(self) -> KeptTrial:
        """Return the trial it is about."""
        return kept_trial(self.owner.key, str(self.asked["trial"]))


def done(home: Path, request: Mapping[str, Any]) -> Answer:
    """Do what is asked, and return the answer as plain data.

    Raises
    ------
    ValueError
        When it cannot be done; its sentence is for the person.
    """
    now = datetime.fromisoformat(str(request["now"]))
    task = Task(home, queries.person(int(request["person"])), now, request)
    return _WORK[str(request["task"])](task)


def _look(task: Task) -> Answer:
    """Fill a plan, and say what it can find and whether it may start."""
    try:
        prepared = _prepared(task)
    except DifferenceWantedError as error:
        return {"error": str(error), "wanted": error.unit_words, "direction": error.direction}
    others = tuple(kept.trial for kept in kept_trials(task.owner.key))
    harmed = task.asked.get("harmed_before")
    known = known_of(task.owner.key, prepared.plan, Asked(harmed_before=harmed), others, task.now)
    gates = ask_gates(
        prepared.plan, known.profile, known.diary, others, task.today, harmed_before=harmed
    )
    card = evidence_for(prepared.plan.exposure)
    return {
        **shape_plan(prepared),
        "gates": _gates(gates),
        "evidence": "" if card is None else card.id,
    }


def _prepared(task: Task) -> Prepared:
    asked = task.asked
    latest = read_findings(task.home, task.owner)
    level, curve = "", NO_CURVE
    if latest is not None:
        level, curve = curve_in(latest.document, asked["exposure"], asked["outcome"])
    wish = wish_for(asked["exposure"], asked["outcome"], asked["kind"] or level or "food", curve)
    kind = Kind(asked["design"], helper=asked["helper"], left_out=asked["left_out"])
    return prepare(
        wish, kind, date.fromisoformat(asked["start"]), task.owner.zone,
        queries.read_diary(task.owner.key), asked["settings"],
    )  # fmt: skip


def _gates(answer: GateAnswer) -> Answer:
    return {
        "allowed": answer.allowed,
        "reasons": [{"name": r.name, "message": r.message, "why": list(r.why)}
                    for r in answer.reasons],
        "first": list(answer.what_first),
        "ask": list(answer.ask),
    }  # fmt: skip


def _lock(task: Task) -> Answer:
    """Lock a plan that was shown, and draw its schedule."""
    plan = plan_from(task.asked["plan"])
    asked = Asked(
        harmed_before=task.asked.get("harmed_before"),
        passphrase=str(task.asked.get("passphrase", "")),
    )
    tokens = Tokens(secrets.token_hex(32), secrets.token_hex(32))
    try:
        locked = lock_trial(task.owner.key, plan, asked, task.now, tokens)
    except StartRefusedError as error:
        return {"gates": _gates(error.answer)}
    return {"trial": locked.kept.key}


def _analyse(task: Task) -> Answer:
    """Analyse a trial; one that is over leaves its rule behind."""
    kept = task.trial()
    trial = kept.trial
    over, diary = is_over(trial, task.today), queries.read_diary(task.owner.key)
    try:
        result = analyse_trial(trial, diary, task.today)
    except TrialError as error:
        if over and trial.allocation is not None:
            keep_unanswered(task.owner.key, trial, diary, error, task.now)
        raise
    learn_from(task.owner.key, trial, result, task.today, task.now)
    proofs = () if trial.allocation is None else prove(
        trial.versions[0].plan, trial.allocation, trial.commitment
    )  # fmt: skip
    return shape_result(trial, result, proofs, over=over)


def _open(task: Task) -> Answer:
    """Show the sealed schedule to the partner, or open it once the trial is over."""
    kept = task.trial()
    if not kept.sealed:
        raise TrialError("the schedule of this trial is not sealed")
    allocation = unseal(kept.sealed, str(task.asked["passphrase"]))
    opened = kept.trial.opened(allocation)
    if task.asked["keep"]:
        open_schedule(task.owner.key, kept.key, allocation, task.now)
    return {"schedule": shape_schedule(opened, task.today)}


def _export(task: Task) -> Answer:
    """Return the trial with everything about it as one document, and as a report."""
    trial = task.trial().trial
    diary = queries.read_diary(task.owner.key)
    result = None
    if trial.allocation is not None:
        try:
            result = analyse_trial(trial, diary, task.today)
        except TrialError:
            result = None
        else:
            learn_from(task.owner.key, trial, result, task.today, task.now)
    if task.asked["form"] == "json":
        return {"document": export_document(trial, diary, result, task.today)}
    return {"html": render_cent_html(trial, result, task.today)}


_WORK: Mapping[str, Callable[[Task], Answer]] = {
    "look": _look, "lock": _lock, "analyse": _analyse, "open": _open, "export": _export,
}  # fmt: skip
