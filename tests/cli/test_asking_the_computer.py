"""What the command line asks of this computer: its zone, its clock, a passphrase, a process."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gutline.cli import beside
from gutline.cli.clock import now
from gutline.cli.day_text import record_line
from gutline.cli.local_zone import local_zone
from gutline.cli.passphrase import VARIABLE, passphrase
from gutline.cli.refusal import RefusalError
from gutline.diary import Entry
from gutline.diary.zones import zone_named
from gutline.store.records import Content, Record

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


# --- the zone -----------------------------------------------------------------------------------


def zone_of(folder: Path, *, linked: str = "", written: bytes = b"", **environ: str) -> str:
    if linked:
        target = folder / linked
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        (folder / "localtime").symlink_to(target)
    if written:
        (folder / "timezone").write_bytes(written)
    return local_zone(environ, NOW, localtime=folder / "localtime", timezone=folder / "timezone")


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ({"TZ": "Asia/Tokyo", "linked": "zoneinfo/Europe/Paris"}, "Asia/Tokyo"),
        ({"TZ": ":UTC", "linked": "zoneinfo/Europe/Paris"}, "UTC"),
        ({"TZ": "", "linked": "zoneinfo/Europe/Paris"}, "Europe/Paris"),
        ({"TZ": "CET-1CEST,M3.5.0", "linked": "zoneinfo/Europe/Paris"}, "Europe/Paris"),
        ({"TZ": "../../etc/passwd", "linked": "zoneinfo/Europe/Paris"}, "Europe/Paris"),
        ({"linked": "share/zoneinfo/America/Argentina/Ushuaia"}, "America/Argentina/Ushuaia"),
        ({"linked": "elsewhere/Europe/Paris", "written": b"Asia/Tokyo"}, "Asia/Tokyo"),
        ({"linked": "zoneinfo/Mars/Olympus", "written": b" Asia/Tokyo \n"}, "Asia/Tokyo"),
        ({"linked": "zoneinfo/", "written": b"Asia/Tokyo"}, "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_the_first_that_names_a_zone_is_believed(tmp_path, given, zone):
    if given.get("linked", "").endswith("/"):
        given = {**given, "linked": "zoneinfo/none"}
    assert zone_of(tmp_path, **given) == zone


@pytest.mark.parametrize("written", [b"", b"\xff\xfe", b"Mars/Olympus", b"Europe", b"\n\n"])
def test_where_nothing_names_one_the_offset_is_the_zone(tmp_path, written):
    found = zone_of(tmp_path, written=written)
    here = NOW.astimezone().utcoffset()
    assert NOW.astimezone(zone_named(found)).utcoffset() == here


def test_an_offset_that_is_no_whole_hour_is_a_zone(tmp_path, monkeypatch):
    class There(datetime):
        def astimezone(self, tz=None):
            return super().astimezone(tz or timezone(timedelta(hours=5, minutes=45)))

    then = There(2026, 3, 1, 9, 30, tzinfo=UTC)
    none = tmp_path / "none"
    assert local_zone({}, then, localtime=none, timezone=none) == "+05:45"


def test_a_link_to_nothing_and_a_folder_name_no_zone(tmp_path):
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / "Europe" / "Paris")
    (tmp_path / "timezone").mkdir()
    assert local_zone(
        {}, NOW, localtime=tmp_path / "localtime", timezone=tmp_path / "timezone"
    ) != "Europe/Paris"  # fmt: skip


# --- the clock ----------------------------------------------------------------------------------


def test_the_clock_is_aware_and_of_this_minute():
    before = datetime.now(UTC)
    read = now()
    assert read.tzinfo is not None
    assert (read.second, read.microsecond) == (0, 0)
    assert timedelta(minutes=-2) < read - before < timedelta(minutes=1)


# --- a passphrase -------------------------------------------------------------------------------


def asked(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "words"
    path.write_bytes(data)
    return passphrase(str(path), twice=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"correct horse", "correct horse"),
        (b"correct horse\n", "correct horse"),
        (b"correct horse\r\nsecond line\r\n", "correct horse"),
        (b"  spaces count  \n", "  spaces count  "),
        ("Füße im Gras\n".encode(), "Füße im Gras"),
        (b"", ""),
        (b"\nsecond", ""),
    ],
)
def test_the_first_line_of_a_file_is_the_passphrase(tmp_path, data, words):
    assert asked(tmp_path, data) == words


def test_a_file_goes_before_the_environment_and_that_before_the_keyboard(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "of the environment")
    assert asked(tmp_path, b"of the file") == "of the file"
    assert passphrase(None, twice=True) == "of the environment"
    monkeypatch.setenv(VARIABLE, "")
    assert typed("of the keyboard\n", twice=False) == "of the keyboard"


def typed(text: str, *, twice: bool) -> str:
    """What is asked for when something is typed; what is shown must not hold it."""
    found: list[str] = []

    @click.command()
    def ask() -> None:
        found.append(passphrase(None, twice=twice))

    result = CliRunner().invoke(ask, input=text)
    assert not [line for line in text.split("\n") if line and line in result.output]
    return found[0] if found else ""


def test_what_is_typed_once_is_enough_to_open_and_twice_to_seal(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert typed("one two\n", twice=False) == "one two"
    assert typed("one two\none two\n", twice=True) == "one two"
    assert typed("one two\n", twice=True) == ""
    assert typed("", twice=False) == ""


def test_a_file_that_is_no_text_is_told_without_showing_it(tmp_path):
    with pytest.raises(RefusalError, match="it is not text") as refusal:
        asked(tmp_path, b"secret \xff\xfe")
    assert "secret" not in str(refusal.value)


# --- a process beside ---------------------------------------------------------------------------


@pytest.fixture
def _may_fork(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.usefixtures("_may_fork")
@pytest.mark.parametrize("call", ["fork", "pipe"])
def test_where_no_process_can_be_made_work_is_done_here(monkeypatch, call):
    def refuse():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, call, refuse)
    assert beside.start(os.getpid)() == os.getpid()


@pytest.mark.usefixtures("_may_fork")
def test_a_process_that_is_killed_is_made_up_for_here(tmp_path):
    flag = tmp_path / "first"

    def work() -> str:
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), 9)
        return "done"

    assert beside.start(work)() == "done"


@pytest.mark.usefixtures("_may_fork")
def test_what_leaves_the_program_beside_leaves_it_here():
    def work() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit, match="3"):
        beside.start(work)()


def test_without_fork_work_is_done_here(monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert beside.start(os.getpid)() == os.getpid()


# --- a line of a day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ({}, ""),
        ({"sites": []}, ""),
        ({"stiffness_min": 0.0}, "stiff for 0 min"),
        ({"sites": ["no such site"]}, "(no such site)"),
        ({"colour": "red"}, ""),
        (None, ""),
        ([("sites", ["knee_left"])], ""),
    ],
)
def test_a_detail_nobody_knows_is_not_in_the_way(detail, shown):
    entry = Entry(NOW, "symptom", "knee pain", 3.0, "nrs")
    line = record_line(Record(1, Content(entry, "UTC", detail), 0, NOW))
    assert line == "  ".join(filter(None, ["09:30", "knee pain 3", shown]))
