"""Joints of the line figure, and what files of practices, sessions and swaps may not say."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.exercises import BELLY, PARTS, PLACES, load_exercises, read_exercise
from gutline.catalog.poses import (
    DIRECTIONS,
    FLOOR,
    HEIGHT,
    SHIN,
    THIGH,
    WIDTH,
    joint,
    pose_problems,
    read_pose,
)
from gutline.catalog.practices import MOST_MINUTES, count_problem, load_practices, read_practice
from gutline.catalog.sessions import load_session_rules, read_session_rules
from gutline.catalog.swaps import load_swaps, read_swaps, swaps_about, swaps_for

STANDING = {
    "back": [[60, 50], [60, 22]],
    "head": [60, 13],
    "arms": [{"to": [60, 45], "bend": "right"}],
    "legs": [{"to": [60, 87], "bend": "right", "toe": "right"}],
    "things": ["floor"],
}


# --- joints -------------------------------------------------------------------------------------


@pytest.mark.parametrize("bend", sorted(DIRECTIONS))
@pytest.mark.parametrize("end", [(0.0, 30.0), (30.0, 0.0), (20.0, 20.0), (-10.0, 25.0)])
def test_a_joint_is_as_far_from_both_ends_as_its_limbs_are_long(end, bend):
    found = joint((0.0, 0.0), end, THIGH, SHIN, DIRECTIONS[bend])
    assert math.dist((0.0, 0.0), found) == pytest.approx(THIGH)
    assert math.dist(found, end) == pytest.approx(SHIN)


@pytest.mark.parametrize("bend", ["left", "right"])
def test_a_knee_lies_on_the_side_it_bends_to(bend):
    x, _ = joint((0.0, 0.0), (0.0, 30.0), THIGH, SHIN, DIRECTIONS[bend])
    assert math.copysign(1, x) == DIRECTIONS[bend][0]


def test_a_limb_that_is_stretched_too_far_or_folded_to_nothing_is_still_placed():
    far = joint((0.0, 0.0), (0.0, 80.0), THIGH, SHIN, (1.0, 0.0))
    assert far == pytest.approx((0.0, THIGH))
    assert joint((5.0, 5.0), (5.0, 5.0), 10.0, 10.0, (0.0, -1.0)) == (5.0, -5.0)


def test_a_figure_from_the_front_has_shoulders_and_hips():
    front = {**STANDING, "front": True, "arms": [{"to": [50, 40]}, {"to": [70, 40]}]}
    pose = read_pose(front)
    assert [arm[0][0] for arm in pose.arms] == [53.0, 67.0]
    assert read_pose({**front, "front": False}).arms[0][0] == (60.0, 22.0)


def test_a_toe_points_where_it_is_said_to():
    _, _, ankle, toe = read_pose(STANDING).legs[0]
    assert (toe[0] - ankle[0], toe[1] - ankle[1]) == (6.0, 0.0)


def test_a_pose_that_can_be_has_no_problem():
    assert list(pose_problems(STANDING)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"back": [[60, 50]]}, "back must be two points"),
        ({"back": [[60, 50], [60, 40], [60, 30], [60, 22]]}, "back must be two points"),
        ({"back": [[60, 80], [60, 22]]}, "more than 30 apart"),
        ({"head": [60, 40]}, "head must lie about"),
        ({"head": ["60", 13]}, "every point must be"),
        ({"head": [True, 13]}, "every point must be"),
        ({"head": [WIDTH + 1, 13]}, "every point must be"),
        ({"head": [60, -1]}, "every point must be"),
        ({"arms": [{"bend": "up"}]}, "at least `to`"),
        ({"arms": ["up"]}, "at least `to`"),
        ({"arms": [{"to": [60, 45], "hand": "open"}]}, "nothing but to, at, bend and toe"),
        ({"legs": [{"to": [60, 87], "toe": "sideways"}]}, "bend and toe must be one of"),
        ({"legs": [{"to": [100, 97]}]}, "is longer than 38"),
        ({"arrow": [[1, 1], [2, 2]]}, "arrow must be three points"),
        ({"things": ["floor 3"]}, "is no thing"),
        ({"things": ["wall"]}, "is no thing"),
        ({"things": ["cushion 1 2 3 x"]}, "is no thing"),
        ({"things": ["cushion 1 2 3 -4"]}, "is no thing"),
    ],
)
def test_what_no_body_can_do_is_told(changed, words):
    assert words in " / ".join(pose_problems({**STANDING, **changed}))


@pytest.mark.parametrize("wrong", [None, 5, [], "pose", {}, {"back": 1, "head": 2, "hat": 3}])
def test_what_is_no_pose_is_told_and_breaks_nothing(wrong):
    assert list(pose_problems(wrong))


@pytest.mark.parametrize("one", load_exercises().values(), ids=lambda one: one.id)
def test_who_stands_or_lies_touches_what_carries_them(one):
    for pose in one.poses:
        lowest = max(y for limb in (*pose.legs, *pose.arms) for _, y in limb)
        lowest = max(lowest, *(y for _, y in pose.back))
        carried = any(thing.name in {"chair", "cushion", "wall"} for thing in pose.things)
        assert lowest <= HEIGHT
        assert carried or FLOOR - 8 <= lowest <= FLOOR + 4, one.id


# --- what is in the files -----------------------------------------------------------------------


@pytest.mark.parametrize("one", load_exercises().values(), ids=lambda one: one.id)
def test_an_exercise_can_be_chosen_by_part_place_and_belly(one):
    assert one.part in PARTS
    assert one.place in PLACES
    assert one.presses is (one.belly != "none")
    assert BELLY[one.belly]
    assert len(one.stop_if.split()) >= 2
    assert not re.search(r"\b(cures?|heals?|treats?|burn|calories)\b", one.helps.lower())


def test_for_every_part_and_place_of_a_session_something_is_left_when_bloated():
    for rule in load_session_rules().values():
        for share in rule.parts:
            fits = [
                one
                for one in load_exercises().values()
                if one.part == share.part and one.place in rule.places and not one.presses
            ]
            assert fits, (rule.id, share.part)


@pytest.mark.parametrize("one", load_practices().values(), ids=lambda one: one.id)
def test_a_practice_can_be_done_in_its_lengths_and_stopped(one):
    assert one.minutes in one.lengths
    assert list(one.lengths) == sorted(set(one.lengths))
    assert one.lengths[-1] <= MOST_MINUTES
    assert one.stop_if.endswith(".")
    assert one.counts is None or count_problem(one.counts) == ""
    assert all(prompt.say[0].isupper() and prompt.share > 0 for prompt in one.prompts)


@pytest.mark.parametrize(
    ("counts", "fine"),
    [
        ((2, 0, 2, 0), True), ((20, 20, 20, 20), True), ([4, 7, 8, 0], True),
        ((4, 4, 4, True), False), ((4, 4, 4, None), False), (None, False), ({}, False),
        ((2, 0, 1, 0), False), ((), False), ((4, 4, 4, 4, 4), False),
    ],
)  # fmt: skip
def test_counts_of_a_breath_are_four_whole_numbers_within_bounds(counts, fine):
    assert (count_problem(counts) == "") is fine


@pytest.mark.parametrize("read", [read_exercise, read_practice, read_swaps, read_session_rules])
@pytest.mark.parametrize("text", ["= =", "a = [", "\x00", 'id = "x"'])
def test_a_file_that_is_none_of_it_is_refused_with_its_path(tmp_path: Path, read, text):
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogError, match=r"x\.toml"):
        read(path)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kale", ["raw_greens"]), ("KALE", ["raw_greens"]), ("a kale-salad", ["raw_greens"]),
        ("kaleidoscope", []), ("", []), ("!!", []), ("broccoli soup", ["crucifers"]),
        ("kale and cabbage", ["raw_greens", "crucifers"]), ("xyz" * 500, []),
    ],
)  # fmt: skip
def test_swaps_are_found_by_whole_words_however_typed(typed, found):
    assert [swap.id for swap in swaps_about(typed)] == found


def test_every_swap_is_reached_by_its_tags_and_by_its_words():
    for swap in load_swaps().values():
        assert all(swap in swaps_for(tag) for tag in swap.tags)
        assert all(swap in swaps_about(word) for word in swap.words)
        assert len({one.name for one in swap.instead}) == len(swap.instead)
    assert DATA.joinpath("swaps.toml").is_file()
