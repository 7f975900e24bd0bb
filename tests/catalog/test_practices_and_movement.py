"""Practices, exercises, swaps and sessions: every file is whole, and a broken one is refused."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from gutline.catalog import load_kinds, load_tags
from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.evidence import load_evidence
from gutline.catalog.exercises import BELLY, load_exercises, read_exercise
from gutline.catalog.practice_names import LoggedAs, logged_as
from gutline.catalog.practices import count_problem, load_practices, read_practice
from gutline.catalog.sessions import load_session_rules, read_session_rules
from gutline.catalog.swaps import load_swaps, read_swaps, swaps_about, swaps_for
from gutline.diary.entries import Entry
from gutline.diary.intake import Intake

EXERCISES, PRACTICES = load_exercises(), load_practices()
EVERY = [*EXERCISES.values(), *PRACTICES.values()]
ASKED_FOR = {
    "cat_cow", "pelvic_tilts", "wall_sit", "dead_bug_steps", "bird_dog", "bridge", "butterfly",
    "childs_pose", "childs_pose_cushion", "supine_twist", "seated_cat_cow", "walk_after_meal",
}  # fmt: skip


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_a_file_is_whole_and_what_it_names_exists(one):
    assert re.fullmatch(r"[a-z0-9_]+", one.id)
    assert one.card in load_evidence()
    assert one.helps.endswith(".")
    assert one.stop_if.endswith(".")
    assert all(word == word.lower() for word in one.words)


@pytest.mark.parametrize("one", EXERCISES.values(), ids=lambda one: one.id)
def test_an_exercise_says_how_it_presses_the_belly_and_can_be_made_easier(one):
    assert one.belly in BELLY
    assert one.easier != one.harder
    assert all(step.endswith(".") for step in one.steps)
    assert one.part == "walk" or 30 <= one.seconds <= 120


def test_the_exercises_that_were_asked_for_are_there():
    assert len(EXERCISES) >= 30
    assert set(EXERCISES) >= ASKED_FOR
    assert {one.belly for one in EXERCISES.values()} == set(BELLY)
    assert EXERCISES["childs_pose"].presses
    assert not EXERCISES["childs_pose_cushion"].presses


def test_ids_and_names_are_unique_over_practices_and_exercises():
    for field in ("id", "name"):
        said = [getattr(one, field) for one in EVERY]
        assert sorted(said) == sorted(set(said))
    assert not {"session", "done"} & {*EXERCISES, *PRACTICES}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_can_be_logged_under_its_name(one):
    from datetime import UTC, datetime

    known = logged_as(one.id)
    assert known is not None
    kind, name = known.kind, known.name
    assert kind == ("practice" if one.id in PRACTICES else "movement")
    assert "min" in load_kinds()[kind].units
    intake = Intake("Europe/Berlin")
    intake.add_entry(Entry(datetime(2026, 3, 1, 8, tzinfo=UTC), kind, name, 5.0, "min"))
    assert intake.entries[0].name == name


def test_what_is_neither_has_no_name_in_a_diary_and_a_session_has_one():
    assert logged_as("knitting") is None
    assert logged_as("session") == LoggedAs("movement", "movement session", "stiffness")


def test_every_walk_is_walking_in_a_diary():
    walks = [one for one in EXERCISES.values() if one.part == "walk"]
    assert len(walks) >= 3
    assert {one.logged_as for one in walks} == {"walking"}


@pytest.mark.parametrize("one", EXERCISES.values(), ids=lambda one: one.id)
def test_a_figure_is_the_same_person_in_every_drawing(one):
    for pose in one.poses:
        assert 6 <= math.dist(pose.back[-1], pose.head) <= 12
        for upper, lower, limbs in ((12, 12, pose.arms), (19, 19, pose.legs)):
            for start, bent, end, *_ in limbs:
                assert math.dist(start, bent) <= upper + 2.01
                assert math.dist(bent, end) <= lower + 2.01


def test_the_practices_that_were_asked_for_are_there():
    asked = {"box_breathing", "slow_breathing", "meditation", "body_scan", "mindful_pain"}
    assert set(PRACTICES) >= asked | {"wind_down"}
    assert PRACTICES["box_breathing"].counts == (4, 4, 4, 4)
    assert PRACTICES["meditation"].minutes == 10
    assert all(bool(one.counts) != bool(one.prompts) for one in PRACTICES.values())


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((4, 4, 4), "4 whole numbers"),
        ((4, 4, 4, 4.5), "4 whole numbers"),
        ((4, 21, 4, 0), "between 0 and 20"),
        ((4, -1, 4, 0), "between 0 and 20"),
        ((1, 0, 4, 0), "2 seconds or more"),
        ((4, 0, 0, 0), "2 seconds or more"),
        ("4444", "4 whole numbers"),
    ],
)
def test_impossible_counts_of_a_breath_are_told(counts, words):
    assert words in count_problem(counts)


def spoilt(tmp_path: Path, kind: str, name: str, old: str, new: str) -> Path:
    text = (DATA / kind / f"{name}.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / f"{name}.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "cat_cow"', 'id = "cow"', "must be the same"),
        ('belly = "none"', 'belly = "some"', "belly must be one of"),
        ('part = "loosen"', 'part = "warm"', "part must be one of"),
        ('place = "floor"', 'place = "bed"', "place must be one of"),
        ('card = "morning_yoga"', 'card = "nothing"', "must be the id of an evidence card"),
        ("seconds = 60", "seconds = 5", "20 to 3600"),
        ("seconds = 60", 'seconds = "60"', "20 to 3600"),
        ("sides = false", 'sides = "no"', "true or false"),
        ('easier = "', 'easiest = "', "is missing"),
        ('helps = "Loosens', 'helps = " "  # Loosens', "helps must be a text"),
        ("head = [41, 73]", "head = [41]", "every point must be"),
        ("head = [41, 73]", "head = [90, 73]", "head must lie about"),
        ("head = [41, 73]", "hat = [41, 73]", "must have back and head"),
        ("to = [48, 89]", "to = [48, 189]", "every point must be"),
        ("to = [48, 89]", "to = [10, 10]", "is longer than"),
        ('bend = "right"', 'bend = "round"', "bend and toe must be"),
        ('things = ["floor"]', 'things = ["sofa 3"]', "is no thing"),
        ("arrow = [[62, 52], ", "arrow = [", "arrow must be three points"),
        ("[76, 70], ", "[119, 70], ", "more than 30 apart"),
    ],
)
def test_a_broken_exercise_is_refused_in_a_sentence(tmp_path, old, new, words):
    with pytest.raises(CatalogError, match=re.escape(words)):
        read_exercise(spoilt(tmp_path, "exercises", "cat_cow", old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("box_breathing", "counts = [4, 4, 4, 4]", "", "either counts of a breath or prompts"),
        ("box_breathing", "counts = [4, 4, 4, 4]", "counts = [4, 4]", "4 whole numbers"),
        ("box_breathing", "minutes = 5", "minutes = 7", "minutes must be one of them"),
        ("box_breathing", "lengths = [2, 5, 10]", "lengths = [5, 500]", "from 1 to 60"),
        ("box_breathing", "lengths = [2, 5, 10]", "lengths = [5, 2]", "lengths must rise"),
        ("box_breathing", 'rates = "tension"', "", "is missing"),
        ("body_scan", "share = 1\n", "share = 0\n", "share must be"),
        ("body_scan", "share = 1\n", 'share = 1\nbell = "yes"\n', "tables of say and share"),
        ("body_scan", 'say = "Feel', 'say = ""  # Feel', "say must be a text"),
        ("body_scan", 'id = "body_scan"', 'id = "scan"', "must be the same"),
    ],
)
def test_a_broken_practice_is_refused_in_a_sentence(tmp_path, name, old, new, words):
    with pytest.raises(CatalogError, match=re.escape(words)):
        read_practice(spoilt(tmp_path, "practices", name, old, new))


@pytest.mark.parametrize("swap", load_swaps().values(), ids=lambda swap: swap.id)
def test_a_swap_names_tags_that_exist_and_promises_nothing(swap):
    assert set(swap.tags) <= set(load_tags())
    said = " ".join([swap.why, swap.mind, *(one.how for one in swap.instead)]).lower()
    assert not re.search(r"\b(cures?|heals?|treats?|will help|bad food|good food)\b", said)
    assert all(swap in swaps_for(tag) for tag in swap.tags)


def test_swaps_that_were_asked_for_are_found_by_tag_and_by_word():
    assert "cooked greens" in [one.name for one in swaps_for("raw_leafy")[0].instead]
    assert {"lactose-free milk", "kefir"} <= {one.name for one in swaps_for("dairy")[0].instead}
    assert [swap.id for swap in swaps_for("crucifer")] == ["crucifers"]
    assert [swap.id for swap in swaps_for("protein_shake")] == ["protein_shake"]
    assert [swap.id for swap in swaps_about("Raw KALE salad!")] == ["raw_greens"]
    assert swaps_for("no such tag") == ()
    assert swaps_about("milkman's porridge") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('tags = ["spicy"]', 'tags = ["hot"]', "ids of food tags"),
        ('tags = ["spicy"]', "tags = []", "one at least"),
        ('"hot sauce"', '"Hot-Sauce"', "plain words in lower case"),
        ('card = "pain_after_meals"', 'card = "x"', "evidence card"),
        ('mind = "Flavour', 'note = "Flavour', "and nothing else"),
        ('how = "Seeds taken out."', 'when = "now"', "tables of name and how"),
    ],
)
def test_a_broken_swap_is_refused_in_a_sentence(tmp_path, old, new, words):
    path = tmp_path / "swaps.toml"
    text = (DATA / "swaps.toml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CatalogError, match=re.escape(words)):
        read_swaps(path)


def test_there_are_sessions_of_five_ten_and_twenty_minutes():
    assert list(load_session_rules()) == [5, 10, 20]
    for rule in load_session_rules().values():
        assert sum(share.share for share in rule.parts) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('part = "settle"', 'part = "sleep"', "part must be one of"),
        ("minutes = 5\n", "minutes = 10\n", "equally long"),
        ("minutes = 5\n", "minutes = 500\n", "from 1 to 60"),
        ("change_s = 5\n", "change_s = 0\n", "from 1 to 30"),
        ('places = ["standing", "chair"]', "places = []", "places must be some of"),
        ("share = 0.45", "share = 4.5", "share must be"),
        ('name = "Five minutes"\n', "", "and nothing else"),
    ],
)
def test_a_broken_rule_of_sessions_is_refused_in_a_sentence(tmp_path, old, new, words):
    path = tmp_path / "sessions.toml"
    text = (DATA / "sessions.toml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogError, match=re.escape(words)):
        read_session_rules(path)
