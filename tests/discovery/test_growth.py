"""Work grows with the length of a diary, not with its square."""

from __future__ import annotations

import pytest

from gutline.discovery import discover
from tests.discovery.diaries import Person, diary_of
from tests.effort import cpu_s


@pytest.mark.slow
def test_four_times_the_days_take_about_four_times_the_time():
    """`make bench` measures it; here nine times is allowed, and sixteen would be the square."""
    eats = {f"food {i:02d}": 0.1 + 0.02 * i for i in range(30)}
    short, long = (diary_of(Person(eats, {"food 20": (1.5, 8.0)}, days)) for days in (180, 720))
    discover(short)
    assert cpu_s(lambda: discover(long), rounds=2) < 9 * cpu_s(lambda: discover(short))
