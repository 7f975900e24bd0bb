"""Golden files: compared, or written anew by `make golden`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"


def compare_golden(path: Path, text: str) -> None:
    """Compare a text with a golden file; with GUTLINE_GOLDEN=write, write the file."""
    if os.environ.get("GUTLINE_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path} is missing; `make golden` writes it"
    assert text == path.read_text("utf-8"), f"{path} differs; `make golden` writes it anew"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with the golden file of a name."""

    def compare(name: str, text: str) -> None:
        compare_golden(GOLDEN / name, text)

    return compare
