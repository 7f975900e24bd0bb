"""Feed importers with damaged files: `python scripts/fuzz_importers.py [SOURCE...] [--runs N]`.

Nine tenths of the inputs are drawn by hypothesis from rules that know what such files are made of;
a tenth is atheris's (libFuzzer), which steers by the branches that were reached. Where it is
missing, all are drawn by hypothesis. Printed is a row a source: inputs, how many gave entries and
how many were refused, CPU, the longest wait for an answer, peak memory. The input of a fault is
written into the working folder, and the exit code is then 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.fuzzing.running import main

if __name__ == "__main__":
    sys.exit(main())
