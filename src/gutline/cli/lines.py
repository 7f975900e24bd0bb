"""Lines of plain text that fit the screen, with marks every terminal can show."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gutline.cli.screen import Screen

LEAST_WIDTH = 40
_PLAIN = {"·": "-", "–": "-", "…": "...", "×": "x", "−": "-", "≥": ">="}


def wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return a text as lines that fit; words longer than a line are cut."""
    lines = textwrap.wrap(
        printable(text),
        max(width, LEAST_WIDTH),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )
    return lines or [indent.rstrip()]


def printable(text: str) -> str:
    """Return a text with a space for what a terminal would obey or cannot show."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\xa0" else " " for c in text)


def say(lines: Iterable[str], screen: Screen) -> None:
    """Print lines, the marks in ASCII where the terminal needs it."""
    for line in lines:
        text = line.rstrip()
        click.echo(in_ascii(text) if screen.ascii_only else text, color=screen.colour)


def in_ascii(text: str) -> str:
    """Return a text with our own marks in ASCII."""
    for mark, plain in _PLAIN.items():
        text = text.replace(mark, plain)
    return text


def bold(text: str, screen: Screen) -> str:
    """Return a text in bold where the terminal has it."""
    return click.style(text, bold=True) if screen.colour else text


def dim(text: str, screen: Screen) -> str:
    """Return a text dimmed where the terminal has it."""
    return click.style(text, dim=True) if screen.colour else text


def listed(words: Iterable[str]) -> str:
    """Return words with a dot between."""
    return " · ".join(words)


def amount(value: float) -> str:
    """Return a number with three figures, and no more than it needs."""
    if value and abs(value) < 0.001:
        return f"{value:.1g}"
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text if "e" not in text else f"{value:,.0f}"
