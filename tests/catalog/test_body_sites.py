"""Body sites and details of entries: what the files may say, and what is refused."""

from __future__ import annotations

import re

import pytest

from gutline.catalog import CatalogError, load_kinds
from gutline.catalog.body_sites import FACES, SIDES, load_body_sites, read_body_sites
from gutline.catalog.entry_details import load_entry_details, read_entry_details

SITE = """
[knee]
name = "knee"
face = "front"
sides = ["left", "right"]
joint = true
words = []
"""
DETAIL = """
[stiffness_min]
name = "Stiffness"
description = "How long."
kinds = ["symptom"]
holds = "number"
unit = "min"
lowest = 0
highest = 1440
"""


def read(reader, tmp_path, text):
    path = tmp_path / "file.toml"
    path.write_text(text, "utf-8")
    return reader(path)


@pytest.mark.parametrize("site", load_body_sites().values(), ids=lambda site: site.id)
def test_every_site_is_named_by_region_and_side(site):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", site.id)
    assert site.id == f"{site.region}_{site.side}"
    assert site.face in FACES
    assert site.side in SIDES
    assert site.name == site.name.strip() != ""
    assert all(word == word.strip().lower() for word in site.words)


def test_sites_have_names_of_their_own():
    names = [site.name for site in load_body_sites().values()]
    assert len(set(names)) == len(names)


def test_a_word_means_one_region():
    regions: dict[str, set[str]] = {}
    for site in load_body_sites().values():
        for word in (*site.words, site.region.replace("_", " ")):
            regions.setdefault(word, set()).add(site.region)
    assert {word: found for word, found in regions.items() if len(found) > 1} == {}


def test_left_and_right_come_in_pairs():
    sites = load_body_sites()
    for site in sites.values():
        if site.side == "left":
            assert f"{site.region}_right" in sites
        if site.side == "right":
            assert f"{site.region}_left" in sites


@pytest.mark.parametrize(
    "wanted",
    [
        "lower_back_left", "lower_back_middle", "lower_back_right", "neck_middle",
        "sacroiliac_left", "hip_right", "knee_left", "finger_joints_right", "lower_abdomen_left",
        "upper_abdomen_middle", "tailbone_middle", "shoulder_left", "ankle_right", "heel_left",
    ],
)  # fmt: skip
def test_back_joints_and_belly_can_be_pointed_at(wanted):
    assert wanted in load_body_sites()


def test_joints_are_known_as_joints():
    joints = {site.region for site in load_body_sites().values() if site.joint}
    assert {"knee", "hip", "shoulder", "elbow", "wrist", "ankle", "finger_joints"} <= joints
    assert not {"thigh", "calf", "lower_back"} & joints


def test_a_region_in_the_middle_needs_no_side_in_its_name():
    assert load_body_sites()["tailbone_middle"].name == "tailbone"
    assert load_body_sites()["knee_left"].name == "knee, left"


def test_a_retired_region_keeps_its_date(tmp_path):
    sites = read(read_body_sites, tmp_path, SITE + 'retired = "2030-01-01"\n')
    assert sites["knee_left"].retired == "2030-01-01"
    assert not any(site.retired for site in load_body_sites().values())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('face = "front"', 'face = "inside"', "front"),
        ('sides = ["left", "right"]', 'sides = ["up"]', "left, middle, right"),
        ('sides = ["left", "right"]', "sides = []", "left, middle, right"),
        ("joint = true\n", "", "'joint' must be given"),
        ("joint = true", 'joint = "yes"', "'joint' must be given"),
        ("words = []", "words = []\ncolour = 1", "'colour' is not known"),
        ("[knee]", "[knee", "TOML"),
        (SITE, "knee = 3", "a table"),
        ('["left", "right"]', '["left", "left"]', "twice"),
    ],
)
def test_a_wrong_file_of_sites_is_told(tmp_path, before, after, told):
    with pytest.raises(CatalogError, match=told):
        read(read_body_sites, tmp_path, SITE.replace(before, after))


def test_details_are_for_kinds_that_exist():
    details = load_entry_details()
    assert {"sites", "stiffness_min"} <= set(details)
    for detail in details.values():
        assert set(detail.kinds) <= set(load_kinds())
        assert detail.description.endswith(".")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('holds = "number"', 'holds = "colour"', "holds must be"),
        ('unit = "min"\n', "", "'unit' is missing"),
        ("lowest = 0", "lowest = 1440", "less than highest"),
        ('kinds = ["symptom"]', 'kinds = ["nonsense"]', "nonsense is not"),
        ('kinds = ["symptom"]', "kinds = []", "none is not"),
        ("highest = 1440", "highest = 1440\nmost = 3", "'most' is not known"),
        (DETAIL, "stiffness_min = 3", "a table"),
        ("[stiffness_min]", "[", "TOML"),
    ],
)
def test_a_wrong_file_of_details_is_told(tmp_path, before, after, told):
    with pytest.raises(CatalogError, match=told):
        read(read_entry_details, tmp_path, DETAIL.replace(before, after))


def test_a_missing_file_is_told(tmp_path):
    for reader in (read_body_sites, read_entry_details):
        with pytest.raises(CatalogError, match="cannot be read"):
            reader(tmp_path / "none.toml")
