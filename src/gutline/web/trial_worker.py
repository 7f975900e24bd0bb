"""The process that plans, draws and analyses: one request on standard input, one answer back.

Started by `gutline.web.trial_process` as `python -m gutline.web.trial_worker HOME`.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.store.settings import configure

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = 3
"""How the process ends when its last line says in plain words what was wrong."""
DATABASE_VARIABLE = "GUTLINE_DATABASE"


def main(arguments: Sequence[str]) -> int:
    """Answer the request on standard input; return how it ended.

    Parameters
    ----------
    arguments : sequence of str
        The folder of the person's things.
    """
    home = Path(arguments[0])
    request = json.loads(sys.stdin.read())
    try:
        configure(home, os.environ.get(DATABASE_VARIABLE))
        # Knows the store's queries, which can be loaded only now.
        answer = import_module("gutline.web.trial_work").done(home, request)
    except ValueError as error:
        # Every refusal of Gutline is one; its sentence is made to be read.
        sys.stderr.write(f"{error}\n")
        return REFUSED
    sys.stdout.write(json.dumps(answer, allow_nan=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
