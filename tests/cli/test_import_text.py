"""What an import would bring and brought, as lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from gutline.cli.import_text import batch_line, preview_lines, undone_lines
from gutline.diary.entries import Entry
from gutline.importers.preview import Preview, Unmapped
from gutline.importers.source import Problem
from gutline.store.import_records import ImportBatch, ImportPreview, Undone
from gutline.store.records import Content, Record

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PREVIEW = Preview(
    entries=5, kinds={"food": 3, "symptom": 2}, first_day=date(2026, 1, 2),
    last_day=date(2026, 2, 3), problems=(), problem_count=0, doubts=(), doubt_count=0,
    left_out={}, unmapped=(), samples=(),
)  # fmt: skip
BATCH = ImportBatch(
    key="20260301-093000-made", sources=("made",), files=("a.csv", "b.csv"), made_at=NOW,
    added=1234, known=0, problems=0, doubts=0, kinds={}, left_out={},
    first_day=date(2026, 1, 2), last_day=date(2026, 2, 3),
)  # fmt: skip


def lines(known: int = 1, *, experimental: bool = False, **more: object) -> list[str]:
    shown = replace(PREVIEW, **more)
    return list(preview_lines(ImportPreview(shown, ("Made up",), experimental, known)))


def test_a_plain_preview_is_short():
    assert lines() == [
        "from     Made up, 2026-01-02 to 2026-02-03",
        "entries  5: 4 new, 1 here already",
        "                3  food",
        "                2  symptom",
    ]


def test_one_day_and_no_day_are_told_as_such():
    assert lines(last_day=date(2026, 1, 2))[0] == "from     Made up, 2026-01-02"
    assert lines(first_day=None, last_day=None)[0] == "from     Made up"


def test_a_format_from_descriptions_is_said_to_be_one():
    assert any("only from descriptions" in line for line in lines(experimental=True))
    assert not any("only from descriptions" in line for line in lines())


def test_problems_are_shown_with_their_line_and_the_rest_is_counted():
    problems = tuple(Problem(n, "value", "x\x1b", "not a number") for n in range(1, 13))
    shown = lines(problems=problems, problem_count=40)
    assert "not read       40  rows:" in shown
    assert "           line 1, value 'x\\\\x1b': not a number" in shown
    assert "           and 32 more" in shown
    assert sum("not a number" in line for line in shown) == 8


def test_a_problem_of_the_whole_file_has_no_line():
    shown = lines(doubts=(Problem(None, "time", "", "doubtful", used=True),), doubt_count=1)
    assert shown[-2:] == ["doubtful        1  row:", "           time: doubtful"]


def test_names_are_shown_with_what_they_may_be():
    shown = lines(
        unmapped=(
            Unmapped("made", "symptom", "bloted", 4, ("bloating", "gas")),
            Unmapped("made", "food", "xqzzy", 1, ()),
        )
    )
    assert shown[-2] == "own name        4  symptom 'bloted'; is it 'bloating' or 'gas'?"
    assert shown[-1] == "                1  food 'xqzzy'"


def test_long_lists_are_cut():
    many = tuple(Unmapped("made", "food", f"x{n}", 1, ()) for n in range(20))
    shown = lines(unmapped=many, left_out={f"rows {n}": n for n in range(20)})
    assert "         and 12 more names, kept as they are" in shown
    assert shown[-1] == "         and 12 more"


def test_an_import_is_one_line():
    assert batch_line(BATCH) == (
        "20260301-093000-made  1,234 entries  2026-01-02 to 2026-02-03  a.csv, b.csv"
    )
    assert "undone 2026-03-01" in batch_line(replace(BATCH, undone_at=NOW))
    assert batch_line(replace(BATCH, first_day=None)).count("  ") == 2


def test_what_was_kept_when_undoing_is_told():
    entry = Entry(NOW, "symptom", "bloating", 3.0, "nrs", id="made:1")
    record = Record(1, Content(entry, "UTC"), 1, NOW, NOW)
    told = list(undone_lines(Undone(BATCH, 1233, (record,) * 10)))
    assert told[0] == "1,233 entries of 20260301-093000-made were removed."
    assert told[1].startswith("10 that you have edited since were kept")
    assert told[2] == "  2026-03-01  symptom bloating"
    assert told[-1] == "  and 2 more"
    assert len(list(undone_lines(Undone(BATCH, 5, ())))) == 1


def test_answers_that_were_kept_when_undoing_are_told():
    told = list(undone_lines(Undone(BATCH, 0, (), ("phq2:2026-02-03",))))
    assert told[1] == "1 that you have edited since was kept (--edited-too removes it):"
    assert told[2:] == ["  2026-02-03  questionnaire phq2"]
    many = tuple(f"phq2:2026-02-{day:02}" for day in range(1, 12))
    assert list(undone_lines(Undone(BATCH, 0, (), many)))[-1] == "  and 3 more"
