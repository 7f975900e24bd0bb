"""The printable report of MyFitnessPal: a page of HTML, read piece by piece and never run."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import BinaryIO, Literal

from gutline.importers.errors import ImporterError

_PIECE = 1 << 16
LONGEST_TAG = 1_000_000
_LONGEST_CELL = 5_000
Section = Literal["food", "exercise", "note", ""]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report.

    Attributes
    ----------
    line : int
        Of the page.
    day : str
        The heading above it: "January 1, 2019".
    section : {"food", "exercise", "note", ""}
        Of what it is.
    title : str
        The meal or the sort of exercise.
    cells : tuple of str
        Its cells; of a note, its text.
    total : bool
        Whether it is a line of totals.
    """

    line: int
    day: str
    section: Section
    title: str
    cells: tuple[str, ...]
    total: bool = False


def report_rows(stream: BinaryIO, name: str) -> Iterator[ReportRow]:
    """Yield the rows of a report in the order of the page.

    Raises
    ------
    ImporterError
        When a tag has no end, or a declaration is none.
    """
    page = _Page()
    # A letter may lie across two pieces.
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    while piece := stream.read(_PIECE):
        _feed(page, decoder.decode(piece), name)
        yield from page.taken()
        if len(page.rawdata) > LONGEST_TAG:
            raise ImporterError(f"{name} holds a tag without an end; save the report again")
    page.close()
    yield from page.taken()


def _feed(page: HTMLParser, text: str, name: str) -> None:
    try:
        page.feed(text)
    except AssertionError:  # so Python's parser says that "<![" is followed by no name
        raise ImporterError(f"{name} is damaged; save the report again") from None


@dataclass
class _State:
    """Where on the page the parser is."""

    day: str = ""
    section: Section = ""
    title: str = ""
    cells: list[str] = field(default_factory=list)
    is_title: bool = False
    is_foot: bool = False
    is_head: bool = False


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._state = _State()
        self._text: list[str] | None = None
        self._rows: list[ReportRow] = []

    def taken(self) -> list[ReportRow]:
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        state, named = self._state, dict(attrs)
        classes = (named.get("class") or "").split()
        if tag in {"h2", "h4", "td", "th"} or (tag == "p" and "notes" in classes):
            self._text = []
        elif tag == "table":
            ident = (named.get("id") or "").casefold()
            state.section = "food" if ident == "food" else "exercise" if ident else ""
            state.title = ""
        elif tag == "tr":
            state.cells, state.is_title = [], "title" in classes
        elif tag in {"thead", "tfoot", "tbody"}:
            state.is_head, state.is_foot = tag == "thead", tag == "tfoot"

    def handle_endtag(self, tag: str) -> None:
        state = self._state
        text = " ".join("".join(self._text or ()).split())[:_LONGEST_CELL]
        if tag in {"h2", "h4", "td", "th", "p"}:
            was_open, self._text = self._text is not None, None
            if tag == "h2" and text:
                state.day = text
            elif tag == "h4":
                state.title = text
            elif tag == "p" and was_open and text:
                self._add("note", (text,))
            elif tag in {"td", "th"}:
                state.cells.append(text)
        elif tag == "tr" and state.cells and not state.is_head:
            if state.is_title:
                state.title = state.cells[0]
            elif state.section:
                self._add(state.section, tuple(state.cells), total=state.is_foot)
        elif tag == "table":
            state.section = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _add(self, section: Section, cells: tuple[str, ...], *, total: bool = False) -> None:
        line = self.getpos()[0]
        row = ReportRow(line, self._state.day, section, self._state.title, cells, total)
        self._rows.append(row)
