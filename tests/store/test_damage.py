"""Whatever happened to the folder, the doctor says so in a sentence, and breaks nothing further."""

from __future__ import annotations

import os
import random
import socket

import pytest
from django.db import connection

from gutline.store import ballast
from gutline.store.doctor import examine
from gutline.store.drafts import Draft
from gutline.store.errors import SettingError, StoreError
from gutline.store.home import BACKUPS, make_private, prepare_home, secret_key, workplace
from gutline.store.opening import open_store
from gutline.store.services.log import log_many
from gutline.store.services.people import add_person
from gutline.store.settings import configure, current_home
from tests.store.conftest import NOW


@pytest.fixture
def kept(sqlite_store):
    """A diary of some hundred entries, closed as a program leaves it."""
    person = add_person("UTC", NOW).key
    log_many(person, [Draft("food", f"rice {n}", note="n" * 200) for n in range(300)], NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return sqlite_store


def bad():
    return [check for check in examine(NOW) if check.state == "bad"]


def assert_told(state="bad"):
    """Something is wrong, it is told in words with a remedy, and it is told twice alike."""
    wrong = [check for check in examine(NOW) if check.state == state]
    assert wrong
    for check in wrong:
        assert check.words[0].islower() or check.words[0] in "'\"/8S"
        assert check.remedy
        assert "Traceback" not in check.words
    connection.close()
    return wrong


def test_a_file_in_place_of_the_folder_is_bad(tmp_path):
    (tmp_path / "home").write_text("mine")
    configure(tmp_path / "home")
    (only,) = assert_told()
    assert "is no folder" in only.words
    assert (tmp_path / "home").read_text() == "mine"
    with pytest.raises(SettingError):
        open_store(NOW)


def test_a_link_to_nowhere_in_place_of_the_folder_is_bad(tmp_path):
    (tmp_path / "home").symlink_to(tmp_path / "gone")
    configure(tmp_path / "home")
    assert "is no folder" in assert_told()[0].words
    assert not (tmp_path / "gone").exists()


def test_a_folder_in_place_of_the_database_is_bad(tmp_path):
    (tmp_path / "home" / "gutline.db").mkdir(parents=True, mode=0o700)
    (tmp_path / "home").chmod(0o700)
    configure(tmp_path / "home")
    assert "cannot be used" in assert_told()[0].words
    with pytest.raises(StoreError):
        open_store(NOW)


@pytest.mark.parametrize("table", ["store_entry", "store_entryversion", "store_person"])
def test_a_table_that_is_gone_is_bad(kept, table):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute("PRAGMA foreign_keys=ON")
    connection.close()
    assert_told()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_bad(kept, share):
    whole = kept.database.read_bytes()
    kept.database.write_bytes(whole[: int(len(whole) * share) // 4096 * 4096])
    assert_told()


def test_a_file_of_nothing_has_no_tables(kept):
    kept.database.write_bytes(b"")
    (told,) = assert_told("warning")
    assert told.name == "tables"


@pytest.mark.parametrize("seed", range(6))
def test_pages_overwritten_anywhere_are_bad(kept, seed):
    whole = bytearray(kept.database.read_bytes())
    rng = random.Random(seed)
    pages = len(whole) // 4096
    for page in rng.sample(range(1, pages), max(pages // 3, 1)):
        whole[page * 4096 : (page + 1) * 4096] = rng.randbytes(4096)
    kept.database.write_bytes(bytes(whole))
    assert "gutline restore" in assert_told()[0].remedy


def test_a_file_of_another_program_has_other_tables(kept):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = 'theirs'")
    connection.close()
    assert [check.state for check in examine(NOW) if check.name == "tables"] == ["warning"]
    connection.close()


def test_a_socket_in_the_folder_is_looked_at_like_a_file(kept, monkeypatch):
    monkeypatch.chdir(kept.home)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("s")
    try:
        (kept.home / "s").chmod(0o666)
        assert "'s'" in bad()[0].words or "/s" in bad()[0].words
        (kept.home / "s").chmod(0o600)
        assert bad() == []
    finally:
        listening.close()


def test_links_are_not_followed(kept, tmp_path):
    (tmp_path / "public").mkdir(mode=0o755)
    (tmp_path / "public").chmod(0o755)
    (kept.home / "link").symlink_to(tmp_path / "public")
    (kept.home / "nowhere").symlink_to(tmp_path / "gone")
    assert bad() == []


def test_a_file_that_goes_while_it_is_looked_at_is_no_fault(kept, monkeypatch):
    (kept.home / "fleeting").touch(mode=0o644)
    (kept.home / "fleeting").chmod(0o644)
    seen = type(kept.home).is_symlink

    def gone(path):
        if path.name == "fleeting":
            path.unlink(missing_ok=True)
            return False
        return seen(path)

    monkeypatch.setattr(type(kept.home), "is_symlink", gone)
    assert bad() == []


def test_permissions_of_windows_are_left_to_it(kept, monkeypatch):
    from gutline.store import doctor

    monkeypatch.setattr(doctor, "POSIX", False)
    kept.home.chmod(0o755)
    assert "left to Windows" in {c.name: c.words for c in examine(NOW)}["permissions"]


def test_looking_changes_nothing(kept):
    before = {path: path.read_bytes() for path in kept.home.rglob("*") if path.is_file()}
    for _ in range(3):
        examine(NOW)
        connection.close()
    after = {path: path.read_bytes() for path in kept.home.rglob("*") if path.is_file()}
    assert {
        k: v for k, v in after.items() if "-wal" not in k.name and "-shm" not in k.name
    } == before


def test_a_diary_opened_after_an_examination_is_whole(kept):
    examine(NOW)
    connection.close()
    open_store(NOW)
    assert bad() == []


# --- the folder and the reserve -----------------------------------------------------------------


def test_a_half_filled_reserve_is_none(kept):
    (kept.home / ballast.NAME).write_bytes(b"x" * 1000)
    assert not ballast.is_held(kept.home)
    assert {c.name: c.state for c in examine(NOW)}["reserve"] == "warning"
    assert ballast.hold(kept.home)
    assert ballast.is_held(kept.home)
    assert (kept.home / ballast.NAME).stat().st_mode & 0o777 == 0o600


def test_a_folder_in_place_of_the_reserve_is_left_alone(kept):
    ballast.give_up(kept.home)
    (kept.home / ballast.NAME).mkdir()
    assert not ballast.is_held(kept.home)
    assert not ballast.give_up(kept.home)
    assert (kept.home / ballast.NAME).is_dir()


def test_a_reserve_that_cannot_be_written_leaves_nothing(kept, monkeypatch):
    ballast.give_up(kept.home)

    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(kept.home), "write_bytes", full)
    assert not ballast.hold(kept.home)
    assert not (kept.home / ballast.NAME).exists()


def test_an_empty_reserve_makes_no_room(kept):
    (kept.home / ballast.NAME).write_bytes(b"")
    assert not ballast.give_up(kept.home)
    assert not ballast.give_up(kept.home)


def test_a_link_in_place_of_a_private_file_is_not_followed(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(SettingError, match="move away"):
        make_private(tmp_path / "link")
    assert (tmp_path / "theirs").read_text() == "theirs"


def test_a_workplace_is_gone_afterwards_also_when_work_fails(tmp_path):
    home = tmp_path / "home"

    def work() -> None:
        with workplace(home) as folder:
            assert folder.stat().st_mode & 0o777 == 0o700
            (folder / "plain.db").write_text("secret")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert sorted(path.name for path in home.iterdir()) == [BACKUPS]


def test_workplaces_of_killed_programs_go_and_those_in_use_stay(tmp_path):
    home = tmp_path / "home"
    prepare_home(home)
    killed, fresh, staged = (home / f".work-{name}" for name in ("dead-now", "new-now", "imports"))
    for folder in (killed, fresh, staged):
        folder.mkdir()
        (folder / "plain.db").write_text("secret")
    (home / ".work-link-now").symlink_to(staged)
    with workplace(home) as used:
        for folder in (killed, staged, used):
            os.utime(folder, (1_000_000_000, 1_000_000_000))
        with workplace(home) as newest:
            found = {path.name for path in home.iterdir()}
            assert {used.name, newest.name} <= found
    assert killed.name not in found
    assert (staged / "plain.db").exists()
    assert {path.name for path in home.iterdir()} == {
        BACKUPS, fresh.name, staged.name, ".work-link-now",
    }  # fmt: skip


def test_the_folder_is_closed_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        prepare_home(tmp_path / "a" / "b")
        key = secret_key(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    made = [tmp_path / "a" / "b", *(tmp_path / "a" / "b").rglob("*")]
    assert not [path for path in made if path.stat().st_mode & 0o077]
    assert len(key) >= 48


def test_pointing_at_a_home_says_where_it_is(tmp_path):
    configure(tmp_path / "x")
    assert current_home() == tmp_path / "x"
    assert not (tmp_path / "x").exists()
