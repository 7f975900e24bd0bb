"""A questionnaire's scores over time: geometry for the template's SVG, words, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

from gutline.diary.measures import number_text
from gutline.web.pages.plot_marks import TickView
from gutline.web.pages.plot_marks import path_number as _n

if TYPE_CHECKING:
    from gutline.catalog.questionnaires import Questionnaire
    from gutline.store.queries.safety import TakenQuestionnaire

WIDTH, HEIGHT = 340.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 12.0, 12.0, 26.0


@dataclass(frozen=True, slots=True)
class ScorePlot:
    """The plot of a questionnaire.

    Attributes
    ----------
    width, height, left, right, axis_y : str
    line, points : str
        Path data.
    ticks, days : tuple of TickView
        Of the scores and of the days.
    label : str
        The sentence that names the plot for those who do not see it.
    """

    width: str
    height: str
    left: str
    right: str
    axis_y: str
    line: str
    points: str
    ticks: tuple[TickView, ...]
    days: tuple[TickView, ...]
    label: str


def score_plot(about: Questionnaire, taken: Sequence[TakenQuestionnaire]) -> ScorePlot | None:
    """Return the plot of all whole scores; None with fewer than two of them.

    Parameters
    ----------
    about : Questionnaire
    taken : sequence of TakenQuestionnaire
        The oldest first.
    """
    whole = [(one.day, one.score.value) for one in taken if one.score.value is not None]
    if len(whole) < 2:
        return None
    first, last = whole[0][0], whole[-1][0]
    places = [(_x(day, first, last), _y(about, value)) for day, value in whole]
    return ScorePlot(
        width=_n(WIDTH),
        height=_n(HEIGHT),
        left=_n(_LEFT),
        right=_n(WIDTH - _RIGHT),
        axis_y=_n(HEIGHT - 6),
        line="".join(f"{'L' if n else 'M'}{_n(x)} {_n(y)}" for n, (x, y) in enumerate(places)),
        points="".join(f"M{_n(x)} {_n(y)}h0" for x, y in places),
        ticks=tuple(
            TickView(_n(_y(about, value)), number_text(value))
            for value in (about.lowest, about.highest)
        ),
        days=tuple(
            TickView(_n(_x(day, first, last)), dated(day, "j M Y")) for day in (first, last)
        ),
        label=_sentence(about, whole),
    )


def _x(day: date, first: date, last: date) -> float:
    share = (day - first).days / (last - first).days
    return _LEFT + 6 + share * (WIDTH - _LEFT - _RIGHT - 12)


def _y(about: Questionnaire, value: float) -> float:
    share = (value - about.lowest) / (about.highest - about.lowest)
    return HEIGHT - _BOTTOM - share * (HEIGHT - _BOTTOM - _TOP)


def _sentence(about: Questionnaire, whole: Sequence[tuple[date, float]]) -> str:
    values = [value for _day, value in whole]
    return _("%(name)s, taken %(n)d times, from %(first)s to %(last)s.") % {
        "name": about.name,
        "n": len(values),
        "first": number_text(round(values[0], 1)),
        "last": number_text(round(values[-1], 1)),
    }
