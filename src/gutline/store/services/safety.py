"""Keeping what a person says for their safety, and what the rules saw in their diary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from gutline.catalog.facts import load_facts
from gutline.catalog.interview import load_weekly_question
from gutline.catalog.questionnaires import load_questionnaires
from gutline.diary import Diary
from gutline.safety.advice import Advice
from gutline.safety.answers import AnswerError, Seen, Value, read_answers
from gutline.safety.diary_signs import diary_signs, quoted
from gutline.safety.gates import OF_ONE_PLAN
from gutline.safety.holding import Given
from gutline.safety.interview import answer_page
from gutline.safety.questionnaires import score
from gutline.safety.takings import Taken
from gutline.store.documents.advice import DIARY, NOTED
from gutline.store.documents.answers import CHECK, TAKINGS
from gutline.store.documents.questionnaire import body_of, key_of
from gutline.store.errors import StoreError
from gutline.store.queries.documents import document
from gutline.store.queries.safety import Kept, Round, kept_safety, mark_of
from gutline.store.records import Content
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import drop_document, keep_document
from gutline.store.writing import changing


@changing
def begin_round(person: int, now: datetime) -> Kept:
    """Begin the short check anew; what was answered before holds until it is answered again."""
    return _keep(person, replace(_held(person), round=Round((), {})), now)


@changing
def keep_page(
    person: int,
    page: str,
    ticked: Iterable[str],
    values: Mapping[str, Value],
    today: date,
    now: datetime,
) -> Kept:
    """Keep a page of the check that was read to its end.

    Parameters
    ----------
    person : int
    page : str
        Id of the page, which must be the one that comes next.
    ticked : iterable of str
        Facts that are so.
    values : Mapping of str to float or str
        Numbers and choices.
    today : date
        The person's local day.
    now : datetime

    Raises
    ------
    StoreError
        When another page comes next, or an answer cannot be.
    """
    kept = _held(person)
    shown = kept.next_page()
    if kept.round is None or shown is None or shown.id != page:
        raise StoreError("this page of the check was answered already; go on with the next")
    try:
        answers = answer_page(shown, ticked, values)
    except AnswerError as error:
        raise StoreError(str(error)) from None
    begun = Round((*kept.round.shown, page), {**kept.round.given, **answers})
    kept = replace(kept, round=begun, given=_with(kept, answers, today), skipped=None)
    if kept.next_page() is None:
        kept = replace(kept, round=None, finished=today)
    return _keep(person, kept, now)


@changing
def end_round(person: int, now: datetime) -> Kept:
    """Leave the check where it is: an emergency comes before all other questions."""
    return _keep(person, replace(_held(person), round=None), now)


@changing
def skip_check(person: int, today: date, now: datetime) -> Kept:
    """Put the check off. Gates stay as closed as they are."""
    return _keep(person, replace(_held(person), skipped=today, round=None), now)


@changing
def keep_week(person: int, ticked: Iterable[str], today: date, now: datetime) -> Kept:
    """Keep the answer to the one question of the week.

    Raises
    ------
    StoreError
        When something was ticked that is not on it.
    """
    try:
        answers = answer_page(load_weekly_question(), ticked)
    except AnswerError as error:
        raise StoreError(str(error)) from None
    kept = _held(person)
    return _keep(person, replace(kept, given=_with(kept, answers, today), weekly=today), now)


@changing
def keep_answers(person: int, answers: Mapping[str, Value], today: date, now: datetime) -> Kept:
    """Keep answers to single questions, as a gate asks them.

    Raises
    ------
    StoreError
        When there is no such question, an answer cannot be, or it is about one plan alone.
    """
    try:
        read_answers(answers)
    except AnswerError as error:
        raise StoreError(str(error)) from None
    for name in answers:
        if load_facts()[name].computed or name in OF_ONE_PLAN:
            raise StoreError(
                f"{name!r} is not kept here; it is asked with each plan, or worked out"
            )
    kept = _held(person)
    return _keep(person, replace(kept, given=_with(kept, answers, today)), now)


@changing
def keep_takings(
    person: int,
    medicines: Iterable[str] | None,
    supplements: Iterable[Taken] | None,
    today: date,
    now: datetime,
) -> None:
    """Keep all medicines and supplements that a person takes; None is not said.

    Raises
    ------
    StoreError
        When a name or a dose cannot be.
    """
    body = {
        "medicines": None if medicines is None else list(medicines),
        "supplements": None if supplements is None else [asdict(one) for one in supplements],
        "day": today.isoformat(),
    }
    keep_document(person, "answers", TAKINGS, body, now)


def _held(person: int) -> Kept:
    """Return what is kept, with every other change of it waiting until ours is done."""
    locked_person(person)
    return kept_safety(person)


def _with(kept: Kept, answers: Mapping[str, Value], today: date) -> dict[str, Given]:
    return {**kept.given, **{name: Given(value, today) for name, value in answers.items()}}


def _keep(person: int, kept: Kept, now: datetime) -> Kept:
    body = {
        "given": {
            name: {"value": one.value, "day": one.day.isoformat()}
            for name, one in kept.given.items()
        },
        "round": None
        if kept.round is None
        else {"shown": list(kept.round.shown), "given": dict(kept.round.given)},
        "finished": _iso(kept.finished),
        "weekly": _iso(kept.weekly),
        "skipped": _iso(kept.skipped),
    }
    record = keep_document(person, "answers", CHECK, body, now, expected=kept.version)
    return replace(kept, version=record.version)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@changing
def note_advice(person: int, advice: Iterable[Advice], today: date, now: datetime) -> None:
    """Keep that a person has read some advice; it is shown again when it says something new."""
    locked_person(person)
    noted = document(person, "advice", NOTED)
    before: dict[str, Any] = dict(noted.body["noted"]) if noted else {}
    read = {one.rule: {"mark": mark_of(one), "day": today.isoformat()} for one in advice}
    keep_document(person, "advice", NOTED, {"noted": {**before, **read}}, now)


@changing
def keep_seen(person: int, diary: Diary, today: date, now: datetime) -> tuple[Advice, ...]:
    """Run the rules over a diary and keep what they saw; return the advice that holds now.

    Kept are the signs by which a rule speaks and those that are so, so that the same diary keeps
    the same: nothing is changed while nothing new is seen.
    """
    signs = diary_signs(diary, today=today)
    kept = replace(_held(person), signs=signs)
    advice = kept.advice(today)
    body = {
        "signs": _lasting(signs, advice),
        "rules": sorted({one.rule for one in advice}),
    }
    if body["signs"] or body["rules"] or document(person, "advice", DIARY):
        keep_document(person, "advice", DIARY, body, now)
    return advice


@changing
def add_seen(
    person: int, notes: Mapping[str, Content], today: date, now: datetime
) -> tuple[Advice, ...]:
    """Add signs of notes just written to what the rules saw; return the advice that holds.

    Parameters
    ----------
    person : int
    notes : Mapping of str to Content
        By id of the fact that a note says is so.
    today : date
    now : datetime
    """
    kept = _held(person)
    new = {fact: Seen(True, "note", quoted(c.entry.note, c.day)) for fact, c in notes.items()}
    signs = {**kept.signs, **new}
    advice = replace(kept, signs=signs).advice(today)
    body = {"signs": _lasting(signs, advice), "rules": sorted({one.rule for one in advice})}
    keep_document(person, "advice", DIARY, body, now)
    return advice


def _lasting(signs: Mapping[str, Seen], advice: Iterable[Advice]) -> dict[str, dict[str, object]]:
    said = {words for one in advice for words in one.why}
    return {
        name: asdict(seen)
        for name, seen in sorted(signs.items())
        if seen.value is True or (seen.value is not False and seen.words in said)
    }


@changing
def keep_questionnaire(
    person: int,
    questionnaire: str,
    answers: Mapping[str, bool | float],
    today: date,
    now: datetime,
) -> None:
    """Keep a questionnaire that was taken today; again on the same day, it takes its place.

    Answers that are facts of their own, as those on mood, count for the rules as well.

    Raises
    ------
    StoreError
        When there is no such questionnaire, an answer cannot be, or nothing was answered.
    """
    about = load_questionnaires().get(questionnaire)
    if about is None:
        raise StoreError(f"there is no questionnaire {questionnaire[:40]!r}; see the list of them")
    try:
        found = score(questionnaire, answers)
    except AnswerError as error:
        raise StoreError(str(error)) from None
    if len(found.missing) == len(about.items):
        raise StoreError("nothing was answered yet; choose an answer and keep it then")
    body = body_of(questionnaire, today, answers)
    keep_document(person, "questionnaire", key_of(questionnaire, today), body, now)
    facts: dict[str, Value] = {n: v for n, v in answers.items() if n in load_facts()}
    if facts:
        keep_answers(person, facts, today, now)


@changing
def drop_questionnaire(person: int, questionnaire: str, day: date, now: datetime) -> None:
    """Take away a questionnaire that was taken on a day; its earlier versions stay."""
    drop_document(person, "questionnaire", key_of(questionnaire, day), now)
