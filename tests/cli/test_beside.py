"""Work beside gives the same result, errors and output as work done here."""

from __future__ import annotations

import os
import threading

import pytest

from gutline.cli import beside


def test_the_result_of_work_beside_is_that_of_the_work():
    assert beside.start(lambda: {"days": list(range(1000))})() == {"days": list(range(1000))}


def test_work_is_done_in_another_process_where_there_are_several_processors(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert beside.start(os.getpid)() != os.getpid()


@pytest.mark.parametrize("why", ["one processor", "threads"])
def test_work_is_done_here_where_a_second_process_does_not_help_or_is_not_safe(monkeypatch, why):
    monkeypatch.setattr(os, "cpu_count", lambda: 1 if why == "one processor" else 2)
    monkeypatch.setattr(threading, "active_count", lambda: 2 if why == "threads" else 1)
    assert beside.start(os.getpid)() == os.getpid()


def test_an_error_beside_is_the_error_here(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)

    def work() -> None:
        raise ValueError("no such diary")

    with pytest.raises(ValueError, match="no such diary"):
        beside.start(work)()


def test_what_cannot_be_sent_is_made_here(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert beside.start(lambda: lambda: 7)()() == 7


def test_a_result_larger_than_a_pipe_comes_whole(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert len(beside.start(lambda: b"x" * 5_000_000)()) == 5_000_000


def test_no_process_is_left_behind(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    waited = beside.start(os.getpid)
    child = waited()
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)
