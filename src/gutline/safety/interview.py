"""The short check: which page comes next, what an answered page makes known, how long it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from gutline.catalog.facts import load_facts
from gutline.catalog.interview import Page, load_interview
from gutline.catalog.rules import Urgency
from gutline.safety.answers import AnswerError, Answers, Known, Value, read_answers
from gutline.safety.screening import open_questions
from gutline.safety.truth import truth

WORDS_A_SECOND = 4.0
"""Silent reading of plain text by adults, about 240 words a minute (Brysbaert 2019)."""
SECONDS_A_PAGE = 1.5
SECONDS_A_TICK = 1.5
SECONDS_A_NUMBER = 4.0
LAST_PAGE, LAST = "more", 1000
"""Id and order of the page of what is left open."""
_MORE = "Because of what you said: is there any of this?"
_PRESSING: tuple[Urgency, ...] = ("emergency", "urgent")


def next_page(answers: Answers, shown: Collection[str] = ()) -> Page | None:
    """Return the first page with something not answered yet; None when the check is done.

    What the answers leave open about something urgent comes as a last page of its own.

    Parameters
    ----------
    answers : Mapping of str to bool, float, str or None
    shown : collection of str
        Ids of pages that were shown already, and are not shown again.
    """
    known = read_answers(answers)
    pages = (page for page in load_interview() if page.id not in shown)
    page = next((page for page in pages if _is_open(page, known)), None)
    if page is not None or LAST_PAGE in shown:
        return page
    more = open_questions(answers, urgencies=_PRESSING)
    return Page(LAST_PAGE, LAST, _MORE, tuple(more), None) if more else None


def _is_open(page: Page, known: Known) -> bool:
    if page.when is not None and truth(page.when, known) is not True:
        return False
    return any(fact not in known for fact in page.facts)


def answer_page(
    page: Page, ticked: Iterable[str], values: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Return what a page that was read to its end makes known.

    What was not ticked on a page that was answered is a "no"; on a page that was never shown it
    stays unknown. Numbers and choices that were left empty stay unknown too.

    Parameters
    ----------
    page : Page
    ticked : iterable of str
        Facts that are so.
    values : Mapping of str to bool, float or str, optional
        Numbers and choices.

    Raises
    ------
    AnswerError
        When something was ticked that is not on the page, or a value cannot be.
    """
    so = set(ticked)
    if so - set(page.facts):
        raise AnswerError(f"{min(so - set(page.facts))!r} is not on the page {page.id!r}")
    facts = load_facts()
    found: dict[str, Value] = {
        fact: fact in so for fact in page.facts if facts[fact].kind == "yes_no"
    }
    given = {name: value for name, value in (values or {}).items() if name in page.facts}
    read_answers(given)
    return {**found, **given}


def follow_up(new: Answers, before: Answers) -> tuple[str, ...]:
    """Return the questions that what was just answered leaves open, the strictest rule's first.

    A "no" of before was about how things were then, and is asked again.

    Parameters
    ----------
    new : Mapping of str to bool, float, str or None
        What was answered now.
    before : Mapping of str to bool, float, str or None
        What was answered earlier and still holds.
    """
    told = {name: value for name, value in before.items() if value is not False}
    calm = {name: False if value is True else value for name, value in new.items()}
    open_before = open_questions({**told, **calm}, urgencies=_PRESSING)
    open_now = open_questions({**told, **new}, urgencies=_PRESSING)
    return tuple(name for name in open_now if name not in open_before)


def seconds(page: Page, ticks: int = 0) -> float:
    """Return about how long a page takes to read and answer.

    Parameters
    ----------
    page : Page
    ticks : int
        How many things are ticked.
    """
    facts = [load_facts()[fact] for fact in page.facts]
    words = len(page.question.split()) + sum(len(fact.ask.split()) for fact in facts)
    numbers = sum(fact.kind == "number" for fact in facts)
    return (
        SECONDS_A_PAGE
        + words / WORDS_A_SECOND
        + SECONDS_A_NUMBER * numbers
        + SECONDS_A_TICK * ticks
    )
