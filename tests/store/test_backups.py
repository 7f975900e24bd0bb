"""Backups: whole, sealed, read back; a flipped bit is refused; back on any kind of database."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from gutline.store import queries
from gutline.store.copying import table_digests
from gutline.store.drafts import Draft
from gutline.store.errors import BackupError, NewerSchemaError, NotEmptyError
from gutline.store.library import sqlite3
from gutline.store.sealing import pack, seal, unpack, unseal
from gutline.store.services import backups
from gutline.store.services.backups import back_up, check_backup, restore_backup
from gutline.store.services.log import delete, edit, log_entry, log_once
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW, close_all

WORDS = "correct horse battery"


@pytest.fixture
def real_seal():
    """Asked for by the tests that are about the seal."""


@pytest.fixture(autouse=True)
def _quick_seal(request, monkeypatch):
    """Sealing takes a second on purpose; the tests of other things put a plain word before."""
    if "real_seal" in request.fixturenames:
        return

    def opened(sealed: bytes, words: str) -> bytes:
        if not sealed.startswith(words.encode()):
            raise BackupError("the passphrase is wrong")
        return sealed.removeprefix(words.encode())

    monkeypatch.setattr(backups, "seal", lambda packed, words: words.encode() + packed)
    monkeypatch.setattr(backups, "unseal", opened)


def fill_diary():
    """Two people, edits, a deletion, a choice and a receipt."""
    first = add_person("Europe/Berlin", NOW, name="M.").key
    second = add_person("Asia/Tokyo", NOW).key
    logged = log_once(
        first,
        "key",
        [
            Draft("symptom", "back pain", value=6, detail={"sites": ["knee_left"]}, note="é\n🙂"),
            Draft("food", "rye bread", value=0.1 + 0.2),
        ],
        NOW,
    )
    log_entry(second, Draft("food", "natto"), NOW)
    edit(first, logged.records[0].key, {"value": 4}, NOW + timedelta(microseconds=1))
    delete(first, logged.records[1].key, NOW)
    choose(first, "theme", {"dark": True, "size": 1.5}, NOW)
    return first


def test_a_restored_diary_is_equal_table_by_table(store, tmp_path, new_store):
    first = fill_diary()
    before, read = table_digests(), queries.read_diary(first)
    made = back_up(tmp_path / "b.backup", WORDS, NOW)
    assert made.entries == 3
    assert made.path.stat().st_mode & 0o777 == 0o600
    new_store()
    back = restore_backup(tmp_path / "b.backup", WORDS, NOW)
    assert back.manifest.made_at == NOW.isoformat()
    assert table_digests() == before
    assert before["store_entry"][0] == 3
    assert before["store_entryversion"][0] == 2
    assert queries.read_diary(first) == read


def test_from_sqlite_to_postgresql_and_back_all_is_equal(
    sqlite_store, request, tmp_path, new_store
):
    first = fill_diary()
    before = table_digests()
    back_up(tmp_path / "one", WORDS, NOW)
    request.getfixturevalue("postgres_store")
    restore_backup(tmp_path / "one", WORDS, NOW)
    assert table_digests() == before
    back_up(tmp_path / "two", WORDS, NOW)
    # What is logged next gets a number of its own.
    assert log_entry(first, Draft("food", "rice"), NOW).record.key > 3
    new_store()
    restore_backup(tmp_path / "two", WORDS, NOW)
    assert table_digests() == before
    assert log_entry(first, Draft("food", "rice"), NOW).record.key > 3


def test_own_foods_come_along(sqlite_store, tmp_path, new_store):
    own = sqlite_store.home / "catalog" / "foods"
    own.mkdir(parents=True)
    (own / "own.csv").write_text("id,name\n")
    back_up(tmp_path / "b", WORDS, NOW)
    other = new_store()
    restore_backup(tmp_path / "b", WORDS, NOW)
    copied = other.home / "catalog" / "foods" / "own.csv"
    assert copied.read_text() == "id,name\n"
    assert copied.stat().st_mode & 0o077 == 0


def test_nothing_unencrypted_is_left_behind(sqlite_store, tmp_path, new_store):
    fill_diary()
    back_up(tmp_path / "b", WORDS, NOW)
    assert not list(sqlite_store.home.glob(".work-*"))
    assert list((sqlite_store.home / "backups").iterdir()) == []
    other = new_store()
    with pytest.raises(BackupError):
        restore_backup(tmp_path / "b", "another passphrase", NOW)
    restore_backup(tmp_path / "b", WORDS, NOW)
    assert not list(other.home.glob(".work-*"))


def test_a_diary_is_replaced_only_when_that_is_said(store, tmp_path):
    person = add_person("UTC", NOW).key
    log_entry(person, Draft("food", "old"), NOW)
    back_up(tmp_path / "b", WORDS, NOW)
    log_entry(person, Draft("food", "new"), NOW)
    with pytest.raises(NotEmptyError, match="--replace"):
        restore_backup(tmp_path / "b", WORDS, NOW)
    assert queries.read_diary(person).names("food") == ("new", "old")
    restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert queries.read_diary(person).names("food") == ("old",)


def test_what_is_replaced_is_kept_as_a_copy(sqlite_store, tmp_path):
    person = add_person("UTC", NOW).key
    back_up(tmp_path / "b", WORDS, NOW)
    log_entry(person, Draft("food", "new"), NOW)
    restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    (copy,) = (sqlite_store.home / "backups").iterdir()
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT name FROM store_entry").fetchall() == [("new",)]
    kept.close()


def test_writing_goes_on_after_a_restore(sqlite_store, tmp_path):
    person = add_person("UTC", NOW).key
    back_up(tmp_path / "b", WORDS, NOW)
    restore_backup(tmp_path / "b", WORDS, NOW)
    log_entry(person, Draft("food", "rice"), NOW)
    sqlite_store.open()
    assert queries.read_diary(person).names("food") == ("rice",)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_backup_of_an_older_diary_is_brought_up_to_date(sqlite_store, tmp_path, monkeypatch):
    fill_diary()
    back_up(tmp_path / "b", WORDS, NOW)
    upgraded: list[str] = []
    monkeypatch.setattr(backups, "missing_steps", lambda alias: {("store", "0002")})
    monkeypatch.setattr(backups, "bring_up_to_date", upgraded.append)
    restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert upgraded == ["side"]


def test_a_backup_of_a_newer_gutline_is_refused(sqlite_store, tmp_path):
    person = fill_diary()
    with connection.cursor() as cursor:
        step = ["store", "9999_future", NOW]
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", step
        )
    back_up(tmp_path / "b", WORDS, NOW)
    log_entry(person, Draft("food", "later"), NOW)
    with pytest.raises(NewerSchemaError, match="newer Gutline"):
        restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert "later" in queries.read_diary(person).names("food")


# --- the seal -----------------------------------------------------------------------------------


def test_a_sealed_backup_opens_with_its_passphrase_only(sqlite_store, tmp_path, real_seal):
    log_entry(add_person("UTC", NOW).key, Draft("food", "canary in the mine"), NOW)
    made = back_up(tmp_path / "b", WORDS, NOW)
    sealed = made.path.read_bytes()
    assert b"canary" not in sealed
    assert check_backup(made.path, WORDS).manifest == made.manifest
    with pytest.raises(BackupError, match="passphrase is wrong, or the file was damaged"):
        check_backup(made.path, "another passphrase")


def test_a_flipped_byte_anywhere_is_refused(tmp_path, real_seal):
    sealed = seal(b"x" * 200, WORDS)
    assert unseal(sealed, WORDS) == b"x" * 200
    # Within the text at its head, its key, and its contents.
    for place in (60, len(sealed) - 100, len(sealed) - 1):
        flipped = bytearray(sealed)
        flipped[place] ^= 1
        with pytest.raises(BackupError):
            unseal(bytes(flipped), WORDS)
    with pytest.raises(BackupError, match="damaged"):
        unseal(sealed[:-50], WORDS)


@pytest.mark.parametrize("data", [b"", b"hello", b"SQLite format 3\x00", bytes(4096)])
def test_a_file_that_is_no_backup_is_told(data):
    with pytest.raises(BackupError, match="no backup of Gutline"):
        unseal(data, WORDS)


@pytest.mark.parametrize("words", ["", "short", "1234567"])
def test_a_passphrase_that_can_be_guessed_is_refused(sqlite_store, tmp_path, words):
    with pytest.raises(BackupError, match="shorter than 8"):
        back_up(tmp_path / "b", words, NOW)
    assert not (tmp_path / "b").exists()


def test_a_backup_is_never_written_over_another_file(sqlite_store, tmp_path):
    (tmp_path / "b").write_text("precious")
    with pytest.raises(BackupError, match="there already"):
        back_up(tmp_path / "b", WORDS, NOW)
    with pytest.raises(BackupError, match="no folder"):
        back_up(tmp_path / "none" / "b", WORDS, NOW)
    assert (tmp_path / "b").read_text() == "precious"


def test_a_backup_that_cannot_be_read_back_does_not_stay(sqlite_store, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "write_private", lambda path, data: path.write_bytes(data[:-20]))
    with pytest.raises(BackupError, match="cannot be unpacked"):
        back_up(tmp_path / "b", WORDS, NOW)
    assert not (tmp_path / "b").exists()


def test_a_missing_file_is_told(sqlite_store, tmp_path):
    with pytest.raises(BackupError, match="cannot be read"):
        restore_backup(tmp_path / "none", WORDS, NOW)


# --- archives nobody should trust ---------------------------------------------------------------


def archive(*members, manifest=None):
    """An archive of (name, data) or ready members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as written:
        files = list(members)
        if manifest is not None:
            files.append(("manifest.json", json.dumps(manifest).encode()))
        for one in files:
            if isinstance(one, tarfile.TarInfo):
                written.addfile(one)
                continue
            member = tarfile.TarInfo(one[0])
            member.size = len(one[1])
            written.addfile(member, io.BytesIO(one[1]))
    return packed.getvalue()


