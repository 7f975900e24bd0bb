"""One thread inside the block, and every setting as it was afterwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gutline.stats import threads
from gutline.stats.threads import one_thread


class Library:
    """An OpenBLAS that remembers how many threads it was told to use."""

    def __init__(self, count):
        self.count = count
        self.told = []

    def get(self):
        return self.count

    def set(self, count):
        self.count = count
        self.told.append(count)


@pytest.fixture
def libraries(monkeypatch):
    two = [Library(8), Library(2)]
    monkeypatch.setattr(threads, "_switches", lambda: tuple((x.get, x.set) for x in two))
    return two


@pytest.fixture
def fresh():
    threads._switches.cache_clear()
    yield
    threads._switches.cache_clear()


def test_every_library_runs_one_thread_inside_and_its_own_number_after(libraries):
    with one_thread():
        assert [x.count for x in libraries] == [1, 1]
    assert [x.count for x in libraries] == [8, 2]


def test_the_number_comes_back_after_an_error(libraries):
    with pytest.raises(ZeroDivisionError), one_thread():
        raise ZeroDivisionError
    assert [x.count for x in libraries] == [8, 2]


def test_blocks_inside_blocks(libraries):
    with one_thread():
        with one_thread():
            assert libraries[0].count == 1
        assert libraries[0].count == 1
    assert libraries[0].told == [1, 1, 1, 8]


def test_where_libraries_cannot_be_seen_nothing_happens(monkeypatch, tmp_path, fresh):
    monkeypatch.setattr(threads, "_MAPS", tmp_path / "none")
    with one_thread():
        assert threads._switches() == ()


def test_a_line_that_is_no_library_is_passed_over(monkeypatch, tmp_path, fresh):
    maps = tmp_path / "maps"
    maps.write_text(f"00-ff r-xp 0 0:0 1 {tmp_path}/libopenblas.so\n", encoding="utf-8")
    monkeypatch.setattr(threads, "_MAPS", maps)
    assert threads._switches() == ()


def test_numpys_own_library_is_found_where_it_can_be(fresh):
    maps = Path("/proc/self/maps")
    if not maps.exists() or "openblas" not in maps.read_text(encoding="utf-8").lower():
        pytest.skip("this numpy does not use OpenBLAS, or its libraries cannot be seen")
    assert threads._switches()
    before = [get() for get, _ in threads._switches()]
    with one_thread():
        assert {get() for get, _ in threads._switches()} == {1}
        assert (np.ones((3, 3)) @ np.ones(3)).tolist() == [3.0, 3.0, 3.0]
    assert [get() for get, _ in threads._switches()] == before
