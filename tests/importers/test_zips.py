"""Zips from strangers are opened without harm, or not at all."""

from __future__ import annotations

import contextlib
import gc
import io
import stat
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.importers import zips
from gutline.importers.source import ImporterError, ImportFile, head_of


def zip_of(members: dict[str, bytes], **options: object) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **options) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


def linked(name: str, target: str) -> bytes:
    """A zip with a symbolic link in it."""
    packed = io.BytesIO()
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr(info, target)
        out.writestr("plain.csv", "a,b\n")
    return packed.getvalue()


def test_files_inside_are_named_and_read():
    file = ImportFile("export.zip", data=zip_of({"a/one.csv": b"1", "two.csv": b"22"}))
    assert file.members() == ("a/one.csv", "two.csv")
    assert file.open_member("two.csv").read() == b"22"
    assert file.member_size("two.csv") == 2
    assert file.member("a/one.csv").name == "one.csv"
    assert head_of(file).members == file.members()


def test_a_file_that_is_no_zip_has_no_files_inside():
    file = ImportFile("x.csv", data=b"a,b\n")
    assert file.members() == ()
    assert file.member_size("y") == 0
    with pytest.raises(ImporterError, match=r"x\.csv holds no y"):
        file.open_member("y")


@pytest.mark.parametrize(
    "name", ["../evil.csv", "a/../../evil.csv", "/etc/passwd", "..\\evil.csv", "C:evil.csv",
             "__MACOSX/a.csv", "x" * 1001],
)  # fmt: skip
def test_paths_that_lead_out_of_the_zip_are_not_there(name: str):
    file = ImportFile("export.zip", data=zip_of({name: b"1", "fine.csv": b"2"}))
    assert file.members() == ("fine.csv",)
    with pytest.raises(ImporterError):
        file.open_member(name)


def test_links_are_not_there():
    file = ImportFile("export.zip", data=linked("passwords.csv", "/etc/passwd"))
    assert file.members() == ("plain.csv",)


def test_locked_files_are_refused():
    data = bytearray(zip_of({"a.csv": b"1"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    file = ImportFile("export.zip", data=bytes(data))
    with pytest.raises(ImporterError, match="locked with a password"):
        file.open_member("a.csv")


def test_unknown_ways_of_packing_are_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as out:
        out.writestr("a.csv", b"1" * 100)
    with pytest.raises(ImporterError, match="packed in an unknown way"):
        ImportFile("export.zip", data=packed.getvalue()).open_member("a.csv")


def test_a_bomb_is_stopped_while_it_unpacks(monkeypatch):
    monkeypatch.setattr(zips, "FREE_BYTES", 1000)
    monkeypatch.setattr(zips, "MOST_RATIO", 20)
    file = ImportFile("bomb.zip", data=zip_of({"a.csv": bytes(2_000_000)}))
    with file.open_member("a.csv") as stream, pytest.raises(ImporterError, match="far more than"):
        stream.read()


def test_real_ratios_are_read_to_their_end():
    rows = b"".join(b"%d,food,rye bread\n" % n for n in range(100_000))
    file = ImportFile("export.zip", data=zip_of({"a.csv": rows}))
    assert file.open_member("a.csv").read() == rows


def test_a_lie_about_the_size_is_found_out():
    data = bytearray(zip_of({"a.csv": b"1" * 5000}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ImporterError, match="damaged"):
        ImportFile("export.zip", data=bytes(data)).open_member("a.csv").read()


def test_a_wrong_sum_is_found_out():
    whole = zip_of({"a.csv": b"1" * 500})
    sum_ = zlib.crc32(b"1" * 500).to_bytes(4, "little")
    broken = whole.replace(sum_, b"\x00\x00\x00\x01")
    with pytest.raises(ImporterError, match="damaged"):
        ImportFile("export.zip", data=broken).open_member("a.csv").read()


def test_a_zip_cut_short_is_refused():
    with pytest.raises(ImporterError, match="damaged zip"):
        ImportFile("export.zip", data=zip_of({"a.csv": b"1"})[:-10]).members()


def test_a_place_before_the_beginning_is_damage():
    data = bytearray(zip_of({"a.csv": b"1" * 50}))
    place = data.index(b"PK\x01\x02") + 42
    data[place : place + 4] = (0xC7000000).to_bytes(4, "little")
    file = ImportFile("export.zip", data=bytes(data))
    with pytest.raises(ImporterError, match="damaged"):
        file.open_member("a.csv").read()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_to_a_zip_is_refused_or_harmless(changes: list[tuple[int, int]]):
    data = bytearray(zip_of({"a.csv": b"a,b\n" * 50, "b/c.csv": b"1,2\n"}))
    for place, byte in changes:
        data[place % len(data)] = byte
    file = ImportFile("export.zip", data=bytes(data))
    with contextlib.suppress(ImporterError):
        for name in file.members():
            assert len(file.open_member(name).read()) < 100_000


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(zips, "MOST_MEMBERS", 3)
    with pytest.raises(ImporterError, match="more than 3 files"):
        ImportFile("x.zip", data=zip_of({str(n): b"" for n in range(4)})).members()


def test_a_large_member_is_not_held_in_memory():
    file = ImportFile("x.zip", data=zip_of({"a.csv": bytes((64 << 20) + 1)}))
    with pytest.raises(ImporterError, match=r"larger than 64 MB|far more"):
        file.member("a.csv")


def test_a_private_copy_is_gone_afterwards():
    file = ImportFile("x.zip", data=zip_of({"a.db": b"SQLite format 3"}))
    with file.on_disk("a.db") as path:
        assert path.read_bytes() == b"SQLite format 3"
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not path.exists()


def test_a_file_without_a_name_inside_a_zip_is_passed_over():
    packed = zip_of({"a.csv": b"1", "b.csv": b"2"})
    start = packed.rindex(b"PK\x01\x02", 0, packed.rindex(b"PK\x01\x02"))
    assert packed[start + 28 : start + 30] == b"\x05\x00"
    # Its name becomes a comment, so that the list of contents keeps its length.
    nameless = bytearray(packed)
    nameless[start + 28 : start + 34] = b"\x00\x00\x00\x00\x05\x00"
    assert ImportFile("x.zip", data=bytes(nameless)).members() == ("b.csv",)


def test_a_private_copy_lies_where_it_is_told_to(tmp_path):
    with ImportFile("x.db", data=b"SQLite").on_disk(workplace=tmp_path) as path:
        assert path.parent.parent == tmp_path
        assert path.parent.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("gutline.importers.import_file.MOST_BYTES_ON_DISK", 10)
    with (
        pytest.raises(ImporterError, match="larger than"),
        ImportFile("x", data=b"1" * 11).on_disk(),
    ):
        pass


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImporterError, match="does not exist"):
        ImportFile.at(tmp_path / "none.csv")
    with pytest.raises(ImporterError, match="is a folder"):
        ImportFile.at(tmp_path)


def test_a_zip_on_disk_is_closed_when_nothing_is_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"a.csv": b"1", "b.csv": b"2"}))
    file = ImportFile.at(path)
    with file.open_member("a.csv") as one, file.open_member("b.csv") as two:
        assert (two.read(), one.read()) == (b"2", b"1")
    assert one.closed
    del file
    gc.collect()


def test_a_file_on_disk_is_read_as_often_as_wanted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    file = ImportFile.at(path)
    for _ in range(2):
        with file.open() as stream:
            assert stream.read() == b"abc"
    assert file.size == 3
    path.unlink()
    with pytest.raises(ImporterError, match=r"a\.csv cannot be opened"):
        file.open()
