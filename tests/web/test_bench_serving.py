"""The measuring of starts and of logging: it measures what it says."""

from __future__ import annotations

import pytest

from bench import serving


def test_a_fixed_piece_of_work_takes_some_time_and_not_much():
    assert 0.01 < serving.fixed_work() < 10.0


@pytest.mark.slow
def test_a_start_entries_and_sizes_are_measured_on_a_real_journal(tmp_path):
    home = tmp_path / "home"
    first = serving.one_start(home)
    assert 0.0 < first.cpu_s < 20.0
    assert first.wall_s > 0.0
    with serving.running(home) as journal:
        page = journal.enter()
        assert b"Three questions" in page
        journal.ask("/demo/load/", again="1")
        size, loaded = serving.page_sizes(journal)
        assert 5_000 < size <= serving.LIMIT_PAGE_BYTES
        assert size // 4 < loaded <= serving.LIMIT_FIRST_LOAD_BYTES
        taken = serving.logging_ms(journal, rate=50.0, seconds=0.4)
        assert len(taken) == 20
        assert taken == sorted(taken)
        assert journal.ask("/day/2026-01-05/")[1].count(b"<b>back pain</b>") >= 20


def test_an_entry_that_is_refused_stops_the_measuring():
    class Refusing:
        def ask(self, path, **form):
            return 422, b""

    with pytest.raises(RuntimeError, match="answered with 422"):
        serving.logging_ms(Refusing(), rate=50.0, seconds=0.1)
