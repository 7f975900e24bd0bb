"""From a life to a diary, with and without the errors people make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from gutline.diary import Diary
from gutline.simulator.clock import draw_clock, draw_daily
from gutline.simulator.foods import known_foods
from gutline.simulator.logbook import Life, write_diary
from gutline.simulator.menu import Menu
from gutline.simulator.scenario import Logging
from gutline.simulator.truth import Events

START = datetime(2024, 3, 1, tzinfo=UTC)
DAYS = 300
FAITHFUL = Logging()


@pytest.fixture(scope="module")
def life() -> Life:
    rng = np.random.default_rng(5)
    foods = known_foods()[:6]
    clock = draw_clock(DAYS, 0.0, rng)
    return Life(
        start=START,
        clock=clock,
        menu=Menu(foods, np.full(6, 0.5)),
        servings=np.where(rng.random((4 * DAYS, 6)) < 0.2, 1.5, 0.0),
        slow={"magnesium": ("supplement", Events(np.array([8.0, 56.5]), np.ones(2)))},
        daily=draw_daily(DAYS, rng),
        ratings={"back pain": rng.integers(0, 11, clock.ratings.size).astype(float)},
        bad=rng.standard_normal(DAYS),
    )


def written(life: Life, knobs: Logging, seed: int = 1) -> tuple[Diary, np.ndarray]:
    return write_diary(life, knobs, np.random.default_rng(seed))


class TestAFaithfulDiary:
    def test_holds_every_serving_at_its_minute(self, life: Life) -> None:
        diary, _ = written(life, FAITHFUL)
        rows, columns = np.nonzero(life.servings)
        expected = sorted(
            (START + timedelta(minutes=round(60 * life.clock.meals[row])), life.menu.names[column])
            for row, column in zip(rows, columns, strict=True)
        )
        assert [(e.at, e.name) for e in diary.of_kind("food")] == expected
        assert {e.value for e in diary.of_kind("food")} == {1.5}
        assert {e.unit for e in diary.of_kind("food")} == {"serving"}
        assert not any(e.day_only for e in diary.entries)

    def test_holds_every_rating(self, life: Life) -> None:
        diary, kept = written(life, FAITHFUL)
        assert kept.all()
        values = [entry.value for entry in diary.of_kind("symptom")]
        assert values == life.ratings["back pain"].tolist()

    def test_holds_supplements_without_an_amount(self, life: Life) -> None:
        diary, _ = written(life, FAITHFUL)
        taken = diary.of_kind("supplement")
        assert [entry.at for entry in taken] == [
            START + timedelta(hours=8),
            START + timedelta(hours=56, minutes=30),
        ]
        assert {entry.value for entry in taken} == {None}

    def test_holds_each_day_once(self, life: Life) -> None:
        diary, _ = written(life, FAITHFUL)
        for kind, unit in (
            ("stress", "nrs"),
            ("sleep", "h"),
            ("movement", "min"),
            ("sitting", "h"),
        ):
            entries = diary.of_kind(kind)
            assert len(entries) == DAYS
            assert {entry.unit for entry in entries} == {unit}

    def test_what_is_logged_of_a_day_is_close_to_it(self, life: Life) -> None:
        diary, _ = written(life, FAITHFUL)
        for kind, error in (("stress", 1.2), ("sleep", 0.5), ("movement", 8.0), ("sitting", 0.9)):
            logged = np.array([entry.value for entry in diary.of_kind(kind)])
            assert np.abs(logged - life.daily[kind]).mean() < error

    def test_knows_the_tags_and_the_zone(self, life: Life) -> None:
        diary, _ = written(life, FAITHFUL)
        assert dict(diary.tags) == life.menu.tags
        assert diary.zone == "UTC"

    def test_marks_complete_days_or_none(self, life: Life) -> None:
        counts = {len(written(life, FAITHFUL, seed)[0].of_kind("complete")) for seed in range(12)}
        assert 0 in counts
        assert any(0.7 * DAYS < count < 0.9 * DAYS for count in counts)


class TestAnUnfaithfulDiary:
    def test_leaves_meals_out_whole(self, life: Life) -> None:
        diary, kept = written(life, Logging(meals_left_out=0.3))
        logged = {(entry.at, entry.name) for entry in diary.of_kind("food")}
        whole = {(entry.at, entry.name) for entry in written(life, FAITHFUL)[0].of_kind("food")}
        meals = {at for at, _ in logged}
        assert logged == {(at, name) for at, name in whole if at in meals}
        assert len(logged) / len(whole) == pytest.approx(0.7, abs=0.05)
        assert kept.all()

    def test_leaves_days_out_with_half_of_their_ratings(self, life: Life) -> None:
        diary, kept = written(life, Logging(days_left_out=0.3))
        logged = {entry.at.date() for entry in diary.of_kind("food")}
        assert len(logged) / DAYS == pytest.approx(0.7, abs=0.08)
        assert kept.mean() == pytest.approx(0.85, abs=0.06)
        assert len(diary.of_kind("symptom")) == kept.sum()

    def test_leaves_bad_days_out_more_often(self, life: Life) -> None:
        diary, _ = written(life, Logging(days_left_out=0.3, bad_days=1.5))
        logged = {(entry.at - START).days for entry in diary.of_kind("food")}
        missing = np.array([day not in logged for day in range(DAYS)])
        assert life.bad[missing].mean() > life.bad[~missing].mean() + 0.5

    def test_never_marks_a_day_complete_that_is_not(self, life: Life) -> None:
        whole = [(e.at, e.name) for e in written(life, FAITHFUL)[0].of_kind("food")]
        for seed in range(8):
            diary, _ = written(life, Logging(meals_left_out=0.2, days_left_out=0.2), seed)
            logged = {(entry.at, entry.name) for entry in diary.of_kind("food")}
            marked = {entry.at.date() for entry in diary.of_kind("complete")}
            assert all(one in logged for one in whole if one[0].date() in marked)

    def test_logs_late_on_the_same_day(self, life: Life) -> None:
        diary, _ = written(life, Logging(late=1.0))
        rows, _ = np.nonzero(life.servings)
        real = sorted(life.clock.meals[rows] // 24)
        logged = sorted((entry.at - START).days for entry in diary.of_kind("food"))
        assert logged == real
        hours = [entry.at.hour + entry.at.minute / 60 for entry in diary.of_kind("food")]
        assert np.mean(hours) > np.mean(life.clock.meals[rows] % 24) + 1.5

    def test_rounds_to_the_hour(self, life: Life) -> None:
        diary, _ = written(life, Logging(rounded=1.0))
        assert {entry.at.minute for entry in diary.of_kind("food")} == {0}

    def test_forgets_the_time(self, life: Life) -> None:
        diary, _ = written(life, Logging(without_time=1.0))
        foods = diary.of_kind("food")
        assert all(entry.day_only and entry.at.hour == 12 for entry in foods)
        assert not any(entry.day_only for entry in diary.of_kind("symptom"))
