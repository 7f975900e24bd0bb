"""`gutline log`, `today`, `backup`, `restore` and `doctor`: the diary from a terminal."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.cli.local_zone import local_zone
from gutline.cli.log_words import Reader
from gutline.diary import DiaryError
from gutline.diary.zones import zone_named

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def _own_words(home, monkeypatch):
    """Everything here has a home, and words to seal a backup with."""
    monkeypatch.setenv("GUTLINE_PASSPHRASE", WORDS)


def told(result, code=0):
    """What a command wrote, after checking how it ended."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stdout if code == 0 else result.stderr


# --- log and today ------------------------------------------------------------------------------


def test_a_symptom_is_kept_and_shown(run, home):
    today = datetime.now(UTC).astimezone(zone_named("Europe/Berlin")).date()
    kept = told(run("log", "back pain", "6"))
    assert kept.startswith("kept  20")
    assert kept.endswith("  back pain 6\n")
    shown = told(run("today"))
    assert shown.startswith(f"Today, {today:%A}")
    assert shown.endswith("  back pain 6\n")
    assert (home / "gutline.db").stat().st_mode & 0o777 == 0o600


def test_a_past_moment_is_kept_where_it_belongs(run, home):
    told(run("log", "2026-03-01", "08:05", "stool", "4"))
    told(run("log", "2026-03-01 21:30 slept 7 h | note after the party"))
    told(run("log", "2026-03-01 complete food"))
    shown = told(run("today", "--day", "2026-03-01")).splitlines()
    assert shown[0] == "Sunday 1 March 2026"
    assert "08:05  stool 4" in shown
    assert "21:30  sleep 7 h  “after the party”" in shown
    assert "       complete: food" in shown


def test_what_to_mind_with_a_supplement_is_said_when_it_is_logged(run, home):
    said = run("log", "supplement zinc")
    assert told(said).endswith("zinc\n")
    assert "mind: No cautions are kept here for zinc" in said.stderr
    assert "mind:" not in run("log", "supplement zinc").stderr
    assert "above the US upper level" in run("log", "supplement magnesium 600 mg").stderr
    assert "mind:" not in run("log", "ate rye bread").stderr


def test_a_note_that_cannot_wait_is_answered_in_the_terminal(run, home):
    said = run("log", "note vomited blood this morning")
    assert "mind: " in said.stderr
    assert "emergency" in said.stderr.lower()


def test_yesterday_is_a_day(run, home):
    told(run("log", "yesterday 21:30 mood 7"))
    assert "mood 7" in told(run("today", "--day", "yesterday"))
    assert "mood 7" not in told(run("today"))


def test_a_meal_is_kept_food_by_food(run, home):
    kept = told(run("log", "2026-03-01 08:00 ate rye bread with butter"))
    assert [line[25:] for line in kept.splitlines()] == ["rye bread", "butter"]


def test_a_traveller_says_where_they_are(run, home):
    told(run("log", "--zone", "Asia/Tokyo", "2026-03-01 23:10 back pain 3"))
    assert "23:10  back pain 3" in told(run("today", "--day", "2026-03-01"))


def test_an_hour_the_clocks_skip_is_told(run, home):
    result = run("log", "2025-03-30 02:30 back pain 3")
    assert "2025-03-30  03:30  back pain 3" in told(result)
    assert "the clocks skip this time" in result.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("back pain 11", "between 0 and 10"),
        ("back pain", "back pain 6"),
        ("my knee hurts so much", "not understood"),
        ("2026-13-01 08:00 back pain 3", "no such time"),
        ("2027-13-45", "say what to log"),
        ("ate", "needs a name"),
        ("slept 30 h", "between"),
        ("back pain 3 | colour red", "behind a bar"),
        ("2100-01-01 08:00 back pain 3", "in the future"),
    ],
)
def test_what_is_not_understood_is_refused_in_a_sentence(run, home, words, reason):
    said = told(run("log", words), code=2)
    assert reason in said
    assert "line 1" not in said
    assert told(run("today")).endswith("Nothing is logged for this day.\n")


def test_a_zone_that_does_not_exist_is_refused(run, home):
    assert "no time zone 'Mars'" in told(run("log", "--zone", "Mars", "mood 5"), code=2)


