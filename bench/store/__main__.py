"""`python -m bench.store`: fill a database with a million entries and measure it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from gutline.store.settings import configure

LIMIT_MS = 100.0
LIMIT_LOG_MS = 50.0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 when a question takes longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m bench.store", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two people and a year")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="a PostgreSQL URL; by default SQLite")
    parser.add_argument("--home", type=Path, help="keep the database in this folder")
    parser.add_argument("--indexes", action="store_true", help="compare with other indexes")
    options = parser.parse_args(argv)
    if options.home is not None:
        return _measure(options, options.home)
    with tempfile.TemporaryDirectory() as folder:
        return _measure(options, Path(folder) / "home")


def _measure(options: argparse.Namespace, home: Path) -> int:
    configure(home, options.database)
    # Django must know where the tables are before they are loaded.
    from bench.store import filling, measuring  # noqa: PLC0415
    from gutline.store import queries  # noqa: PLC0415
    from gutline.store.opening import open_store  # noqa: PLC0415

    size = filling.SMALL if options.quick else filling.MILLION
    open_store(datetime(2016, 1, 1, tzinfo=UTC))
    people = [person.key for person in queries.people()]
    if not people:
        start = time.perf_counter()
        people = filling.fill(size, options.seed)
        print(f"{size.entries:,} entries drawn in {time.perf_counter() - start:.0f} s")
    answers = measuring.ask_all(people, size)
    print("| question | entries | first | median |\n|---|---|---|---|")
    for one in answers:
        print(f"| {one.what} | {one.rows:,} | {one.first_ms:.1f} ms | {one.median_ms:.1f} ms |")
    taken = measuring.logging_ms(people[0], 1000, datetime(2025, 12, 28, 9, tzinfo=UTC))
    print(
        f"\nkeeping an entry: median {taken[500]:.1f} ms, p99 {taken[990]:.1f} ms, "
        f"longest {taken[-1]:.1f} ms"
    )
    if options.indexes:
        _compare(people, size)
    slow = [one for one in answers if one.median_ms > LIMIT_MS]
    return int(bool(slow) or taken[990] > LIMIT_LOG_MS)


def _compare(people: Sequence[int], size: object) -> None:
    from bench.store import measuring  # noqa: PLC0415
    from bench.store.filling import Size  # noqa: PLC0415

    assert isinstance(size, Size)  # noqa: S101 - for the type checker
    print("\n| index | " + " | ".join(measuring.questions(people, size)) + " |")
    for name, columns in measuring.INDEXES.items():
        measuring.use_index(columns)
        found = measuring.ask_all(people, size)
        print(f"| {name} | " + " | ".join(f"{one.median_ms:.1f} ms" for one in found) + " |")


if __name__ == "__main__":
    sys.exit(main())
