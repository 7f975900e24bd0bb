"""XML from strangers: read piece by piece, and refused when it asks for more than itself."""

from __future__ import annotations

import io
from typing import Any

import pytest

from gutline.importers import xml_stream
from gutline.importers.errors import ImporterError
from gutline.importers.xml_stream import XmlStream, attributes


class Slowly(io.BytesIO):
    """Gives a few bytes at a time, however many are asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7)


def read(
    data: bytes | str, stream: type[io.BytesIO] = io.BytesIO
) -> list[tuple[str, dict[str, str]]]:
    """The elements of a document."""
    raw = data.encode() if isinstance(data, str) else data
    found: list[tuple[str, dict[str, str]]] = []
    made = XmlStream(
        stream(raw), "export.xml", lambda name, flat: found.append((name, dict(attributes(flat))))
    )
    for _ in made.pieces():
        pass
    return found


def test_elements_come_with_their_attributes():
    assert read('<a x="1" y="&lt;2&gt;"><b/>text<b z="ü"/></a>') == [
        ("a", {"x": "1", "y": "<2>"}), ("b", {}), ("b", {"z": "ü"}),
    ]  # fmt: skip


def test_it_does_not_matter_how_a_document_arrives():
    text = '<a x="1"><b y="ü"/><!-- c --><b/></a>'
    assert read(text, Slowly) == read(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_in_any_unicode_form_is_read(encoding):
    assert read('<a x="ü"/>'.encode(encoding)) == [("a", {"x": "ü"})]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a>",
        "<a></b>",
        "<a",
        "no xml",
        "<a/><b/>",
        '<a x="1" x="2"/>',
        "<a>&x;</a>",
        "<a>\0</a>",
    ],
)
def test_a_damaged_document_is_refused_with_its_place(text):
    with pytest.raises(ImporterError, match=r"export\.xml is not whole or no XML \(line \d+"):
        read(text)


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>', '<!DOCTYPE a [<!ENTITY % x "y">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "somewhere.txt">]>',
        '<!DOCTYPE a [ <!ELEMENT a ANY> <!ENTITY x "' + "y" * 100 + '"> ]>',
    ],
)  # fmt: skip
def test_a_document_that_declares_entities_is_refused(dtd):
    with pytest.raises(ImporterError, match="declares entities"):
        read(f"{dtd}<a>&x;</a>")


def test_a_plain_document_type_does_not_hinder():
    assert read('<!DOCTYPE a SYSTEM "somewhere.dtd"><a/>') == [("a", {})]
    assert read("<!DOCTYPE a [<!ELEMENT a (b)> nonsense ]><a/>") == [("a", {})]


def test_lines_are_counted_over_the_document_type_that_is_passed_over():
    lines: list[int] = []
    text = "<!DOCTYPE a [\n<!ELEMENT a ANY>\n]>\n<a>\n<b/></a>"
    made: Any = XmlStream(io.BytesIO(text.encode()), "e", lambda *_: lines.append(made.line))
    list(made.pieces())
    assert lines == [4, 5]


@pytest.mark.parametrize("text", ['<a x="{}"/>', "<a><!-- {} --></a>", "<!DOCTYPE a [ {}", "<{}/>"])
def test_a_part_without_bounds_is_refused(monkeypatch, text):
    monkeypatch.setattr(xml_stream, "LONGEST_PART", 1000)
    monkeypatch.setattr(xml_stream, "_PIECE", 64)
    with pytest.raises(ImporterError, match=r"too long|not whole"):
        read(text.format("y" * 5000))


def test_ends_are_told_only_while_somebody_asks():
    ended: list[str] = []
    started: list[str] = []

    def on_start(name: str, _: list[str]) -> None:
        started.append(name)
        made.on_end(ended.append if name in {"a", "b"} else None)

    made = XmlStream(io.BytesIO(b"<a><b/><c/></a>"), "e", on_start)
    list(made.pieces())
    assert started == ["a", "b", "c"]
    assert ended == ["b"]
