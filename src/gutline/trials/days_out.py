"""How long a trial leaves something out, how long it may, and when it has to come back.

Loads no arithmetic: stores and pages ask it.
"""

from __future__ import annotations

from datetime import date, timedelta

from gutline.trials.calendar import lay_days
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan
from gutline.trials.trial import Trial

MOST_DAYS_OUT = 56
"""Days that something may be out in one trial, all in all: what the gates allow."""
MOST_DAYS_IN_A_ROW = 42
"""Days that something may be out without a break, in one trial: what the gates allow."""
PUT_BACK_DAYS = 3
"""Days after the last one in which what was left out comes back."""


def days_out(plan: Plan) -> int:
    """Return the days of a plan on which the thing is left out."""
    between = (2 * plan.pairs - 1) * plan.washout_days
    return plan.run_in_days + plan.pairs * plan.period_days + between


def days_out_in_a_row(plan: Plan) -> int:
    """Return the longest stretch without it that a draw can give."""
    most = min(2, plan.pairs) if plan.layout == "pairs" else plan.pairs
    if plan.longest_run is not None:
        most = min(most, plan.longest_run)
    each = plan.period_days + plan.washout_days
    first = plan.run_in_days + (1 if plan.layout == "pairs" else most) * each
    return max(first, most * each + plan.washout_days)


def days_left_out_after(plan: Plan) -> int:
    """Return how many days after its last one a plan may still leave the thing out."""
    left = min(MOST_DAYS_OUT - days_out(plan), MOST_DAYS_IN_A_ROW - days_out_in_a_row(plan))
    return max(left, PUT_BACK_DAYS)


def check_put_back(trial: Trial, today: date) -> None:
    """Refuse a day to put a thing back on that is before the trial's end, or too long after it.

    Parameters
    ----------
    trial : Trial
        With the plan that is to hold.
    today : date

    Raises
    ------
    TrialError
    """
    plan = trial.plan
    if not plan.eliminates:
        if plan.put_back is not None:
            raise TrialError(f"nothing is left out in {trial.id!r}, so nothing is put back")
        return
    days = lay_days(trial, today)
    last = days[-1].day if days else plan.start
    latest = last + timedelta(days=days_left_out_after(plan))
    if plan.put_back is None:
        raise TrialError(
            f"{plan.exposure} has to be put back some day; give one from "
            f"{last + timedelta(days=1)} to {latest}"
        )
    if plan.put_back <= last:
        raise TrialError(
            f"the trial runs until {last}, and on {plan.put_back} it is not over; give a day from "
            f"{last + timedelta(days=1)} to {latest}, or stop the trial"
        )
    if plan.put_back > latest:
        raise TrialError(
            f"until {plan.put_back} {plan.exposure} could be out for longer than "
            f"{MOST_DAYS_IN_A_ROW} days in a row or {MOST_DAYS_OUT} in all; give a day from "
            f"{last + timedelta(days=1)} to {latest}"
        )
