"""A meal added to a diary of any shape: nothing that was there is lost, nor anything that is new."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gutline
from gutline.cli import clock, diary_appending
from gutline.cli.diary_appending import append, target_at
from gutline.cli.refusal import RefusalError
from gutline.diary import DiaryError, Entry
from gutline.diary.quoting import quoted_if_needed

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
NOW = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
HEADER = "time,kind,name,value,unit\n"
ROW = "2026-02-01T08:00,food,rye bread,1,serving\n"
MEAL = (
    Entry(NOW, "food", "greek yoghurt", 250.0, "g", note="a large one"),
    Entry(NOW, "drink", "coffee", 2.0, "serving"),
)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setenv("TZ", "UTC")


def diary(folder: Path, text: str | bytes, name: str = "me.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def told(file: str) -> list[tuple[object, ...]]:
    return [(e.kind, e.name, e.value, e.unit) for e in gutline.read(file).entries]


OLD, NEW = ("food", "rye bread", 1.0, "serving"), [
    ("drink", "coffee", 2.0, "serving"), ("food", "greek yoghurt", 250.0, "g"),
]  # fmt: skip

SHAPES = {
    "as we write it": HEADER + ROW,
    "without a last line end": (HEADER + ROW).rstrip("\n"),
    "of Windows": (HEADER + ROW).replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + HEADER + ROW,
    "of a European spreadsheet": "sep=;\n" + (HEADER + ROW).replace(",", ";"),
    "with decimal commas": "time;kind;name;value;unit\n2026-02-01T08:00;food;rye bread;1,0;serving\n",
    "with tabs": (HEADER + ROW).replace(",", "\t"),
    "with everything in quotes": '"time","kind","name","value","unit"\n"2026-02-01T08:00","food","rye bread","1","serving"\n',
    "with columns in another order": "unit,name,value,kind,time\nserving,rye bread,1,food,2026-02-01T08:00\n",
    "with columns of its own": "mood,time,kind,name,value,unit,place\nok,2026-02-01T08:00,food,rye bread,1,serving,home\n",
    "with spaces around its columns": "time , kind , name , value , unit\n2026-02-01T08:00,food,rye bread,1,serving\n",
    "in capitals": (HEADER.upper() + ROW),
    "with comments and blank lines": "# mine\n\n# zone: UTC\n\n" + HEADER + "\n" + ROW + "\n\n",
    "with notes over two lines": "time,kind,name,value,unit,note\n"
    '2026-02-01T08:00,food,rye bread,1,serving,"two\nlines, and ""quotes"""\n',
    "with a row that cannot be read": HEADER + "yesterday,food,soup,1,serving\n" + ROW,
    "with a row that is cut": HEADER + ROW + "2026-02-01T09:00,fo",
    "with a quote left open": HEADER + ROW + '2026-02-01T09:00,food,"open',
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_diary_of_any_shape_takes_the_meal_and_keeps_what_it_had(tmp_path, shape):
    file = diary(tmp_path, SHAPES[shape])
    before, refused = Path(file).read_bytes(), gutline.read(file).refused
    append(file, MEAL, "UTC")
    assert Path(file).read_bytes().startswith(before)
    assert told(file) == [OLD, *NEW]
    assert gutline.read(file).refused == refused


@pytest.mark.parametrize("shape", SHAPES)
def test_a_second_meal_goes_where_the_first_one_went(tmp_path, shape):
    file = diary(tmp_path, SHAPES[shape])
    append(file, MEAL, "UTC")
    append(file, [Entry(NOW + timedelta(hours=1), "food", "apple")], "UTC")
    assert told(file) == [OLD, *NEW, ("food", "apple", None, "")]


@pytest.mark.parametrize("name", ["me.csv", "me.TSV", "ünï 飯.csv", "a b.csv", "-x.csv"])
def test_a_new_diary_may_have_any_name_that_ends_in_csv(tmp_path, name):
    file = str(tmp_path / name)
    append(file, MEAL, "Europe/Berlin")
    assert told(file) == NEW
    assert gutline.read(file).zone == "Europe/Berlin"
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("old", ["", "\n", "# zone: Europe/Paris\n", "\ufeff", "# only a comment"])
def test_a_diary_without_a_header_gets_one(tmp_path, old):
    file = diary(tmp_path, old)
    append(file, MEAL, "UTC")
    assert told(file) == NEW
    assert gutline.read(file).entries[1].note == "a large one"


