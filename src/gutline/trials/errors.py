"""What is said when a trial cannot be planned, run or analysed."""

from __future__ import annotations


class TrialError(ValueError):
    """A trial cannot go on like this; the message says what is wrong, where, and what to mend."""
