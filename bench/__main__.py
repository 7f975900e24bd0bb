"""`python -m bench`: measure, print, and with --write put each part's tables into the docs."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.calibration import calibration_tables
from bench.drift import drift_tables
from bench.foods.__main__ import SHARED, food_tables, measure
from bench.gut_part import gut_part_tables
from bench.levels import level_tables
from bench.random_foods import random_food_tables
from bench.run import Judged, load_method, method_names, plan, run
from bench.shape_error import shape_errors, shape_tables
from bench.speed import speed_tables
from bench.summary import apart, by_scenario, comparison, reliability
from bench.trials.__main__ import trial_tables
from gutline.simulator import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCS = Path(__file__).parent.parent / "docs"
ENGINE = "gutline_engine"
PARTS = (
    "compare", "levels", "shapes", "foods", "gut-part", "trials", "drift", "speed", "random-foods",
    "calibration",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much is drawn: people of each kind and length, and how many of them slow peers judge.

    Attributes
    ----------
    repeats, trials : int
        Of other simulations: people or diaries, and trials a row.
    """

    lengths: tuple[int, ...]
    persons: int
    peer_persons: int
    repeats: int
    trials: int


FULL = Size(lengths=(45, 90, 180, 365), persons=16, peer_persons=3, repeats=200, trials=2500)
QUICK = Size(lengths=(90, 180), persons=2, peer_persons=1, repeats=24, trials=100)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench and return the process's exit code."""
    options = _parser().parse_args(argv)
    start = time.perf_counter()
    size = QUICK if options.quick else FULL
    size = Size(
        lengths=tuple(options.days or size.lengths),
        persons=options.persons or size.persons,
        peer_persons=size.peer_persons if options.peer_persons is None else options.peer_persons,
        repeats=size.repeats,
        trials=size.trials,
    )
    said = f"Version {newest_version(DOCS.parent)}, seed {options.seed}"
    pages = {part: page_of(part, DOCS) for part in options.parts} if options.write else {}
    for part in options.parts:
        people = f", {size.persons} persons of each kind and length" if part == "compare" else ""
        made = [f"{said}{people}.", "", *_measured(part, options, size)]
        _show(made)
        if part in pages:
            write_between_marks(pages[part], part, made)
    _show([f"The whole run took {(time.perf_counter() - start) / 60:.1f} minutes."])
    return 0


def _measured(part: str, options: argparse.Namespace, size: Size) -> list[str]:
    """Return the tables of one part."""
    seed, jobs = options.seed, options.jobs
    tables: dict[str, Callable[[], list[str]]] = {
        "compare": lambda: _compare(options, size),
        "levels": lambda: level_tables(seed, size.persons * 3, jobs),
        "shapes": lambda: shape_tables(shape_errors(seed)),
        "foods": lambda: _food_lines(SHARED),
        "gut-part": lambda: gut_part_tables(seed, size.repeats // 4),
        "trials": lambda: trial_tables(seed, size.trials, jobs),
        "drift": lambda: drift_tables(seed, size.repeats // 2, jobs),
        "speed": lambda: speed_tables(seed, quick=options.quick),
        "random-foods": lambda: random_food_tables(seed, size.repeats, options.data),
        "calibration": lambda: calibration_tables(seed, size.repeats),
    }
    return tables[part]()


def _compare(options: argparse.Namespace, size: Size) -> list[str]:
    methods = options.methods or list(method_names())
    tasks = plan(
        seed=options.seed,
        lengths=size.lengths,
        persons=size.persons,
        peer_persons=size.peer_persons,
        methods=methods,
        scenarios=options.scenarios or SCENARIOS,
    )
    judged: list[Judged] = []
    for done, one in enumerate(run(tasks, options.jobs), start=1):
        judged += one
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {len(tasks)} persons judged")
    lines = comparison(judged, [load_method(name) for name in methods])
    for method in [name for name in methods if name == ENGINE]:
        lines += ["### By kind of person", "", *by_scenario(judged, method)]
        lines += ["### Are the probabilities reliable", "", *reliability(judged, method)]
        lines += ["### Stress, sleep, movement and sitting", "", *apart(judged, method)]
    return lines


def _food_lines(shared: Path) -> list[str]:
    """Return the figures of reading meals; a sentence where the public logs are not there."""
    if not (shared / "data").is_dir():
        return ["### Reading meals", "", f"Not measured: there is no folder {shared.name!r}.", ""]
    return food_tables(measure(shared))


def newest_version(root: Path) -> str:
    """Return the version of the source that is measured: the newest heading of its changes."""
    found = re.search(r"(?m)^## (\d+\.\d+\.\d+)", (root / "CHANGELOG.md").read_text("utf-8"))
    return found[1] if found else "unknown"


def marks_of(part: str) -> tuple[str, str]:
    """Return the two lines of a page between which a part's tables stand."""
    return f"<!-- bench: {part} -->", f"<!-- bench: end of {part} -->"


def page_of(part: str, docs: Path) -> Path:
    """Return the page that holds a part's marks.

    Raises
    ------
    ValueError
        When no page does, or more than one.
    """
    begin, end = marks_of(part)
    pages = [
        page
        for page in sorted(docs.glob("*.md"))
        if begin in (text := page.read_text(encoding="utf-8")) and end in text
    ]
    if len(pages) != 1:
        names = ", ".join(page.name for page in pages) or "no page"
        raise ValueError(f"{names} in {docs} holds the marks {begin} and {end}; put them in one.")
    return pages[0]


def write_between_marks(page: Path, part: str, lines: Sequence[str]) -> None:
    """Replace what stands between the two marks of a part."""
    begin, end = marks_of(part)
    text = page.read_text(encoding="utf-8")
    before, after = text.split(begin)[0], text.split(end)[1]
    body = "\n".join(lines).strip()
    page.write_text(f"{before}{begin}\n\n{body}\n\n{end}{after}", encoding="utf-8")


def _show(lines: Sequence[str]) -> None:
    print("\n".join(lines), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few people, within two minutes")
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), help="fresh unless given"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/")
    parser.add_argument("--parts", type=_list, default=list(PARTS), help=",".join(PARTS))
    parser.add_argument("--methods", type=_list, help="names of files in bench/peers")
    parser.add_argument("--scenarios", type=_list, help="names of scenarios")
    parser.add_argument("--days", type=lambda text: [int(one) for one in text.split(",")])
    parser.add_argument("--persons", type=int, help="people of each kind and length")
    parser.add_argument("--peer-persons", type=int, help="how many of them the slow peers judge")
    parser.add_argument("--data", type=Path, default=None, help="folder of real series")
    return parser


def _list(text: str) -> list[str]:
    return text.split(",")


if __name__ == "__main__":
    raise SystemExit(main())
