"""`python -m bench.real --from PATH --out FILE`: a real person's year of diet as a diary file.

The source is subject A of David et al. 2014, Genome Biology 15:R89 (CC BY), as daily sums of
nutrients. What the diary can and cannot say is written in docs/real-diary.md.
"""

from __future__ import annotations

import argparse
import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.diary import Diary, Entry, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, str]

# The source numbers the days of the study; the dates are not given, so that this one is a guess.
START = date(2009, 1, 1)
# Column, name in the diary, grams in one unit of the source. Energy is left out: it is the sum of
# fat, protein and carbohydrate (and alcohol) and would only compete with them.
NUTRIENTS = (
    ("diet_fiber", "fibre", 1.0),
    ("diet_sugar", "sugar", 1.0),
    ("diet_carb", "carbohydrate", 1.0),
    ("diet_protein", "protein", 1.0),
    ("diet_fat", "fat", 1.0),
    ("diet_satfat", "saturated fat", 1.0),
    ("diet_cholesterol", "cholesterol", 0.001),
    ("diet_calcium", "calcium", 0.001),
    ("diet_sodium", "sodium", 0.001),
)
REPORTED = 10.0
SOURCE = "David et al. 2014, subject A"


class RealDiaryError(ValueError):
    """The source file is not the one this conversion knows."""


def convert(rows: Sequence[Row], start: date = START) -> Diary:
    """Return the diary of a year of daily diet.

    Diet stands at the stool sample of the day after, so each sum is moved back by one day. It is
    food in grams without a time of day, and a day that has it is complete for food. Diarrhoea is
    a symptom of 0, or 10 where it was reported, once for every sample: one point is then ten in a
    hundred more days. Each day abroad is an entry of travel.

    Raises
    ------
    RealDiaryError
        When a column is missing.
    """
    wanted = {"day", "travel", "diarrhea_reported", *(column for column, _, _ in NUTRIENTS)}
    missing = sorted(wanted - set(rows[0] if rows else ()))
    if missing:
        raise RealDiaryError(
            f"The file lacks the columns {', '.join(missing)}; take the daily diet of subject A."
        )
    entries = [entry for row in rows for entry in (*_diet(row, start), *_symptom(row, start))]
    return Diary(entries=(*entries, *_travel(rows, start)))


def _noon(row: Mapping[str, str], start: date, *, back: int = 0) -> datetime:
    day = start + timedelta(days=int(float(row["day"])) - back)
    return datetime.combine(day, time(12, tzinfo=UTC))


def _diet(row: Row, start: date) -> Iterator[Entry]:
    at = _noon(row, start, back=1)
    known = [(name, float(row[column]) * grams) for column, name, grams in NUTRIENTS if row[column]]
    for name, amount in known:
        yield Entry(at, "food", name, round(amount, 4), "g", source=SOURCE, day_only=True)
    if known:
        yield Entry(at, "complete", "food", source=SOURCE, day_only=True)


def _symptom(row: Row, start: date) -> Iterator[Entry]:
    value = REPORTED if row["diarrhea_reported"] == "1" else 0.0
    at = _noon(row, start)
    yield Entry(at, "symptom", "diarrhoea", value, "nrs", source=SOURCE, day_only=True)


def _travel(rows: Iterable[Row], start: date) -> Iterator[Entry]:
    """Yield every day from the first to the last one abroad, days without a sample included."""
    abroad = [_noon(row, start) for row in rows if row["travel"] == "1"]
    if abroad:
        for later in range((max(abroad) - min(abroad)).days + 1):
            at = min(abroad) + timedelta(days=later)
            yield Entry(at, "travel", "abroad", source=SOURCE, day_only=True)


def read_rows(path: Path) -> list[Row]:
    """Read the source file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(argv: Sequence[str] | None = None) -> int:
    """Convert a file and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m bench.real", description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    diary = convert(read_rows(options.source))
    write_csv(diary, options.out)
    print(f"{len(diary.entries)} entries on {len(diary.days)} days: {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
