"""The program itself: help at once, commands found in their folder, no traceback."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import gutline
from gutline.cli import commands, program
from tests.effort import program_cpu_s

PROGRAM = import_module("gutline.cli.program")
short_help = PROGRAM.short_help
HEAVY = {
    "numpy",
    "scipy",
    "rich",
    "vl_convert",
    "gutline.stats",
    "gutline.diary",
    "gutline.reports.page",
}


FILES = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
COMMANDS = sorted(stem.replace("_", "-") for stem in FILES)


def loaded_by(code: str) -> set[str]:
    """Modules that a piece of code loads in a fresh process."""
    end = "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    text = subprocess.run(
        [sys.executable, "-c", code + end], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    return set(json.loads(text.splitlines()[-1]))


def test_every_module_in_the_folder_is_a_command(run):
    files = set(COMMANDS)
    assert set(program.list_commands(None)) == files  # type: ignore[arg-type]
    assert {"check", "coverage", "demo", "discover", "eat", "foods"} <= files
    text = run("--help").output
    for name in files:
        assert f"\n  {name} " in text


def _module(name):
    return import_module(f"{commands.__name__}.{name.replace('-', '_')}")


def _every(command: click.Command, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A command and all below it, as the words that call them."""
    below = command.commands if isinstance(command, click.Group) else {}
    found = [words]
    for name, one in below.items():
        found += _every(one, (*words, name))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_shows_the_marks_of_its_layout(run, name):
    for words in _every(_module(name).command, (name,)):
        shown = run(*words, "--help")
        assert shown.exit_code == 0
        assert not re.search(r"\\[bfn]|noqa", shown.output), words


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_shows_what_the_command_says_of_itself(name):
    assert short_help(name) == _module(name).command.short_help


def test_a_command_without_short_help_is_told(monkeypatch):
    with pytest.raises(FileNotFoundError):
        short_help("nothing")
    monkeypatch.setattr(PROGRAM, "_SHORT_HELP", re.compile("no such words"))
    with pytest.raises(LookupError, match="short_help"):
        short_help("check")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run, name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: gutline {name}" in result.output
    assert run(name, "-h").output == result.output


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv = ['gutline', '--help']\nfrom gutline.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass"
    assert not loaded_by(code) & HEAVY


def test_help_is_instant():
    # Half as much again as loading click alone; `make bench` has the seconds.
    told = program_cpu_s([sys.executable, "-m", "gutline.cli", "--help"])
    assert told < 4 * program_cpu_s([sys.executable, "-c", "import click"])


def test_threads_are_set_before_numpy_is_loaded():
    code = "import os, sys; os.environ.pop('OMP_NUM_THREADS', None); sys.argv = ['gutline', '-h']\n"
    code += "from gutline.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "assert os.environ['OMP_NUM_THREADS'] == '1'; assert 'numpy' not in sys.modules"
    assert "os" in loaded_by(code)


def test_a_persons_own_number_of_threads_is_kept():
    code = "import os, sys; os.environ['OMP_NUM_THREADS'] = '4'; sys.argv = ['gutline', '-h']\n"
    code += "from gutline.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "assert os.environ['OMP_NUM_THREADS'] == '4'"
    assert "os" in loaded_by(code)


def test_version(run, monkeypatch):
    monkeypatch.setitem(vars(gutline), "__version__", "1.2.3")
    result = run("--version")
    assert (result.exit_code, result.output) == (0, "gutline 1.2.3\n")


def test_without_a_command_help_is_shown(run):
    assert "Commands:" in run().output


@pytest.mark.parametrize(
    ("typed", "said"),
    [("discver", "did you mean discover?"), ("xyz", "there are")],
)
def test_a_wrong_command_gets_the_nearest(run, typed, said):
    result = run(typed)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_wrong_option_is_refused(run):
    result = run("discover", "--jsn", "x.csv")
    assert result.exit_code == 2
    assert "--json" in result.stderr


def test_a_fault_is_a_sentence(run, diary_file, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(gutline, "discover", broken, raising=False)
    result = run("discover", str(diary_file))
    assert result.exit_code == 1
    assert "something went wrong inside Gutline (ZeroDivisionError: by nought)" in result.stderr
    assert "Your diary was not changed." in result.stderr
    assert "Traceback" not in result.output


def test_the_traceback_can_be_asked_for(run, diary_file, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(gutline, "discover", broken, raising=False)
    result = run("--traceback", "discover", str(diary_file))
    assert isinstance(result.exception, ZeroDivisionError)


def test_an_error_of_the_system_is_a_sentence(run, diary_file, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "page.html")

    monkeypatch.setattr(gutline, "discover", full, raising=False)
    result = run("discover", str(diary_file))
    assert (result.exit_code, result.stderr) == (
        2,
        "gutline: 'page.html': No space left on device.\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes are closed otherwise there")
def test_a_reader_that_goes_away_is_no_error(diary_file):
    command = f"{sys.executable} -m gutline.cli check {diary_file} | true"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


def test_commands_load_nothing_heavy_at_their_top():
    for path in Path(commands.__path__[0]).glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.partition(".")[0] for name in names} & {"numpy", "scipy", "rich"}
