"""The schedule that was drawn, as it is kept and committed to; nothing here draws."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from gutline.trials.errors import TrialError
from gutline.trials.plan import canonical


@dataclass(frozen=True)
class Allocation:
    """The schedule that was drawn, and what proves it.

    Attributes
    ----------
    algorithm, seed, salt : str
    layout : str
    longest_run : int, optional
    assignment : tuple of int
        1 for each active unit.
    plan : str
        Hash of the plan it was drawn for.
    """

    algorithm: str
    seed: str
    salt: str
    layout: str
    longest_run: int | None
    assignment: tuple[int, ...]
    plan: str

    def commitment(self) -> str:
        """Return the SHA-256 that is shown before day 1; the salt keeps it from being guessed."""
        return hashlib.sha256(canonical(self.as_dict()).encode("utf-8")).hexdigest()

    def as_dict(self) -> dict[str, object]:
        """Return the allocation as values that JSON knows; the assignment as a text of 0 and 1."""
        return asdict(self) | {"assignment": "".join(str(a) for a in self.assignment)}


def allocation_from(values: Mapping[str, object]) -> Allocation:
    """Return the allocation of what `Allocation.as_dict` wrote.

    Raises
    ------
    TrialError
        When it is not one.
    """
    try:
        bits = {"0": 0, "1": 1}
        own = dict(values) | {"assignment": tuple(bits[b] for b in str(values["assignment"]))}
        return Allocation(**own)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        raise TrialError(
            "the schedule of the trial cannot be read; use the file as it was written"
        ) from None
