"""The contracts of `.importlinter` hold, cover every room, and can fail."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LAYERS = "Rooms import downward only, and neighbours never"


def lint(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the real contracts over the package `gutline` in `folder`."""
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(command), "--config", str(root / ".importlinter"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def build(folder: Path, files: dict[str, str]) -> Path:
    """Write a small package called gutline; every folder gets an `__init__`."""
    for name, text in {"__init__.py": "", **files}.items():
        path = folder / "gutline" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for inner in (folder / "gutline").rglob("*/"):
        (inner / "__init__.py").touch()
    return folder


def broken(said: str) -> list[str]:
    """The names of the contracts that a run reports as broken."""
    return re.findall(r"^(.+) BROKEN", said, re.MULTILINE)


def test_the_house_keeps_its_contracts(root):
    done = lint(root, root / "src")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


CLEAN = {
    "stats/filter.py": "import numpy",
    "catalog/loader.py": "import tomllib",
    "diary/entry.py": "from gutline.catalog import loader",
    "discovery/engine.py": "from gutline.diary import entry\nfrom gutline.stats import filter",
    "reports/page.py": "from gutline.discovery import engine\nimport vl_convert",
    "cli/commands.py": "from gutline.reports import page\nimport click",
    "store/models.py": "import django",
    "store/queries.py": "from gutline.store import models",
    "web/views.py": "from gutline.store import queries",
}

# what is wrong -> (the files that do it, the contract that must say so)
WRONG = {
    "a stair upward": ({"stats/up.py": "from gutline.diary import entry"}, LAYERS),
    "a stair upward over two rooms": ({"diary/up.py": "import gutline.cli.commands"}, LAYERS),
    "a stair upward hidden in a function": (
        {"stats/up.py": "def f():\n    import gutline.diary.entry"},
        LAYERS,
    ),
    "neighbours": ({"catalog/side.py": "from gutline.stats import filter"}, LAYERS),
    "a room nobody declared": ({"attic/box.py": ""}, LAYERS),
    "a module nobody declared": ({"attic.py": ""}, LAYERS),
    "an engine room that plots": (
        {"discovery/plot.py": "import vl_convert"},
        "The engine rooms know no web, no database and no plotting",
    ),
    "an engine room that knows a database": (
        {"diary/rows.py": "import sqlite3"},
        "The engine rooms know no web, no database and no plotting",
    ),
    "a report that knows the web": (
        {"reports/push.py": "import django.http"},
        "Importers and reports know no web",
    ),
    "an importer that knows the web": (
        {"importers/fetch.py": "import requests"},
        "Importers and reports know no web",
    ),
    "a meal that loads numpy": (
        {"store/services/log.py": "from gutline.stats import filter"},
        "Logging a meal loads neither numpy nor scipy",
    ),
    "a query that loads scipy": (
        {"store/queries.py": "import scipy.linalg"},
        "Logging a meal loads neither numpy nor scipy",
    ),
    "a page that reads rows": (
        {"web/views.py": "from gutline.store.models import Row"},
        "Only the store knows its models",
    ),
    "a circle in a room": (
        {"stats/a.py": "import gutline.stats.b", "stats/b.py": "import gutline.stats.a"},
        "No circles inside a room",
    ),
}


def test_a_clean_house_is_kept(root, tmp_path):
    done = lint(root, build(tmp_path, CLEAN))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("wrong", WRONG)
def test_each_contract_can_fail(root, tmp_path, wrong):
    files, contract = WRONG[wrong]
    done = lint(root, build(tmp_path, {**CLEAN, **files}))
    assert done.returncode != 0
    if contract == LAYERS and "attic" in str(files):
        assert "attic" in done.stdout + done.stderr
    else:
        assert contract in broken(done.stdout), done.stdout + done.stderr


def test_every_contract_has_a_case_that_fails(root):
    names = {s["name"] for k, s in contracts(root).items() if "contract" in k}
    assert names == {contract for _, contract in WRONG.values()}


def contracts(root: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(root / ".importlinter", "utf-8")
    return parser


def declared_rooms(root: Path) -> set[str]:
    return set(re.findall(r"\((\w+)\)", contracts(root)["importlinter:contract:layers"]["layers"]))


def test_the_layers_cover_every_folder(root):
    package = root / "src" / "gutline"
    folders = {p.name for p in package.iterdir() if p.is_dir() and p.name != "__pycache__"}
    modules = {p.stem for p in package.glob("*.py")} - {"__init__"}
    assert folders | modules <= declared_rooms(root)


def test_every_folder_with_python_is_a_package_that_the_linter_sees(root):
    package = root / "src" / "gutline"
    folders = {p.parent for p in package.rglob("*.py")}
    assert [str(f) for f in folders if not (f / "__init__.py").exists()] == []


def test_the_engine_contract_names_every_engine_room(root):
    named = contracts(root)["importlinter:contract:engine"]["source_modules"].split()
    engine = {"stats", "catalog", "diary", "safety", "discovery", "trials", "routine", "simulator"}
    assert {n.removeprefix("gutline.") for n in named} == engine
