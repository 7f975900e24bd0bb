"""What can be wrong with a plan, told in a sentence a person can act on."""

from __future__ import annotations


class RoutineError(ValueError):
    """A plan, an item or a mark cannot be; the message says what, where and what to do.

    Parameters
    ----------
    field : str
        Which field it is about: "name", "items.2.at"; empty for the whole.
    reason : str
        What is wrong and what to do.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class TooManyError(RoutineError):
    """A plan of more than anybody can keep; the person is asked to choose."""
