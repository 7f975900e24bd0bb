"""What holds for every source, whoever wrote it: recognised, read as it goes, nothing dropped."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.importers.finding import load_sources, recognised, source_named
from gutline.importers.source import ImporterError, ImportFile
from tests.importers.reading_tools import (
    ASKS_FOR_A_MAPPING,
    GOLDEN,
    SETTINGS,
    files_of,
    fixtures,
    ids,
    items_of,
    sources,
    told,
    written,
)

SOURCES = sources()
FIXTURES = [path for ident in SOURCES for path in fixtures(ident)]
LINES = {".csv", ".txt", ".xml", ".tsv", ".html"}
LINED = [path for path in FIXTURES if path.suffix in LINES]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("ident", SOURCES)
def test_every_source_has_a_file_to_try(ident: str):
    assert fixtures(ident), f"put a small file of your own making into {GOLDEN / ident}"


def test_a_source_that_asks_for_a_mapping_recognises_nothing():
    for path in FIXTURES:
        for ident in ASKS_FOR_A_MAPPING:
            with pytest.raises(ImporterError, match="mapping"):
                items_of([ImportFile.at(path)], ident)


@pytest.mark.parametrize("path", FIXTURES, ids=_name)
def test_every_file_is_recognised_as_what_it_is(path: Path):
    assert recognised(ImportFile.at(path)).ID == path.parent.name


@pytest.mark.parametrize("ident", SOURCES)
def test_what_is_read_is_the_golden_file(ident: str):
    found = written(items_of(files_of(ident), ident))
    golden = GOLDEN / ident / "expected.json"
    if os.environ.get("GUTLINE_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert json.loads(found) == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("ident", SOURCES)
def test_a_second_reading_gives_the_same_ids_each_once(ident: str):
    first, second = (ids(items_of(files_of(ident), ident)) for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)
    assert first


@pytest.mark.parametrize("ident", SOURCES)
def test_entries_say_where_they_come_from(ident: str):
    if getattr(source_named(ident), "OWN_SOURCES", False):
        pytest.skip("Gutline's own files keep the sources their entries had")
    for entry in told(items_of(files_of(ident), ident))["entries"]:
        assert entry["source"] == ident
        assert entry["id"].startswith(f"{ident}:")


@pytest.mark.parametrize("ident", SOURCES)
def test_files_are_read_as_they_are_asked_for(ident: str):
    source, file = source_named(ident), _Watched(fixtures(ident)[0])
    reading = source.read(file, SETTINGS)
    assert isinstance(reading, Iterator)
    assert inspect.isgenerator(reading)
    assert not file.opened


class _Watched(ImportFile):
    """A file that knows whether it was opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name, path=path)
        self.opened = False

    def open(self):
        self.opened = True
        return super().open()


@pytest.mark.parametrize("path", LINED, ids=_name)
def test_no_line_is_dropped_without_a_word(path: Path):
    ident = path.parent.name
    inert = GOLDEN / ident / "inert.txt"
    passed_over = inert.read_text("utf-8").splitlines() if inert.exists() else []
    text = path.read_bytes().decode("utf-8-sig")
    lines = text.split("\n")
    whole = _outcome(ident, path, text)
    for number, line in enumerate(lines):
        if line.strip(" \r,;\t") and not any(mark in line for mark in passed_over):
            rest = "\n".join([*lines[:number], *lines[number + 1 :]])
            assert _outcome(ident, path, rest) != whole, f"line {number + 1} says nothing: {line}"


@pytest.mark.parametrize("path", [p for p in FIXTURES if p.suffix == ".json"], ids=_name)
def test_no_item_is_dropped_without_a_word(path: Path):
    ident = path.parent.name
    inert = GOLDEN / ident / "inert.txt"
    passed_over = inert.read_text("utf-8").splitlines() if inert.exists() else []
    document = json.loads(path.read_text("utf-8-sig"))
    whole = _outcome(ident, path, json.dumps(document))
    for items in _lists(document):
        for number, item in enumerate(tuple(items)):
            shown = json.dumps(item, ensure_ascii=False)
            if not any(mark in shown for mark in passed_over):
                del items[number]
                assert _outcome(ident, path, json.dumps(document)) != whole, shown[:300]
                items.insert(number, item)


