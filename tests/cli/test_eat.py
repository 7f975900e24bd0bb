"""`gutline eat`: what was understood, corrections that are remembered, and the diary it is kept in."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gutline
from gutline.cli import clock
from gutline.meals import read_meal
from gutline.meals.own_foods import OwnFoods
from tests.cli.conftest import refused, said

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
NOW = datetime(2026, 3, 1, 19, 30, tzinfo=timezone(timedelta(hours=1)))
MEAL = "2 slices rye toast w/ butter, large red wine"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of its own, and a clock that stands still."""
    place = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(place))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return place


# --- what was understood --------------------------------------------------------------------------


def test_every_item_with_its_food_amount_tags_and_alternatives(run):
    lines = run("eat", MEAL).stdout.splitlines()
    heads = [line for line in lines if re.match(r" ?\d+  ", line)]
    assert len(heads) == 3
    assert "rye" in heads[0]
    assert re.search(r"2 slices, \d+ g", heads[0])
    assert re.fullmatch(r" 2  butter  \d+ g, assumed", heads[1])
    assert "red wine" in heads[2]
    text = " ".join(" ".join(lines).split())
    assert "from: 2 slices rye toast" in text
    assert re.search(r"gluten [\d.]+ g", text)
    assert re.search(r"alcohol [\d.]+ g", text)
    assert "or: " in text


def test_nothing_is_stored_by_looking(run, home, tmp_path):
    assert "Nothing was stored." in said(run("eat", MEAL))
    assert not home.exists()
    assert list(tmp_path.iterdir()) == []


def test_the_words_need_no_quotes(run):
    assert run("eat", "rye", "bread").stdout == run("eat", "rye bread").stdout


def test_an_unknown_food_is_kept_by_its_name(run):
    text = said(run("eat", "xyzzyx"))
    assert "xyzzyx amount not known" in text
    assert "is no food Gutline knows" in text


def test_energy_is_not_shown(run):
    assert "kcal" not in run("eat", MEAL).output
    assert "calor" not in run("eat", MEAL).output


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_an_empty_meal_is_a_clear_answer(run, words):
    assert said(run("eat", words)).endswith("Nothing was stored.")


def test_a_very_long_line_is_refused(run):
    refused(run("eat", "bread " * 5_000), "a meal has at most 20,000")


def test_json_is_all_there_is_on_standard_output(run):
    result = run("eat", "--json", MEAL)
    document = json.loads(result.stdout)
    assert (document["schema"], document["text"], document["written"]) == (1, MEAL, 0)
    toast, butter, wine = document["items"]
    assert set(toast) == {
        "text", "name", "food", "kind", "quantity", "quantity_high", "unit", "grams", "assumed",
        "without", "tags", "nutrients", "matches",
    }  # fmt: skip
    assert (toast["quantity"], toast["unit"], toast["assumed"]) == (2.0, "slice", False)
    assert (butter["food"], butter["assumed"]) == ("butter", True)
    assert (wine["food"], wine["kind"]) == ("red_wine", "drink")
    assert wine["matches"][0]["food"] == "red_wine"
    assert 0 < wine["matches"][0]["score"] <= 1
    assert document["tags"]["dairy"]["source"] == "table"
    assert result.stderr == ""


def test_json_of_an_unknown_food_has_no_figures(run):
    (item,) = json.loads(run("eat", "--json", "xyzzyx").stdout)["items"]
    assert (item["food"], item["grams"], item["nutrients"], item["matches"]) == (None, None, {}, [])


@KEEP
@given(st.text(max_size=80))
def test_any_text_is_understood_somehow(tmp_path_factory, words):
    from click.testing import CliRunner

    from gutline.cli import program

    place = str(tmp_path_factory.getbasetemp() / "eaten")
    runner = CliRunner(env={"GUTLINE_HOME": place, "NO_COLOR": "1"})
    result = runner.invoke(program, ["eat", "--", words], prog_name="gutline")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    structured = runner.invoke(program, ["eat", "--json", "--", words], prog_name="gutline")
    assert json.loads(structured.stdout)["text"] == words


# --- corrections ----------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["1=crispbread", "1= Crispbread ", "1=knackebrod"])
def test_a_choice_is_learned_for_the_same_words(run, home, choice):
    first = run("eat", "3 pieces of rye thing", "--choose", choice)
    assert "crispbread" in said(first)
    assert "Remembered for next time" in said(first)
    assert OwnFoods.load(home).learned[0].last_day.isoformat() == "2026-03-01"
    (item,) = json.loads(run("eat", "--json", "a rye thing").stdout)["items"]
    assert (item["food"], item["matches"][0]["how"]) == ("crispbread", "own")


