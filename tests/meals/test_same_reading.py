"""One line is read alike in every process, to the last digit of every score."""

from __future__ import annotations

import os
import subprocess
import sys

LINES = ("big red aguas fresca", "big red cerveza sin alcoho", "rye bread with butter and a thing")
CODE = """
import sys
from gutline.meals import read_meal
for line in sys.argv[1:]:
    for item in read_meal(line).items:
        print([(match.food.id, match.score) for match in item.matches])
"""


def said(seed: str) -> str:
    """What a process says of the lines whose sets of words have an order of their own."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, *LINES],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_a_line_is_read_alike_in_every_process():
    first = said("1")
    assert "agua_fresca" in first
    assert {said("2"), said("3")} == {first}
