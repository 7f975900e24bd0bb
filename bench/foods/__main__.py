"""`python -m bench.foods --shared FOLDER`: measure, print, and return the figures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.foods.cost import Cost, measure_cost
from bench.foods.figures import FoodDataError
from bench.foods.phrases import JudgedFigures, PhraseFigures, judge_phrases, judge_real
from bench.foods.unseen import GOLD, UnseenFigures, is_development, judge_unseen, logged
from gutline.meals import read_meal

SHARED = Path(__file__).parents[2].parent / "shared"


@dataclass(frozen=True, slots=True)
class FoodFigures:
    """All that was measured; the unseen ones are None where there is no gold file."""

    phrases: PhraseFigures
    real: JudgedFigures
    development: UnseenFigures | None
    unseen: UnseenFigures | None
    cost: Cost


def measure(shared: Path) -> FoodFigures:
    """Measure everything on the public data in a folder."""
    ours = logged(shared, is_development)
    development = unseen = None
    if GOLD.exists():
        development = judge_unseen(ours, read_meal)
        unseen = judge_unseen(logged(shared, lambda p: not is_development(p)), read_meal)
    return FoodFigures(
        phrases=judge_phrases(shared, read_meal),
        real=judge_real(shared, read_meal),
        development=development,
        unseen=unseen,
        cost=measure_cost(ours),
    )


def food_tables(figures: FoodFigures) -> list[str]:
    """Return the lines of the tables."""
    one, real, cost = figures.phrases, figures.real, figures.cost
    lines = ["### Reading meals", "", "| what | measured |", "|---|---|"]
    lines += [
        f"| foods of 40 phrases, right at first | {one.top_1} |",
        f"| foods of 40 phrases, among the first three | {one.top_3} |",
        f"| quantities of those found | {one.quantities} |",
        f"| units of those found | {one.units} |",
        f"| parts of real lines, the food accepted for a plain search | {real.same} |",
        f"| parts of real lines, any food found | {real.unknown} |",
    ]
    for name, seen in (("development", figures.development), ("unseen", figures.unseen)):
        if seen is not None:
            lines += _unseen_lines(name, seen)
    lines += [
        f"| a phrase | {cost.mean_ms:.2f} ms, longest {cost.longest_ms:.1f} ms |",
        f"| import, until the first meal | {cost.import_s:.3f} s, {cost.first_s:.3f} s |",
        f"| process after all phrases | {cost.memory_mib:.0f} MiB |",
        "",
    ]
    return lines


def _unseen_lines(name: str, seen: UnseenFigures) -> list[str]:
    """Return the lines of all phrases, of those of one food and of those of several."""
    parts = {"": seen, " (one food)": seen.single, " (several foods)": seen.several}
    return [
        f"| {name} people{which}, {what} | {count} |"
        for which, right in parts.items()
        for what, count in (
            ("right at first", right.top_1),
            ("among the first three", right.top_3),
            ("tags right", right.tags),
            ("each food, right at first", right.foods_1),
            ("each food, among the first three", right.foods_3),
        )
        if count.all
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.foods", description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of public data")
    parser.add_argument("--wrong", action="store_true", help="show what was not right")
    options = parser.parse_args(argv)
    try:
        figures = measure(options.shared)
    except FoodDataError as error:
        print(error)
        return 1
    print("\n".join(food_tables(figures)))
    if options.wrong:
        _show_wrong(figures)
    return 0


def _show_wrong(figures: FoodFigures) -> None:
    one = figures.phrases
    for name, count in (
        ("first", one.top_1),
        ("first three", one.top_3),
        ("quantity", one.quantities),
        ("unit", one.units),
    ):
        print(f"\nwrong {name}:", *count.wrong, sep="\n  ")
    print("\nreal, to be judged:", *figures.real.other, sep="\n  ")


if __name__ == "__main__":
    raise SystemExit(main())