def test_the_number_of_an_alternative_can_be_given(run):
    before = json.loads(run("eat", "--json", "oats").stdout)["items"][0]["matches"]
    after = json.loads(run("eat", "--json", "oats", "--choose", "1=2").stdout)["items"][0]
    assert after["food"] == before[1]["food"]


def test_several_choices_at_once(run):
    result = run("eat", "--json", "grandpas bread, grandmas brew", "--choose", "1=rye bread",
                 "--choose", "2=flat_white")  # fmt: skip
    foods = [item["food"] for item in json.loads(result.stdout)["items"]]
    assert foods == ["rye_bread", "flat_white"]


def test_a_later_choice_corrects_an_earlier_one(run):
    for food in ("rye bread", "crispbread"):
        run("eat", "the usual slice", "--choose", f"1={food}")
    assert "crispbread" in said(run("eat", "the usual slice"))


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("rye bread", "write the item's number and a food: 1=rye_bread"),
        ("x=rye bread", "write the item's number and a food"),
        ("1=", "write the item's number and a food"),
        ("0=rye bread", "there are 3 items"),
        ("4=rye bread", "there are 3 items"),
        ("99999999999999999999=rye bread", "there are 3 items"),
        ("1=spaceship fuel", "There is no food 'spaceship fuel'"),
    ],
)
def test_a_choice_that_is_wrong_is_refused_and_nothing_is_learned(run, home, choice, words):
    refused(run("eat", MEAL, "--choose", "2=butter", "--choose", choice), words)
    assert not home.exists()


# --- the diary ------------------------------------------------------------------------------------


def test_a_new_diary_is_begun(run, tmp_path):
    path = tmp_path / "me.csv"
    result = run("eat", MEAL, "--to", str(path), "--at", "2026-03-01 08:00")
    assert "3 entries were added" in said(result)
    diary = gutline.read(path)
    assert diary.zone == "Europe/Berlin"
    assert diary.refused == 0
    assert {entry.at.isoformat() for entry in diary.entries} == {"2026-03-01T08:00:00+01:00"}
    by_name = {entry.name: entry for entry in diary.entries}
    assert (by_name["butter"].value, by_name["butter"].unit) == (1.0, "serving")
    assert by_name["red wine"].kind == "drink"
    assert by_name["red wine"].unit == "g"
    assert by_name["red wine"].note == "large red wine"


def test_without_a_time_it_is_now(run, tmp_path):
    run("eat", "rye bread", "--to", str(tmp_path / "me.csv"))
    (entry,) = gutline.read(tmp_path / "me.csv").entries
    assert entry.at == NOW
    assert not entry.day_only


def test_a_day_alone_is_a_day(run, tmp_path):
    run("eat", "rye bread", "--to", str(tmp_path / "me.csv"), "--at", "2026-03-02")
    (entry,) = gutline.read(tmp_path / "me.csv").entries
    assert entry.day_only
    assert entry.at.date().isoformat() == "2026-03-02"


def test_a_zone_of_ones_own(run, tmp_path):
    run("eat", "tea", "--to", str(tmp_path / "me.csv"), "--zone", "Asia/Tokyo")
    (entry,) = gutline.read(tmp_path / "me.csv").entries
    assert entry.at == NOW
    assert gutline.read(tmp_path / "me.csv").zone == "Asia/Tokyo"


def test_what_was_in_the_diary_stays_byte_for_byte(run, tmp_path):
    path = tmp_path / "me.csv"
    old = (
        b"# my own remark\r\n# zone: America/New_York\r\n"
        b"name;kind;time;colour;value;unit\r\n"
        b"rye bread;food;2026-02-01 08:00;brown;1,5;serving\r\n"
        b"nonsense;rubbish;2026-02-01 08:00;;;"
    )
    path.write_bytes(old)
    run("eat", "12.5 g butter", "--to", str(path), "--at", "2026-03-01 08:00")
    assert path.read_bytes() == old + b"\r\nbutter;food;2026-03-01T08:00;;12.5;g\r\n"
    diary = gutline.read(path)
    assert [entry.name for entry in diary.entries] == ["rye bread", "butter"]
    assert diary.refused == 1


def test_times_of_a_diary_without_a_zone_are_those_of_the_wall(run, tmp_path):
    path = tmp_path / "me.csv"
    path.write_text("time,kind,name\n2026-02-01 08:00,food,rye bread\n")
    run("eat", "butter", "--to", str(path))
    assert path.read_text().endswith("\n2026-03-01T19:30,food,butter\n")


def test_now_is_told_in_the_diarys_own_zone(run, tmp_path):
    path = tmp_path / "me.csv"
    path.write_text("# zone: UTC\ntime,kind,name\n2026-02-01 08:00,food,rye bread\n")
    run("eat", "butter", "--to", str(path))
    assert path.read_text().endswith("\n2026-03-01T18:30,food,butter\n")
    assert gutline.read(path).entries[-1].at == NOW.astimezone(UTC)


