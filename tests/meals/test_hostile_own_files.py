"""Own foods in a folder that is full, locked, half gone or meant to do harm."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gutline.meals import own_foods_exchange, own_foods_file
from gutline.meals.home import HomeError
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import (
    add_alias,
    add_food,
    add_recipe,
    add_tags,
    remember_choice,
    remove,
)
from gutline.meals.own_foods_exchange import export_own, import_own, is_own_file
from gutline.meals.own_foods_file import read_records
from gutline.meals.own_records import HEADERS, OwnFoodsError, OwnRecords
from gutline.meals.private_files import locked, write_private
from gutline.meals.recipes import Part
from gutline.meals.table_records import TableError
from tests.meals.own_samples import GROATS, KVARG, food

DAY = date(2026, 3, 1)
SURROGATE = "caf\udce9"
"""What a file name or an argument in Latin-1 is, where the system speaks UTF-8."""


def files_of(home: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((home / "catalog").rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    add_food(home, KVARG)
    add_food(home, GROATS)
    add_recipe(home, "mix", [Part("own_kvarg", 10.0, "10 g")], serves=1)
    add_alias(home, "usual", "own_kvarg")
    add_tags(home, "own_kvarg", ["from the hill"])
    remember_choice(home, "white stuff", "own_kvarg", DAY)
    return home


@pytest.fixture
def full(made, tmp_path) -> Path:
    shutil.copytree(made, tmp_path / "full")
    return tmp_path / "full"


# --- words that are none --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [SURROGATE, "a\ud800b", "\udfff x"])
def test_half_a_character_in_a_name_is_refused_in_a_sentence(full, name):
    before = files_of(full)
    for given in (food(name), food("fine", aliases=(name,))):
        with pytest.raises(OwnFoodsError, match=r"no character of any script|use letters"):
            add_food(full, given)
    with pytest.raises(OwnFoodsError):
        add_alias(full, name, "own_kvarg")
    with pytest.raises(OwnFoodsError, match="nothing of your own called"):
        remove(full, name)
    assert files_of(full) == before


@pytest.mark.parametrize(
    "name",
    [
        "a\u202eb",  # the rest of the line the other way round
        "a\u2066b",
        "a\u200bb",  # nothing to see
        "a\x1b[2Jb",
        "a\x9bb",
        "a\x00b",
        "a\rb",
        "a\nb",
        "a\u2028b",
        " a",
        "a ",
        "a" * 81,
    ],
)
def test_a_name_that_would_play_with_the_screen_is_refused(full, name):
    before = files_of(full)
    with pytest.raises(OwnFoodsError, match="name"):
        add_food(full, food(name))
    with pytest.raises(OwnFoodsError, match=r"name|alias"):
        add_food(full, food("fine", aliases=(name,)))
    assert files_of(full) == before


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)",
        "../../etc/passwd",
        "C:\\CON x",
        "'; DROP TABLE food; --",
        "<script>alert(1)</script>",
        "{{ 7*7 }} %s %n",
        "$(reboot) `reboot`",
        "\u05dc\u05d7\u05dd \u0634\u0627\u06cc",
        "e\u0301 decomposed",
        "🍎 apple pie",
        "ｆｕｌｌ width",
        "𝔣𝔯𝔞𝔨 tur",
        "x" + "y" * 79,
    ],
)
def test_a_name_that_only_looks_like_harm_is_a_name(tmp_path, name):
    added = add_food(tmp_path, food(name))
    assert added.name == name
    assert added.id.startswith("own_")
    assert added.id.replace("_", "").isalnum()
    assert OwnFoods.load(tmp_path).foods[added.id].name == name
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {".lock", "catalog/foods/own.csv"}
    assert remove(tmp_path, name) == f"the food {name!r}"


def test_names_that_are_alike_to_the_eye_get_ids_of_their_own(tmp_path):
    latin, cyrillic = add_food(tmp_path, food("cava")), add_food(tmp_path, food("саvа"))
    assert latin.id != cyrillic.id
    assert len(OwnFoods.load(tmp_path).foods) == 2


def test_a_hundred_foods_of_one_plain_form_all_get_their_id():
    from gutline.meals.own_food_rows import new_id

    taken: dict[str, object] = {}
    for _ in range(100):
        taken[new_id("Soup!", taken)] = None
    assert len(taken) == 100
    assert {"own_soup", "own_soup_2", "own_soup_100"} <= set(taken)


@pytest.mark.parametrize("tag", ["\u202e", "🍎", "\x00", "--", "=", "../", "a" * 61, "飯"])
def test_a_tag_of_nothing_a_file_could_keep_is_refused(full, tag):
    with pytest.raises(OwnFoodsError, match="cannot be a tag"):
        add_tags(full, "own_kvarg", ["fine", tag])
    assert OwnFoods.load(full).tags == dict.fromkeys(("own_kvarg", "own_mix"), ("from_the_hill",))


# --- a folder that is not what it should be -------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_folder_in_the_place_of_a_file_is_told_of(full, name):
    (full / "catalog" / name).unlink()
    (full / "catalog" / name).mkdir()
    with pytest.raises(OwnFoodsError, match=r"\.csv: cannot be read \(Is a directory\)"):
        OwnFoods.load(full)


@pytest.mark.parametrize("made_as", ["folder", "link to nowhere"])
def test_something_else_among_the_tables_is_told_of_by_name(tmp_path, made_as):
    place = tmp_path / "catalog" / "foods" / "other.csv"
    place.parent.mkdir(parents=True)
    if made_as == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OwnFoodsError, match=r"other\.csv.*cannot be read"):
        add_food(tmp_path, KVARG)
    with pytest.raises(OwnFoodsError, match=r"other\.csv"):
        OwnFoods.load(tmp_path)


def test_a_second_table_by_hand_is_read_beside_the_own_one(full):
    text = (full / "catalog" / "foods" / "own.csv").read_text()
    (full / "catalog" / "foods" / "aunt.csv").write_text(
        text.splitlines()[0] + "\nown_cake,cake of aunt,,food,,,100,,,,50,,,\n"
    )
    assert OwnFoods.load(full).foods["own_cake"].name == "cake of aunt"
    add_alias(full, "the cake", "own_cake")
    assert OwnFoods.load(full).choices["the cake"] == "own_cake"


def test_two_tables_that_claim_one_name_are_told_of(full):
    text = (full / "catalog" / "foods" / "own.csv").read_text()
    (full / "catalog" / "foods" / "aunt.csv").write_text(
        text.splitlines()[0] + "\nown_other,Kvarg,,food,,,100,,,,50,,,\n"
    )
    with pytest.raises(OwnFoodsError, match=r"is a name of .* leave it to one of them"):
        OwnFoods.load(full)


@pytest.mark.parametrize("name", ["aliases.csv", "foods/own.csv"])
def test_a_file_larger_than_own_foods_are_is_not_read(full, monkeypatch, name):
    monkeypatch.setattr(own_foods_file, "LARGEST_BYTES", 20)
    with pytest.raises(OwnFoodsError, match="is larger than 50 MB"):
        read_records(full)


def test_a_file_that_unpacks_to_more_than_own_foods_are_is_not_taken_in(tmp_path, monkeypatch):
    monkeypatch.setattr(own_foods_exchange, "LARGEST_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("aliases.csv", "phrase,food\n" + "usual,butter\n" * 300_000)
    with pytest.raises((OwnFoodsError, TableError), match=r"larger than 50 MB|times its size"):
        import_own(tmp_path / "x.zip", tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("text", ["phrase\x00,food\n", "phrase,food\nus\x00ual,butter\n"])
def test_a_nul_byte_is_no_text(tmp_path, text):
    place = tmp_path / "catalog" / "aliases.csv"
    place.parent.mkdir()
    place.write_text(text)
    with pytest.raises(OwnFoodsError, match="NUL byte"):
        OwnFoods.load(tmp_path)


def test_two_columns_of_one_name_are_refused(tmp_path):
    place = tmp_path / "catalog" / "foods" / "own.csv"
    place.parent.mkdir(parents=True)
    place.write_text(",".join((*HEADERS["foods/own.csv"], "fibre_g", "fibre_g")) + "\n")
    with pytest.raises(OwnFoodsError, match="stands there twice"):
        OwnFoods.load(tmp_path)


# --- disks and rights -----------------------------------------------------------------------------


def fails(number: int, words: str):
    def call(*_: object, **__: object) -> object:
        raise OSError(number, words)

    return call


@pytest.mark.parametrize(
    "broken", ["os.fsync", "tempfile.mkstemp", "pathlib.Path.replace", "os.fdopen"]
)
def test_a_full_disk_leaves_everything_as_it_was_wherever_it_is_met(full, monkeypatch, broken):
    before = files_of(full)
    with monkeypatch.context() as patch:
        patch.setattr(broken, fails(28, "No space left on device"))
        with pytest.raises((HomeError, OSError), match="No space left on device"):
            add_alias(full, "another", "own_groats_of_ours")
    assert files_of(full) == before
    add_alias(full, "another", "own_groats_of_ours")
    assert OwnFoods.load(full).aliases["another"] == "own_groats_of_ours"


def test_a_failed_write_leaves_no_half_file_behind(full, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", fails(30, "Read-only file system"))
        with pytest.raises(HomeError, match=r"Read-only file system.*nothing was changed"):
            add_food(full, food("new"))
    assert [p.name for p in (full / "catalog").rglob(".*")] == []


def test_a_disk_that_is_full_after_the_first_of_two_files_can_be_gone_on_from(full, monkeypatch):
    done: list[str] = []

    def once(path: Path, data: bytes) -> None:
        if done:
            raise HomeError(f"{str(path)!r} cannot be written (full); nothing was changed")
        done.append(path.name)
        write_private(path, data)

    monkeypatch.setattr(own_foods_file, "write_private", once)
    with pytest.raises(HomeError, match="full"):
        add_food(full, food("loaf", tags={"village_mill": KVARG.tags["fermented_live"]}))
    monkeypatch.undo()
    own = OwnFoods.load(full)
    assert done == ["own.csv"]
    assert "own_loaf" in own.foods
    add_tags(full, "own_loaf", ["village mill"])
    assert OwnFoods.load(full).tags["own_loaf"] == ("village_mill",)


def test_a_lock_that_cannot_be_opened_is_told_of(tmp_path):
    (tmp_path / ".lock").mkdir()
    with pytest.raises(HomeError, match=r"\.lock' cannot be opened \(Is a directory\)"):
        add_food(tmp_path, KVARG)


def test_a_folder_that_cannot_be_made_is_told_of_with_what_to_set(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.mkdir", fails(30, "Read-only file system"))
    with pytest.raises(
        HomeError, match=r"cannot be made .Read-only file system.; set GUTLINE_HOME"
    ):
        add_food(tmp_path / "new", KVARG)


def test_an_export_that_cannot_be_written_says_so_and_leaves_the_old_one(
    full, tmp_path, monkeypatch
):
    export_own(full, tmp_path / "mine.zip")
    before = (tmp_path / "mine.zip").read_bytes()
    add_food(full, food("more"))
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fails(122, "Disk quota exceeded"))
        with pytest.raises(HomeError, match=r"mine\.zip.*Disk quota exceeded"):
            export_own(full, tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_bytes() == before


def test_all_that_is_written_is_for_its_owner_alone(full):
    for path in [full, *full.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.is_dir(), path
    assert stat.S_IMODE((full / "catalog" / "foods" / "own.csv").stat().st_mode) == 0o600


def test_an_export_through_a_link_does_not_write_where_the_link_points(full, tmp_path):
    (tmp_path / "victim.txt").write_text("mine")
    (tmp_path / "mine.zip").symlink_to(tmp_path / "victim.txt")
    export_own(full, tmp_path / "mine.zip")
    assert (tmp_path / "victim.txt").read_text() == "mine"
    assert is_own_file(tmp_path / "mine.zip")


# --- files of strangers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "member",
    ["../aliases.csv", "/aliases.csv", "a/../../aliases.csv", "..\\aliases.csv", "C:/aliases.csv"],
)
def test_a_zip_that_points_elsewhere_writes_nowhere(tmp_path, member):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr(member, "phrase,food\nusual,butter\n")
    assert not is_own_file(tmp_path / "x.zip")
    with pytest.raises(TableError, match="points outside it"):
        import_own(tmp_path / "x.zip", tmp_path / "deep" / "home")
    assert [p.name for p in tmp_path.rglob("*.csv")] == []


def test_a_link_in_a_zip_is_a_file_of_no_use(tmp_path):
    info = zipfile.ZipInfo("aliases.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr(info, "/etc/passwd")
    with pytest.raises(OwnFoodsError, match="holds no own foods"):
        import_own(tmp_path / "x.zip", tmp_path / "home")


def test_a_zip_of_many_files_is_not_looked_through(tmp_path, monkeypatch):
    monkeypatch.setattr(own_foods_exchange, "MOST_MEMBERS", 3)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        for number in range(4):
            packed.writestr(f"{number}/aliases{number}.csv", "phrase,food\n")
    assert not is_own_file(tmp_path / "x.zip")


@pytest.mark.parametrize(
    "head",
    [
        "name\n",
        "name,serving_g\n",
        "serving_g,name,fibre_g\r\n",
        "name,actives\nd,vitamin_d=25 ug\n",
        "\ufeffname,kind\n",
    ],
)
def test_a_table_of_names_is_known_for_ones_own(tmp_path, head):
    (tmp_path / "x.csv").write_text(head, encoding="utf-8")
    assert is_own_file(tmp_path / "x.csv")


@pytest.mark.parametrize(
    "head",
    [
        "",
        "id,name\n",
        "name;serving_g\n",
        "Name\n",
        "name,colour\n",
        'name,"open\n',
        "phrase,food,x\n",
    ],
)
def test_any_other_table_is_not(tmp_path, head):
    (tmp_path / "x.csv").write_text(head, encoding="utf-8")
    assert not is_own_file(tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("id,name\nrye_bread,mine\n", None),
        ("id,name,fibre_g\nrye_bread,mine,1\n", "in Gutline already"),
        ("name,fibre_g\nsoup of mine,-1\n", "line 2: fibre_g"),
        ("name,fibre_g\nsoup of mine,1e999\n", "line 2: fibre_g"),
        ("name,fibre_g\nsoup of mine,2 g\n", "line 2: fibre_g"),
        ('name,fibre_g\nsoup of mine,"2,5"\n', "line 2: fibre_g"),
        ("name,fibre_g\nsoup of mine,2,5\n", "3 fields where the header has 2"),
        ("name,serving_g\n\n\nok,1\nsoup,99999\n", "line 5: serving_g"),
        ('name,aliases,kind\n"two\nlines",,food\n', "name"),
        ("name,kind\nsoup,poison\n", "line 2: kind"),
        ("name,measures\nsoup,slice=\n", "line 2: measures"),
        ("name,measures\nsoup,slice=1|slice=2\n", "line 2: measures"),
        ("name,tags\nsoup,gluten\n", "line 2: tags"),
        ("name,tags\nsoup,+gluten=0\n", "line 2: tags"),
        ("name,nova\nsoup,1.0\n", "line 2: nova"),
        ("name,popularity\nsoup,101\n", "line 2: popularity"),
        ("name,code\nsoup,fndds:１\n", "line 2: code"),
        ("name,protein_g,fat_g\nsoup,60,60\n", "sums to 120 g"),
        ("name,energy_kcal\nsoup,2000\n", "more than pure fat"),
        ("name,kind\n,food\n", "line 2: name"),
        ("name,kind\nsoup,food\nSoup,food\n", "is a name of"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(tmp_path, rows, said):
    (tmp_path / "x.csv").write_text(rows, encoding="utf-8")
    if said is None:
        assert not is_own_file(tmp_path / "x.csv")
        return
    with pytest.raises(OwnFoodsError, match=said):
        import_own(tmp_path / "x.csv", tmp_path / "home")
    assert read_records(tmp_path / "home") == OwnRecords()


def test_rows_of_recipes_and_choices_are_checked_field_by_field(tmp_path):
    for text, said in (
        ("recipe,serves,weight_g,food,grams,text\nx,1,1,butter,1,t\n", "there is no food 'x'"),
        ("recipe,serves,weight_g,food,grams,text\nX,1,1,butter,1,t\n", "recipe: 'X' must be lower"),
        ("recipe,serves,weight_g,food,grams,text\nx,nan,1,butter,1,t\n", "serves: 'nan'"),
        ("recipe,serves,weight_g,food,grams,text\nx,1,inf,butter,1,t\n", "weight_g: 'inf'"),
        ("recipe,serves,weight_g,food,grams,text\nx,1,1,butter,-1,t\n", "grams: '-1'"),
        ("recipe,serves,weight_g,food,grams,text\nx,1,1,butter,1,\n", "text: ''"),
        ("phrase,food,count,last_day\nusual,butter,0,2026-01-01\n", "count: '0'"),
        ("phrase,food,count,last_day\nusual,butter,٣,2026-01-01\n", "count: '٣'"),
        ("phrase,food,count,last_day\nusual,butter,1,01/02/2026\n", "last_day: '01/02/2026'"),
        ("phrase,food,count,last_day\nusual,butter,1,2026-02-30\n", "last_day: '2026-02-30'"),
        ("food,tag\nbutter,-x\n", "tag: '-x'"),
        ("phrase,food\n" + "x" * 501 + ",butter\n", "phrase: .* at most 500 characters"),
    ):
        (tmp_path / "x.csv").write_text(text, encoding="utf-8")
        with pytest.raises(OwnFoodsError, match=said):
            import_own(tmp_path / "x.csv", tmp_path / "home")
    assert not (tmp_path / "home" / "catalog").exists()


# --- several at once ------------------------------------------------------------------------------

WRITER = """
import sys
from datetime import date
from pathlib import Path
from gutline.meals.own_foods_changes import add_alias, remember_choice
home, who = Path(sys.argv[1]), sys.argv[2]
for number in range(4):
    add_alias(home, f"usual {who} {number}", "butter")
    remember_choice(home, "what we all say", "milk", date(2026, 3, 1))
