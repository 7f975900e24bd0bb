"""JSON from strangers: depth, size and numbers have bounds; long arrays are read item by item."""

from __future__ import annotations

import contextlib
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.importers import json_stream
from gutline.importers.errors import ImporterError
from gutline.importers.json_stream import json_items, read_json


def items(text: str | bytes, *path: str) -> list[object]:
    data = text.encode() if isinstance(text, str) else text
    return list(json_items(io.BytesIO(data), "x.json", *path))


def test_items_are_found_where_the_keys_lead():
    text = '{"version": 1, "skip": [[1, {"a": "]"}]], "data": {"rows": [1, "two", {"three": [3]}]}}'
    assert items(text, "data", "rows") == [1, "two", {"three": [3]}]
    assert items("[]") == []
    assert items(" [ 1 , 2 ] ") == [1, 2]


def test_a_document_without_the_keys_has_no_items():
    assert items('{"other": []}', "rows") == []
    assert items("[1]", "rows") == []
    assert items("{}", "rows") == []


def test_what_is_no_list_is_refused():
    with pytest.raises(ImporterError, match=r"x\.json has no list 'rows'"):
        items('{"rows": {}}', "rows")


def test_items_do_not_depend_on_how_they_arrive(monkeypatch):
    document = {"a": [{"n": 1234567, "t": "é" * 9}, 12.5, None, True, "x\\"], "b": 1}
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(json_stream, "_PIECE", size)
        assert items(json.dumps(document, ensure_ascii=False), "a") == document["a"]


def test_items_come_before_the_rest_was_read():
    stream = io.BytesIO(b"[" + b'{"a": 1},' * 100_000 + b"1]")
    reading = json_items(stream, "x.json")
    assert next(reading) == {"a": 1}
    assert stream.tell() < 200_000


@pytest.mark.parametrize(
    "text",
    ["[1, 2", "[1 2]", '[{"a": ', "[1,]", '["open', "nothing", "", '{"rows" 1}', '{"a": 1 "b"'],
)
def test_a_broken_document_is_refused(text: str):
    with pytest.raises(ImporterError, match=r"x\.json"):
        items(text, *(["rows"] if text.startswith("{") else []))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e400"])
def test_numbers_that_are_none_are_refused(number: str):
    with pytest.raises(ImporterError, match="number"):
        read_json(io.BytesIO(f'{{"a": {number}}}'.encode()), "x.json")
    with pytest.raises(ImporterError, match="number"):
        items(f"[{number}]")


def test_huge_whole_numbers_do_not_stay_whole():
    assert items("[12345678901234567890123]") == [1.2345678901234568e22]
    assert items("[9223372036854775807]") == [2**63 - 1]
    with pytest.raises(ImporterError):
        items("[" + "9" * 5000 + "]")


@pytest.mark.parametrize("depth", [61, 2_000, 100_000])
def test_deep_documents_are_refused(depth: int):
    text = "[" * depth + "]" * depth
    with pytest.raises(ImporterError, match="nested"):
        read_json(io.BytesIO(text.encode()), "x.json")
    with pytest.raises(ImporterError, match="nested"):
        items("[" + text + "]")


def test_a_document_or_item_that_is_too_large_is_refused(monkeypatch):
    with pytest.raises(ImporterError, match="larger than"):
        read_json(io.BytesIO(b"[1, 2, 3]"), "x.json", most_bytes=4)
    monkeypatch.setattr(json_stream, "LARGEST_ITEM", 100_000)
    with pytest.raises(ImporterError, match="too large"):
        items('["' + "x" * 500_000 + '"]')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_documents_in_every_unicode_form_are_read(encoding: str):
    assert items('["ü"]'.encode(encoding)) == ["ü"]
    assert read_json(io.BytesIO('["ü"]'.encode(encoding)), "x") == ["ü"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.lists(_VALUES, max_size=5), st.dictionaries(st.text(max_size=3), _VALUES, max_size=3))
def test_any_list_comes_back_item_by_item(wanted: list[object], beside: dict[str, object]):
    beside.pop("rows", None)
    document = {**beside, "rows": wanted}
    assert items(json.dumps(document), "rows") == wanted
    assert items(json.dumps(wanted)) == wanted


@settings(max_examples=60)
@given(st.text('[]{}",:1e-.\\u nulltrfase', max_size=60))
def test_any_text_is_items_or_refused(text: str):
    with contextlib.suppress(ImporterError):
        found = items(text)
        assert json.loads(text) == found
