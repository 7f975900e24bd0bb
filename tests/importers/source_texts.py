"""What tests of single sources share: text in, what was read out, names as the app spells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from gutline.diary.entries import Entry
from gutline.importers.finding import source_named
from gutline.importers.source import (
    Answered,
    Head,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    head_of,
)

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "import_samples"
ZONE = "Europe/Berlin"
TODAY = date(2026, 7, 1)


@dataclass
class Got:
    """What one reading gave."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    answers: list[Answered] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.used]

    @property
    def doubts(self) -> list[str]:
        return [problem.reason for problem in self.problems if problem.used]

    def said(self) -> list[tuple[str, str, float | None, str]]:
        return [(e.kind, e.name, e.value, e.unit) for e in self.entries]

    def times(self) -> list[str]:
        return [e.at.isoformat() for e in self.entries]

    def one(self) -> Entry:
        assert len(self.entries) == 1, self
        return self.entries[0]


def got(
    source: str,
    text: str | bytes,
    name: str = "export.csv",
    *,
    zone: str = ZONE,
    decimal_comma: bool | None = None,
    beside: Iterable[ImportFile] = (),
) -> Got:
    """Read a text as one source."""
    data = text.encode() if isinstance(text, str) else text
    return got_of(source, ImportFile(name, data=data), zone, decimal_comma, beside)


def got_of(
    source: str,
    file: ImportFile,
    zone: str = ZONE,
    decimal_comma: bool | None = None,
    beside: Iterable[ImportFile] = (),
) -> Got:
    """Read a file as one source."""
    others: Mapping[str, ImportFile] = {other.name: other for other in beside}
    settings = ImportSettings(zone, decimal_comma, TODAY, others)
    found = Got()
    for read in source_named(source).read(file, settings):
        if isinstance(read, Problem):
            found.problems.append(read)
        elif isinstance(read, Answered):
            found.answers.append(read)
        elif isinstance(read, LeftOut):
            found.left_out[read.what] += read.count
        else:
            found.entries.append(read.entry if isinstance(read, Placed) else read)
    return found


def score(source: str, text: str, name: str = "export.csv") -> float:
    return source_named(source).score(Head(name, text.encode()))


def score_of(source: str, file: ImportFile) -> float:
    return source_named(source).score(head_of(file))


def sample(*parts: str) -> ImportFile:
    """A file of the collection of real and made exports, where that is at hand."""
    path = SAMPLES.joinpath(*parts)
    if not path.exists():
        pytest.skip("the collection of sample exports is not on this machine")
    return ImportFile.at(path)
