"""Scores drawn over time, what is left out, and the background run that works it out."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.questionnaires import load_questionnaires
from gutline.safety.questionnaires import score
from tests.web.conftest import NOW

TODAY = NOW.date()
FIRST = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def _configured(home):
    """Pages can be loaded only where Django knows its settings."""


def taken(name, *values):
    """Return a questionnaire taken every week, with the same answer to every item."""
    from gutline.store.queries.safety import TakenQuestionnaire

    items = load_questionnaires()[name].items
    found = []
    for week, value in enumerate(values):
        answers = {} if value is None else {i.id: value for i in items}
        day = FIRST + timedelta(weeks=week)
        found.append(TakenQuestionnaire(day, answers, score(name, answers)))
    return found


def places(plot):
    return [tuple(map(float, one.split("h0")[0].split())) for one in plot.points.split("M")[1:]]


@pytest.mark.parametrize(
    ("values", "points"),
    [((), 0), ((3.0,), 0), ((3.0, None), 0), ((3.0, 4.0), 2), ((3.0, None, 4.0), 2),
     ((0.0, 10.0, 5.0), 3)],
)  # fmt: skip
def test_only_whole_scores_are_drawn_and_only_with_another(values, points):
    from gutline.web.pages.questionnaire_plot import score_plot

    plot = score_plot(load_questionnaires()["peg"], taken("peg", *values))
    assert (plot is None) == (points == 0)
    if plot is not None:
        assert len(places(plot)) == points
        assert plot.line.count("M") == 1
        assert f"taken {points} times" in plot.label


@given(st.lists(st.integers(0, 10), min_size=2, max_size=12))
@settings(max_examples=40, deadline=None)
def test_every_point_lies_inside_and_a_higher_score_never_lower(values):
    from gutline.web.pages.questionnaire_plot import HEIGHT, WIDTH, score_plot

    plot = score_plot(load_questionnaires()["peg"], taken("peg", *map(float, values)))
    assert plot is not None
    drawn = places(plot)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn)
    assert [x for x, _ in drawn] == sorted({x for x, _ in drawn})
    for (_, y), value in zip(drawn, values, strict=True):
        for (_, other_y), other in zip(drawn, values, strict=True):
            assert value <= other or y < other_y


@pytest.mark.parametrize("name", sorted(load_questionnaires()))
def test_the_ends_of_the_scale_are_named_and_reached(name):
    from gutline.web.pages.questionnaire_plot import score_plot

    about = load_questionnaires()[name]
    first, last = (
        {i.id: (end == "highest") if i.is_yes_no else float(getattr(i, end)) for i in about.items}
        for end in ("lowest", "highest")
    )
    from gutline.store.queries.safety import TakenQuestionnaire

    both = [
        TakenQuestionnaire(FIRST, first, score(name, first)),
        TakenQuestionnaire(FIRST + timedelta(30), last, score(name, last)),
    ]
    plot = score_plot(about, both)
    assert plot is not None
    assert [tick.words for tick in plot.ticks] == [f"{about.lowest:g}", f"{about.highest:g}"]
    assert [float(tick.place) for tick in plot.ticks] == [y for _, y in places(plot)]
    assert [tick.words for tick in plot.days] == ["5 Jan 2026", "4 Feb 2026"]


def out(**changed):
    return {"trial": "t1", "name": "dairy", "since": "2026-03-01", "can_tell": True,
            "put_back": TODAY.isoformat(), "sentences": [], **changed}  # fmt: skip


@pytest.fixture
def outs(home, person, monkeypatch):
    """Show what is out as if the run had worked it out."""
    from gutline.web.pages import safety_out

    def show(*found, trial=""):
        monkeypatch.setattr(safety_out, "read_out", lambda *_: list(found))
        return safety_out.out_views(SimpleNamespace(key=person), TODAY, trial)

    return show


@pytest.mark.parametrize(
    ("back", "over"),
    [("2026-03-09", True), ("2026-03-10", False), ("2026-03-11", False), (None, False)],
)
def test_a_day_that_has_passed_is_over_and_today_is_not(outs, back, over):
    (view,) = outs(out(put_back=back))
    assert view.over is over
    assert (view.put_back is None) == (back is None)
    assert view.trial_url.endswith("t1/")


def test_a_trial_shows_what_it_leaves_out_and_nothing_of_others(outs):
    both = (out(), out(trial="t2", name="gluten"))
    assert [view.name for view in outs(*both)] == ["dairy", "gluten"]
    assert [view.name for view in outs(*both, trial="t2")] == ["gluten"]
    assert outs(*both, trial="t3") == ()


def told(lost=(), below=(), can_tell=True, why=""):
    from gutline.web.safety_work import _sentences

    return list(
        _sentences(
            SimpleNamespace(
                lost=[SimpleNamespace(name=n, share=s) for n, s in lost],
                below=[SimpleNamespace(name=n) for n in below],
                can_tell=can_tell,
                during=SimpleNamespace(why=why),
            )  # type: ignore[arg-type]  # what is read of it
        )
    )


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        ({}, []),
        ({"lost": [("calcium", 0.4)]}, ["At least 40% of your calcium came from it before."]),
        (
            {"below": ["fibre"]},
            ["Your fibre is below the reference intake now, and was not before."],
        ),
        (
            {"can_tell": False, "why": "3 days of 14 are logged in full."},
            ["How much you take in now cannot be told yet: 3 days of 14 are logged in full."],
        ),
    ],
)
def test_what_the_diet_lacks_is_said_without_alarm(found, sentences):
    assert told(**found) == sentences


def test_what_cannot_be_kept_stops_no_run(person, monkeypatch, caplog):
    from gutline.diary import parse_text
    from gutline.store import queries
    from gutline.store.errors import StoreError
    from gutline.web import safety_work

    def refuse(*_):
        raise StoreError("the disk is full")

    monkeypatch.setattr(safety_work, "keep_seen", refuse)
    safety_work.look(queries.person(person), parse_text("2026-03-01 08:00 ate rye\n"), NOW)
    assert "the disk is full" in caplog.text
