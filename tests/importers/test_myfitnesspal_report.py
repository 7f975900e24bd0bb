"""The printable report as a page of HTML: its tables, headings and notes, however it is broken."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.importers.myfitnesspal_report import ReportRow, report_rows
from gutline.importers.source import ImporterError

DAY = '<h2 class="main-title-2" id="date">June 10, 2026</h2>'


def _rows(page: str | bytes) -> list[ReportRow]:
    data = page.encode() if isinstance(page, str) else page
    return list(report_rows(io.BytesIO(data), "diary.htm"))


def _table(rows: str, ident: str = "food") -> str:
    return f'{DAY}<table id="{ident}"><thead><tr><td>Foods</td></tr></thead><tbody>{rows}</tbody></table>'


def test_a_row_knows_its_day_its_meal_and_its_cells():
    (row,) = _rows(
        _table('<tr class="title"><td>Lunch</td></tr>\n<tr><td>Egg, 1</td><td>70</td></tr>')
    )
    assert row == ReportRow(2, "June 10, 2026", "food", "Lunch", ("Egg, 1", "70"))


def test_blanks_and_marks_of_html_are_undone():
    (row,) = _rows(_table("<tr><td>\n  Mac &amp;\n cheese&nbsp; &#233; </td></tr>"))
    assert row.cells == ("Mac & cheese é",)


def test_the_foot_of_a_table_is_a_total():
    (row,) = _rows(f'{DAY}<table id="food"><tfoot><tr><td>TOTAL:</td></tr></tfoot></table>')
    assert row.total


def test_a_new_table_has_no_meal_of_the_one_before():
    page = _table('<tr class="title"><td>Lunch</td></tr>') + _table("<tr><td>Egg</td></tr>")
    assert [row.title for row in _rows(page)] == [""]


def test_any_other_table_with_a_name_is_of_exercises_and_one_without_is_nothing():
    assert [row.section for row in _rows(_table("<tr><td>Walk</td></tr>", "excercise"))] == [
        "exercise"
    ]
    assert _rows("<table><tr><td>Menu</td></tr></table>") == []


def test_notes_stand_under_their_heading():
    (row,) = _rows(DAY + '<h4 class="notes">Food Notes</h4><p class="notes">Sore <b>again</b></p>')
    assert (row.section, row.title, row.cells) == ("note", "Food Notes", ("Sore again",))


def test_scripts_are_not_text_and_never_run():
    assert _rows(DAY + "<script>document.write('<p class=\"notes\">x</p>')</script>") == []


def test_a_page_is_read_in_pieces_of_any_length():
    filler = "<!-- " + "x" * 200_000 + " -->"
    assert len(_rows(filler + _table("<tr><td>Egg</td></tr>") + filler)) == 1


def test_a_tag_that_never_ends_is_refused_before_it_fills_the_memory():
    with pytest.raises(ImporterError, match=r"diary\.htm"):
        _rows("<td " + "a" * 3_000_000)


def test_a_cell_without_an_end_is_cut():
    (row,) = _rows(_table("<tr><td>" + "a" * 20_000 + "</td></tr>"))
    assert len(row.cells[0]) == 5_000


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page(data: bytes):
    assert isinstance(_rows(_table("<tr><td>Egg</td></tr>").encode() + data), list)


@given(st.lists(st.sampled_from(["<tr>", "</tr>", "<td>", "</td>", "<table id=food>", "</table>",
                                 "<tbody>", "<tfoot>", "<h2>", "</h2>", "<p class=notes>", "</p>",
                                 "Egg", "<h4>", "</h4>", "<thead>"]), max_size=40))  # fmt: skip
def test_tags_in_any_order_give_rows_with_something_in_them(tags: list[str]):
    assert all(row.cells for row in _rows("".join(tags)))


def test_a_declaration_that_is_none_is_refused_in_a_sentence():
    with pytest.raises(ImporterError, match="is damaged; save the report again"):
        list(report_rows(io.BytesIO(b"<table id='food'><![ &x;>"), "diary.htm"))
