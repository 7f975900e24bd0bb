"""`gutline coverage`: from a diary file to intake beside reference intakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

DAY = """\
{0} 08:00 ate rye bread
{0} 13:00 ate rice, chicken
{0} 15:00 drank water 500 ml
{0} 21:00 complete
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "home"))


@pytest.fixture
def week(tmp_path) -> str:
    """A diary of seven complete days and one that is not."""
    path = tmp_path / "me.txt"
    days = "".join(DAY.format(f"2026-03-{day:02}") for day in range(1, 8))
    path.write_text(days + "2026-03-08 08:00 ate rye bread\n", encoding="utf-8")
    return str(path)


def test_says_what_the_days_cover(run, week):
    result = run("coverage", week, "--sex", "female", "--age", "42")
    assert result.exit_code == 0, result.output
    assert "for a woman of 42" in result.stdout
    assert "7 days logged in full; left out: 1 with only some of the food" in result.stdout
    assert "Fibre" in result.stdout


def test_the_window_is_the_last_days(run, week):
    assert "2 March 2026 to 8 March 2026" in run("coverage", week, "--days", "7").stdout


def test_json_is_alone_on_standard_output(run, week):
    result = run("coverage", week, "--json")
    document = json.loads(result.stdout)
    assert document["window"]["counted"] == 7
    assert document["person"]["missing"] == ["sex", "age"]
    fibre = document["nutrients"]["fibre_g"]
    assert fibre["mean"] > 0
    assert 0 < fibre["known_share"] <= 1


def test_water_that_was_drunk_counts(run, week):
    water = json.loads(run("coverage", week, "--json").stdout)["nutrients"]["water_g"]
    assert water["mean"] > 500


def test_nothing_is_written_to_the_persons_folder(run, week, tmp_path):
    run("coverage", week)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--sex", "x"], "give female or male"),
        (["--age", "0"], "years from 1 to 120"),
        (["--life-stage", "x"], "pregnancy or lactation"),
        (["--sex", "male", "--life-stage", "lactation"], "no reference intakes"),
        (["--weight", "3"], "kilograms from 20 to 400"),
    ],
)
def test_an_impossible_person_is_refused_in_a_sentence(run, week, options, reason):
    result = run("coverage", week, *options)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""


def test_a_window_of_no_days_is_refused(run, week):
    assert run("coverage", week, "--days", "0").exit_code == 2


def test_a_file_that_is_not_there(run):
    result = run("coverage", "nowhere.csv")
    assert result.exit_code == 2
    assert "There is no file" in result.stderr


def test_rows_that_cannot_be_read_are_told_of(run, bad_file):
    result = run("coverage", str(bad_file))
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1] == "30 rows were refused and left out."
    assert run("coverage", str(bad_file), "--strict").exit_code == 2


def test_standard_input(run):
    result = run("coverage", "-", stdin="2026-03-01 20:00 back pain 4\n")
    assert "Nothing to say yet, because no food or drink was logged" in " ".join(
        result.stdout.split()
    )


def test_the_engine_is_not_loaded(week, tmp_path):
    code = (
        "import sys; from gutline.cli import program;"
        f"program(['coverage', {week!r}], standalone_mode=False);"
        "sys.exit('gutline.discovery' in sys.modules or 'numpy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "GUTLINE_HOME": str(tmp_path / "home")},
        timeout=60,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
