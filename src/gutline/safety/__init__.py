"""Safety: what to ask and what to warn of before anything is changed. Pure functions.

Everything here reads answers, a diary and the catalog's rules, and returns frozen records; nothing
is stored and nothing is sent. What is not answered is unknown, never "no".
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.safety.advice import Advice
    from gutline.safety.answers import AnswerError
    from gutline.safety.gates import Decision, Plan, Profile, may_start
    from gutline.safety.interview import answer_page, next_page
    from gutline.safety.questionnaires import score
    from gutline.safety.screening import open_questions, screen
    from gutline.safety.supplements import cautions

_MODULE_OF = {
    "Advice": "advice",
    "AnswerError": "answers",
    "Decision": "gates",
    "Plan": "gates",
    "Profile": "gates",
    "answer_page": "interview",
    "cautions": "supplements",
    "may_start": "gates",
    "next_page": "interview",
    "open_questions": "screening",
    "score": "questionnaires",
    "screen": "screening",
}

__all__ = [
    "Advice",
    "AnswerError",
    "Decision",
    "Plan",
    "Profile",
    "answer_page",
    "cautions",
    "may_start",
    "next_page",
    "open_questions",
    "score",
    "screen",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'gutline.safety' has no attribute {name!r}")
    value: object = getattr(import_module(f"gutline.safety.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
