"""The screen: every red flag against what a person said and logged, the strictest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gutline.catalog.cautions import load_cautions
from gutline.catalog.conditions import facts_of
from gutline.catalog.facts import load_facts
from gutline.catalog.red_flags import RedFlag, load_red_flags
from gutline.catalog.rules import URGENCIES, Urgency
from gutline.diary import Diary
from gutline.safety.advice import Advice, advice_of, rank, strictest_first
from gutline.safety.answers import (
    NEEDED_FOR,
    Answers,
    Known,
    joined,
    read_answers,
    with_worked_out,
)
from gutline.safety.diary_signs import diary_signs
from gutline.safety.truth import truth, unknown


def screen(
    answers: Answers,
    diary: Diary | None = None,
    *,
    today: date | None = None,
    flags: Mapping[str, RedFlag] | None = None,
) -> list[Advice]:
    """Return all that red flags and cautions say, the strictest first.

    Parameters
    ----------
    answers : Mapping of str to bool, float, str or None
        By id of the fact; what is left out, or None, is not known.
    diary : Diary, optional
        Its signs count like answers; of a sign that both know the stricter is taken.
    today : date, optional
        The day of the screen; the diary's last day when left out.
    flags : Mapping of str to RedFlag, optional
        Those of the package when left out.

    Returns
    -------
    list of Advice
        Empty when no rule speaks. An emergency comes first and stops everything.

    Raises
    ------
    AnswerError
        When a question does not exist, or a value cannot be its answer.
    """
    known = know(answers, diary, today=today)
    return screen_known(known, load_red_flags() if flags is None else flags)


def know(answers: Answers, diary: Diary | None = None, *, today: date | None = None) -> Known:
    """Return all that answers and a diary make known."""
    signs = diary_signs(diary, today=today) if diary is not None else {}
    return with_worked_out(joined(read_answers(answers), signs))


def screen_known(known: Known, flags: Mapping[str, RedFlag]) -> list[Advice]:
    """Return what red flags and the cautions say, given all that is known."""
    fired = [flag for flag in flags.values() if truth(flag.when, known) is True]
    milder = {other for flag in fired for other in flag.replaces}
    found = [advice_of(flag, flag.when, known) for flag in fired if flag.id not in milder]
    found += [
        advice_of(caution, caution.when, known)
        for caution in load_cautions().values()
        if truth(caution.when, known) is True
    ]
    return strictest_first(_never_alone(found))


def _never_alone(found: Iterable[Advice]) -> list[Advice]:
    """Bring down emergencies that rest on no source that was read, unless one does beside them."""
    advice = list(found)
    if any(one.stops_everything and one.settled for one in advice):
        return advice
    return [replace(one, urgency="urgent") if one.stops_everything else one for one in advice]


def open_questions(
    answers: Answers,
    diary: Diary | None = None,
    *,
    today: date | None = None,
    urgencies: Sequence[Urgency] = URGENCIES,
) -> list[str]:
    """Return ids of facts that would settle a red flag of which something is there already.

    Parameters
    ----------
    answers, diary, today
        As for `screen`.
    urgencies : sequence of str
        Only red flags of these are looked at.

    Returns
    -------
    list of str
        The strictest red flag's facts first, each id once.
    """
    known = know(answers, diary, today=today)
    among = [flag for flag in load_red_flags().values() if flag.urgency in urgencies]
    undecided = [flag for flag in among if _is_undecided(flag, known)]
    undecided.sort(key=lambda flag: (rank(flag.urgency), flag.id))
    return list(dict.fromkeys(fact for flag in undecided for fact in _asked(flag, known)))


def _is_undecided(flag: RedFlag, known: Known) -> bool:
    if truth(flag.when, known) is not None:
        return False
    told = {name for name, seen in known.items() if seen.value is True}
    return bool(told & set(facts_of(flag.when)))


def _asked(flag: RedFlag, known: Known) -> list[str]:
    return to_ask(unknown(flag.when, known), known)


def to_ask(facts: Iterable[str], known: Known) -> list[str]:
    """Return the questions behind facts that are not known; what a diary works out is left out."""
    behind = dict.fromkeys(one for name in facts for one in NEEDED_FOR.get(name, (name,)))
    return [one for one in behind if one not in known and not load_facts()[one].computed]
