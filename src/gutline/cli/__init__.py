"""The command line: `gutline discover`, `gutline check`, `gutline demo`."""

from __future__ import annotations

import gc
import os
import sys

from gutline.cli.program import program

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

__all__ = ["main", "program"]


def main() -> None:
    """Run the command line of this process."""
    # Loading numpy and scipy makes objects that all live on: looking for dead ones among them
    # costs one twentieth of a command's time.
    gc.set_threshold(200_000)
    # The matrices are small: a second thread costs more than it brings. Numpy reads this once,
    # when it is first loaded.
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    program(prog_name="gutline")
