"""What the pages show is what the program prints, and the modules they name are those there are."""

from __future__ import annotations

import doctest
import re
import shlex

import pytest
from click.testing import CliRunner

from gutline.cli import program

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DIARY = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \|$", re.MULTILINE)
ROOMS = ("stats", "discovery")


@pytest.fixture(scope="module")
def quickstart(root) -> str:
    return (root / "docs" / "quickstart.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch, quickstart):
    """A folder with the diary the page tells one to write, before a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "me.txt").write_text(DIARY.findall(quickstart)[0], "utf-8")
    return tmp_path


def shown(text: str) -> dict[str, str]:
    """The commands of a page that are shown with what they print."""
    found = {}
    for block in CONSOLE.findall(text):
        command, _, output = block.partition("\n")
        if output.strip() and not output.startswith("$ "):
            found[command.removeprefix("$ ")] = output
    return found


def test_the_page_shows_what_the_commands_print(quickstart, folder):
    commands = shown(quickstart)
    assert list(commands) == ["gutline demo", "gutline check me.txt", "gutline discover me.txt"]
    for command, output in commands.items():
        done = CliRunner().invoke(program, shlex.split(command)[1:])
        printed = done.output.replace("\N{NO-BREAK SPACE}", " ")
        as_shown = doctest.OutputChecker().check_output(output, printed, doctest.ELLIPSIS)
        assert as_shown, f"$ {command}\n{printed}"


def test_output_that_is_not_shown_is_seen():
    checker = doctest.OutputChecker()
    assert not checker.check_output("milk +1.6\n...\n", "milk +1.5\nmore\n", doctest.ELLIPSIS)
    assert shown("```console\n$ gutline demo\n```\n```console\n$ a\n$ b\n```\n") == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_the_engine_has_its_row(room, root):
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    inside = text.partition("## Inside the engine")[2].partition("\n## ")[0]
    tables = dict(zip(ROOMS, re.split(r"^`discovery`", inside, flags=re.MULTILINE), strict=True))
    modules = {p.stem for p in (root / "src" / "gutline" / room).glob("*.py")} - {"__init__"}
    assert sorted(ROW.findall(tables[room])) == sorted(modules)
