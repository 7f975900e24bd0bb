"""ARCHITECTURE.md's table of rooms says what the code does."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Room:
    name: str
    floor: int
    here: bool
    may_import: frozenset[str]


def read_table(text: str) -> dict[str, Room]:
    """The room table: | `room` | floor | here or later | what lives there | may import |."""
    rooms = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[2] in {"here", "later"}:
            name = cells[0].strip("`")
            allowed = frozenset(re.findall(r"`(\w+)`", cells[4]))
            rooms[name] = Room(name, int(cells[1]), cells[2] == "here", allowed)
    return rooms


def outside(tree: ast.Module) -> set[str]:
    """The packages a file imports that are neither Python's own nor ours."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"gutline", "__future__"}


@pytest.fixture(scope="module")
def rooms(root: Path) -> dict[str, Room]:
    return read_table((root / "ARCHITECTURE.md").read_text("utf-8"))


def layers(root: Path) -> list[set[str]]:
    parser = configparser.ConfigParser()
    parser.read(root / ".importlinter", "utf-8")
    rows = parser["importlinter:contract:layers"]["layers"].strip().splitlines()
    return [set(re.findall(r"\w+", row)) for row in reversed(rows)]


def test_rooms_that_are_here_are_the_folders_of_the_package(root, rooms):
    folders = {
        p.name for p in (root / "src" / "gutline").iterdir() if p.is_dir() and p.name[0] != "_"
    }
    assert {r.name for r in rooms.values() if r.here} == folders


def test_the_table_has_the_floors_of_the_contract(root, rooms):
    floors = layers(root)
    assert {r.name for r in rooms.values()} == set().union(*floors)
    assert {n: r.floor for n, r in rooms.items()} == {
        name: number for number, floor in enumerate(floors, 1) for name in floor
    }


def test_the_drawing_has_the_floors_of_the_table(root, rooms):
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    drawn = {
        name: int(number)
        for number, row in re.findall(r"^floor (\d) +((?:\w+ \| )*\w+)", text, re.MULTILINE)
        for name in row.split(" | ")
    }
    assert drawn == {name: room.floor for name, room in rooms.items()}


def test_a_room_imports_only_what_the_table_allows(sources, rooms):
    found = {
        (s.module, name)
        for s in sources
        if s.room
        for name in outside(s.tree)
        if name not in rooms[s.room].may_import
    }
    assert found == set()


def test_the_package_itself_imports_nothing_from_outside(sources):
    assert [s.module for s in sources if not s.room and outside(s.tree)] == []


def test_a_forbidden_import_is_seen():
    tree = ast.parse("import os\nfrom gutline.diary import read\ndef f():\n    import pandas.api")
    assert outside(tree) == {"pandas"}


def test_the_table_is_read():
    row = "| `diary` | 2 | here | records | `numpy`, `pyarrow` |"
    assert read_table(row) == {"diary": Room("diary", 2, True, frozenset({"numpy", "pyarrow"}))}
