"""Findings as plain sentences; a suspect is never called a cause."""

from __future__ import annotations

from gutline.discovery.findings import Finding, Needs, Verdict

MINUS = "\N{MINUS SIGN}"


def points(value: float) -> str:
    """Return an amount of points without its sign: "1.3"."""
    return f"{abs(value):.1f}"


def signed_points(value: float) -> str:
    """Return points with a true minus sign: "−0.4"."""
    text = f"{value:.1f}"
    return text.replace("-", MINUS) if float(text) else "0.0"


def sureness(probability: float) -> str:
    """Return a probability in words; never certainty."""
    if probability > 0.99:
        return "more than 99 % sure"
    return f"{100 * probability:.0f} % sure"


def span(finding: Finding) -> str:
    """Return the interval in the direction of the effect: "0.8 to 1.8"."""
    low, high = finding.interval or (0.0, 0.0)
    if (finding.effect or 0.0) < 0:
        low, high = -high, -low
    return f"{signed_points(low)} to {signed_points(high)}"


def delay(hours: float | None) -> str:
    """Return when the effect is largest, as a clause."""
    if hours is None:
        return ""
    if hours < 60:
        return f", most about {hours:.0f} hours later"
    return f", most about {hours / 24:.0f} days later"


def found_sentence(finding: Finding, *, kind: str) -> str:
    """Return the sentence of a suspect or helper.

    Parameters
    ----------
    finding : Finding
    kind : {"event", "slow", "state"}
        What sort of exposure it is.
    """
    way = "higher" if (finding.effect or 0.0) > 0 else "lower"
    size = f"{points(finding.effect or 0.0)} points {way} ({span(finding)})"
    sure = f"{sureness(finding.probability or 0.0)} it is not noise"
    end = "A suspect: test it." if finding.verdict is Verdict.SUSPECT else "A helper: test it."
    if kind == "state":
        return (
            f"With {finding.dose} ({finding.name}) your {finding.outcome} was on average {size}; "
            f"{finding.days} days logged; {sure}. {end}"
        )
    if kind == "slow":
        return (
            f"While {finding.name} was kept up daily your {finding.outcome} was on average {size}; "
            f"{finding.days} days with it; {sure}. {end}"
        )
    dose = "" if finding.dose in {"1 serving", "once"} else f" ({finding.dose})"
    return (
        f"After {finding.name}{dose} your {finding.outcome} was on average {size}"
        f"{delay(finding.peak_hours)}; {finding.days} {finding.name} days; {sure}. {end}"
    )


def set_sentence(finding: Finding, probability: float) -> str:
    """Return the sentence of exposures that cannot be told apart."""
    names = either(finding.credible_set)
    way = "higher" if (finding.effect or 0.0) > 0 else "lower"
    return (
        f"After {names} your {finding.outcome} was on average {points(finding.effect or 0.0)} "
        f"points {way}{delay(finding.peak_hours)}, but you have them together too often to say "
        f"which; {sureness(probability)} that one of them goes with it."
    )


def cleared_sentence(finding: Finding) -> str:
    """Return the sentence of a cleared exposure."""
    low, high = finding.interval or (0.0, 0.0)
    return (
        f"{capital(finding.name)} is cleared for {finding.outcome}: {finding.dose} changes it by "
        f"{signed_points(low)} to {signed_points(high)} points at most ({finding.count} times "
        f"logged). You can stop worrying about it."
    )


def undecided_sentence(finding: Finding) -> str:
    """Return the sentence of an undecided exposure, with what it needs."""
    low, high = finding.interval or (0.0, 0.0)
    return (
        f"{capital(finding.name)} is undecided for {finding.outcome}: {finding.dose} goes with "
        f"{signed_points(low)} to {signed_points(high)} points{needs_clause(finding.needs)}."
    )


def needs_clause(needs: Needs | None) -> str:
    """Return what would decide it, as a clause."""
    if needs is None or needs.days is None:
        return ""
    if needs.days >= 3650:
        return "; more of the same diary will hardly decide it, a trial would"
    more = f"; about {needs.days} more days"
    return more + (f" ({needs.exposures} more times) would decide it" if needs.exposures else "")


def untestable_sentence(finding: Finding) -> str:
    """Return the sentence of an untestable exposure."""
    return f"{capital(finding.name)} cannot be tested for {finding.outcome} yet: {finding.reason}."


def either(names: tuple[str, ...]) -> str:
    """Return names as a choice: "bread, butter or jam"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " or " + names[-1]


def capital(text: str) -> str:
    """Return the text with its first letter large, the rest as it was."""
    return text[:1].upper() + text[1:]
