"""What is known of the terminal: width, colours, letters, progress."""

from __future__ import annotations

import io
import sys

import pytest

from gutline.cli.screen import progress, screen


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def make() -> Terminal:
        # pytest puts its own streams back between the fixture and the test.
        stream = Terminal()
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return make


def test_a_terminal_has_colours(terminal):
    terminal()
    assert screen().colour


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_refused(terminal, monkeypatch, name, value):
    terminal()
    monkeypatch.setenv(name, value)
    assert not screen().colour


def test_a_pipe_has_no_colours(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not screen().colour


@pytest.mark.parametrize(("columns", "width"), [("40", 40), ("80", 80), ("300", 100)])
def test_the_width_is_the_terminals_up_to_what_can_be_read(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert screen().width == width


@pytest.mark.parametrize(
    ("encoding", "ascii_only"), [("utf-8", False), ("ascii", True), ("latin-1", True)]
)
def test_marks_need_their_letters(terminal, monkeypatch, encoding, ascii_only):
    terminal()
    monkeypatch.setattr(Terminal, "encoding", encoding)
    assert screen().ascii_only is ascii_only


def test_progress_is_for_terminals(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress("working") as tell:
        assert tell is None


def test_progress_is_shown_on_a_terminal(terminal):
    stream = terminal()
    with progress("working") as tell:
        assert tell is not None
        tell(0.5, "fitting [bold]back[/bold] pain")
    assert "fitting [bold]back[/bold] pain" in stream.getvalue()
