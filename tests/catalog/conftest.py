"""Files of the catalog, written for one test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def toml_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file that holds a text."""

    def write(text: str, name: str = "rule.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write