"""


def test_aliases_and_choices_written_at_once_are_all_kept_and_counted(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who], stderr=subprocess.PIPE)
        for who in ("red", "blue")
    ]
    errors = [writer.communicate(timeout=100)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], errors
    own = OwnFoods.load(tmp_path)
    assert len(own.aliases) == 8
    assert [(c.phrase, c.times) for c in own.learned] == [("what we all say", 8)]


def test_while_another_writes_nothing_is_changed_and_it_is_told(full, monkeypatch):
    before = files_of(full)
    clock = iter(range(0, 10_000, 15))
    monkeypatch.setattr("gutline.meals.private_files.time.monotonic", lambda: float(next(clock)))
    with locked(full), pytest.raises(HomeError, match="another Gutline is writing"):
        add_food(full, food("new"))
    assert files_of(full) == before


def test_who_reads_while_another_writes_sees_the_old_or_the_new(full):
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from tests.meals.own_samples import KVARG\n"
        "from gutline.meals.own_foods_changes import add_food\n"
        "for n in range(8):\n"
        "    new = replace(KVARG, serving_g=1.0 + n % 2, aliases=('a' * 60,) if n % 2 else ())\n"
        "    add_food(Path(sys.argv[1]), new, replacing=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(full)],
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
    )
    seen = set()
    while writer.poll() is None:
        kvarg = OwnFoods.load(full).foods["own_kvarg"]
        seen.add((kvarg.serving_g, len(kvarg.aliases)))
    assert writer.communicate()[1] == b""
    assert writer.returncode == 0
    assert seen <= {(150.0, 2), (1.0, 0), (2.0, 1)}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 5_000},
        {"aliases": ("y" * 5_000,)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_too_long_is_not_quoted_whole(tmp_path, change):
    with pytest.raises(OwnFoodsError) as refused:
        add_food(tmp_path, replace(KVARG, **change))
    assert "..." in str(refused.value)
    assert len(str(refused.value)) < 500
    assert "at most" in str(refused.value)
