"""The background run itself: a process of its own that works out one person's findings.

Started by `gutline.web.findings_run` as `python -m gutline.web.findings_worker HOME PERSON TARGET`.
It changes no row; its only trace is one private file.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.meals.private_files import write_private
from gutline.store.settings import configure

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = 3
"""How the process ends when something was wrong that its last line says in plain words."""
DATABASE_VARIABLE = "GUTLINE_DATABASE"
NICENESS = 19


def main(arguments: Sequence[str]) -> int:
    """Work out one person's findings and write them; return how it ended.

    Parameters
    ----------
    arguments : sequence of str
        The folder of the person's things, the person's number, and the file to be written.
    """
    home, person, target = arguments
    _step_aside()
    try:
        configure(Path(home), os.environ.get(DATABASE_VARIABLE))
        # Knows the store's queries, which can be loaded only now.
        work = import_module("gutline.web.findings_work")
        write_private(Path(target), work.worked_out(Path(home), int(person)))
    except ValueError as error:
        # Every refusal of Gutline is one; its sentence is made to be read.
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return 0


def _step_aside() -> None:
    """Let everything else on this computer go first: logging must never wait for this."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