def _lists(value: object) -> Iterator[list[object]]:
    """Every list in a document, those inside others too."""
    if isinstance(value, list):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _lists(one)


def _outcome(ident: str, path: Path, text: str) -> object:
    """What is read from a changed file beside the others; lines are not compared."""
    files = [
        ImportFile(path.name, data=text.encode()) if file.name == path.name else file
        for file in files_of(ident)
    ]
    try:
        found = told(items_of(files, ident))
    except ImporterError as error:
        return str(error)
    return {**found, "problems": [{**p, "line": 0} for p in found["problems"]]}


@pytest.mark.parametrize("path", [p for p in FIXTURES if p.suffix == ".csv"], ids=_name)
def test_a_longer_export_has_the_ids_of_a_shorter_one(path: Path):
    ident = path.parent.name
    lines = path.read_bytes().split(b"\n")
    shorter = b"\n".join(lines[: 1 + len(lines) * 2 // 3]) + b"\n"
    try:
        some = ids(items_of([ImportFile(path.name, data=shorter)], ident))
    except ImporterError:
        pytest.skip("too short to be one of its files")
    missing = set(some) - set(ids(items_of([ImportFile.at(path)], ident)))
    assert not missing


BROKEN = {
    "empty": b"",
    "picture": PICTURE,
    "zeros": bytes(4096),
    "half a zip": b"PK\x03\x04" + bytes(200),
    "deep": b"[" * 100_000,
    "open tag": b"<HealthData><Record ",
    "one quote": b'"' + b"a,b\n" * 5000,
    "utf-16": "\ufeffdate,time\n1,2\n".encode("utf-16"),
    "only a header": b"\xef\xbb\xbf\n",
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("ident", SOURCES)
def test_what_is_no_export_is_refused_or_reported(ident: str, what: str):
    _read_whatever(ident, BROKEN[what], "something.csv")


@pytest.mark.parametrize("path", FIXTURES, ids=_name)
def test_damaged_files_are_refused_or_reported(path: Path):
    data = path.read_bytes()
    crlf = data.replace(b"\n", b"\r\n", data.count(b"\n") // 2)
    for cut in (1, len(data) // 3, len(data) // 2, len(data) - 2):
        _read_whatever(path.parent.name, data[:cut], path.name)
    for damaged in (data.replace(b"0", b"\x00", 3), crlf, data.replace(b"e", b"\xe9"), data * 2):
        _read_whatever(path.parent.name, damaged, path.name)


@pytest.mark.parametrize("path", FIXTURES, ids=_name)
@settings(max_examples=25, deadline=10_000)
@given(data=st.data())
def test_any_damage_is_refused_or_reported(path: Path, data: st.DataObject):
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 12))
        whole[at : at + length] = data.draw(_PIECES)
    _read_whatever(path.parent.name, bytes(whole), path.name)


_PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b'"', b"\n", b",", b";", b"\x00", b"-1", b"1e999", b"NaN", b"9" * 400, b"{", b"[", b"</",
         b"&x;", b"=1+1", b"\xff\xfe", b"24:00", b"31/02/2026", b"2026-02-30", b"99999-01-01"]
    ),
)  # fmt: skip


def _read_whatever(ident: str, data: bytes, name: str) -> None:
    """Read what may be no export; only a refusal with a sentence may come of it."""
    said = f"{name} is read"
    try:
        items_of([ImportFile(name, data=data)], ident)
    except ImporterError as error:
        said = str(error)
    assert name in said
    assert len(said) < 600


def test_sources_are_found_by_their_folder():
    assert set(SOURCES) | ASKS_FOR_A_MAPPING == set(load_sources())
    assert {"apple_health", "gutline_json"} <= set(SOURCES)
