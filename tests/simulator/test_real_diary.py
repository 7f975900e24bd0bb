"""A real person's year of diet as a diary, and real series among random foods."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import gutline
from bench.peers import best_lag_correlation, rank_test
from bench.random_foods import FOODS, random_food_tables, with_random_foods
from bench.real import NUTRIENTS, RealDiaryError, convert, main, read_rows
from bench.real_series import DIET_FILE, LOG_FILE, SHARED, RealSeries, real_series
from gutline.diary import Diary, read_csv
from gutline.discovery import Verdict

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

needs_shared = pytest.mark.skipif(
    not (SHARED / DIET_FILE).exists(),
    reason="the folder of real series (../shared) is not beside this checkout",
)
START = date(2009, 1, 1)


def row(day: int, *, diet: bool = True, abroad: bool = False, ill: bool = False) -> dict[str, str]:
    amounts = {column: "50.0" if diet else "" for column, _, _ in NUTRIENTS}
    return {
        "day": f"{day}.0",
        **amounts,
        "travel": str(int(abroad)),
        "diarrhea_reported": str(int(ill)),
    }


def converted(*rows: dict[str, str]) -> Diary:
    return convert(rows)


class TestConversion:
    def test_moves_the_diet_back_to_the_day_it_was_eaten(self) -> None:
        foods = converted(row(5)).of_kind("food")
        assert {entry.at for entry in foods} == {datetime(2009, 1, 5, 12, tzinfo=UTC)}
        assert all(entry.day_only for entry in foods)

    def test_gives_every_nutrient_in_grams(self) -> None:
        amounts = {entry.name: entry.value for entry in converted(row(5)).of_kind("food")}
        assert amounts["fibre"] == 50.0
        assert amounts["sodium"] == 0.05
        assert len(amounts) == len(NUTRIENTS)
        assert {entry.unit for entry in converted(row(5)).of_kind("food")} == {"g"}

    def test_leaves_out_a_day_without_diet(self) -> None:
        diary = converted(row(5, diet=False))
        assert diary.of_kind("food", "complete") == ()
        assert len(diary.of_kind("symptom")) == 1

    def test_a_day_with_diet_is_complete(self) -> None:
        marks = converted(row(5)).of_kind("complete")
        assert [(entry.name, entry.at.day) for entry in marks] == [("food", 5)]

    def test_reported_diarrhoea_is_ten_and_none_is_nothing(self) -> None:
        diary = converted(row(5), row(6, ill=True))
        assert [entry.value for entry in diary.of_kind("symptom")] == [0.0, 10.0]

    def test_a_journey_covers_the_days_between(self) -> None:
        diary = converted(row(5, abroad=True), row(6), row(9, abroad=True))
        assert [entry.at.day for entry in diary.of_kind("travel")] == [6, 7, 8, 9, 10]

    def test_says_where_it_is_from(self) -> None:
        sources = {entry.source for entry in converted(row(5, abroad=True)).entries}
        assert sources == {"David et al. 2014, subject A"}

    def test_another_start_moves_every_day(self) -> None:
        diary = convert([row(0, diet=False)], date(2020, 2, 28))
        assert diary.days == (date(2020, 2, 28),)

    def test_another_file_is_refused(self) -> None:
        with pytest.raises(RealDiaryError, match="lacks the columns diarrhea_reported, diet_calc"):
            convert([{"day": "1", "travel": "0"}])

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(RealDiaryError, match="lacks the columns"):
            convert([])


def test_the_command_writes_a_diary_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [row(1), row(2, abroad=True), row(3, diet=False, ill=True)]
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert main(["--from", str(source), "--out", str(target)]) == 0
    assert "entries on 4 days" in capsys.readouterr().out
    assert read_csv(target) == convert(rows)


@needs_shared
class TestTheRealPerson:
    @pytest.fixture
    def diary(self) -> Diary:
        return convert(read_rows(SHARED / DIET_FILE))

    def test_is_a_year_with_140_days_of_diet(self, diary: Diary) -> None:
        assert len(diary.days) == 365
        assert len(diary.of_kind("complete")) == 140
        assert len(diary.of_kind("symptom")) == 329

    def test_has_two_spells_of_diarrhoea_both_abroad(self, diary: Diary) -> None:
        ill = {entry.at.date() for entry in diary.of_kind("symptom") if entry.value}
        abroad = {entry.at.date() for entry in diary.of_kind("travel")}
        assert len(ill) == 10
        assert ill <= abroad
        assert len(abroad) == 51

    def test_nothing_is_known_of_the_diet_abroad(self, diary: Diary) -> None:
        """So the diary cannot say which nutrient goes with diarrhoea: docs/real-diary.md."""
        abroad = {entry.at.date() for entry in diary.of_kind("travel")}
        eaten = {entry.at.date() for entry in diary.of_kind("food")}
        assert eaten & abroad == {max(abroad)}

    def test_gutline_names_no_nutrient(self, diary: Diary) -> None:
        findings = gutline.discover(diary)
        assert len(findings.findings) == len(NUTRIENTS)
        assert {one.verdict for one in findings.findings} == {Verdict.UNTESTABLE}
        assert findings.outcomes["diarrhoea"].status.startswith("nothing to say yet")

    @pytest.mark.parametrize("method", [best_lag_correlation, rank_test])
    def test_the_usual_methods_call_every_nutrient_protective(
        self, diary: Diary, method: ModuleType
    ) -> None:
        """The negative control: a gap read as "not eaten" makes all of them look like helpers."""
        said = method.find(SimpleNamespace(diary=diary))["diarrhoea"]
        assert len(said) == len(NUTRIENTS)
        assert all(one.found and one.effect < 0 for one in said)


@needs_shared
class TestRealSeries:
    def test_finds_the_nutrients_and_the_food_logs(self) -> None:
        names = [one.name for one in real_series(SHARED)]
        assert len(names) == len(set(names)) >= 18
        assert sum("subject A" in name for name in names) == 10

    def test_every_series_is_long_and_on_the_scale(self) -> None:
        for one in real_series(SHARED):
            values = np.array(list(one.ratings.values()))
            assert values.size >= 80
            assert values.min() == 0.0
            assert values.max() == 10.0
            assert np.array_equal(values, np.round(values))


def test_no_folder_no_series(tmp_path: Path) -> None:
    assert real_series(tmp_path) == []
    assert any("Not measured" in line for line in random_food_tables(1, 10, tmp_path))


def test_food_logs_become_three_series_a_person(tmp_path: Path) -> None:
    with gzip.open(tmp_path / LOG_FILE, "wt", encoding="utf-8") as file:
        file.write("person,logged_at_utc,food_type,desc_text\n")
        for day in range(90):
            at = np.datetime64("2020-01-01") + day
            file.write(f"P01,{at} {8 + day % 3:02d}:00:00+00:00,f,toast\n")
            file.write(f"P01,{at} 20:30:00+00:00,f,soup\n")
    series = real_series(tmp_path)
    assert [one.name for one in series] == [
        "food log P01, first hour",
        "food log P01, span",
        "food log P01, lines",
    ]
    assert len(series[0].ratings) == 90


def test_random_foods_stand_beside_the_real_series(rng: np.random.Generator) -> None:
    series = RealSeries("made", {date(2020, 3, day): float(day % 11) for day in range(1, 31)})
    diary = with_random_foods(series, rng)
    assert [entry.value for entry in diary.of_kind("symptom")] == list(series.ratings.values())
    assert len(diary.names("food")) > 0.6 * FOODS
    assert diary.days == tuple(series.ratings)
    assert {entry.kind for entry in diary.entries} == {"food", "symptom"}
