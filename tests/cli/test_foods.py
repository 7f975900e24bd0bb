"""`gutline foods`: own foods by command and by file, public tables, and looking foods up."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.cli.lines import amount, in_ascii, wrapped
from gutline.meals.full_table_import import MOST_REFUSED
from gutline.meals.own_foods import OwnFoods
from gutline.meals.tables_database import opened
from tests.cli.conftest import refused, said
from tests.meals.table_files import CIQUAL_CSV, fdc_files, write_folder, write_zip

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of its own for every test, not made yet."""
    place = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(place))
    return place


@pytest.fixture
def tables(run, tmp_path):
    """A home into which a small table was loaded."""
    (tmp_path / "ciqual.csv").write_text(CIQUAL_CSV, encoding="utf-8")
    assert run("foods", "import", str(tmp_path / "ciqual.csv")).exit_code == 0


# --- looking up -----------------------------------------------------------------------------------


def test_looking_up_makes_nothing(run, home):
    assert "rye bread" in said(run("foods", "search", "rye"))
    assert "rye_bread" in said(run("foods", "show", "rye bread"))
    assert "nothing of your own yet" in said(run("foods", "list"))
    assert not home.exists()


def test_a_food_is_shown_by_id_name_or_alias(run):
    shown = run("foods", "show", "rye_bread").stdout
    assert run("foods", "show", "Rye", "Bread").stdout == shown
    assert run("foods", "show", "roggenbrot").stdout == shown


def test_what_is_shown_has_servings_tags_figures_and_their_source(run):
    text = said(run("foods", "show", "rye bread"))
    assert re.match(r"rye bread rye_bread also called: ", text)
    assert re.search(r"usual serving: \d+ g", text)
    assert "slice" in text
    assert re.search(r"tags: .*gluten", text)
    assert re.search(r"in 100 g: .*fibre [\d.]+ g", text)
    assert re.search(r"figures from: .* food \d+$", text)


def test_energy_is_shown_only_when_everything_is(run):
    for food in ("rye bread", "honey"):
        assert "energy" not in said(run("foods", "show", food))
        assert re.search(r"energy [\d.]+ kcal", said(run("foods", "show", food, "--all")))


def test_what_is_not_known_is_said_to_be(run):
    run("foods", "add", "mystery loaf", "--nutrient", "protein_g=8")
    text = said(run("foods", "show", "mystery loaf"))
    assert "protein 8 g" in text
    assert re.search(r"not known: .*fibre", text)
    assert "fibre 0" not in text


def test_a_supplement_is_shown_with_its_actives(run):
    assert "in one: ibuprofen" in said(run("foods", "show", "ibuprofen"))


@pytest.mark.parametrize("words", ["spaceship fuel", "qqqq"])
def test_nothing_found_is_a_clear_answer(run, words):
    assert said(run("foods", "search", words)).startswith(f"Nothing is called like '{words}'.")


def test_a_wrong_name_gets_the_nearest(run):
    refused(
        run("foods", "show", "rye sourdogh bread xx"), "There is no food 'rye sourdogh bread xx'"
    )
    assert "did you mean" in run("foods", "show", "rye sourdogh bread xx").stderr


def test_a_search_finds_in_all_places(run, tables):
    run("foods", "add", "fig of ours")
    text = said(run("foods", "search", "fig"))
    assert text.index("own_fig_of_ours, yours") < text.index("In the tables you loaded:")
    assert "ciqual:13004, Ciqual" in text


def test_a_limit(run):
    assert len(run("foods", "search", "bread", "--limit", "3").stdout.splitlines()) == 3


@pytest.mark.parametrize("code", ["ciqual:25601", "CIQUAL:25601"])
def test_a_food_of_a_table_is_shown_by_its_code(run, tables, code):
    text = said(run("foods", "show", code))
    assert "Tuna salad, canned ciqual:25601" in text
    assert "not known for foods of full tables" in text
    assert text.endswith("figures from: Anses Ciqual, food 25601")


def test_a_code_that_is_not_there(run, tables):
    refused(run("foods", "show", "ciqual:404"), "There is no food 'ciqual:404'")


