"""Prove the notebook promise: the engine imports and runs where only numpy and scipy are.

Run by `make notebook` with the Python of an environment that holds numpy, scipy and the wheel of
Gutline without its dependencies.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from pathlib import Path

PROMISED = ("stats", "catalog", "diary", "discovery", "simulator")
ABSENT = ("click", "rich", "vl_convert", "pyarrow", "pandas", "tzdata")
SEED = 20261122


def main() -> int:
    """Check the environment, import the rooms, and find something in a drawn diary."""
    installed = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()}
    if installed != {"gutline", "numpy", "scipy"}:
        print(f"this environment should hold gutline, numpy and scipy; it holds {installed}")
        return 1
    if present := [name for name in ABSENT if importlib.util.find_spec(name)]:
        print(f"these should not be importable here: {', '.join(present)}")
        return 1
    for room in PROMISED:
        importlib.import_module(f"gutline.{room}")
    return discover_something()


def discover_something() -> int:
    """Run the engine over a drawn diary and say what it found."""
    import numpy as np

    import gutline
    from gutline import simulator

    if "site-packages" not in Path(gutline.__file__).parts:
        print(f"this should be the installed wheel, not {gutline.__file__}")
        return 1
    rng = np.random.default_rng(SEED)
    person = simulator.draw_person("plain", days=60, rng=rng, foods=8, outcomes=1)
    findings = gutline.discover(person.diary)
    if not findings.findings:
        print("the engine said nothing about a diary of 60 days")
        return 1
    print(
        f"notebook promise kept: gutline {gutline.__version__} judged "
        f"{len(findings.findings)} exposures with numpy {np.__version__} and nothing but scipy"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
