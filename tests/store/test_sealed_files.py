"""Backups of nothing, and archives packed by somebody who means harm."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile

import pytest
from django.db import connection

from gutline.store import queries
from gutline.store.copying import table_digests
from gutline.store.drafts import Draft
from gutline.store.errors import BackupError, NotEmptyError
from gutline.store.sealing import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    Manifest,
    check_passphrase,
    pack,
    sha256_of,
    unpack,
)
from gutline.store.services import backups
from gutline.store.services.backups import (
    back_up,
    check_backup,
    counted_tables,
    refuse_to_overwrite,
    restore_backup,
)
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW

WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch):
    """Sealing takes a second on purpose, and is tested elsewhere."""
    monkeypatch.setattr(backups, "seal", lambda packed, words: packed)
    monkeypatch.setattr(backups, "unseal", lambda sealed, words: sealed)


# --- of nothing ---------------------------------------------------------------------------------


def test_an_empty_diary_is_backed_up_and_comes_back(store, tmp_path, new_store):
    made = back_up(tmp_path / "b", WORDS, NOW)
    assert made.entries == 0
    assert check_backup(tmp_path / "b", WORDS) == made
    before = table_digests()
    new_store()
    restore_backup(tmp_path / "b", WORDS, NOW)
    assert table_digests() == before
    assert queries.people() == ()


def test_a_diary_of_a_person_and_nothing_else_may_be_replaced(store, tmp_path):
    """Opening the pages adds a person; that is no diary yet."""
    back_up(tmp_path / "b", WORDS, NOW)
    key = add_person("UTC", NOW).key
    refuse_to_overwrite(replace=False)
    choose(key, "theme", "dark", NOW)
    with pytest.raises(NotEmptyError, match="--replace"):
        refuse_to_overwrite(replace=False)
    with pytest.raises(NotEmptyError):
        restore_backup(tmp_path / "b", WORDS, NOW)
    refuse_to_overwrite(replace=True)
    restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert queries.people() == ()


def test_an_empty_backup_empties_a_full_diary_when_told_to(sqlite_store, tmp_path):
    back_up(tmp_path / "b", WORDS, NOW)
    own = sqlite_store.home / "catalog"
    own.mkdir()
    (own / "own.csv").write_text("id\n")
    log_entry(add_person("UTC", NOW).key, Draft("food", "rice"), NOW)
    restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert counted_tables()["store_entry"] == 0
    assert not own.exists()
    # What was there is kept as a copy.
    assert len(list((sqlite_store.home / "backups").iterdir())) == 1


def test_the_rows_are_counted_as_they_are(store):
    assert set(counted_tables().values()) == {0} or counted_tables()["store_entry"] == 0
    key = add_person("UTC", NOW).key
    for _ in range(3):
        log_entry(key, Draft("food", "rice"), NOW)
    assert counted_tables()["store_entry"] == 3
    assert counted_tables()["store_person"] == 1


def test_a_backup_needs_a_folder_and_a_name_of_its_own(sqlite_store, tmp_path):
    for target, told in (
        (tmp_path / "none" / "b", "no folder"),
        (tmp_path, "there already"),
        (sqlite_store.database, "there already"),
    ):
        with pytest.raises(BackupError, match=told):
            back_up(target, WORDS, NOW)
    assert connection.vendor == "sqlite"


def test_the_folder_a_backup_goes_to_stays_as_open_as_it_was(sqlite_store, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    back_up(shared / "b", WORDS, NOW)
    assert shared.stat().st_mode & 0o777 == 0o755
    assert (shared / "b").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in shared.iterdir()] == ["b"]


@pytest.mark.parametrize("words", ["", "1234567", "éééé"])
def test_short_words_are_refused_and_eight_letters_are_not(words):
    with pytest.raises(BackupError, match="shorter than 8"):
        check_passphrase(words)
    check_passphrase("12345678")
    check_passphrase("é" * 8)


# --- archives of others -------------------------------------------------------------------------


def archive(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def member(name: str, data: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = ""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, data if kind == tarfile.REGTYPE else b""


def manifest(**changes: object) -> tuple[tarfile.TarInfo, bytes]:
    told = {
        "format": FORMAT, "version": FORMAT_VERSION, "made_at": "", "made_by": "",
        "files": {}, "tables": {},
    }  # fmt: skip
    return member(MANIFEST, json.dumps({**told, **changes}).encode())


HARMFUL = {
    "a path upwards": [member("catalog/../../evil")],
    "a path upwards at once": [member("../evil")],
    "a whole path": [member("/evil")],
    "a path of the catalog's name": [member("catalogue/x")],
    "no name": [member("")],
    "a dot": [member(".")],
    "a link": [member("catalog/x", kind=tarfile.SYMTYPE, link="/etc/passwd")],
    "a hard link": [member("catalog/x", kind=tarfile.LNKTYPE, link="gutline.db")],
    "a folder": [member("catalog", kind=tarfile.DIRTYPE)],
    "a device": [member("catalog/x", kind=tarfile.CHRTYPE)],
    "a pipe": [member("gutline.db", kind=tarfile.FIFOTYPE)],
    "a file that is a folder too": [member("catalog/x"), member("catalog/x/y")],
    "a name that is too long": [member("catalog/" + "x" * 400)],
    "no manifest": [member("gutline.db")],
    "a manifest of nothing": [member(MANIFEST, b"")],
    "a manifest of a list": [member(MANIFEST, b"[1]")],
    "a manifest that is deep": [member(MANIFEST, b"[" * 100_000)],
    "a manifest of bytes": [member(MANIFEST, b"\xff\xfe")],
    "another format": [manifest(format="zip")],
    "a newer version": [manifest(version=2)],
    "a version that is a text": [manifest(version="1")],
    "files that are a list": [manifest(files=["gutline.db"])],
    "tables that are a number": [manifest(tables=3)],
    "a file that is not there": [manifest(files={"gutline.db": "0" * 64})],
    "a file that is another": [manifest(files={"gutline.db": "0" * 64}), member("gutline.db")],
    "a sum that is a number": [manifest(files={"gutline.db": 0}), member("gutline.db")],
    "a file outside": [manifest(files={"/etc/hostname": "0" * 64})],
    "a file with a NUL": [manifest(files={"a\x00b": "0" * 64})],
    "a file with a name without end": [manifest(files={"x" * 5000: "0" * 64})],
    "no diary": [manifest()],
}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_harmful_archive_is_refused_and_nothing_lies_outside(tmp_path, what):
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    with pytest.raises(BackupError) as refusal:
        unpack(archive(*HARMFUL[what]), folder)
    assert str(refusal.value)
    outside = [path for path in tmp_path.rglob("*") if folder not in {path, *path.parents}]
    assert outside == [tmp_path / "in"]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x1f\x8b",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"hello" * 200, mtime=0),
        b"x" * 5000,
    ],
)
def test_what_is_no_archive_is_refused(tmp_path, packed):
    with pytest.raises(BackupError):
        unpack(packed, tmp_path)


@pytest.fixture
def good(tmp_path) -> bytes:
    (tmp_path / "gutline.db").write_bytes(random.Random(1).randbytes(3000))
    (tmp_path / "own.csv").write_text("id\n")
    files = {"gutline.db": tmp_path / "gutline.db", "catalog/foods/own.csv": tmp_path / "own.csv"}
    return pack(files, "2026-03-01", "1", {"store_entry": 0})


def test_what_is_packed_is_unpacked_as_it_was(good, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    told = unpack(good, folder)
    assert told == Manifest("2026-03-01", "1", dict(told.files), {"store_entry": 0})
    assert (folder / "gutline.db").read_bytes() == (tmp_path / "gutline.db").read_bytes()
    assert sha256_of(folder / "catalog/foods/own.csv") == told.files["catalog/foods/own.csv"]


@pytest.mark.parametrize("seed", range(40))
def test_an_archive_changed_anywhere_is_refused_or_the_same(good, tmp_path, seed):
    """Gzip's own header holds a time and an operating system, of which nothing depends."""
    rng = random.Random(seed)
    changed = bytearray(good)
    for _ in range(rng.choice([1, 1, 3])):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    if seed % 4 == 0:
        changed = changed[: rng.randrange(len(changed))]
    folder = tmp_path / "out"
    folder.mkdir()
    try:
        told = unpack(bytes(changed), folder)
    except BackupError:
        return
    assert (folder / "gutline.db").read_bytes() == (tmp_path / "gutline.db").read_bytes()
    assert dict(told.tables) == {"store_entry": 0}


@pytest.mark.parametrize("what", ["a folder", "nothing", "too short"])
def test_a_file_that_cannot_be_read_changes_nothing(sqlite_store, tmp_path, what):
    key = add_person("UTC", NOW).key
    log_entry(key, Draft("food", "rice"), NOW)
    path = tmp_path / "b"
    if what == "a folder":
        path.mkdir()
    elif what == "too short":
        path.write_bytes(b"age")
    for read in (check_backup, restore_backup):
        more = {"now": NOW, "replace": True} if read is restore_backup else {}
        with pytest.raises(BackupError):
            read(path, WORDS, **more)
    assert len(queries.read_diary(key).entries) == 1
    assert not list(sqlite_store.home.glob(".work-*"))
