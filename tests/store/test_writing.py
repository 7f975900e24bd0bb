"""Writing: nothing acknowledged is lost, whoever is killed, whoever else writes, however full."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from gutline.store import ballast, queries
from gutline.store.drafts import Draft
from gutline.store.errors import BusyError, FullDiskError
from gutline.store.library import sqlite3
from gutline.store.models import Entry, Person
from gutline.store.services.log import log_entry, log_many
from gutline.store.services.people import add_person
from gutline.store.writing import changing
from tests.store.conftest import NOW, Store, close_all

KILLS = 25

# Says the id of each entry once it is kept; with "early", before, which is what must be caught.
WRITER = """
import itertools, os, sys
from datetime import UTC, datetime
from pathlib import Path
from gutline.store.settings import configure
home, url, start, person, how, count = sys.argv[1:]
configure(Path(home), url or None)
from gutline.store.opening import open_store
from gutline.store.drafts import Draft
from gutline.store.services.log import log_many
now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
open_store(now)
os.write(1, b"ready\\n")
if how == "early":
    sys.stdin.readline()
for number in itertools.islice(itertools.count(), int(count) or None):
    ids = [f"{start}-{number}-{part}" for part in "ab"]
    if how == "early":
        os.write(1, (ids[0] + "\\n").encode())
    log_many(int(person), [Draft("food", "rice", id=one) for one in ids], now)
    if how == "late":
        os.write(1, (ids[0] + "\\n").encode())
"""


def start_writer(store: Store, start: str, person: int, how: str = "late", count: int = 0):
    command = [sys.executable, "-c", WRITER, str(store.home), store.url or "", start, str(person)]
    return subprocess.Popen(
        [*command, how, str(count)],
        stdin=subprocess.PIPE if how == "early" else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def killed_after(process, changes: int, seconds: float) -> list[str]:
    """Kill a writer some time after its first changes; return the ids it had acknowledged."""
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    first = [process.stdout.readline().decode().removesuffix("\n") for _ in range(changes)]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    # The last line may be cut.
    return first + said.decode().split("\n")[:-1]


def kept_ids() -> set[str]:
    return set(Entry.objects.values_list("client_id", flat=True))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killing_a_writer_loses_nothing_it_acknowledged(store, person):
    rng = random.Random(1)
    acknowledged: list[str] = []
    for kill in range(KILLS):
        writer = start_writer(store, f"k{kill}", person)
        acknowledged += killed_after(writer, 1 + kill % 3, rng.uniform(0.0, 0.05))
    assert len(acknowledged) > KILLS
    kept = kept_ids()
    assert set(acknowledged) <= kept
    # Two entries are logged together: never one without the other.
    assert {one[:-1] for one in kept if one.endswith("a")} == {
        one[:-1] for one in kept if one.endswith("b")
    }


@pytest.mark.slow
def test_the_kill_test_sees_what_is_acknowledged_too_early(sqlite_store):
    person = add_person("UTC", NOW).key
    other = sqlite3.connect(sqlite_store.database)
    writer = start_writer(sqlite_store, "early", person, "early")
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    # While another holds the right to write, what is said to be kept is not.
    other.execute("BEGIN IMMEDIATE")
    assert writer.stdin is not None
    writer.stdin.write(b"\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == b"early-0-a\n"
    writer.kill()
    writer.communicate(timeout=30)
    other.rollback()
    other.close()
    assert kept_ids() == set()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_several_programs_writing_at_once_lose_nothing(store, person):
    programs, each = 4, 40
    writers = [start_writer(store, f"p{n}", person, count=each) for n in range(programs)]
    acknowledged: set[str] = set()
    for writer in writers:
        out, err = writer.communicate(timeout=240)
        assert writer.returncode == 0, err.decode()
        acknowledged |= set(out.decode().split("\n")[1:-1])
    assert len(acknowledged) == programs * each
    assert acknowledged <= kept_ids()
    assert Entry.objects.count() == 2 * programs * each
    assert queries.person(person).revision == programs * each


def test_several_threads_writing_at_once_lose_nothing(store, person):
    errors: list[Exception] = []

    def write(name: str) -> None:
        try:
            for number in range(25):
                log_entry(person, Draft("food", "rice", id=f"{name}{number}"), NOW)
        except Exception as error:  # noqa: BLE001 - whatever went wrong in a thread is to be seen
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Entry.objects.count() == 200
    assert queries.person(person).revision == 200


def test_two_threads_with_one_key_keep_one(store, person):
    draft = Draft("food", "rice", id="once")
    done: list[bool] = []

    def write() -> None:
        done.append(log_entry(person, draft, NOW).replayed)
        connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] + [True] * 5
    assert Entry.objects.count() == 1


def test_a_transaction_that_reads_first_would_be_refused(sqlite_store):
    """The control of the two tests above: without IMMEDIATE, "locked" is what a person gets."""
    person = add_person("UTC", NOW).key
    late = sqlite3.connect(sqlite_store.database, isolation_level=None, timeout=5)
    late.execute("BEGIN")
    late.execute("SELECT count(*) FROM store_entry").fetchone()
    log_entry(person, Draft("food", "rice"), NOW)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        late.execute("UPDATE store_person SET name = 'late'")
    late.close()


def test_a_program_that_holds_the_diary_too_long_is_told(sqlite_store, monkeypatch):
    person = add_person("UTC", NOW).key
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 5.0)
    holder = sqlite3.connect(sqlite_store.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="close it and save again"):
        log_entry(person, Draft("food", "rice"), NOW)
    holder.rollback()
    holder.close()
    log_entry(person, Draft("food", "rice"), NOW)
    connection.close()


# --- one change, whole or not at all ------------------------------------------------------------


def test_a_change_that_fails_half_way_leaves_nothing(person):
    @changing
    def half() -> None:
        log_entry(person, Draft("food", "rice"), NOW)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()
    assert Entry.objects.count() == 0
    assert queries.person(person).revision == 0


def test_a_change_within_a_change_is_part_of_it(person):
    with transaction.atomic():
        log_entry(person, Draft("food", "rice"), NOW)
        assert connection.in_atomic_block
    assert Entry.objects.count() == 1


def test_other_database_errors_are_not_dressed_up(store):
    @changing
    def wrong() -> None:
        Person.objects.extra(where=["nonsense("]).count()

    with pytest.raises(Exception, match=r"(?i)syntax|incomplete"):
        wrong()


# --- full disks ---------------------------------------------------------------------------------


def limit_pages(more: int) -> None:
    """Let the database grow by so many pages and no further."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages + more}")


