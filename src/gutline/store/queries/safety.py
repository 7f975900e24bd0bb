"""What is known of a person for their safety: answers that hold, what they take, advice.

Nothing here reads the diary: what the rules saw in it was kept when they last ran.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from gutline.catalog.interview import Page
from gutline.catalog.questionnaires import load_questionnaires
from gutline.catalog.red_flags import load_red_flags
from gutline.safety.advice import Advice
from gutline.safety.answers import Known, Seen, Value, joined, with_worked_out
from gutline.safety.gates import Profile, know_person
from gutline.safety.holding import Given, holding
from gutline.safety.interview import next_page
from gutline.safety.questionnaires import Score, score
from gutline.safety.screening import screen_known
from gutline.safety.takings import Taken
from gutline.store.documents.advice import DIARY, NOTED
from gutline.store.documents.answers import CHECK, TAKINGS
from gutline.store.models import Document
from gutline.store.queries.documents import documents

ANSWERS, ADVICE = "answers", "advice"
WEEK = timedelta(days=7)
NEW = -1
"""The version of answers before there are any, as `keep_document` expects it."""
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Round:
    """A short check under way: the pages that were shown, and what was answered on them."""

    shown: tuple[str, ...]
    given: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a person for their safety.

    Attributes
    ----------
    given : Mapping of str to Given
        Every answer ever given, the latest of each question.
    round : Round or None
        The short check under way.
    finished, weekly, skipped : date or None
        When the check was last finished, when the weekly question was last answered, and when the
        check was put off.
    medicines : tuple of str or None
        None is not asked.
    supplements : tuple of Taken
    takings_day : date or None
        When the lists were last gone through.
    signs : Mapping of str to Seen
        What the rules saw in the diary.
    noted : Mapping of str to str
        What advice was noted, by rule: a mark of what it said then.
    version : int
        Of the answers; -1 before there are any.
    """

    given: Mapping[str, Given] = field(default_factory=dict)
    round: Round | None = None
    finished: date | None = None
    weekly: date | None = None
    skipped: date | None = None
    medicines: tuple[str, ...] | None = None
    supplements: tuple[Taken, ...] = ()
    takings_day: date | None = None
    signs: Mapping[str, Seen] = field(default_factory=dict)
    noted: Mapping[str, str] = field(default_factory=dict)
    version: int = -1

    def profile(self, today: date, running: Iterable[str] = ()) -> Profile:
        """Return what gates and cautions ask for."""
        answers = holding(self.given, today)
        return Profile(answers, self.medicines, self.supplements, tuple(running))

    def known(self, today: date) -> Known:
        """Return all that is known, the signs of the diary included."""
        return with_worked_out(
            joined(know_person(self.profile(today), None, None), dict(self.signs))
        )

    def advice(self, today: date) -> tuple[Advice, ...]:
        """Return the advice that holds, the strictest first."""
        if not (self.given or self.signs or self.medicines or self.supplements):
            return ()
        return tuple(screen_known(self.known(today), load_red_flags()))

    def next_page(self) -> Page | None:
        """Return the page of the round that comes next; None where there is none."""
        return None if self.round is None else next_page(self.round.given, self.round.shown)

    def left_open(self, today: date) -> tuple[str, ...]:
        """Return the questions of the page that would come next; none before a check was ended."""
        held = holding(self.given, today)
        page = None if self.finished is None else next_page(held)
        return () if page is None else tuple(fact for fact in page.facts if fact not in held)

    def is_current(self, today: date) -> bool:
        """Whether the check was finished and nothing of it has to be asked again."""
        return self.finished is not None and next_page(holding(self.given, today)) is None

    def is_week_due(self, today: date) -> bool:
        """Whether the one question of the week is to be asked."""
        asked = [day for day in (self.finished, self.weekly) if day is not None]
        return self.finished is not None and today - max(asked) >= WEEK

    def is_noted(self, advice: Advice) -> bool:
        """Whether the person has noted this advice, and it says nothing new since."""
        return self.noted.get(advice.rule) == mark_of(advice)


def mark_of(advice: Advice) -> str:
    """Return what tells advice from the same rule's for other reasons; counts do not matter."""
    said = "\n".join(sorted(_NUMBERS.sub("", words) for words in advice.why))
    return hashlib.sha256(f"{advice.urgency}\n{said}".encode()).hexdigest()[:16]


def kept_safety(person: int) -> Kept:
    """Return all that is kept of a person for their safety, by one query: Today asks each time."""
    rows = Document.objects.filter(person_id=person, kind__in=(ANSWERS, ADVICE), deleted_at=None)
    said = {(row.kind, row.key): row for row in rows}
    there = {name: row.body for name, row in said.items()}
    check: Mapping[str, Any] = there.get((ANSWERS, CHECK), {})
    takings: Mapping[str, Any] = there.get((ANSWERS, TAKINGS), {})
    signs: Mapping[str, Any] = there.get((ADVICE, DIARY), {}).get("signs", {})
    noted: Mapping[str, Any] = there.get((ADVICE, NOTED), {}).get("noted", {})
    medicines = takings.get("medicines")
    return Kept(
        given={
            name: Given(one["value"], date.fromisoformat(one["day"]))
            for name, one in check.get("given", {}).items()
        },
        round=_round(check.get("round")),
        finished=_day(check.get("finished")),
        weekly=_day(check.get("weekly")),
        skipped=_day(check.get("skipped")),
        medicines=None if medicines is None else tuple(medicines),
        supplements=tuple(Taken(**one) for one in takings.get("supplements") or ()),
        takings_day=_day(takings.get("day")),
        signs={name: Seen(**one) for name, one in signs.items()},
        noted={rule: one["mark"] for rule, one in noted.items()},
        version=said[ANSWERS, CHECK].version if check else NEW,
    )


def _round(body: Mapping[str, Any] | None) -> Round | None:
    return None if body is None else Round(tuple(body["shown"]), dict(body["given"]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def profile_of(person: int, today: date, running: Iterable[str] = ()) -> Profile:
    """Return what gates and cautions ask for of a person.

    Parameters
    ----------
    person : int
    today : date
        Their local day, since answers hold for a time.
    running : iterable of str
        What is out already, in eliminations that run now.
    """
    return kept_safety(person).profile(today, running)


def standing_advice(person: int, today: date) -> tuple[Advice, ...]:
    """Return the advice that holds for a person, the strictest first.

    It is made of their answers and of what the rules saw in the diary when they last ran.
    """
    return kept_safety(person).advice(today)


@dataclass(frozen=True, slots=True)
class TakenQuestionnaire:
    """A questionnaire that was taken on a day."""

    day: date
    answers: Mapping[str, bool | float]
    score: Score


def taken_questionnaires(person: int) -> Mapping[str, tuple[TakenQuestionnaire, ...]]:
    """Return every questionnaire a person has taken, by its id, the oldest first."""
    found: dict[str, list[TakenQuestionnaire]] = {}
    for record in documents(person, "questionnaire"):
        body = record.body
        if body["questionnaire"] in load_questionnaires():
            taken = score(body["questionnaire"], body["answers"])
            found.setdefault(body["questionnaire"], []).append(
                TakenQuestionnaire(date.fromisoformat(body["day"]), body["answers"], taken)
            )
    return {name: tuple(sorted(all_, key=lambda one: one.day)) for name, all_ in found.items()}
