"""How fast other apps' files are read and kept: `python -m bench.importing`.

Two measurements, each in a process of its own so that its memory is its own: an Apple Health export
of a gigabyte, made here, straight from its zip; and a million entries into SQLite.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from gutline.diary.entries import Entry
from gutline.importers.reading import read_files
from gutline.importers.source import Head, ImportFile, ImportSettings, Read
from gutline.store.settings import configure

SEED = 20260301
_DAY = "2015-01-01"
_FIRST = date(2015, 1, 1)
_NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_MB = 1_000_000
# What a phone and a watch write in a day, roughly as their shares in an export are.
_QUANTITIES = (
    ("HeartRate", "count/min", 330), ("ActiveEnergyBurned", "kcal", 260),
    ("BasalEnergyBurned", "kcal", 150), ("DistanceWalkingRunning", "km", 90),
    ("StepCount", "count", 90), ("AppleStandTime", "min", 40), ("AppleExerciseTime", "min", 25),
    ("HeartRateVariabilitySDNN", "ms", 6), ("RestingHeartRate", "count/min", 1),
    ("DietaryFiber", "g", 4), ("DietaryWater", "mL", 5),
)  # fmt: skip
_STAGES = ("AsleepCore", "AsleepDeep", "AsleepREM", "Awake")
_DEVICE = (
    "&lt;&lt;HKDevice: 0x281e3c5f0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,2, software:9.1&gt;"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one measurement took."""

    what: str
    seconds: float
    megabytes: float

    def __str__(self) -> str:
        """Return it as a line."""
        return f"{self.what:<42} {self.seconds:7.1f} s CPU {self.megabytes:7.0f} MB"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, or do one measurement's work; return the process's exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--megabytes", type=int, default=1000, help="size of the export")
    options.add_argument("--entries", type=int, default=1_000_000, help="entries to be kept")
    options.add_argument("--work", help=argparse.SUPPRESS)
    options.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args(argv)
    if asked.work:
        _WORKS[asked.work](asked.path, asked.entries)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.zip"
        size = write_apple_export(export, asked.megabytes * _MB)
        read = _measured("read", export, 0)
        print(f"an export of {size / _MB:,.0f} MB, {export.stat().st_size / _MB:,.0f} MB packed")
        print(Measured("Apple Health, read from the zip", *read))
        kept = _measured("keep", Path(folder) / "home", asked.entries)
        print(Measured(f"{asked.entries:,} entries into SQLite", *kept))
    return 0


def write_apple_export(path: Path, size: int) -> int:
    """Write a made-up export of about so many bytes unpacked; return how many they are."""
    rng = random.Random(SEED)  # noqa: S311 - made-up figures
    day = "".join(_records(rng))
    written = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("apple_health_export/export.xml", "w", force_zip64=True) as stream,
    ):
        written += stream.write(
            b'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n'
            b' <ExportDate value="2060-01-01 09:00:00 +0100"/>\n'
        )
        for number in range(size // len(day) + 1):
            shown = str(_FIRST + timedelta(days=number))
            written += stream.write(day.replace(_DAY, shown).encode())
        written += stream.write(b"</HealthData>\n")
    return written


def _records(rng: random.Random) -> Iterator[str]:
    for kind, unit, count in _QUANTITIES:
        for second in sorted(rng.sample(range(86_000), count)):
            yield _record(
                "HKQuantityTypeIdentifier" + kind, second, 60, f"{rng.uniform(1, 150):.5g}", unit
            )
    for number in range(18):
        stage = "HKCategoryValueSleepAnalysis" + rng.choice(_STAGES)
        yield _record("HKCategoryTypeIdentifierSleepAnalysis", number * 1500, 1500, stage)
    for kind in ("Bloating", "LowerBackPain", "Fatigue"):
        level = "HKCategoryValueSeverity" + rng.choice(("NotPresent", "Mild", "Severe"))
        yield _record("HKCategoryTypeIdentifier" + kind, rng.randrange(80_000), 60, level)


def _record(kind: str, second: int, length: int, value: str, unit: str = "") -> str:
    start, end = (timedelta(seconds=s) for s in (second, second + length))
    times = " ".join(
        f'{name}="{_DAY} {str(at).zfill(8)} +0100"'
        for name, at in (("creationDate", end), ("startDate", start), ("endDate", end))
    )
    shown = f' unit="{unit}"' if unit else ""
    return (
        f' <Record type="{kind}" sourceName="Watch" sourceVersion="9.1" device="{_DEVICE}"{shown} '
        f'{times} value="{value}"/>\n'
    )


def _measured(work: str, path: Path, entries: int) -> tuple[float, float]:
    """Return CPU seconds and megabytes of a process that does some work."""
    command = [sys.executable, "-m", "bench.importing", "--work", work, "--path", str(path)]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--entries", str(entries)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def _told(start: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - start, used)


def _read(path: Path, _: int) -> None:
    start = time.process_time()
    settings = ImportSettings("Europe/Berlin")
    count = sum(1 for _ in read_files([ImportFile.at(path)], settings))
    print(f"{count:,} items")
    _told(start)


def _keep(path: Path, entries: int) -> None:
    configure(path)
    # Models can be imported only after Django knows its apps.
    from gutline.store.opening import open_store  # noqa: PLC0415
    from gutline.store.services.imports import import_files  # noqa: PLC0415
    from gutline.store.services.people import add_person  # noqa: PLC0415

    open_store(_NOW)
    person = add_person("Europe/Berlin", _NOW).key
    start = time.process_time()
    settings = ImportSettings("Europe/Berlin", today=_NOW.date())
    file = ImportFile("many", data=b"many")
    batch = import_files(person, [file], settings, _NOW, source=Many(entries))
    if batch.added != entries:
        raise RuntimeError(f"{batch.added:,} entries were kept, not {entries:,}")
    _told(start)


class Many:
    """A source that makes up as many entries as are wanted, so that only keeping is measured."""

    ID = "many"
    NAME = "Many"
    EXPERIMENTAL = False

    def __init__(self, entries: int) -> None:
        self._entries = entries

    def score(self, head: Head) -> float:
        """Return that nothing is recognised as this."""
        del head
        return 0.0

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        """Yield one entry a minute."""
        del file, settings
        zone = ZoneInfo("Europe/Berlin")
        start = datetime(2018, 1, 1, tzinfo=UTC)
        rng = random.Random(SEED)  # noqa: S311 - made-up ids
        for number in range(self._entries):
            at = (start + timedelta(minutes=3 * number)).astimezone(zone)
            ident = f"many:{rng.getrandbits(96):024x}"
            yield Entry(at, "symptom", "bloating", float(number % 11), "nrs", "", self.ID, ident)


_WORKS: dict[str, Callable[[Path, int], None]] = {"read": _read, "keep": _keep}

if __name__ == "__main__":
    sys.exit(main())
