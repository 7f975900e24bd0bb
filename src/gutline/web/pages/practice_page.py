"""One practice or exercise: what it is for, how it goes, and the player that leads through it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gutline.catalog.evidence import GRADES, load_evidence
from gutline.catalog.exercises import Exercise, load_exercises
from gutline.catalog.practices import MOST_COUNT, Practice, load_practices
from gutline.routine.timetable import timetable
from gutline.web.pages.library_drawing import draw
from gutline.web.pages.library_page import BELLY_WORDS
from gutline.web.pages.library_safety import held_back
from gutline.web.pages.practice_kept import Kept, kept_of, said_of
from gutline.web.pages.practice_words import player_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.web.pages.said import Said

RATINGS = tuple(range(11))
PHASES = ("in", "hold", "out", "rest")


@dataclass(frozen=True, slots=True)
class PlayerStep:
    """One step as the player reads it from the page.

    Attributes
    ----------
    say : str
        What is said.
    seconds : int
        How long it lasts.
    share : float
        Its part of the whole, for another length; 0 where the seconds are fixed.
    change_s : int
        Seconds to get ready before it.
    exercise : Exercise or None
    drawing : str
        Safe markup; "" where there is none.
    """

    say: str
    seconds: int
    share: float = 0.0
    change_s: int = 0
    exercise: Exercise | None = None
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """What the player leads through.

    Attributes
    ----------
    id : str
    name : str
        What it is logged as.
    sort : {"breath", "guide", "session"}
    minutes : float
    lengths : tuple of int
        Lengths to choose from; empty where it is fixed.
    counts : tuple of (str, int)
        Parts of a breath with their seconds; empty where there is none.
    steps : tuple of PlayerStep
        Empty for a breath, whose steps follow from the counts.
    rates : str
        What is rated before and after.
    done_url : str
        Where it is logged.
    quiet : bool
        Whether it is breathing or sitting quietly, which an emergency alone stops.
    """

    id: str
    name: str
    sort: str
    minutes: float
    lengths: tuple[int, ...]
    counts: tuple[tuple[str, int], ...]
    steps: tuple[PlayerStep, ...]
    rates: str
    done_url: str
    quiet: bool = False

    @property
    def form(self) -> str:
        """The id of the form that logs it."""
        return f"done-{self.id}"


@require_safe
def practice(request: HttpRequest, practice: str) -> HttpResponse:
    """Show a practice or an exercise."""
    known = load_practices().get(practice)
    if known is not None:
        held = held_back(request, only_emergencies=True)
        return _shown(request, known, practice_player(known), {"held": held})
    exercise = load_exercises().get(practice)
    if exercise is None:
        raise Http404
    more = {
        "held": held_back(request),
        "drawing": draw(exercise),
        "belly": BELLY_WORDS[exercise.belly],
        "is_exercise": True,
    }
    return _shown(request, exercise, exercise_player(exercise), more)


def _shown(
    request: HttpRequest, thing: Practice | Exercise, player: Player, more: dict[str, Any]
) -> HttpResponse:
    card = load_evidence()[thing.card]
    kept: Kept | None = kept_of(request, player.name)
    said: Said | None = said_of(request)
    shown = {
        "thing": thing,
        "player": player,
        "card": card,
        "grade": GRADES[card.grade],
        "kept": kept,
        "said": said,
        **player_settings(),
        **more,
    }
    return render(request, "library/practice.html", shown)


def player_settings() -> dict[str, Any]:
    """Return what every player shows: the scale, the bounds of a count, a number for its form."""
    return {**same_for_all(), "nonce": secrets.token_hex(8)}


def same_for_all() -> dict[str, Any]:
    """Return what every player shows to everybody."""
    return {"ratings": RATINGS, "most_count": MOST_COUNT, "player_words": player_words()}


def practice_player(practice: Practice) -> Player:
    """Return the player of a practice."""
    steps = timetable(practice)
    breath = practice.counts or ()
    guided = zip(steps, practice.prompts, strict=True) if practice.prompts else ()
    return Player(
        id=practice.id,
        name=practice.name,
        sort="breath" if practice.counts else "guide",
        minutes=practice.minutes,
        lengths=practice.lengths,
        counts=tuple(zip(PHASES, breath, strict=True)) if breath else (),
        steps=tuple(PlayerStep(step.say, step.seconds, prompt.share) for step, prompt in guided),
        rates=practice.rates,
        done_url=reverse("practice-done", args=[practice.id]),
        quiet=True,
    )


def exercise_player(exercise: Exercise) -> Player:
    """Return the player of one exercise: its steps are read out, then its time runs."""
    share = exercise.seconds / len(exercise.steps)
    steps = tuple(PlayerStep(say, round(share), share) for say in exercise.steps)
    return Player(
        id=exercise.id,
        name=exercise.logged_as,
        sort="guide",
        minutes=round(exercise.seconds / 60, 2),
        lengths=(),
        counts=(),
        steps=steps,
        rates="stiffness",
        done_url=reverse("practice-done", args=[exercise.id]),
    )