@KEEP
@given(st.text(max_size=40))
def test_any_words_can_be_searched_for(tmp_path_factory, words):
    from click.testing import CliRunner

    from gutline.cli import program

    place = str(tmp_path_factory.getbasetemp() / "searched")
    result = CliRunner(env={"GUTLINE_HOME": place}).invoke(
        program, ["foods", "search", "--", words], prog_name="gutline"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout
    assert "\x1b" not in result.output


# --- one's own --------------------------------------------------------------------------------


def test_a_food_like_another_but_for_what_is_said(run, home):
    text = said(run("foods", "add", "kvarg", "--serving", "150", "--like", "greek yogurt",
                    "--nutrient", "protein_g=12"))  # fmt: skip
    assert "usual serving: 150 g" in text
    assert "protein 12 g" in text
    assert "dairy" in text
    assert text.endswith("figures from: you")
    kvarg = OwnFoods.load(home).foods["own_kvarg"]
    assert kvarg.nutrients["protein_g"] == 12.0
    assert kvarg.nutrients["fat_g"] > 0


def test_a_food_of_a_table_is_made_ones_own(run, home, tables):
    run("foods", "add", "tinned tuna salad", "--like", "ciqual:25601", "--tag", "oily fish")
    own = OwnFoods.load(home).foods["own_tinned_tuna_salad"]
    assert own.code == "ciqual:25601"
    assert own.nutrients["protein_g"] == 9.15
    assert set(own.tags) == {"oily_fish"}


def test_every_option_of_a_food(run, home):
    arguments = ["foods", "add", "Our Loaf", "--kind", "food", "--serving", "90"]
    arguments += ["--alias", "the loaf", "--alias", "dad's bread", "--nova", "1"]
    arguments += ["--tag", "gluten=55", "--tag", "?soy", "--tag", "village mill"]
    arguments += ["--measure", "slice=45", "--nutrient", "fibre_g=6", "--per-serving"]
    assert run(*arguments).exit_code == 0
    loaf = OwnFoods.load(home).foods["own_our_loaf"]
    assert (loaf.name, loaf.aliases) == ("Our Loaf", ("the loaf", "dad's bread"))
    assert (loaf.serving_g, loaf.nova, dict(loaf.measures)) == (90.0, 1, {"slice": 45.0})
    assert loaf.nutrients["fibre_g"] == pytest.approx(6.66667)
    assert {t: (s.grams, s.possible) for t, s in loaf.tags.items()} == {
        "gluten": (55.0, False), "soy": (None, True), "village_mill": (None, False),
    }  # fmt: skip


def test_a_tag_can_be_taken_away(run, home):
    run("foods", "add", "our spelt free loaf", "--like", "rye bread", "--no-tag", "gluten")
    assert "gluten" not in OwnFoods.load(home).foods["own_our_spelt_free_loaf"].tags


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["--nutrient", "protein"],
            "--nutrient 'protein' is not understood; write it as protein_g",
        ),
        (["--nutrient", "proteins_g=2"], "there is no 'proteins_g'; did you mean protein_g"),
        (["--nutrient", "protein_g=many"], "is not understood"),
        (["--nutrient", "protein_g=-1"], "is not understood"),
        (["--nutrient", "protein_g=nan"], "is not understood"),
        (["--nutrient", "protein_g=300"], "more than the 100 g it is in"),
        (["--nutrient", "protein_g=3", "--per-serving"], "--per-serving needs --serving"),
        (["--measure", "slice"], "write it as slice=40"),
        (["--measure", "bathtub=40"], "--measure: there is no 'bathtub'"),
        (["--tag", "!!!"], "cannot be a tag"),
        (["--tag", "gluten=lots"], "is not understood"),
        (["--like", "spaceship fuel"], "There is no food 'spaceship fuel'"),
        (["--serving", "-3"], "--serving"),
        (["--serving", "1e9"], "serving_g"),
        (["--kind", "stone"], "--kind"),
    ],
)
def test_an_option_that_is_wrong_is_refused_and_nothing_is_kept(run, home, options, words):
    refused(run("foods", "add", "our loaf", *options), words)
    assert OwnFoods.load(home).foods == {}


def test_a_food_twice_needs_replace(run, home):
    run("foods", "add", "our loaf")
    refused(run("foods", "add", "our loaf"), "you have a 'our loaf' already; add --replace")
    assert run("foods", "add", "our loaf", "--serving", "9", "--replace").exit_code == 0
    assert OwnFoods.load(home).foods["own_our_loaf"].serving_g == 9.0


def test_a_recipe_by_command(run, home):
    result = run("foods", "recipe", "my granola", "200 g oats", "50 g honey", "--serves", "8")
    text = said(result)
    assert "made of: 200 g oats · 50 g honey; 250 g, serves 8" in text
    assert "usual serving: 31.2 g" in text
    assert "figures from: its parts" in text
    granola = OwnFoods.load(home).foods["own_my_granola"]
    assert {"oats", "excess_fructose"} & set(granola.tags)
    assert 0 < granola.nutrients["protein_g"] < 20


