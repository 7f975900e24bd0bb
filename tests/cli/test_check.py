"""`gutline check`: without the engine, and with every row that could not be read."""

from __future__ import annotations

import gutline


def test_says_what_the_diary_holds(run, diary_file):
    result = run("check", str(diary_file))
    assert result.exit_code == 0
    assert "40 days, 1 January to 9 February 2026" in result.stdout
    assert "back pain               40 ratings on 40 days: enough" in result.stdout


def test_the_engine_is_not_run(run, diary_file, monkeypatch):
    monkeypatch.setattr(gutline, "discover", None, raising=False)
    monkeypatch.setattr("gutline.discovery.analysis.fit_group", None)
    assert run("check", str(diary_file)).exit_code == 0


def test_refused_rows_are_told_and_counted_last(run, bad_file):
    result = run("check", str(bad_file))
    assert result.stderr.splitlines()[-1] == "30 rows were refused and left out."
    assert "30 rows of the diary could not be read" in result.stdout
    assert "and 10 more; --all-problems" in result.stderr


def test_all_problems(run, bad_file):
    assert len(run("check", str(bad_file), "--all-problems").stderr.splitlines()) == 31


def test_strict(run, bad_file):
    assert run("check", str(bad_file), "--strict").exit_code == 2


def test_standard_input(run):
    result = run("check", "-", stdin="2026-03-01 20:00 back pain 4\n")
    assert "1 rating on 1 day: nothing to say yet; about 19 more days" in " ".join(
        result.stdout.split()
    )


def test_check_and_discover_say_the_same(run, tmp_path):
    path = tmp_path / "me.txt"
    days = [f"2026-03-{day:02} 08:00 ate rye bread\n" for day in range(1, 10)]
    evenings = [f"2026-03-{day:02} 20:00 no symptoms\n" for day in range(1, 9)]
    path.write_text("".join([*days, *evenings, "2026-03-09 20:00 back pain 4\n"]), "utf-8")
    checked, found = run("check", str(path)), run("discover", str(path))
    for result in (checked, found):
        said = " ".join(result.stdout.split())
        assert "9 ratings on 9 days" in said
        assert "about 11 more days" in said
    assert "1 thing you logged has the 8 times" in checked.stdout


def test_an_empty_file(run, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    result = run("check", str(path))
    assert "Traceback" not in result.output
    assert result.exit_code in {0, 2}
    assert result.output
