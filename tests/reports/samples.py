"""Findings and diaries made by hand: one of everything that a report must be able to show."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from gutline.diary import Diary, Entry, Problem
from gutline.discovery.findings import (
    Check,
    Finding,
    Findings,
    LagCurve,
    LeadCheck,
    Needs,
    OutcomeSummary,
    SplitHalf,
    Verdict,
)

START = datetime(2026, 1, 3, 8, tzinfo=UTC)
BACK = "back pain"
BLOATING = "bloating"
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "]]><svg/onload=alert(1)>",
    "[bold red]markup[/]",
    "\x1b[31mred\x1b[0m \x07bell",
    "gpj.\u202eexe",
    "&amp;&lt;&#60;",
    "{{7*7}} ${7*7} `x`",
    "zero\u200bwidth \ufeff",
    "kimchi 김치 🌶️",
    "long" * 60,
)


def bump(peak: float, height: float, width: float = 9.0, last: int = 72) -> LagCurve:
    """A lag curve with one hump, and a band that widens away from it."""
    hours = tuple(float(hour) for hour in range(last + 1))
    estimate = tuple(height * math.exp(-(((h - peak) / width) ** 2)) for h in hours)
    band = tuple(0.2 + abs(value) * 0.25 for value in estimate)
    lower = tuple(e - b for e, b in zip(estimate, band, strict=True))
    upper = tuple(e + b for e, b in zip(estimate, band, strict=True))
    return LagCurve(hours, estimate, lower, upper)


def finding(name: str = "dairy", verdict: Verdict = Verdict.SUSPECT, **changes: Any) -> Finding:
    """One finding, complete in every field; `changes` replace fields."""
    whole = Finding(
        outcome=BACK,
        name=name,
        level="food",
        verdict=verdict,
        probability=0.98,
        effect=1.3,
        interval=(0.8, 1.8),
        total=24.5,
        total_interval=(14.0, 35.0),
        peak_hours=14.0,
        count=37,
        days=35,
        credible_set=(name,),
        robustness=0.21,
        robustness_words="a hidden cause would have to be 2.4 times as strong as stress to undo this",
        lead_check=LeadCheck(reversed=False, p_value=0.61),
        split_half=SplitHalf(first=1.2, second=1.5, agrees=True),
        reason="It is on the list of findings, and the sign of its effect is clear.",
        next_step=f"Test it: leave out {name} on some days drawn by lot and see.",
        sentence=(
            f"After {name} your back pain was on average 1.3 points higher (0.8 to 1.8), most"
            f" about 14 hours later; 37 {name} days; 98 % sure it is not noise. A suspect: test it."
        ),
        lag_curve=bump(14.0, 1.3),
    )
    return replace(whole, **changes)


def helper(name: str = "walking") -> Finding:
    """An exposure that goes with less pain."""
    return finding(
        name,
        Verdict.HELPER,
        level="movement",
        effect=-0.9,
        interval=(-1.3, -0.5),
        total=-15.0,
        probability=0.995,
        peak_hours=5.0,
        dose="30 min",
        count=88,
        days=80,
        robustness_words="",
        lead_check=LeadCheck(reversed=True, p_value=0.01),
        split_half=SplitHalf(first=-1.4, second=-0.2, agrees=False),
        next_step="Keep it up, and test it if you want to be sure.",
        sentence=f"After {name} your back pain was on average 0.9 points lower (0.5 to 1.3).",
        lag_curve=bump(5.0, -0.9),
        notes=("On a scale of ranks the effect is smaller, but of the same sign.",),
    )


def one_of(names: tuple[str, ...] = ("rye bread", "butter")) -> tuple[Finding, ...]:
    """Foods eaten together, of which one matters."""
    return tuple(
        finding(
            name,
            Verdict.ONE_OF,
            probability=0.5,
            credible_set=(name, *[other for other in names if other != name]),
            sentence=f"{' or '.join(names)}: one of them goes with more back pain.",
            next_step=f"Eat {names[0]} without {names[-1]} this week.",
            lag_curve=bump(24.0, 0.8),
        )
        for name in names
    )


def cleared(name: str) -> Finding:
    """An exposure too small to matter."""
    return finding(
        name,
        Verdict.CLEARED,
        probability=0.02,
        effect=0.05,
        interval=(-0.2, 0.3),
        reason="Its effect is smaller than half a point a serving, whichever way it goes.",
        next_step="",
        sentence=f"{name}: cleared, you can stop worrying about it.",
    )


def undecided(name: str, days: int | None = 26) -> Finding:
    """An exposure of which too little is known."""
    return finding(
        name,
        Verdict.UNDECIDED,
        probability=0.2,
        effect=0.4,
        interval=(-0.3, 1.1),
        reason="The interval holds both no effect and one that would matter.",
        next_step="Go on as you are.",
        needs=Needs(days=days, exposures=9) if days else None,
        sentence=f"{name}: undecided.",
    )


def untestable(name: str) -> Finding:
    """An exposure this diary cannot speak of."""
    return Finding(
        outcome=BACK,
        name=name,
        level="food",
        verdict=Verdict.UNTESTABLE,
        count=3,
        days=3,
        reason=f"You logged {name} 3 times; 8 are needed.",
        next_step=f"To find out, have {name} on 5 more days, some days apart.",
        needs=Needs(days=None, exposures=5),
        sentence=f"{name} cannot be known yet.",
    )


def ratings(
    days: int = 120, seed: int = 7, a_day: int = 1
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Times and values of a rating that wanders between 0 and 10."""
    draw = random.Random(seed)
    level, times, values = 3.0, [], []
    for step in range(days * a_day):
        level = min(8.0, max(0.5, level + draw.gauss(0, 0.6)))
        at = START + timedelta(hours=step * 24 / a_day + draw.uniform(0, 3))
        times.append(at.isoformat())
        values.append(float(min(10, max(0, round(level + draw.gauss(0, 0.9))))))
    return tuple(times), tuple(values)