def test_what_a_part_does_not_tell_is_a_lower_bound(run, home):
    run("foods", "add", "seed mix", "--nutrient", "fibre_g=20")
    text = said(run("foods", "recipe", "my granola", "200 g oats", "50 g seed mix"))
    assert re.search(r"as not known of seed mix: .*protein at least [\d.]+ g", text)
    assert "protein_g" not in OwnFoods.load(home).foods["own_my_granola"].nutrients


def test_an_assumed_part_is_said_to_be(run):
    result = run("foods", "recipe", "my toast", "80 g rye bread", "butter")
    assert "butter: taken as" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["200 g xyzzyx"], "the part '200 g xyzzyx' is not known"),
        (["200 g oats and 50 g honey"], "give one food in each part"),
        ([""], "was read as nothing"),
    ],
)
def test_a_part_that_is_not_clear_is_refused(run, home, parts, words):
    refused(run("foods", "recipe", "my granola", *parts), words)
    assert OwnFoods.load(home).foods == {}


def test_an_alias_by_command_means_its_food(run):
    assert said(run("foods", "alias", "my usual", "flat white")) == (
        "'my usual' means flat white from now on."
    )
    assert "1 flat white" in said(run("eat", "my usual"))
    assert "my usual (yours)" in said(run("foods", "show", "my usual"))


def test_a_tag_by_command_is_on_the_food_wherever_it_is_eaten(run):
    run("foods", "tag", "rye bread", "sourdough-ferment")
    assert "sourdough ferment (yours)" in said(run("foods", "show", "rye bread"))
    assert "sourdough ferment" in said(run("eat", "2 slices rye bread"))


@pytest.mark.parametrize("command", ["alias", "tag"])
def test_a_food_of_a_full_table_must_be_ones_own_first(run, tables, command):
    arguments = {"alias": ["usual", "ciqual:25601"], "tag": ["ciqual:25601", "usual"]}[command]
    refused(run("foods", command, *arguments), "make it yours first: gutline foods add")


def test_a_list_of_all_that_is_ones_own(run, tables):
    run("foods", "add", "our loaf")
    run("foods", "alias", "my usual", "flat white")
    run("foods", "tag", "our loaf", "village mill")
    run("eat", "my bread", "--choose", "1=our loaf")
    assert said(run("foods", "list")) == (
        "foods: our loaf (own_our_loaf) aliases: my usual = flat white tags: our loaf: "
        "village_mill learned: my bread = our loaf tables: ciqual.csv, 2 foods"
    )


def test_removing(run, home):
    run("foods", "add", "our loaf")
    assert said(run("foods", "remove", "our loaf")) == "Removed the food 'our loaf'."
    assert OwnFoods.load(home).foods == {}
    refused(run("foods", "remove", "our loaf"), "nothing of your own called 'our loaf'")


def test_out_of_one_home_and_into_another(run, home, tmp_path, monkeypatch):
    run("foods", "add", "our loaf", "--tag", "gluten")
    run("foods", "alias", "my usual", "our loaf")
    assert "1 foods, 1 aliases" in said(run("foods", "export", str(tmp_path / "mine.zip")))
    own = OwnFoods.load(home)
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "other"))
    text = said(run("foods", "import", str(tmp_path / "mine.zip")))
    assert text == "Added 1 foods, 0 recipes, 1 aliases, 0 tags, 0 choices."
    assert OwnFoods.load(tmp_path / "other") == own


def test_a_table_of_ones_own_by_hand(run, home, tmp_path):
    (tmp_path / "ours.csv").write_text("name,tags\nour loaf,+gluten\n")
    run("foods", "import", str(tmp_path / "ours.csv"))
    assert set(OwnFoods.load(home).foods["own_our_loaf"].tags) == {"gluten"}
    (tmp_path / "ours.csv").write_text("name,tags\nour bun,+glutn\n")
    refused(run("foods", "import", str(tmp_path / "ours.csv")), "ours.csv, line 2: tags: the tag")


def test_a_damaged_own_file_is_told_of_by_every_command(run, home):
    run("foods", "add", "our loaf", "--tag", "gluten")
    path = home / "catalog" / "foods" / "own.csv"
    path.write_text(path.read_text().replace("+gluten", "+glutn"))
    for command in (["foods", "list"], ["eat", "our loaf"], ["foods", "add", "bun"]):
        refused(run(*command), "own.csv, line 2: tags: the tag 'glutn' is not known")


# --- public tables ------------------------------------------------------------------------------


def test_a_public_table_is_loaded_once(run, tmp_path):
    path = write_zip(tmp_path / "fdc.zip", fdc_files())
    assert said(run("foods", "import", str(path))) == "fdc.zip gave 5 foods with 15 figures."
    assert said(run("foods", "import", str(path))) == (
        "fdc.zip was loaded before, with 5 foods; nothing was added."
    )


