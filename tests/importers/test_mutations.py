"""Sixty damaged copies of each source's own file: read, reported or refused, never a surprise."""

from __future__ import annotations

import random
import zlib

import pytest

from gutline.diary.entries import Entry
from gutline.importers.finding import source_named
from gutline.importers.source import (
    Answered,
    ImporterError,
    ImportFile,
    LeftOut,
    Placed,
    Problem,
    Read,
    head_of,
)
from scripts.fuzzing.damage import damaged
from tests.importers.reading_tools import SETTINGS, fixtures, sources

COPIES = 60
LONGEST_SEED = 30_000
"""Letters of a file that is damaged; of a longer one its beginning is."""


def _read(ident: str, file: ImportFile) -> list[Read]:
    """Read a file with nothing round the source that would hide what it raises."""
    source = source_named(ident)
    read: list[Read] = []
    refusal = f"{file.name} is read"
    try:
        assert 0.0 <= source.score(head_of(file)) <= 1.0
        read.extend(source.read(file, SETTINGS))
    except ImporterError as error:
        refusal = str(error)
    assert 10 < len(refusal) < 800
    return read


@pytest.mark.parametrize("ident", sources())
def test_damaged_copies_are_read_reported_or_refused(ident: str):
    rng = random.Random(zlib.crc32(ident.encode()))
    seeds = [(path.name, path.read_bytes()[:LONGEST_SEED]) for path in fixtures(ident)]
    outcomes = set()
    for number in range(COPIES):
        name, data = seeds[number % len(seeds)]
        read = _read(ident, ImportFile(name, data=damaged(data, rng)))
        outcomes |= {type(one) for one in read}
        for one in read:
            if isinstance(one, Problem):
                assert one.reason, (number, one)
                assert one.field, (number, one)
            elif isinstance(one, LeftOut):
                assert one.count > 0
            elif isinstance(one, Answered):
                assert one.questionnaire
            else:
                entry = one.entry if isinstance(one, Placed) else one
                assert entry.at.tzinfo is not None
    assert outcomes & {Entry, Placed}
    assert outcomes <= {Entry, Placed, Answered, Problem, LeftOut}
