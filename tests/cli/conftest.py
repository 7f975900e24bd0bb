"""A diary file, and the command line called in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import gutline
from gutline.cli import program
from tests.reports import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Run = "Callable[..., Result]"
HEADER = "time,kind,name,value,unit\n"


def csv_of(days: int) -> str:
    """A small diary: rye bread every third day, and two symptoms every evening."""
    rows = [HEADER]
    for number in range(days):
        day = date(2026, 1, 1) + timedelta(days=number)
        if number % 3 == 0:
            rows.append(f"{day}T08:00,food,rye bread,1,serving\n")
        rows.append(f"{day}T20:00,symptom,back pain,{number * 7 % 5},nrs\n")
        rows.append(f"{day}T20:00,symptom,Bloating,{number * 3 % 4},nrs\n")
    return "".join(rows)


@pytest.fixture
def diary_file(tmp_path: Path) -> Path:
    """A diary of forty days without a fault."""
    path = tmp_path / "me.csv"
    path.write_text(csv_of(40), encoding="utf-8")
    return path


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    """A diary with thirty rows that cannot be read, the first one on line 2."""
    bad = "".join(
        f"2026-01-{n % 28 + 1:02}T21:00,symptom,back pain,{n + 11},nrs\n" for n in range(30)
    )
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + bad + csv_of(40).removeprefix(HEADER), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for a diary that is not there yet, of somebody in Berlin."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(folder))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("GUTLINE_DATABASE", raising=False)
    yield folder
    from gutline.store.settings import configure

    configure(folder)
    from django.db import connections

    connections.close_all()


def said(result: Result) -> str:
    """The standard output of a call that went well, as one line."""
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def refused(result: Result, words: str) -> None:
    """Check that a call was refused in plain words."""
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert words in " ".join(result.stderr.split())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call the program in this process, without colours and in 80 columns."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(program, arguments, input=stdin, prog_name="gutline")

    return call


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """An engine that finds what the samples hold, at once, and notes how it was called."""
    calls: list[dict[str, object]] = []

    def discover(diary: object, **options: object) -> object:
        calls.append({"diary": diary, **options})
        return samples.findings()

    monkeypatch.setattr(gutline, "discover", discover, raising=False)
    return calls


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the program as a process of its own, in an empty folder."""

    def call(
        *arguments: str, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gutline.cli", *arguments],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            timeout=60,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )

    return call