def link(name, to):
    member = tarfile.TarInfo(name)
    member.type = tarfile.SYMTYPE
    member.linkname = to
    return member


GOOD = {"format": "gutline-backup", "version": 1, "made_at": "", "made_by": "", "tables": {}}
UNTRUSTED = [
    (archive(("../../evil", b"x")), "none of ours"),
    (archive(("/etc/evil", b"x")), "none of ours"),
    (archive(("catalog/../../evil", b"x")), "none of ours"),
    (archive(("other.db", b"x")), "none of ours"),
    (archive(link("catalog/own.csv", "/etc/passwd")), "none of ours"),
    (archive(("gutline.db", b"x")), "does not say what it holds"),
    (archive(("gutline.db", b"x"), manifest={"format": "other"}), "not one of Gutline"),
    (archive(("gutline.db", b"x"), manifest={**GOOD, "version": 2, "files": {}}), "newer"),
    (archive(("gutline.db", b"x"), manifest={**GOOD, "files": {}}), "no diary"),
    (archive(("gutline.db", b"x"), manifest=[1]), "does not say"),
    (archive(("gutline.db", b"x"), manifest={**GOOD, "files": {"gutline.db": "00"}}), "not what"),
    (b"no archive", "cannot be unpacked"),
    (archive(("gutline.db", b"x" * 9000))[:-30], "cannot be unpacked"),
]


