"""Files: the format is told by ending or start; writing leaves the old file or the new one."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from gutline.diary import (
    DiaryError,
    format_csv,
    format_text,
    parse_csv,
    read,
    write_csv,
    write_text,
)

CSV = "# zone: Europe/Berlin\ntime,kind,name\n2026-03-01 08:00,food,K\u00e4se\n"
TEXT = "# mine\nzone Europe/Berlin\n2026-03-01 08:00 ate K\u00e4se\n"
DIARY = parse_csv(CSV)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("me.csv", CSV), ("me.CSV", CSV), ("me.tsv", CSV.replace(",", "\t")), ("me.txt", TEXT),
        ("me.md", TEXT), ("me", CSV), ("me", TEXT), ("me.dat", CSV.replace(",", ";")),
        ("me.dat", "\ufeff" + CSV), ("me.dat", "sep=,\n" + CSV),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_ending_or_its_start(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read(path) == DIARY
    assert read(str(path)) == DIARY


@pytest.mark.parametrize("text", [CSV, TEXT])
def test_a_stream_is_read_by_its_start(text):
    assert read(io.StringIO(text)) == DIARY
    assert read(io.BytesIO(text.encode())) == DIARY


def test_a_stream_that_gives_little_at_a_time():
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(30 if size else size)

    assert read(Slow(CSV.encode())) == DIARY


def test_arguments_reach_the_reader(tmp_path):
    path = tmp_path / "me.csv"
    path.write_text("time,kind,name\n2026-03-01 08:00,food,milk\nx,food,milk\n")
    diary = read(path, zone="Asia/Tokyo", tags={"milk": ["dairy"]})
    assert (diary.zone, diary.tags, diary.refused) == ("Asia/Tokyo", {"milk": ("dairy",)}, 1)
    with pytest.raises(DiaryError, match="line 3"):
        read(path, strict=True)


@pytest.mark.parametrize(("write", "text"), [(write_csv, format_csv), (write_text, format_text)])
def test_writing_to_paths_and_streams(tmp_path, write, text):
    path = tmp_path / "me.out"
    write(DIARY, path)
    raw, plain = io.BytesIO(), io.StringIO()
    write(DIARY, raw)
    write(DIARY, plain)
    assert path.read_bytes() == raw.getvalue() == text(DIARY).encode("utf-8")
    assert plain.getvalue() == text(DIARY)
    write(DIARY, str(path))
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_for_its_owner_only_and_an_old_one_keeps_its_rights(tmp_path):
    path = tmp_path / "me.csv"
    write_csv(DIARY, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    write_csv(DIARY, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_writing_through_a_link_keeps_the_link(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write_csv(DIARY, link)
    assert link.is_symlink()
    assert read(real) == DIARY


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_while_writing_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch, step):
    path = tmp_path / "me.csv"
    path.write_text("old")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device", "me.csv")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(DiaryError, match="cannot be written: No space left"):
        write_csv(DIARY, path)
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(DiaryError, match="cannot be written: No such file"):
        write_csv(DIARY, tmp_path / "nowhere" / "me.csv")


def test_a_folder_cannot_be_written_over(tmp_path):
    with pytest.raises(DiaryError, match="cannot be written"):
        write_csv(DIARY, tmp_path)


def test_a_device_is_written_to_and_not_replaced():
    write_csv(DIARY, os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
