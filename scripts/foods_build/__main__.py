"""Build the figures of the package's foods.

    python -m scripts.foods_build --shared ../shared [--check]

Reads the rows people wrote (src/gutline/catalog/data/foods) and the public tables, and writes
src/gutline/catalog/data/food_figures.csv. With --check nothing is written: it only says whether
the file is what the tables give.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from gutline.catalog.data_files import DATA
from gutline.catalog.figures import FIGURES
from scripts.foods_build.authored import read_authored
from scripts.foods_build.checks import problems
from scripts.foods_build.figures import all_figures, rendered
from scripts.foods_build.tables import TableError, Tables


def main(arguments: list[str] | None = None) -> int:
    """Build, check and write; 0 when all is well."""
    parser = argparse.ArgumentParser(description="Build the figures of the package's foods.")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the public tables")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    given = parser.parse_args(arguments)
    foods = read_authored(DATA / "foods")
    try:
        figures = all_figures(Tables(given.shared), foods)
    except TableError as error:
        print(error)
        return 1
    wrong = problems(foods, dict(figures))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    if wrong:
        return 1
    return _write(rendered(figures), Counter(food.table for food in foods), check=given.check)


def _write(text: str, tables: Counter[str], *, check: bool) -> int:
    path = DATA / FIGURES
    same = path.exists() and path.read_text(encoding="utf-8") == text
    if check:
        print("the figures are those of the tables" if same else f"{path.name} is out of date")
        return 0 if same else 1
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {sum(tables.values())} foods ({dict(sorted(tables.items()))})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