def test_a_day_that_is_none_is_refused(run, home):
    assert "not a day" in told(run("today", "--day", "someday"), code=2)


def test_words_are_needed(run, home):
    assert run("log").exit_code == 2
    assert not home.exists()


def test_logging_as_a_process_of_its_own(process, tmp_path):
    settings = {"GUTLINE_HOME": str(tmp_path / "h"), "TZ": "Europe/Berlin"}
    done = process("log", "back pain 6", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "back pain 6" in process("today", **settings).stdout


@pytest.mark.parametrize(("utc", "offset"), [(0, "+02:00"), (1, "+01:00")])
def test_now_is_now_in_the_hour_that_the_clocks_show_twice(tmp_path, utc, offset):
    now = datetime(2026, 10, 25, utc, 30, tzinfo=UTC)
    reader = Reader(now, "Europe/Berlin", tmp_path)
    assert reader.when("mood 5") == (f"2026-10-25 02:30{offset}", "mood 5")
    for words in ("mood 5", "ate rye bread with butter"):
        said = reader.read(words)
        assert said.warnings == ()
        assert {entry.at.astimezone(UTC) for entry in said.entries} == {now}


def test_the_full_disk_is_told(run, home):
    told(run("log", "mood 5"))
    (home / "reserve").unlink()
    from gutline.store import ballast

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballast, "ROOM_NEEDED", 10**18)
        result = run("log", "mood 6")
    assert "make room soon" in result.stderr
    assert "mood 6" in told(result)


# --- understanding words ------------------------------------------------------------------------


@pytest.fixture
def reader(tmp_path):
    return Reader(NOW, "Europe/Berlin", tmp_path, symptoms=("cramps",))


def names(understood):
    return [(entry.kind, entry.name, entry.value) for entry in understood.entries]


def test_now_is_the_time_of_words_without_one(reader):
    (entry,) = reader.read("back pain 6").entries
    assert entry.at == NOW
    assert reader.when("08:15 mood 5") == ("2026-03-01 08:15", "mood 5")
    assert reader.when("yesterday mood 5") == ("2026-02-28", "mood 5")
    assert reader.when("2026-02-03T07:00 mood 5") == ("2026-02-03 07:00", "mood 5")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("back pain 6", [("symptom", "back pain", 6.0)]),
        ("back pain 6, bloating 3", [("symptom", "back pain", 6.0), ("symptom", "bloating", 3.0)]),
        ("cramps 4", [("symptom", "cramps", 4.0)]),
        ("wind 3", [("symptom", "wind", 3.0)]),
        ("knee 5", [("symptom", "knee", 5.0)]),
        ("ate nothing", [("food", "none", None)]),
        ("no symptoms", [("symptom", "none", None)]),
        ("walked 30 min", [("movement", "walking", 30.0)]),
        ("took magnesium 400 mg", [("supplement", "magnesium", 400.0)]),
        ('ate "7 up"', [("food", "7 up", None)]),
    ],
)
def test_a_line_of_a_diary_is_understood_as_one(reader, words, wanted):
    assert names(reader.read(words)) == wanted


def test_a_food_without_a_verb_is_a_food(reader):
    assert [e.kind for e in reader.read("rye bread with butter and coffee").entries] == [
        "food",
        "food",
        "drink",
    ]
    (coffee,) = reader.read("coffee 2").entries
    assert (coffee.kind, coffee.name) == ("drink", "coffee")


def test_a_food_that_is_not_known_is_kept_as_typed(reader):
    assert names(reader.read("ate blorpwaffle")) == [("food", "blorpwaffle", None)]


@pytest.mark.parametrize("words", ["", "   ", "08:00", "my knee hurts", "back pain", "blorpwaffle"])
def test_words_that_say_nothing_are_refused(reader, words):
    with pytest.raises(DiaryError):
        reader.read(words)


# --- backup and restore -------------------------------------------------------------------------


def test_a_diary_comes_back_from_its_backup(run, home, tmp_path, monkeypatch):
    told(run("log", "2026-03-01 08:00 mood 5"))
    file = str(tmp_path / "diary.backup")
    assert "1 entries, 0.0 MB, read back and found whole" in told(run("backup", file))
    assert "--replace" in told(run("restore", file), code=2)
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "second"))
    assert told(run("restore", file)).startswith("1 entries are back")
    assert "08:00  mood 5" in told(run("today", "--day", "2026-03-01"))


