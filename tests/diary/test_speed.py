"""Reading is fast and grows as the file does: ratios against the plain csv module, same run."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import datetime, timedelta

import pytest

from gutline.diary import format_csv, format_text, parse_csv, parse_text
from tests.effort import cpu_s

ROWS = 10_000


def table(rows: int) -> str:
    """Return a diary as people keep it: meals, ratings and nights."""
    start = datetime(2020, 1, 1)
    lines = ["time,kind,name,value,unit,note,source,id"]
    for n in range(rows):
        at = (start + timedelta(minutes=31 * n)).isoformat(" ", "minutes")
        lines.append(
            (
                f"{at},food,food {n % 97},{1 + n % 3},serving,,,",
                f"{at},symptom,back pain,{n % 11},nrs,,phone,",
                f'{at},drink,"tea, {n % 7}",{100 + n % 50},ml,,,{n}',
            )[n % 3]
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_reading_costs_a_small_multiple_of_the_csv_module(zone):
    text = table(ROWS)
    plain = cpu_s(lambda: list(csv.reader(io.StringIO(text))))
    ours = cpu_s(lambda: parse_csv(text, zone=zone))
    assert len(parse_csv(text, zone=zone).entries) == ROWS
    assert ours < 40 * plain


def test_reading_four_times_the_rows_takes_four_times_the_time():
    small, large = table(ROWS // 2), table(2 * ROWS)
    assert cpu_s(lambda: parse_csv(large)) < 9 * cpu_s(lambda: parse_csv(small))


def test_plain_text_grows_as_it_should():
    small, large = (format_text(parse_csv(table(rows))) for rows in (1_000, 4_000))
    assert cpu_s(lambda: parse_text(large)) < 9 * cpu_s(lambda: parse_text(small))


def test_unclosed_quotes_on_every_line_stay_cheap():
    def broken(rows: int) -> str:
        return "time,kind,name\n" + "".join(f'2026-03-01,food,"m{n}\n' for n in range(rows))

    small, large = broken(1_000), broken(4_000)
    assert cpu_s(lambda: parse_csv(large)) < 9 * cpu_s(lambda: parse_csv(small))


def test_memory_is_a_small_multiple_of_the_file():
    text = table(ROWS)
    tracemalloc.start()
    diary = parse_csv(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(diary.entries) == ROWS
    assert peak < 25 * len(text)
    assert len(format_csv(diary)) > ROWS