@pytest.mark.parametrize(("packed", "told"), UNTRUSTED, ids=range(len(UNTRUSTED)))
def test_an_archive_that_is_not_ours_is_refused(tmp_path, packed, told):
    folder = tmp_path / "inner" / "folder"
    folder.mkdir(parents=True)
    with pytest.raises(BackupError, match=told):
        unpack(packed, folder)
    assert not list(tmp_path.rglob("*evil*"))


def test_a_damaged_database_in_a_backup_is_refused(sqlite_store, tmp_path):
    person = fill_diary()
    connection.close()
    damaged = tmp_path / "damaged.db"
    shutil.copy(sqlite_store.database, damaged)
    pages = bytearray(damaged.read_bytes())
    pages[8192:20480] = bytes(range(192)) * 64
    damaged.write_bytes(pages)
    packed = pack({"gutline.db": damaged}, "", "", {"store_entry": 3})
    (tmp_path / "b").write_bytes(WORDS.encode() + packed)
    with pytest.raises(BackupError, match="damaged"):
        restore_backup(tmp_path / "b", WORDS, NOW, replace=True)
    assert queries.read_diary(person).names("symptom") == ("back pain",)


def test_a_backup_with_other_rows_than_it_says_is_refused(sqlite_store, tmp_path):
    connection.close()
    packed = pack({"gutline.db": sqlite_store.database}, "", "", {"store_entry": 5})
    (tmp_path / "b").write_bytes(WORDS.encode() + packed)
    with pytest.raises(BackupError, match="other rows"):
        check_backup(tmp_path / "b", WORDS)


# --- while others write -------------------------------------------------------------------------

BUSY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from gutline.store.settings import configure
configure(Path(sys.argv[1]))
from gutline.store.opening import open_store
from gutline.store.drafts import Draft
from gutline.store.services.log import log_many
now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
open_store(now)
print("ready", flush=True)
for number in range(100_000):
    ids = [f"{number}-{part}" for part in range(10)]
    log_many(1, [Draft("note", note="x" * 500, id=one) for one in ids], now)
"""


@pytest.mark.slow
def test_a_backup_while_another_program_writes_is_of_one_instant(sqlite_store, tmp_path):
    add_person("UTC", NOW)
    writer = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(sqlite_store.home)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        made = [back_up(tmp_path / f"b{number}", WORDS, NOW) for number in range(8)]
    finally:
        writer.kill()
        writer.communicate()
    # Ten entries are logged at a time, so any other number is half of something.
    assert [one.entries % 10 for one in made] == [0] * 8
    assert made[-1].entries > made[0].entries
    close_all()


@pytest.mark.slow
def test_copying_the_file_while_another_program_writes_is_no_backup(sqlite_store, tmp_path):
    """The control: what `cp` gives is short of entries or damaged."""
    add_person("UTC", NOW)
    writer = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(sqlite_store.home)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    copy, bad = tmp_path / "copy.db", False
    for _ in range(4000):
        kept_before = queries.person(1).revision
        shutil.copy(sqlite_store.database, copy)
        bad = _is_bad(copy, kept_before)
        if bad:
            break
    writer.kill()
    writer.communicate()
    assert bad


def _is_bad(copy: Path, acknowledged: int) -> bool:
    database = sqlite3.connect(copy)
    try:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        count = database.execute("SELECT count(*) FROM store_entry").fetchone()[0]
    except sqlite3.DatabaseError:
        return True
    finally:
        database.close()
    return not sound or count < 10 * acknowledged
