"""The figures of the checklist on the gut, on simulated people with and without a link."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from bench.gut_part import KINDS, MEALS, SIGN, START, Person, draw_diary, gut_part_tables, rates
from gutline.catalog.gut_signs import load_gut_signs
from gutline.diary import Diary, Entry
from gutline.discovery.gut_part import LEAST_DAYS, fit_link, gut_figures
from gutline.discovery.series import Ratings
from gutline.safety.gut_part import gut_part


def diary_of(seed: int, **person) -> Diary:
    return draw_diary(Person(**person), np.random.default_rng(seed))


def test_a_link_that_is_there_is_found_with_its_size():
    figure = gut_figures(diary_of(1, link=0.6, days=150))[SIGN]
    assert figure.p_value < 0.001
    assert figure.interval[0] < 0.6 < figure.interval[1] + 0.15
    assert figure.pair == ("bloating", "back pain")
    assert figure.count > 120
    assert figure.unit == "points of back pain for each point of bloating"


def test_pain_after_meals_is_found():
    figure = gut_figures(diary_of(2, after_meal=0.9))[MEALS]
    assert figure.p_value < 0.001
    assert figure.interval[0] < 0.9 < figure.interval[1]


def test_where_there_is_no_link_none_is_claimed_however_days_drag():
    found = rates(Person(drag=0.8, days=90), people=20, seed=3)
    assert found.any_sign <= 0.15
    assert found.covered >= 0.75


def test_a_link_in_every_second_person_or_more():
    assert rates(Person(link=0.6), people=6, seed=4).bloating >= 0.5


def test_the_same_diary_gives_the_same_figures():
    diary = diary_of(5)
    assert gut_figures(diary) == gut_figures(diary)


def test_every_measured_sign_has_a_figure_or_says_what_is_missing():
    figures = gut_figures(diary_of(6))
    assert set(figures) == {s.id for s in load_gut_signs().values() if s.figure}
    for figure in figures.values():
        assert (figure.estimate is None) == bool(figure.needs)
        assert (figure.interval is None) == (figure.p_value is None) == (figure.estimate is None)


def test_too_few_days_are_told_with_their_number():
    figure = gut_figures(diary_of(7, days=15))[SIGN]
    assert figure.estimate is None
    assert f"{figure.count} days with both so far, {LEAST_DAYS} are needed" in figure.needs


def rated(name, values, hour=20) -> list[Entry]:
    return [
        Entry(START + timedelta(days=n, hours=hour), "symptom", name, float(v), "nrs")
        for n, v in enumerate(values)
        if v is not None
    ]


def test_a_day_without_a_rating_is_left_out_and_never_zero():
    rng = np.random.default_rng(8)
    back = [float(v) for v in rng.integers(1, 7, 60)]
    bloat = [float(v) if n % 2 else None for n, v in enumerate(rng.integers(1, 7, 60))]
    figure = gut_figures(Diary.from_entries([*rated("back pain", back), *rated("bloating", bloat)]))
    assert figure[SIGN].count == 30


def test_ratings_that_never_change_say_so():
    entries = [
        *rated("back pain", [3] * 40),
        *rated("bloating", range(1)),
        *rated("bloating", [2] * 40, 21),
    ]
    figure = gut_figures(Diary.from_entries(entries))[SIGN]
    assert figure.estimate is None
    assert "always the same" in figure.needs


@pytest.mark.parametrize(
    ("name", "sign"),
    [("lower back pain", SIGN), ("Rückenschmerzen", SIGN), ("knee pain", "bloating_and_joints")],
)
def test_symptoms_are_found_by_their_words(name, sign):
    rng = np.random.default_rng(9)
    bloat = rng.integers(0, 8, 60)
    entries = [
        *rated("bloating", bloat),
        *rated(name, np.clip(bloat + rng.integers(0, 2, 60), 0, 10)),
    ]
    figures = gut_figures(Diary.from_entries(entries))
    assert figures[sign].pair == ("bloating", name.casefold() if name[0] == "R" else name) or (
        figures[sign].pair[1].casefold() == name.casefold()
    )
    assert figures[sign].p_value < 0.001


def test_gastritis_is_not_gas_and_backgammon_no_back():
    rng = np.random.default_rng(10)
    values = rng.integers(0, 8, 60)
    entries = [*rated("gastritis", values), *rated("back pain", values)]
    assert gut_figures(Diary.from_entries(entries))["gas_and_back"].pair == ()


def test_an_empty_diary_has_no_figures():
    assert gut_figures(Diary(())) == {}


def test_a_known_slope_comes_back_without_noise_in_the_sign():
    rng = np.random.default_rng(11)
    days = np.arange(200)
    sign = rng.integers(0, 6, 200).astype(float)
    value = 1.0 + 0.5 * sign + 0.1 * rng.standard_normal(200)
    ratings = Ratings("pain", days * 24.0, value, np.full(200, 12.0), days)
    moved = np.column_stack([np.roll(sign, by) for by in range(3, 100)])
    link = fit_link(ratings, sign, moved, 200)
    assert link.estimate == pytest.approx(0.5, abs=0.02)
    assert link.p_value < 1e-6


def test_the_checklist_takes_the_figures():
    found = gut_part(gut_figures(diary_of(12, link=0.8)), {})
    assert SIGN in {seen.sign.id for seen in found.speaking("for")}


def test_the_bench_has_a_row_for_every_kind_of_person(monkeypatch):
    import bench.gut_part as bench

    monkeypatch.setattr(bench, "KINDS", KINDS[:1])
    lines = gut_part_tables(seed=1, people=1)
    assert lines[0] == "## Could the gut have a part?"
    assert lines[4].startswith("| nothing, days apart | ")
