"""Tags may stand in the diary, in a file beside it, or be given by a program."""

from __future__ import annotations

import pytest

from gutline.diary import DiaryError, parse_csv, parse_text
from gutline.diary.tagging import LARGEST_TAG_FILE, read_tag_line, tag_line

DIARY = "time,kind,name\n2026-03-01,food,milk\n2026-03-02,food,Rye bread\n"


def test_a_mapping_is_added_to_what_the_file_says():
    diary = parse_csv(
        "# tags: milk = dairy\n" + DIARY, tags={"Milk": ["lactose"], "rice": ["grain"]}
    )
    assert diary.tags == {"milk": ("dairy", "lactose"), "rice": ("grain",)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_beside_the_diary(tmp_path, delimiter, mark):
    path = tmp_path / "tags.csv"
    rows = ["Food,Tag,comment", "milk,dairy,x", "milk,lactose,", "rye bread,gluten,", ",,", "rice"]
    path.write_text(mark + "\n".join(rows).replace(",", delimiter) + "\n", encoding="utf-8")
    diary = parse_text("2026-03-01 ate milk, Rye bread", tags=path)
    assert diary.tags == {"Rye bread": ("gluten",), "milk": ("dairy", "lactose")}
    assert parse_text("2026-03-01 ate milk", tags=str(path)).tags["milk"] == ("dairy", "lactose")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "must be food,tag"),
        (b"name,label\nmilk,dairy\n", "must be food,tag"),
        (b"\xff\xfe", "cannot be read"),
        (b'food,tag\n"' + b"x" * 200_000 + b'",y\n', "cannot be read"),
        (b"food,tag\n" + b"x" * LARGEST_TAG_FILE, "too large"),
    ],
)
def test_a_file_that_holds_no_tags(tmp_path, data, reason):
    path = tmp_path / "tags.csv"
    path.write_bytes(data)
    with pytest.raises(DiaryError, match=r"tags\.csv") as error:
        parse_csv(DIARY, tags=path)
    assert reason in str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DiaryError, match="cannot be read as a file of tags"):
        parse_csv(DIARY, tags=tmp_path / "nothing.csv")


@pytest.mark.parametrize("sign", ["=", " =", ":"])
@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("milk", ("dairy",)),
        ("rye bread", ("gluten", "whole grain")),
        ("a = b: c", ("x, y", '"', "=", ":")),
        ("#1", ("|", ";")),
    ],
)
def test_a_line_of_tags_reads_back(sign, name, tags):
    assert read_tag_line(tag_line(name, tags, sign), sign.strip()) == (name, tags)


@pytest.mark.parametrize(
    "line", ["", "milk", "milk =", "= dairy", '"milk = dairy', '"a" b = c', "milk = ,"]
)
def test_a_line_that_is_none(line):
    with pytest.raises(DiaryError):
        read_tag_line(line, "=")


@pytest.mark.parametrize("line", ["# tags: milk = \x07", "# tags: " + "x" * 600 + " = y"])
def test_tags_no_name_may_have_are_refused(line):
    with pytest.raises(DiaryError):
        parse_csv(line + "\n" + DIARY)
