"""Whether a word is a slip of the fingers away from another."""

from __future__ import annotations

_ONE_SLIP = 5
_TWO_SLIPS = 9


def distance(one: str, other: str) -> int:
    """Return how many letters were added, left out, changed or swapped with their neighbour.

    Optimal string alignment: no part is changed twice.
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted
            if swapped:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def is_slip_of(word: str, wanted: str) -> bool:
    """Return whether a word may be a misspelling of another: the same first letter or a swap.

    Words under five letters must be right, up to eight may have one slip, longer ones two.
    """
    if word == wanted:
        return True
    allowed = (len(wanted) >= _ONE_SLIP) + (len(wanted) >= _TWO_SLIPS)
    if not allowed or abs(len(word) - len(wanted)) > allowed or len(word) < _ONE_SLIP - 1:
        return False
    starts_alike = word[0] == wanted[0] or word[:2] == wanted[1::-1]
    return starts_alike and distance(word, wanted) <= allowed