def test_a_wrong_passphrase_changes_nothing(run, home, tmp_path):
    told(run("log", "2026-03-01 08:00 mood 5"))
    file = tmp_path / "diary.backup"
    told(run("backup", str(file)))
    (tmp_path / "words").write_text("another passphrase\n")
    said = run("restore", str(file), "--replace", "--passphrase-file", str(tmp_path / "words"))
    assert "the passphrase is wrong" in told(said, code=2)
    assert "mood 5" in told(run("today", "--day", "2026-03-01"))


def test_the_passphrase_is_typed_twice(run, home, tmp_path, monkeypatch):
    monkeypatch.delenv("GUTLINE_PASSPHRASE")
    file = tmp_path / "b"
    result = run("backup", str(file), stdin=f"{WORDS}\nsomething else\n{WORDS}\n{WORDS}\n")
    assert "do not match" in result.stderr
    assert "read back" in told(result)
    assert WORDS not in result.output


@pytest.mark.parametrize("file", ["none", "."])
def test_a_passphrase_file_that_cannot_be_read_is_told(run, home, tmp_path, file):
    said = run("backup", str(tmp_path / "b"), "--passphrase-file", str(tmp_path / file))
    assert "passphrase cannot be read" in told(said, code=2)


def test_restoring_what_is_no_backup_is_told(run, home, tmp_path):
    (tmp_path / "b").write_text("hello")
    assert "no backup of Gutline" in told(run("restore", str(tmp_path / "b")), code=2)


# --- doctor -------------------------------------------------------------------------------------


def test_the_doctor_finds_a_sound_diary_sound(run, home):
    assert "there is no diary yet" in told(run("doctor"))
    assert not home.exists()
    told(run("log", "mood 5"))
    said = told(run("doctor"))
    assert "BAD" not in said
    assert "every page of the database was read and is sound" in said


def test_the_doctor_says_what_is_bad_and_ends_with_one(run, home):
    told(run("log", "mood 5"))
    home.chmod(0o755)
    result = run("doctor")
    assert result.exit_code == 1
    assert "BAD    permissions: others on this computer may open" in result.stdout
    assert "-> run: chmod -R go=" in result.stdout


def test_a_setting_that_is_wrong_is_told(run, home, monkeypatch):
    monkeypatch.setenv("GUTLINE_DATABASE", "mysql://me:secret@host/gut")
    said = told(run("doctor"), code=2)
    assert "'mysql', which is not supported" in said
    assert "secret" not in said


# --- the zone of this computer ------------------------------------------------------------------


def test_the_environment_goes_before_the_computer(tmp_path):
    zone = tmp_path / "timezone"
    zone.write_text("Asia/Kolkata\n")
    none = tmp_path / "none"
    assert local_zone({"TZ": ":Asia/Tokyo"}, NOW, localtime=none, timezone=zone) == "Asia/Tokyo"
    assert local_zone({"TZ": "nonsense"}, NOW, localtime=none, timezone=zone) == "Asia/Kolkata"


def test_the_link_of_unix_names_the_zone(tmp_path):
    target = tmp_path / "zoneinfo" / "America" / "New_York"
    target.parent.mkdir(parents=True)
    target.touch()
    (tmp_path / "localtime").symlink_to(target)
    found = local_zone({}, NOW, localtime=tmp_path / "localtime", timezone=tmp_path / "none")
    assert found == "America/New_York"


def test_a_computer_that_does_not_say_has_its_offset(tmp_path):
    found = local_zone({}, NOW, localtime=tmp_path / "none", timezone=tmp_path / "none")
    assert zone_named(found) is not None
    assert found == "UTC" or found[0] in "+-"


def test_commands_say_what_day_it_is_where_the_person_lives(run, home, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    there = (datetime.now(UTC) + timedelta(hours=14)).date()
    assert isinstance(there, date)
    assert f"{there.day} {there:%B %Y}" in told(run("today")).splitlines()[0]


def test_help_loads_neither_django_nor_the_store():
    code = "import sys; sys.argv = ['gutline', '--help']\nfrom gutline.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "heavy = {'django', 'gutline.store', 'sqlite3', 'pyrage', 'gutline.meals'}\n"
    code += "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