def summary(name: str = BACK, days: int = 120, **changes: Any) -> OutcomeSummary:
    """What is known of one outcome's ratings."""
    times, values = ratings(days, seed=len(name))
    whole = OutcomeSummary(
        name=name,
        ratings=len(values),
        days=days,
        mean=sum(values) / len(values),
        sd=1.6,
        floor_share=0.08,
        times=times,
        values=values,
        notes=("Ratings are missing on 4 days, no more often after bad days than after others.",),
    )
    return replace(whole, **changes)


def too_short(name: str = BLOATING) -> OutcomeSummary:
    """An outcome of which nothing can be said yet."""
    times, values = ratings(6)
    return OutcomeSummary(
        name=name,
        ratings=6,
        days=6,
        mean=sum(values) / 6,
        status=f"{name} was rated 6 times, and 20 ratings are needed.",
        needs=Needs(days=14, exposures=None),
        times=times,
        values=values,
    )


def findings(**changes: Any) -> Findings:
    """Return everything at once: two outcomes, all six verdicts, checks and provenance."""
    said = (
        finding("dairy", level="tag"),
        helper(),
        *one_of(),
        *[cleared(name) for name in ("rice", "oats", "tomato")],
        *[undecided(f"food {n}", 5 * n) for n in range(1, 9)],
        undecided("plum", None),
        *[untestable(name) for name in ("oysters", "figs")],
    )
    whole = Findings(
        outcomes={BACK: summary(), BLOATING: too_short()},
        findings=said,
        checks=(
            Check("lead", BACK, passed=True, value=0.4, sentence="Pain does not lead the food."),
            Check("sensitivity", "", passed=True, value=None, sentence="The whole run is steady."),
        ),
        provenance={"version": "0.1.0", "settings": {"claimed_fdr": 0.1}, "digest": "abc123"},
        diary={
            "entries": 1204,
            "days": 120,
            "first_day": "2026-01-03",
            "last_day": "2026-05-02",
            "zone": "Europe/Berlin",
            "refused": 2,
        },
    )
    return replace(whole, **changes)


def small_findings() -> Findings:
    """Return findings short enough to be read whole in a golden file."""
    times, values = ratings(20)
    short = summary(ratings=20, days=20, times=times, values=values, mean=2.5)
    coarse = LagCurve((0.0, 24.0, 48.0), (0.1, 1.3, 0.2), (-0.2, 0.8, -0.3), (0.4, 1.8, 0.7))
    said = (
        finding("dairy", level="tag", lag_curve=coarse),
        replace(cleared("rice"), lag_curve=None),
        undecided("plum"),
        untestable("figs"),
    )
    plain = tuple(replace(f, lag_curve=f.lag_curve and coarse) for f in said)
    return findings(outcomes={BACK: short, BLOATING: too_short()}, findings=plain)


def nothing() -> Findings:
    """Return the answer to an empty diary."""
    empty = {"entries": 0, "days": 0, "first_day": None, "last_day": None, "refused": 0}
    return Findings(outcomes={}, findings=(), diary=empty)


def hostile_findings() -> Findings:
    """Every text a person can write is hostile."""
    bad = HOSTILE[0]
    named = tuple(
        finding(name, verdict, outcome=bad, credible_set=(name, bad), dose=name, next_step=name)
        for name, verdict in zip(HOSTILE, list(Verdict) * 2, strict=True)
    )
    return findings(
        outcomes={bad: summary(bad, notes=HOSTILE), HOSTILE[1]: too_short(HOSTILE[1])},
        findings=tuple(
            replace(f, sentence=f"After {f.name} it was worse.", reason=f.name, notes=(f.name,))
            for f in named
        ),
        checks=(Check(bad, bad, passed=False, value=None, sentence=bad),),
        provenance={bad: {bad: bad}},
    )


def diary(days: int = 120) -> Diary:
    """Return a diary in which what was found was eaten, and two rows could not be read."""
    draw = random.Random(3)
    entries = []
    for day in range(days):
        morning = START + timedelta(days=day)
        for kind, name, chance in (
            ("food", "milk", 0.3), ("food", "rye bread", 0.4), ("food", "rice", 0.3),
            ("movement", "walking", 0.6), ("food", HOSTILE[0], 0.2),
        ):  # fmt: skip
            if draw.random() < chance:
                entries.append(Entry(morning + timedelta(hours=draw.uniform(0, 11)), kind, name))
    problems = (
        Problem(17, "value", "14", "a rating lies between 0 and 10", "refused"),
        Problem(18, "time", HOSTILE[0], "is no time; write 2026-03-01 08:00", "refused"),
        Problem(19, "unit", "g", "a unit without a value says nothing; left out", "warning"),
    )
    return Diary(tuple(entries), "UTC", {"milk": ("dairy",)}, problems)
