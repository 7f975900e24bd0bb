"""Amounts and numbers as other apps write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary.entries import RowError
from gutline.importers.amounts import (
    Portion,
    figure_or_none,
    portion_of,
    read_figure,
    read_portion,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7.5", 7.5), ("1,5", 1.5), ("3,436", 3436.0), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
        ("1 234,5", 1234.5), ("1'234", 1234.0), ("-3", -3.0), ("½", 0.5), ("1 ½", 1.5), ("3/4", 0.75),
        ("1 1/2", 1.5), ("0", 0.0), ("1e3", 1000.0), (".5", 0.5), ("0,125", 0.125),
    ],
)  # fmt: skip
def test_numbers_are_read_whatever_marks_their_decimals(text: str, number: float):
    assert read_figure(text) == number


def test_a_comma_before_three_digits_follows_what_the_person_says():
    assert read_figure("1,500", decimal_comma=True) == 1.5
    assert read_figure("1,500", decimal_comma=False) == 1500
    assert read_figure("1.500", decimal_comma=True) == 1500
    assert read_figure("1.500") == 1.5


@pytest.mark.parametrize(
    "text", ["", "NaN", "inf", "1e999", "many", "120/80", "1,2,3", "--1", "1/0"]
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(RowError):
        read_figure(text)


def test_an_empty_cell_is_nothing_and_zero_is_zero():
    assert figure_or_none("  ") is None
    assert figure_or_none("0") == 0.0


@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("80.00 g", Portion(80, "g")),
        ("4.8 oz", Portion(136.08, "g")),
        ("0.75 lb(s)", Portion(340.2, "g")),
        ("2 serving(s)", Portion(2, "serving")),
        ("1.00 bar - 60g", Portion(60, "g")),
        ("1 patty 151g.", Portion(151, "g")),
        ("2 Scheiben (45 g)", Portion(90, "g", "2 Scheiben (45 g)")),
        ("1 cup", Portion(1, "serving", "1 cup")),
        ("2 cucharadas", Portion(30, "ml")),
        ("1,5 EL", Portion(22.5, "ml")),
        ("200 ml", Portion(200, "ml")),
        ("3", Portion(3, "serving")),
        ("½ tsp", Portion(2.5, "ml")),
        ("1/2 tsp", Portion(2.5, "ml")),
        ("", Portion(None)),
        ("a handful", Portion(None, "", "a handful")),
    ],
)
def test_amounts_of_food_are_in_units_a_food_has(text: str, portion: Portion):
    assert read_portion(text) == portion


def test_a_container_holds_millilitres_of_a_drink_but_a_serving_of_food():
    assert read_portion("1 glass", "drink") == Portion(250, "ml")
    assert read_portion("1 glass", "food") == Portion(1, "serving", "1 glass")
    assert read_portion("2.00 glass - 5 fl oz", "drink").value == pytest.approx(295.7)


@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("400 mg", Portion(400, "mg")),
        ("1000 IU", Portion(1000, "iu")),
        ("2 tablets", Portion(2, "serving")),
        ("2 x 400 mg", Portion(800, "mg", "2 x 400 mg")),
        ("1 sachet", Portion(1, "serving", "1 sachet")),
    ],
)
def test_doses_keep_their_unit(text: str, portion: Portion):
    assert read_portion(text, "medicine") == portion


def test_an_amount_of_an_unknown_unit_keeps_its_words():
    assert portion_of(3, "dollops") == Portion(3, "serving", "3 dollops")


@given(st.text(max_size=60))
def test_any_text_gives_a_portion(text: str):
    for kind in ("food", "drink", "medicine"):
        portion = read_portion(text, kind)
        assert portion.value is None or portion.unit


@given(st.floats(0, 1e6).map(lambda x: round(x, 3)))
def test_a_number_reads_back_with_point_or_comma(number: float):
    text = f"{number:.3f}"
    assert read_figure(text) == number
    assert read_figure(text.replace(".", ","), decimal_comma=True) == number