def test_refused_rows_are_told_the_first_ones_only_unless_asked(run, tmp_path):
    amounts = [("2705385", "1003", "much")] * 30
    files = write_folder(tmp_path / "fdc", fdc_files(amounts=amounts))
    result = run("foods", "import", str(files))
    lines = result.stderr.splitlines()
    assert lines[0] == "refused: food_nutrient.csv, line 2, amount 'much': not a number"
    assert (len(lines), lines[-1]) == (21, "and 10 more; --all-problems shows them all")
    assert "30 rows or fields were refused" in said(result)


def test_all_problems(run, tmp_path):
    amounts = [("2705385", "1003", "much")] * 30
    files = write_folder(tmp_path / "fdc", fdc_files(amounts=amounts))
    assert len(run("foods", "import", str(files), "--all-problems").stderr.splitlines()) == 30
    assert MOST_REFUSED > 30


def test_a_table_that_was_not_loaded_whole_is_told_of(run, home, tmp_path):
    folder = write_folder(tmp_path / "fdc", fdc_files())
    assert run("foods", "import", str(folder)).exit_code == 0
    with opened(home) as db:
        db.execute("UPDATE source SET done = 0, step = 1, line = 3")
    for call in (["foods", "search", "milk"], ["foods", "list"]):
        assert "'fdc' was not loaded to its end; import it again to go on." in run(*call).stderr
    assert said(run("foods", "import", str(folder))).startswith("fdc went on where it was cut off")
    assert run("foods", "list").stderr == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", b"time,kind,name\n", "has no header with the column"),
        ("x.zip", b"PK\x03\x04broken", "no food table"),
        ("x.bin", bytes(range(1, 256)), "is no food table that is known"),
        ("y.bin", b"a\rb\r" * 9, "is no food table that is known"),
        ("z.bin", bytes(64), "is no food table that is known"),
    ],
)
def test_what_is_no_table_is_refused(run, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    refused(run("foods", "import", str(tmp_path / name)), words)


@pytest.mark.parametrize("name", ["none.csv", "a\x00b", "x" * 5000])
def test_a_file_that_is_not_there_is_refused(run, name):
    assert run("foods", "import", name).exit_code == 2


# --- the screen ---------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_lines_fit_the_screen(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for call in (["foods", "show", "rye bread", "--all"], ["foods", "search", "bread"],
                 ["eat", "2 slices rye toast w/ butter, large red wine, xyzzy"]):  # fmt: skip
        assert max(map(len, run(*call).stdout.splitlines())) <= int(columns)


def test_nothing_is_coloured_where_it_is_not_wanted(run):
    for call in (["foods", "show", "rye bread"], ["eat", "rye bread"], ["foods", "search", "rye"]):
        assert "\x1b" not in run(*call).output


def test_names_are_bold_on_a_terminal(run, monkeypatch):
    from gutline.cli.screen import Screen

    seen = Screen(80, colour=True, ascii_only=False)
    monkeypatch.setattr("gutline.cli.commands.foods.screen", lambda: seen)
    assert "\x1b[1mrye bread\x1b[0m" in run("foods", "show", "rye bread").stdout


def test_a_screen_without_marks_gets_ascii(run, monkeypatch):
    from gutline.cli.screen import Screen

    seen = Screen(80, colour=False, ascii_only=True)
    monkeypatch.setattr("gutline.cli.commands.foods.screen", lambda: seen)
    assert "·" not in run("foods", "show", "rye bread").stdout
    assert in_ascii("2–3 × a · b") == "2-3 x a - b"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.0004, "0.0004"), (0.12345, "0.123"), (12.0, "12"), (64.04, "64"), (999.6, "1,000"),
     (1234.5, "1,234")],
)  # fmt: skip
def test_amounts_have_three_figures(value, text):
    assert amount(value) == text


def test_long_words_are_cut_to_the_line():
    assert max(map(len, wrapped("x" * 300, 40))) == 40


def test_a_home_that_cannot_be_is_a_sentence(run, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("x")
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "taken"))
    refused(run("foods", "add", "our loaf"), "is a file; set GUTLINE_HOME to a folder")
    monkeypatch.setenv("GUTLINE_HOME", "relative")
    refused(run("foods", "list"), "give the whole path")


@pytest.mark.parametrize(
    "name",
    ["", "add", "alias", "export", "import", "list", "recipe", "remove", "search", "show", "tag"],
)
def test_every_command_has_help(run, name):
    result = run("foods", *([name] if name else []), "--help")
    assert result.exit_code == 0
    assert "Usage: gutline foods" in result.output