def fill(person: int, word: str = "x", most: int = 400) -> int:
    """Log large notes until no more fit; return how many were kept."""
    for number in range(most):
        note = Draft("note", note=word * 18_000, id=f"{word}{number}")
        try:
            log_entry(person, note, NOW)
        except FullDiskError:
            return number
    raise AssertionError("the disk was never full")


def test_a_full_disk_gives_up_the_reserve_and_then_tells(sqlite_store):
    person = add_person("UTC", NOW).key
    limit_pages(20)
    assert ballast.is_held(sqlite_store.home)
    kept = fill(person)
    assert not ballast.is_held(sqlite_store.home)
    assert Entry.objects.count() == kept > 0
    with pytest.raises(FullDiskError, match="the disk is full, so this was not saved"):
        log_many(person, [Draft("note", note="y" * 18_000) for _ in range(3)], NOW)
    assert Entry.objects.count() == kept
    limit_pages(1000)
    log_entry(person, Draft("note", note="y" * 18_000), NOW)
    assert Entry.objects.count() == kept + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real filesystem of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small filesystem")
    command = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no filesystem can be mounted here")
    yield folder
    close_all()
    subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_keeps_what_it_acknowledged(small_disk, monkeypatch):
    monkeypatch.setattr(ballast, "ROOM_NEEDED", ballast.SIZE)
    store = Store(small_disk / "home", None)
    store.open()
    person = add_person("UTC", NOW).key
    assert ballast.is_held(store.home)
    (small_disk / "film").write_bytes(b"x" * 12_000_000)
    kept = fill(person, most=2000)
    # The reserve was given up on the way, and held a good part of what was kept.
    assert not ballast.is_held(store.home)
    assert kept * 18_000 > 2_000_000
    assert Entry.objects.count() == kept
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    (small_disk / "film").unlink()
    log_entry(person, Draft("food", "rice"), NOW)
    assert Entry.objects.count() == kept + 1
    connection.close()
    store.open()
    assert ballast.is_held(store.home)


def test_without_a_reserve_a_full_disk_leaves_no_room_to_delete(small_disk, monkeypatch):
    """The control: this is why the reserve is held."""
    monkeypatch.setattr(ballast, "hold", lambda home: False)
    store = Store(small_disk / "home", None)
    store.open()
    person = add_person("UTC", NOW).key
    kept = fill(person, most=2000)
    with pytest.raises(FullDiskError):
        log_many(person, [Draft("note", note="z" * 18_000) for _ in range(3)], NOW)
    assert Entry.objects.count() == kept
    with pytest.raises(OperationalError, match="full"):
        Entry.objects.all().delete()


def test_the_reserve_is_filled_only_where_there_is_room(tmp_path, monkeypatch):
    assert ballast.hold(tmp_path)
    assert (tmp_path / "reserve").stat().st_size == ballast.SIZE
    assert (tmp_path / "reserve").stat().st_mode & 0o777 == 0o600
    assert ballast.give_up(tmp_path)
    assert not ballast.give_up(tmp_path)
    monkeypatch.setattr(ballast, "ROOM_NEEDED", 10**18)
    assert not ballast.hold(tmp_path)
    assert not (tmp_path / "reserve").exists()
