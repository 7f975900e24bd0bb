"""All sources, one after the other, each engine in a process of its own, and the table of it."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from gutline.importers.finding import load_sources

ROOT = Path(__file__).parents[2]
MOST_MB = 512
PATIENCE_S = 300.0
"""How long nothing may come of an engine: its inputs are watched, but not inside C code."""
_HEADER = (
    "| source | inputs | with entries | refused | seconds of CPU | longest answer | memory |\n"
    "|---|---:|---:|---:|---:|---:|---:|\n"
)


@dataclass
class Ran:
    """What came of one source, both engines together.

    Attributes
    ----------
    cpu_s, megabytes : float
        Seconds of CPU of both together, and the peak memory of the larger.
    """

    source: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    longest_s: float = 0.0
    cpu_s: float = 0.0
    megabytes: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """Return it as a row of the table."""
        return (
            f"| {self.source} | {self.inputs:,} | {self.read:,} | {self.refused:,} | "
            f"{self.cpu_s:.0f} | {self.longest_s:.2f} s | {self.megabytes:.0f} MB |"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz the sources that were asked for; return the process's exit code."""
    options = argparse.ArgumentParser(description="Feed importers with damaged files.")
    options.add_argument("sources", nargs="*", help="ids of sources; by default all")
    options.add_argument("--runs", type=int, default=100_000, help="inputs for each source")
    asked = options.parse_args(argv)
    print(_HEADER, end="", flush=True)
    failed = []
    for ident in asked.sources or load_sources():
        ran = run(ident, asked.runs)
        print(ran.row(), flush=True)
        for what, kept in ran.faults.items():
            print(f"    fault: {what}; the input is in {kept}", flush=True)
        if ran.faults:
            failed.append(ident)
    print(f"\nfaults in {', '.join(failed)}" if failed else "\nno faults")
    return int(bool(failed))


def run(ident: str, runs: int) -> Ran:
    """Try a source; a tenth of the inputs is steered by atheris where it is installed."""
    guided = runs // 10 if importlib.util.find_spec("atheris") is not None else 0
    ran = Ran(ident)
    for engine, share in (("drawn", runs - guided), ("guided", guided)):
        if share:
            with TemporaryDirectory(prefix="gutline-fuzz-") as folder:
                _run_engine(engine, share, Path(folder), ran)
    if ran.megabytes > MOST_MB:
        ran.faults[f"took {ran.megabytes:.0f} MB"] = "none"
    return ran


def _run_engine(engine: str, runs: int, folder: Path, ran: Ran) -> None:
    tally, log = folder / "tally.json", folder / "log.txt"
    command = [
        sys.executable, "-m", f"scripts.fuzzing.{engine}", ran.source, str(runs), str(tally),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder),
                   "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")}  # fmt: skip
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        used = _waited(process, tally)
    ran.cpu_s += used.ru_utime + used.ru_stime
    done = json.loads(tally.read_text(encoding="utf-8")) if tally.exists() else {}
    _add(ran, done)
    if done.get("inputs", 0) < runs:
        last = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        ran.faults[f"{engine} ended after {done.get('inputs', 0):,} inputs:\n{last}"] = "none"


def _waited(process: subprocess.Popen[bytes], tally: Path) -> resource.struct_rusage:
    """Wait for an engine, or end it when nothing comes of it any more; return what it used."""
    begun = time.time()
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used
        last = tally.stat().st_mtime if tally.exists() else begun
        if time.time() - last > PATIENCE_S:
            process.kill()
        time.sleep(0.05)


def _add(ran: Ran, done: dict[str, object]) -> None:
    for name in ("inputs", "read", "refused"):
        setattr(ran, name, getattr(ran, name) + int(str(done.get(name, 0))))
    for name in ("longest_s", "megabytes"):
        setattr(ran, name, max(getattr(ran, name), float(str(done.get(name, 0.0)))))
    found = done.get("faults")
    ran.faults.update(found if isinstance(found, dict) else {})