@pytest.mark.parametrize(
    ("header", "row", "missing"),
    [
        ("time,kind,name\n", "2026-02-01T08:00,food,rye bread\n", "value"),
        ("time,kind,name,value\n", "2026-02-01T08:00,food,rye bread,1\n", "unit"),
        ("time,kind,name,amount,unit\n", "2026-02-01T08:00,food,rye bread,1,serving\n", "value"),
    ],
)
def test_an_amount_that_has_no_column_is_refused_and_not_lost(tmp_path, header, row, missing):
    file = diary(tmp_path, header + row)
    before = Path(file).read_bytes()
    with pytest.raises(RefusalError, match=f"no column '{missing}'.*amount of 'greek yoghurt'"):
        append(file, MEAL[:1], "UTC")
    assert Path(file).read_bytes() == before


def test_one_serving_needs_no_column(tmp_path):
    file = diary(tmp_path, "time,kind,name\n2026-02-01T08:00,food,rye bread\n")
    append(file, [Entry(NOW, "food", "apple", 1.0, "serving"), Entry(NOW, "food", "pear")], "UTC")
    assert [name for _, name, _, _ in told(file)] == ["rye bread", "apple", "pear"]


@pytest.mark.parametrize(
    "text",
    [
        (HEADER + ROW).encode("utf-16"),
        (HEADER + ROW.replace("rye", "ré")).encode("latin-1"),
        (HEADER + ROW).replace("\n", "\r").encode(),
        b"time,kind,name,name\n",
        b"a letter to a friend\n",
        b"\x00\x01\x02",
        b"PK\x03\x04",
    ],
)
def test_a_file_that_cannot_be_read_is_not_touched(tmp_path, text):
    file = diary(tmp_path, text)
    with pytest.raises((DiaryError, RefusalError)):
        append(file, MEAL, "UTC")
    assert Path(file).read_bytes() == text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("me.txt", "is no CSV diary"),
        ("me", "is no CSV diary"),
        (".csv", "is no CSV diary"),
        ("folder.csv", "is a folder"),
        ("none/me.csv", "There is no folder"),
    ],
)
def test_a_place_where_no_diary_can_be_is_refused(tmp_path, name, said):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(RefusalError, match=said):
        target_at(str(tmp_path / name))


def test_the_same_meal_twice_is_refused_once_it_is_there(tmp_path):
    file = diary(tmp_path, HEADER.strip() + ",note\n" + ROW.strip() + ",\n")
    append(file, MEAL, "UTC")
    before = Path(file).read_bytes()
    with pytest.raises(RefusalError, match=r"at this time already; say another time with --at"):
        append(file, MEAL, "UTC")
    with pytest.raises(RefusalError, match="at this time already"):
        append(file, [Entry(NOW + timedelta(1), "food", "pear")] * 2, "UTC")
    assert Path(file).read_bytes() == before


def test_a_diary_behind_a_link_is_added_to_where_it_is(tmp_path):
    (tmp_path / "real").mkdir()
    file = diary(tmp_path / "real", HEADER + ROW)
    (tmp_path / "link.csv").symlink_to(file)
    append(str(tmp_path / "link.csv"), MEAL, "UTC")
    assert (tmp_path / "link.csv").is_symlink()
    assert told(file) == [OLD, *NEW]


