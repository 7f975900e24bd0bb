"""`discover`: a diary in, what drives the symptoms out."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from gutline.diary import Diary
from gutline.discovery.analysis import Analysis, Progress, analyse
from gutline.discovery.findings import Check, Finding, Findings, OutcomeSummary, Verdict
from gutline.discovery.listing import Listed, OutcomeView, list_of_findings, views_of
from gutline.discovery.reporting import checks_of, short_outcome, summary_of
from gutline.discovery.series import key_of
from gutline.discovery.settings import DEFAULT_SETTINGS, Settings, SettingsError
from gutline.discovery.state_verdicts import effects_of, state_verdict, untestable_state
from gutline.discovery.states import StateEffect
from gutline.discovery.verdicts import untested, verdicts_for
from gutline.stats.threads import one_thread

METHOD_VERSION = "1"
_ORDER = {v: i for i, v in enumerate(Verdict)}


def _silent(_share: float, _what: str) -> None:
    """Report nothing."""


def discover(
    diary: Diary,
    outcomes: Sequence[str] | None = None,
    exposures: Sequence[str] | None = None,
    settings: Settings = DEFAULT_SETTINGS,
    *,
    progress: Progress | None = None,
) -> Findings:
    r"""Say which exposures go with which outcome, when, how much and how surely.

    Every exposure gets one verdict per outcome: suspect, helper, one of several, cleared,
    undecided or untestable. Deterministic; reads no clock and no global random state.

    Parameters
    ----------
    diary : Diary
    outcomes : sequence of str, optional
        Outcome names; every symptom of the diary unless given. A name the diary does not hold
        gives an outcome without ratings.
    exposures : sequence of str, optional
        Report these only; all are fitted together all the same.
    settings : Settings
    progress : callable, optional
        Called with the share done, 0 to 1, and what is being done.

    Returns
    -------
    Findings
        With `.table`, `.text`, `.checks` and `.provenance`.

    Examples
    --------
    >>> from gutline.diary import parse_text
    >>> diary = parse_text("2026-03-01 08:00 ate rye bread\n2026-03-02 09:00 back pain 6")
    >>> discover(diary).outcomes["back pain"].ratings
    1
    """
    if not diary.entries:
        return _nothing(diary, settings)
    with one_thread():
        recent = _recent(diary, settings)
        return _discover(recent, outcomes, exposures, settings, progress or _silent)


def _recent(diary: Diary, settings: Settings) -> Diary:
    """Return the last days of a diary, or all of it."""
    if settings.last_days is None:
        return diary
    if settings.last_days < 1:
        raise SettingsError(f"last_days is {settings.last_days}; give at least 1, or none for all")
    first = diary.days[-1] - timedelta(days=settings.last_days - 1)
    return diary.restrict(first=first) if diary.days[0] < first else diary


def _discover(
    diary: Diary,
    outcomes: Sequence[str] | None,
    exposures: Sequence[str] | None,
    settings: Settings,
    tell: Progress,
) -> Findings:
    analysis = analyse(diary, tuple(outcomes) if outcomes else None, settings, tell)
    tell(0.9, "checking what was found")
    views = views_of(analysis)
    effects = {name: effects_of(view) for name, view in views.items()}
    listed = list_of_findings(views, effects, settings)
    findings: list[Finding] = []
    summaries: dict[str, OutcomeSummary] = {}
    for ratings in analysis.ratings:
        name = ratings.name
        if name in views:
            own = _fitted(views[name], effects[name], listed, settings)
            summaries[name] = summary_of(views[name], diary)
        else:
            summaries[name] = short_outcome(ratings, analysis, diary, settings)
            own = _unfitted(name, analysis, summaries[name].status, settings)
        findings += sorted(own, key=_rank)
    for missing in _unknown(outcomes, summaries):
        summaries[missing] = OutcomeSummary(
            missing, 0, 0, status=f"nothing to say yet, because {missing} was never rated"
        )
    tell(1.0, "done")
    return Findings(
        summaries,
        tuple(f for f in findings if _wanted(f, exposures)),
        _all_checks(views, summaries),
        _provenance(diary, settings, analysis),
        _diary_facts(diary),
        settings.interval_level,
    )


def _fitted(
    view: OutcomeView, effects: list[StateEffect], listed: Listed, settings: Settings
) -> list[Finding]:
    """Return the verdicts on everything for one fitted outcome, states included."""
    chosen, offered, states = listed
    name = view.outcome.ratings.name
    own = verdicts_for(
        view,
        [c for c in chosen if c.outcome == name],
        [c for c in offered if c.outcome == name],
        settings,
    )
    return own + _state_findings(view, effects, states, settings)


def _state_findings(
    view: OutcomeView,
    effects: list[StateEffect],
    chosen: set[tuple[str, str]],
    settings: Settings,
) -> list[Finding]:
    name = view.outcome.ratings.name
    found = [
        state_verdict(view, e, settings, chosen=(name, e.state.name) in chosen) for e in effects
    ]
    seen = {e.state.name for e in effects}
    rest = [
        s for s in view.analysis.states if "exposure" in s.roles and s.name not in seen | {name}
    ]
    return found + [untestable_state(name, s, "it never changes in this diary") for s in rest]


def _unfitted(name: str, analysis: Analysis, status: str, settings: Settings) -> list[Finding]:
    reason = f"there is too little about {name} yet" if status != "ok" else ""
    found = [untested(name, e, analysis, settings, reason) for e in analysis.exposures]
    states = [s for s in analysis.states if "exposure" in s.roles and s.name != name]
    return found + [untestable_state(name, s, reason) for s in states]


def _rank(finding: Finding) -> tuple[int, float, str, str]:
    return (
        _ORDER[finding.verdict],
        -(finding.probability or 0.0),
        finding.name,
        finding.level,
    )


def _wanted(finding: Finding, exposures: Sequence[str] | None) -> bool:
    return exposures is None or key_of(finding.name) in {key_of(e) for e in exposures}


def _unknown(outcomes: Sequence[str] | None, summaries: dict[str, OutcomeSummary]) -> list[str]:
    known = {key_of(name) for name in summaries}
    return [name for name in outcomes or () if key_of(name) not in known]


def _all_checks(
    views: dict[str, OutcomeView], summaries: dict[str, OutcomeSummary]
) -> tuple[Check, ...]:
    if not summaries:
        sentence = "nothing to say yet, because no symptom was rated"
        return (Check("ratings", "", passed=False, value=0.0, sentence=sentence),)
    return tuple(check for view in views.values() for check in checks_of(view))


def _diary_facts(diary: Diary) -> dict[str, object]:
    days = diary.days
    return {
        "entries": len(diary.entries),
        "days": len(days),
        "first_day": days[0].isoformat() if days else None,
        "last_day": days[-1].isoformat() if days else None,
        "zone": diary.zone,
        "refused": diary.refused,
    }


def _provenance(diary: Diary, settings: Settings, analysis: Analysis | None) -> dict[str, object]:
    return {
        "method": METHOD_VERSION,
        "settings": settings.as_dict(),
        "diary_digest": diary.digest(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "expected_effects": round(analysis.expected, 3) if analysis else None,
    }


def _nothing(diary: Diary, settings: Settings) -> Findings:
    """Return the findings of an empty diary."""
    sentence = "nothing to say yet, because the diary is empty"
    return Findings(
        {},
        (),
        (Check("diary", "", passed=False, value=0.0, sentence=sentence),),
        _provenance(diary, settings, None),
        _diary_facts(diary),
        settings.interval_level,
    )
