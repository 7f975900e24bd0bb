"""A journal that is really served with a clock that a test sets: `python -m tests.web.clocked FILE ...`.

The file holds the time as ISO 8601; a test writes another one and days have passed.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path


def main(clock_file: str, *arguments: str) -> None:
    """Serve as `gutline` does, with the present read from a file."""
    from gutline.cli import clock, program
    from gutline.web import present

    def now() -> datetime:
        return datetime.fromisoformat(Path(clock_file).read_text("utf-8").strip())

    present._read = now
    clock.now = now
    program(list(arguments), prog_name="gutline")


if __name__ == "__main__":
    main(*sys.argv[1:])
