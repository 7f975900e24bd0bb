"""One damaged file, read as a source's own, and what counts as a fault.

Whatever comes, a source may yield entries, problems and what is left out, or refuse the file in a
sentence. Anything else that it raises, an answer after ten seconds and an answer that says nothing
are faults.
"""

from __future__ import annotations

import functools
import json
import random
import re
import resource
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from gutline.importers.finding import source_named
from gutline.importers.names import NameTable
from gutline.importers.reading import Checked, Item, read_files
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
    Source,
    head_of,
)
from gutline.importers.sources import spreadsheet
from scripts.fuzzing.tables import TABLES, GuessedTable
from scripts.fuzzing.thinning import thinned

GOLDEN = Path(__file__).parents[2] / "tests" / "golden" / "importers"
BESIDE = {"expected.json", "inert.txt"}
SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 7, 1))
LONGEST_S = 10.0
LONGEST_MESSAGE = 800
"""Letters of a refusal."""
_VARIANTS = 16
_MOST_ADDRESS_SPACE = 4 << 30
MOST_KEPT = 20
"""Faults of a source whose inputs are kept."""


class FoundError(Exception):
    """A source did what none may do."""


@dataclass
class Tally:
    """What came of the inputs so far.

    Attributes
    ----------
    source : str
        The source's id.
    inputs, read, refused : int
        Inputs in all, those that gave at least one entry, and those that were refused.
    longest_s : float
        The longest wait for an answer, in seconds.
    megabytes : float
        Peak memory of this program.
    faults : dict of str to str
        The first input of each fault, as a file's name, by what was wrong.
    """

    source: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    longest_s: float = 0.0
    megabytes: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)

    def one(self, name: str, data: bytes) -> None:
        """Try one input, and go on whatever it does."""
        start = time.perf_counter()
        try:
            entries = try_one(self.source, name, data)
            self.read += entries > 0
            self.refused += entries < 0
        except FoundError as error:
            if str(error) not in self.faults and len(self.faults) < MOST_KEPT:
                self.faults[str(error)] = _kept(self.source, name, data, len(self.faults))
        self.inputs += 1
        self.longest_s = max(self.longest_s, time.perf_counter() - start)

    def write(self, path: Path) -> None:
        """Write the tally for the process that waits for it."""
        self.megabytes = peak_megabytes()
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def peak_megabytes() -> float:
    """Return the peak memory of this program alone.

    What `getrusage` tells begins with the memory of the program that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if peak:
            return int(peak[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Guarded:
    """A source whose surprises are kept; the reader of files would make refusals of them."""

    def __init__(self, source: Source) -> None:
        self.ID, self.NAME, self.EXPERIMENTAL = source.ID, source.NAME, source.EXPERIMENTAL
        self.surprise: Exception | None = None
        self._source = source

    def score(self, head: Head) -> float:
        """Return the source's own score."""
        return self._source.score(head)

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        """Yield what the source yields."""
        try:
            yield from self._source.read(file, settings)
        except ImporterError:
            raise
        except Exception as error:
            self.surprise = error
            raise


def source_of(ident: str) -> Source:
    """Return a source; for tables of one's own, that which guesses the mapping."""
    return GuessedTable() if ident == spreadsheet.ID else source_named(ident)


def seeds_of(ident: str) -> list[tuple[str, bytes]]:
    """Return names and contents of the whole files that are damaged for a source."""
    if ident == spreadsheet.ID:
        return list(TABLES)
    paths = sorted(path for path in (GOLDEN / ident).glob("*") if path.name not in BESIDE)
    return [(path.name, path.read_bytes()) for path in paths] or [("nothing.csv", b"a,b\n1,2\n")]


def variants_of(ident: str) -> list[tuple[str, bytes]]:
    """Return the whole files of a source, and smaller ones with a few of their parts."""
    rng, seeds = random_of(1), seeds_of(ident)
    # A workbook takes ten times as long as a text, so few of them are tried.
    smaller = [
        (name, thinned(data, rng))
        for name, data in seeds
        for _ in range(_VARIANTS if not name.startswith("sheet") else 1)
    ]
    return [*seeds, *smaller] if ident != spreadsheet.ID else smaller


def try_one(ident: str, name: str, data: bytes) -> int:
    """Read one input as a source's own; return the number of its entries, -1 when it was refused.

    Raises
    ------
    FoundError
        When the source fails, takes too long, or says what is no answer.
    """
    source = _Guarded(source_of(ident))
    start = time.monotonic()
    try:
        entries = _answer(source, ImportFile(name, data=data))
    except ImporterError as error:
        if source.surprise is not None:
            raise FoundError(_where(source.surprise)) from source.surprise
        _check_message(error)
        entries = -1
    except FoundError:
        raise
    except Exception as error:
        raise FoundError(_where(error)) from error
    if time.monotonic() - start > LONGEST_S:
        raise FoundError(f"took more than {LONGEST_S:.0f} s")
    return entries


def _answer(source: Source, file: ImportFile) -> int:
    score = source.score(head_of(file))
    if not 0 <= score <= 1:
        raise FoundError("an impossible score")
    names = _names()
    return sum(_check(item) for item in read_files([file], SETTINGS, names=names, source=source))


@functools.cache
def _names() -> NameTable:
    return NameTable()


def _check(item: Item) -> int:
    if isinstance(item, Checked):
        return 1
    if isinstance(item, Problem) and not (item.field and item.reason):
        raise FoundError(f"a problem without a field or a reason: {item.reason}")
    if isinstance(item, LeftOut) and item.count < 1:
        raise FoundError(f"nothing left out: {item.what}")
    return 0


def _check_message(error: ImporterError) -> None:
    message = str(error)
    if not 10 < len(message) < LONGEST_MESSAGE:
        raise FoundError(f"a refusal of {len(message)} letters, {_where(error)}")
    if not message.isprintable():
        raise FoundError(f"a refusal that cannot be shown, {_where(error)}")


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "gutline" in frame.filename] or list(frames)
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"


def _kept(ident: str, name: str, data: bytes, number: int) -> str:
    path = Path(f"fuzz-{ident}-{number}-{name}")
    try:
        path.write_bytes(data)
    except OSError:
        return "not kept"
    return path.name


def bound_memory() -> None:
    """Let no input take the whole machine's memory: this process ends where it takes too much."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESS_SPACE, _MOST_ADDRESS_SPACE))


def random_of(seed: int) -> random.Random:
    """Return random numbers to damage files with."""
    return random.Random(seed)  # noqa: S311
