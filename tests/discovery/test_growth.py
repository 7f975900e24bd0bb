"""Work grows with the length of a diary, not with its square."""

from __future__ import annotations

import time

import pytest

from gutline.diary import Diary
from gutline.discovery import discover
from tests.discovery.diaries import Person, diary_of


def best_of(diary: Diary, rounds: int = 3) -> float:
    took = []
    for _ in range(rounds):
        start = time.process_time()
        discover(diary)
        took.append(time.process_time() - start)
    return min(took)


@pytest.mark.slow
def test_twice_the_days_take_about_twice_the_time():
    """2.2 is the aim that `make bench` measures; 3.2 is what a busy machine may add."""
    eats = {f"food {i:02d}": 0.1 + 0.02 * i for i in range(30)}
    short, long = (diary_of(Person(eats, {"food 20": (1.5, 8.0)}, days)) for days in (365, 730))
    discover(short)
    assert best_of(long) < 3.2 * best_of(short)