def test_rights_of_the_file_stay_what_they_were(tmp_path):
    file = diary(tmp_path, HEADER + ROW)
    Path(file).chmod(0o640)
    append(file, MEAL, "UTC")
    assert Path(file).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("broken", ["os.fsync", "tempfile.mkstemp", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_diary_as_it_was(tmp_path, monkeypatch, broken):
    file = diary(tmp_path, HEADER + ROW)

    def full(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(broken, full)
        with pytest.raises(DiaryError, match="No space left on device"):
            append(file, MEAL, "UTC")
    assert Path(file).read_text() == HEADER + ROW
    assert [p.name for p in tmp_path.iterdir()] == ["me.csv"]


def test_what_would_not_read_back_is_not_written(tmp_path, monkeypatch):
    file = diary(tmp_path, HEADER + ROW)
    monkeypatch.setattr(diary_appending, "_with_rows", lambda *_: HEADER.encode())
    with pytest.raises(
        RefusalError, match=r"cannot be added to as it is; gutline check .* says why"
    ):
        append(file, MEAL, "UTC")
    assert Path(file).read_text() == HEADER + ROW


def test_what_another_program_added_meanwhile_is_kept(tmp_path):
    file = diary(tmp_path, HEADER + ROW)
    looked = target_at(file)
    append(file, MEAL[:1], "UTC")
    append(looked.file, MEAL[1:], "UTC")
    assert told(file) == [OLD, *NEW]


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from gutline.cli.diary_appending import append
from gutline.diary import Entry
for number in range(6):
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
    append(sys.argv[1], [Entry(at, "food", f"food {sys.argv[2]} {number}")], "UTC")
"""


@pytest.mark.parametrize("begun", [True, False])
def test_meals_added_at_once_are_all_there(tmp_path, begun):
    file = diary(tmp_path, HEADER) if begun else str(tmp_path / "me.csv")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, file, who], stderr=subprocess.PIPE)
        for who in ("red", "green", "blue")
    ]
    errors = [writer.communicate(timeout=100)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], errors
    assert len(told(file)) == 18
    assert [p.name for p in tmp_path.iterdir()] == ["me.csv"]


names = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and text != "none")
)  # fmt: skip


@KEEP
@given(
    st.lists(names, min_size=1, max_size=4, unique_by=str.casefold), st.sampled_from(sorted(SHAPES))
)
def test_any_names_are_read_back_as_they_were_from_a_diary_of_any_shape(
    tmp_path_factory, given_names, shape
):
    folder = tmp_path_factory.mktemp("any")
    file = diary(folder, SHAPES[shape])
    entries = [
        Entry(NOW + timedelta(minutes=n), "food", name) for n, name in enumerate(given_names)
    ]
    try:
        append(file, entries, "UTC")
    except (DiaryError, RefusalError):
        assert Path(file).read_bytes() == SHAPES[shape].encode()
        return
    assert len(told(file)) == 1 + len(entries)
    assert told(file)[0] == OLD


@pytest.mark.parametrize(
    "name", ["=1+1", "+SUM(A1)", "@cmd", "-2", '"', "a,b", "a;b", "#x", "time", "sep=;"]
)
def test_a_name_a_spreadsheet_would_run_is_one_cell_and_the_name(tmp_path, name):
    file = diary(tmp_path, HEADER + ROW)
    append(file, [Entry(NOW, "food", name)], "UTC")
    assert told(file)[1][1] == name
    with Path(file).open(newline="", encoding="utf-8") as stream:
        assert [row[2] for row in csv.reader(stream)] == ["name", "rye bread", name]
    assert quoted_if_needed(name)


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("20 mg salt", 0.02, "g"),
        ("0.04 g salt", 0.04, "g"),
        ("0.5 g salt", 0.5, "g"),
        ("250 g salt", 250.0, "g"),
        ("12.34 g salt", 12.3, "g"),
    ],
)
def test_a_little_is_not_nothing(run, tmp_path, words, value, unit):
    result = run("eat", words, "--to", str(tmp_path / "me.csv"), "--at", "2026-03-01 08:00")
    assert result.exit_code == 0, result.output
    assert told(str(tmp_path / "me.csv")) == [("food", "salt", value, unit)]


def test_a_diary_whose_name_nobody_can_type_is_added_to_and_named_harmlessly(run, tmp_path):
    if sys.platform == "win32":
        pytest.skip("names are Unicode here")
    file = str(tmp_path / "caf\udce9.csv")
    result = run("eat", "an apple", "--to", file)
    assert result.exit_code == 0, result.output
    assert "1 entry was added to" in " ".join(result.stdout.split())
    assert Path(file).exists()