@pytest.mark.parametrize("old", ["", "\n", "# zone: UTC\n", "time,kind,name,value,unit\n"])
def test_a_diary_with_no_entries_is_begun(run, tmp_path, old):
    path = tmp_path / "me.csv"
    path.write_text(old)
    run("eat", "butter", "--to", str(path), "--at", "2026-03-01 08:00")
    diary = gutline.read(path)
    assert ([e.name for e in diary.entries], diary.refused) == (["butter"], 0)


def test_the_same_at_the_same_time_is_refused_once_it_is_there(run, tmp_path):
    path = tmp_path / "me.csv"
    arguments = ["eat", "rye bread, butter", "--to", str(path), "--at", "2026-03-01 08:00"]
    assert run(*arguments).exit_code == 0
    before = path.read_bytes()
    refused(run(*arguments), "at this time already")
    assert path.read_bytes() == before
    assert run(*arguments[:-1], "2026-03-01 08:01").exit_code == 0


def test_what_was_typed_and_is_no_known_food_is_kept(run, tmp_path):
    path = tmp_path / "me.csv"
    run("eat", "xyzzyx; 🍎; пельмени", "--to", str(path), "--at", "2026-03-01 08:00")
    names = {entry.name for entry in gutline.read(path).entries}
    assert "xyzzyx" in names
    assert len(names) == 3


def test_what_it_was_without_is_not_lost(run, tmp_path):
    path = tmp_path / "me.csv"
    run("eat", "caesar salad, no croutons", "--to", str(path), "--at", "2026-03-01 08:00")
    (entry,) = gutline.read(path).entries
    assert "without" in entry.name
    assert "crouton" in entry.name
    assert "gluten" not in read_meal(entry.name).tags


def test_an_absurd_amount_is_kept_without_one(run, tmp_path):
    path = tmp_path / "me.csv"
    result = run("eat", "900 glasses of wine", "--to", str(path), "--at", "2026-03-01 08:00")
    assert "more than anybody has at once" in said(result)
    (entry,) = gutline.read(path).entries
    assert (entry.value, "900" in entry.note) == (None, True)


def test_a_medicine_is_kept_in_its_own_unit(run, tmp_path):
    path = tmp_path / "me.csv"
    run("eat", "400 mg ibuprofen", "--to", str(path), "--at", "2026-03-01 08:00")
    (entry,) = gutline.read(path).entries
    assert (entry.kind, entry.value, entry.unit) == ("medicine", 400.0, "mg")


def test_with_json_the_number_of_entries_is_told(run, tmp_path):
    result = run("eat", MEAL, "--json", "--to", str(tmp_path / "me.csv"))
    assert json.loads(result.stdout)["written"] == 3


def test_a_choice_and_a_diary_at_once(run, tmp_path):
    path = tmp_path / "me.csv"
    run("eat", "rye thing", "--choose", "1=crispbread", "--to", str(path))
    (entry,) = gutline.read(path).entries
    assert entry.name == "crispbread"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--to", "me.txt"], "is no CSV diary"),
        (["--to", "none/me.csv"], "There is no folder 'none'"),
        (["--to", "folder.csv"], "is a folder"),
        (["--to", "bad.csv"], "bad.csv"),
        (["--at", "2026-03-01 08:00"], "name the diary with --to"),
        (["--to", "me.csv", "--at", "yesterday"], "not a time"),
        (["--to", "me.csv", "--at", "03/01/2026"], "day and month cannot be told apart"),
        (["--to", "me.csv", "--zone", "Europe/Nowhere"], "there is no time zone"),
    ],
)
def test_a_diary_that_cannot_take_it_is_refused_and_nothing_is_written(
    run, tmp_path, monkeypatch, options, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "bad.csv").write_text("no,diary\n")
    before = sorted(p.name for p in tmp_path.iterdir())
    refused(run("eat", "rye bread", *options), words)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert (tmp_path / "bad.csv").read_text() == "no,diary\n"


def test_a_crash_leaves_the_old_diary(run, tmp_path, monkeypatch):
    path = tmp_path / "me.csv"
    path.write_text("time,kind,name\n2026-02-01 08:00,food,rye bread\n")
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run("eat", "butter", "--to", str(path))
    monkeypatch.undo()
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert path.read_bytes() == before


# --- the clock ------------------------------------------------------------------------------------


def test_the_clock_is_aware_and_to_the_minute(monkeypatch):
    monkeypatch.undo()
    now = clock.now()
    assert now.utcoffset() is not None
    assert (now.second, now.microsecond) == (0, 0)
