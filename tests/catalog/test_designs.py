"""Every design file is whole, and what is not is refused by name."""

from __future__ import annotations

import pytest

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.designs import load_designs, read_design

FILES = sorted((DATA / "designs").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_is_a_design(path):
    design = read_design(path)
    assert design.id == path.stem
    assert design.advised_pairs >= design.minimum_pairs
    assert design.description.endswith(".")


def test_all_are_loaded_in_order():
    assert list(load_designs()) == [path.stem for path in FILES]
    assert {"paired_crossover", "longer_periods", "challenges", "adding_a_helper"} <= set(
        load_designs()
    )


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("advised_pairs = 12", "advised_pairs = 2", "below minimum_pairs"),
        ("minimum_pairs = 6", 'minimum_pairs = "6"', "whole number"),
        ("eliminates = true", 'eliminates = "yes"', "true or false"),
        ("carry_over_hours = 12", "carry_over_hours = -1", "carry_over_hours"),
        ('"with {exposure}"', '"with it"', "must hold"),
        ('"with {exposure}"', '"without {exposure}"', "must differ"),
        ('id = "paired_crossover"', 'id = "other"', "must be the same"),
        ("run_in_days = 0\n", "", "'run_in_days' is missing"),
        ("run_in_days = 0", 'run_in_days = 0\ncolour = "red"', "'colour' is not known"),
        ('logic = "pairs"', 'logic = ""', "logic must be"),
        ('kinds = ["food", "drink", "medicine"]', "kinds = [1]", "kinds must be"),
        ("period_days = 4", "period_days =", "TOML"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path, old, new, word):
    text = (DATA / "designs" / "paired_crossover.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "paired_crossover.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogError, match=word):
        read_design(path)
