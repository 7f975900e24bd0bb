"""How the benchmark plans, sums up and writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench import run, summary
from bench.__main__ import DOCS, PARTS, marks_of, page_of, write_between_marks
from bench.claims import LagResult, control
from bench.daily import by_day, shifted
from bench.run import Judged, Method, Task, judge, method_names, plan
from bench.scoring import Marks
from bench.summary import (
    apart,
    by_scenario,
    comparison,
    ratio,
    reliability,
    summarise,
)
from bench.whitening import fit_known
from gutline.simulator import SCENARIOS, SimulatedPerson
from gutline.simulator.noise import ornstein_uhlenbeck

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.protocol import Answer

    Draw = Callable[..., SimulatedPerson]

BLANK = Marks(
    true=0,
    found=0,
    claims=0,
    false=0,
    wrong_sign=0,
    errors=(),
    held=(),
    held_found=(),
    probabilities=(),
    average_precision=None,
    apart_true=0,
    apart_found=0,
    apart_false=0,
)
GOOD = replace(BLANK, true=4, found=3, claims=4, false=1, errors=(0.1, 0.3), average_precision=0.8)


def silent(_: SimulatedPerson) -> Answer:
    return {}


METHODS = {
    "seer": Method("seer", "seer", silent, every_person=True),
    "slow": Method("slow", "slow", silent, every_person=False),
}


@pytest.fixture
def methods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "load_method", METHODS.__getitem__)


@pytest.mark.usefixtures("methods")
class TestPlan:
    def planned(self, **others: object) -> list[Task]:
        usual = {
            "seed": 1,
            "lengths": (90, 45),
            "persons": 3,
            "peer_persons": 1,
            "methods": ("seer", "slow"),
        }
        return plan(**{**usual, **others})

    def test_draws_every_kind_at_every_length(self) -> None:
        tasks = self.planned()
        assert {(task.scenario, task.days) for task in tasks} == {
            (scenario, days) for scenario in SCENARIOS for days in (45, 90)
        }
        assert len(tasks) == 3 * 2 * len(SCENARIOS)

    def test_slow_methods_judge_the_first_people_only(self) -> None:
        slow = [task for task in self.planned() if "slow" in task.methods]
        assert {task.replicate for task in slow} == {0}
        assert all("seer" in task.methods for task in self.planned())

    def test_people_no_method_judges_are_not_drawn(self) -> None:
        tasks = self.planned(methods=("slow",))
        assert {task.replicate for task in tasks} == {0}

    def test_the_longest_diaries_come_first(self) -> None:
        assert [task.days for task in self.planned()] == sorted(
            (task.days for task in self.planned()), reverse=True
        )

    def test_each_person_has_their_own_chance(self) -> None:
        draws = {task.generator().integers(10**12) for task in self.planned()}
        assert len(draws) == len(self.planned())

    def test_the_same_seed_draws_the_same_people(self) -> None:
        one, other = (self.planned()[5].generator().random() for _ in range(2))
        assert one == other

    def test_another_seed_draws_other_people(self) -> None:
        one, other = (self.planned(seed=seed)[5].generator().random() for seed in (1, 2))
        assert one != other

    def test_judging_scores_every_method(self) -> None:
        task = Task("plain", 30, 0, 1, ("seer", "slow"))
        judged = judge(task)
        assert [one.method for one in judged] == ["seer", "slow"]
        assert all(one.marks.true >= 6 and one.marks.found == 0 for one in judged)


def test_every_file_of_peers_is_a_method() -> None:
    assert {"gutline_engine", "pcmci", "seer"} <= set(method_names())


class TestRatio:
    def test_is_the_sum_over_the_sum(self) -> None:
        assert ratio([(1, 2), (3, 4)]).value == pytest.approx(4 / 6)

    def test_of_shares_has_the_usual_error(self) -> None:
        parts = [(1.0, 1.0)] * 30 + [(0.0, 1.0)] * 70
        assert ratio(parts).error == pytest.approx(np.sqrt(0.3 * 0.7 / 100))

    def test_of_nothing_is_shown_as_a_dash(self) -> None:
        assert str(ratio([])) == "-"

    def test_is_shown_with_its_error(self) -> None:
        assert str(ratio([(1.0, 1.0), (0.0, 1.0)])) == "0.500 ± 0.354"


def people(*kinds: tuple[str, Marks], days: int = 90, method: str = "seer") -> list[Judged]:
    return [Judged(kind, days, index, method, marks) for index, (kind, marks) in enumerate(kinds)]


class TestSummary:
    def test_null_people_count_for_alarms_only(self) -> None:
        alarmed = replace(BLANK, claims=2, false=2)
        figures = summarise(people(("plain", GOOD), ("null_plain", alarmed), ("null_plain", BLANK)))
        assert figures.recall.value == 0.75
        assert figures.fdr.value == 0.25
        assert figures.null_alarm.value == 0.5
        assert figures.error.value == pytest.approx(0.2)
        assert figures.persons == 3

    def test_a_person_without_claims_has_no_false_ones(self) -> None:
        figures = summarise(people(("plain", GOOD), ("plain", replace(BLANK, true=4))))
        assert figures.fdr.value == 0.125
        assert figures.false_share.value == 0.25

    def test_the_table_has_a_row_for_each_method(self) -> None:
        judged = people(("plain", GOOD)) + people(("plain", BLANK), method="slow")
        lines = comparison(judged, list(METHODS.values()))
        assert lines[0] == "### 90 days"
        assert [line.split(" | ")[0] for line in lines[4:6]] == ["| seer", "| slow"]
        assert len({line.count("|") for line in lines[2:6]}) == 1

    def test_kinds_are_shown_with_their_nulls(self) -> None:
        alarmed = replace(BLANK, claims=1, false=1)
        lines = by_scenario(people(("plain", GOOD), ("null_plain", alarmed)), "seer")
        assert lines[2] == "| plain | 0.75 (0.75) / 0.25 / 1.00 |"

    def test_reliability_bins_what_was_claimed(self) -> None:
        pairs = ((0.95, True), (0.93, False), (0.01, False), (1.0, True))
        lines = reliability(people(("plain", replace(GOOD, probabilities=pairs))), "seer")
        assert "| 0.90 to 0.97 | 0.940 | 0.500" in "\n".join(lines)
        assert lines[-2].startswith("| 0.97 to 1.00 | 1.000 | 1.000")

    def test_confounders_are_shown_by_length(self) -> None:
        marks = replace(BLANK, apart_true=2, apart_found=1, apart_false=1)
        assert apart(people(("plain", marks)), "seer")[2].startswith("| 90 | 0.500")

    def test_every_column_has_a_figure(self) -> None:
        figures = summarise(people(("plain", GOOD)))
        assert all(isinstance(str(column(figures)), str) for column in summary.COLUMNS.values())


class TestWriting:
    def page(self, folder: Path, text: str, name: str = "page.md") -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_replaces_what_is_between_the_marks_of_the_part_alone(self, tmp_path: Path) -> None:
        (begin, end), (other, other_end) = marks_of("speed"), marks_of("drift")
        rest = f"{other}\nkept\n{other_end}\nafter\n"
        page = self.page(tmp_path, f"before\n{begin}\nold\n{end}\n{rest}")
        write_between_marks(page, "speed", ["new", "lines"])
        text = page.read_text(encoding="utf-8")
        assert text == f"before\n{begin}\n\nnew\nlines\n\n{end}\n{rest}"

    def test_can_be_done_again(self, tmp_path: Path) -> None:
        page = self.page(tmp_path, "".join(marks_of("speed")))
        for _ in range(2):
            write_between_marks(page, "speed", ["same"])
        assert page.read_text(encoding="utf-8").count("same") == 1

    @pytest.mark.parametrize("text", ["no marks", marks_of("speed")[0], marks_of("drift")[1]])
    def test_pages_without_marks_are_refused(self, tmp_path: Path, text: str) -> None:
        self.page(tmp_path, text)
        with pytest.raises(ValueError, match=r"no page in .* holds the marks"):
            page_of("speed", tmp_path)

    def test_marks_in_two_pages_are_refused(self, tmp_path: Path) -> None:
        for name in ("one.md", "two.md"):
            self.page(tmp_path, "".join(marks_of("speed")), name)
        with pytest.raises(ValueError, match=r"one\.md, two\.md"):
            page_of("speed", tmp_path)

    @pytest.mark.parametrize("part", PARTS)
    def test_every_part_has_its_place_in_the_docs(self, part: str) -> None:
        page = page_of(part, DOCS)
        begin, end = marks_of(part)
        text = page.read_text(encoding="utf-8")
        between = text.split(begin)[1].split(end)[0]
        assert between.strip().startswith("Version ")
        assert len(between.split()) > 20


class TestDaily:
    def test_has_a_row_a_day_and_a_column_a_food(self, draw: Draw) -> None:
        person = draw("plain", days=60)
        days = by_day(person.diary)
        assert days.doses.shape == (60, len(days.names))
        assert set(days.names) == set(person.diary.names("food"))
        assert set(days.outcomes) == set(person.truth.outcomes)
        assert days.covariates.shape == (60, 4)

    def test_adds_up_servings(self, draw: Draw) -> None:
        person = draw("plain", days=60)
        days = by_day(person.diary)
        name = days.names[0]
        assert days.doses[:, 0].sum() == person.latent.taken[name].doses.sum()

    def test_averages_ratings(self, draw: Draw) -> None:
        person = draw("plain", days=60)
        means = by_day(person.diary).outcomes["back pain"]
        rated = person.latent.rated["back pain"]
        first = rated.values[rated.hours < 24]
        assert means[0] == pytest.approx(first.mean()) or (not first.size and np.isnan(means[0]))

    def test_untestable_foods_are_left_out(self, draw: Draw) -> None:
        days = by_day(draw("plain", days=60).diary)
        for index in days.testable():
            assert 6 <= np.count_nonzero(days.doses[:, index]) <= 54

    def test_shifting_moves_into_the_past(self) -> None:
        later = shifted(np.array([1.0, 2.0, 3.0]), 1)
        assert np.isnan(later[0])
        assert later[1:].tolist() == [1.0, 2.0]
        assert shifted(np.array([1.0]), 0).tolist() == [1.0]


class TestControl:
    def lag_results(self, *p_values: float) -> list[LagResult]:
        return [
            LagResult("pain", f"food {index // 2}", "food", p_value, float(index))
            for index, p_value in enumerate(p_values)
        ]

    def test_keeps_the_smallest_p_value_of_a_food(self) -> None:
        first, second = control(self.lag_results(0.5, 0.01, 0.9, 0.8), ["pain"])["pain"]
        assert (first.name, first.score, first.effect) == ("food 0", 0.99, 1.0)
        assert (second.name, second.effect) == ("food 1", 3.0)

    def test_corrects_for_all_tests(self) -> None:
        found = control(self.lag_results(0.001, 0.9, 0.06, 0.9), ["pain"])["pain"]
        assert [one.found for one in found] == [True, False]

    def test_an_outcome_without_tests_is_empty(self) -> None:
        assert control([], ["pain"]) == {"pain": ()}


class TestWhitening:
    def noisy(self, seed: int, points: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rng = np.random.default_rng(seed)
        hours = np.cumsum(rng.choice([11.0, 13.0, 24.0], 400))
        dose = (rng.random(400) < 0.3).astype(float)
        felt = ornstein_uhlenbeck(hours, 30.0, rng.standard_normal(400))
        values = 4.0 + points * dose + felt + 0.7 * rng.standard_normal(400)
        return hours, values, np.column_stack([dose, np.ones(400)])

    def test_recovers_the_effect(self) -> None:
        fits = [fit_known(*self.noisy(seed)) for seed in range(10)]
        assert np.mean([fit.estimate[0] for fit in fits]) == pytest.approx(1.0, abs=0.1)

    def test_its_errors_are_the_spread_of_its_estimates(self) -> None:
        fits = [fit_known(*self.noisy(seed)) for seed in range(40)]
        spread = np.std([fit.estimate[0] for fit in fits])
        assert np.mean([fit.error[0] for fit in fits]) == pytest.approx(spread, rel=0.35)

    def test_p_values_are_small_for_an_effect_and_not_for_none(self) -> None:
        assert fit_known(*self.noisy(1)).p_values[0] < 1e-4
        nothing = [fit_known(*self.noisy(seed, points=0.0)).p_values[0] for seed in range(20)]
        assert np.mean(np.array(nothing) < 0.05) <= 0.2
