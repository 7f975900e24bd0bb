"""Outcomes asked for by name: found as the diary spells them, or the nearest suggested."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.diary import Diary

_KINDS = ("symptom", "stool", "mood")


def settled_outcomes(diary: Diary, asked: Sequence[str]) -> tuple[str, ...] | None:
    """Return the outcomes as the diary spells them; None when none was asked for.

    Raises
    ------
    RefusalError
        When the diary holds no such outcome.
    """
    known = [name for kind in _KINDS for name in diary.names(kind)]
    return tuple(dict.fromkeys(_settled(name, known) for name in asked)) or None


def _settled(asked: str, known: Sequence[str]) -> str:
    spelled = {name.casefold(): name for name in known}
    wanted = " ".join(asked.split()).casefold()
    if wanted in spelled:
        return spelled[wanted]
    if not known:
        raise RefusalError(f"{asked!r} cannot be looked at: the diary holds no ratings at all.")
    close = difflib.get_close_matches(wanted, spelled, n=1)
    if close:
        raise RefusalError(f"The diary holds no {asked!r}; did you mean {spelled[close[0]]!r}?")
    raise RefusalError(f"The diary holds no {asked!r}; it holds {', '.join(known)}.")
