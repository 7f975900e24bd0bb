"""What every test of the house reads: the folder of the project and its parsed sources."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file of the package: its module name, its text and its tree."""

    module: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room this file belongs to; empty for the package's own `__init__`."""
        parts = self.module.split(".")
        return parts[1] if len(parts) > 1 else ""


def read_sources(folder: Path) -> list[Source]:
    """Parse every Python file below `folder`, which holds the package `gutline`."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text("utf-8")
        found.append(Source(module, path, text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    return read_sources(ROOT / "src")
